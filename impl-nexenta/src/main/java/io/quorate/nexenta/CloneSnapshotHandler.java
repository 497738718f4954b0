package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.spi.Fault;
import io.quorate.spi.Handler;
import io.quorate.spi.Observation;
import io.quorate.spi.Step;
import io.quorate.storage.Volume;
import io.quorate.storage.command.CloneSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Clones a snapshot. A clone does not inherit its origin's reservation (NEX-21577), so a thick one takes two requests. */
final class CloneSnapshotHandler implements Handler<CloneSnapshot, Volume, Nef> {

    @Override
    public Class<CloneSnapshot> handles() {
        return CloneSnapshot.class;
    }

    private static NefRequest cloning(CloneSnapshot c) {
        return NefRequest.post("storage", "snapshots", c.snapshot().toString(), "clone")
                .body(Map.of("targetPath", c.into().value()));
    }

    private static NefRequest reserving(CloneSnapshot c, Object size) {
        return VolumeReads.update(c.into(), Map.of(Zvol.RESERVATION, size));
    }

    /** One that was made and has not got its reservation yet is not done. */
    private static boolean reserved(CloneSnapshot c, Zvol clone, Nef nef) {
        return clone.thick() || !VolumeReads.get(nef, c.snapshot().dataset()).thick();
    }

    @Override
    public Volume run(CloneSnapshot c, Nef nef) {
        try {
            nef.change(cloning(c));
        } catch (Fault fault) {
            boolean half = "EEXIST".equals(fault.code()) && isHalf(c, nef);
            if (!half) {
                throw fault;
            }
        }
        Zvol clone = VolumeReads.get(nef, c.into());
        if (reserved(c, clone, nef)) {
            return clone.volume();
        }
        nef.change(reserving(c, clone.size()));
        return VolumeReads.get(nef, c.into()).volume();
    }

    private static boolean isHalf(CloneSnapshot c, Nef nef) {
        return VolumeReads.find(nef, c.into())
                .filter(there -> another(c, there.volume()).isEmpty())
                .filter(there -> !reserved(c, there, nef))
                .isPresent();
    }

    private static Optional<Fault> another(CloneSnapshot c, Volume there) {
        return c.snapshot().equals(there.origin())
                ? Optional.empty()
                : Optional.of(Seen.conflict("it is there, but as "
                        + (there.origin() == null ? "no clone" : "a clone of " + there.origin()) + " instead of one of "
                        + c.snapshot()));
    }

    @Override
    public Observation<Volume> look(CloneSnapshot c, Nef nef) {
        Optional<Zvol> there = VolumeReads.find(nef, c.into());
        if (there.isEmpty()) {
            return Observation.absent();
        }
        Volume volume = there.get().volume();
        Optional<Fault> another = another(c, volume);
        if (another.isPresent()) {
            return Seen.other(another.get());
        }
        return reserved(c, there.get(), nef) ? Observation.present(volume) : Observation.absent();
    }

    @Override
    public List<? extends Step> steps(CloneSnapshot c, Nef nef) {
        Optional<Zvol> there = VolumeReads.find(nef, c.into());
        if (there.isPresent()) {
            Zvol clone = there.get();
            another(c, clone.volume()).ifPresent(conflict -> {
                throw conflict;
            });
            // The first of the two is what finds out that half of it is done.
            return reserved(c, clone, nef) ? List.of() : List.of(cloning(c), reserving(c, clone.size()));
        }
        if (SnapshotReads.find(nef, c.snapshot()).isEmpty()) {
            throw SnapshotReads.missing(c.snapshot());
        }
        return VolumeReads.get(nef, c.snapshot().dataset()).thick()
                ? List.of(cloning(c), reserving(c, "(size of the snapshot)"))
                : List.of(cloning(c));
    }

    @Override
    public List<? extends Step> foreseen(CloneSnapshot c, String host) {
        return List.of(cloning(c), new Conditional("its origin is thick", reserving(c, "(size of the snapshot)")));
    }
}

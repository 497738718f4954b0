package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.san.DatasetPath;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.spi.Step;
import io.quorate.storage.Volume;
import io.quorate.storage.command.RollbackVolume;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a volume back to a snapshot, and its size to what it was before. Whether that was done already cannot be seen: what is written
 * since leaves no trace that the appliance would tell.
 */
final class RollbackVolumeHandler extends CheckedChange<RollbackVolume, Optional<Zvol>, Volume> {

    @Override
    public Class<RollbackVolume> handles() {
        return RollbackVolume.class;
    }

    @Override
    protected Optional<Zvol> read(RollbackVolume c, Nef nef) {
        return VolumeReads.find(nef, path(c));
    }

    @Override
    protected Observation<Volume> done(RollbackVolume c, Optional<Zvol> there) {
        if (there.isEmpty()) {
            return Observation.absent();
        }
        return VolumeReads.another(there.get().volume(), c.guid())
                .<Observation<Volume>>map(Seen::other)
                .orElseGet(() -> Observation.unknown(
                        "what was written since " + c.snapshot() + " cannot be seen, nor that it was rolled back",
                        null));
    }

    @Override
    protected void refuse(RollbackVolume c, Optional<Zvol> there) {
        Volume volume = there.orElseThrow(() -> VolumeReads.missing(path(c))).volume();
        VolumeReads.another(volume, c.guid()).ifPresent(conflict -> {
            throw conflict;
        });
    }

    @Override
    void check(RollbackVolume c, Optional<Zvol> there, Nef nef) {
        if (SnapshotReads.find(nef, c.snapshot()).isEmpty()) {
            throw SnapshotReads.missing(c.snapshot());
        }
        // Hosts that have it mounted would go on with what they remember of it, and write that over what came back.
        VolumeReads.refuseMapped(nef, path(c));
    }

    @Override
    protected List<Step> change(RollbackVolume c, Optional<Zvol> there) {
        List<Step> steps = new ArrayList<>();
        steps.add(rollback(c));
        steps.add(new Conditional(
                "that changes its size or what is set aside for it",
                resize(
                        c,
                        there.<Object>map(Zvol::size).orElse("(its size before)"),
                        there.<Object>map(Zvol::reservation).orElse("(what was set aside for it)"))));
        return steps;
    }

    @Override
    protected Optional<Zvol> unseen(RollbackVolume c) {
        return Optional.empty();
    }

    private static DatasetPath path(RollbackVolume c) {
        return c.snapshot().dataset();
    }

    private static NefRequest rollback(RollbackVolume c) {
        return NefRequest.post("storage", "volumes", path(c).value(), "rollback")
                .body(Map.of("snapshot", c.snapshot().name()));
    }

    private static NefRequest resize(RollbackVolume c, Object size, Object reservation) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(Zvol.SIZE, size);
        body.put(Zvol.RESERVATION, reservation);
        return VolumeReads.update(path(c), body);
    }

    @Override
    Volume send(RollbackVolume c, Optional<Zvol> there, Nef nef) {
        Zvol before = there.orElseThrow();
        nef.change(rollback(c));
        try {
            Zvol after = VolumeReads.get(nef, path(c));
            // A size that went forward stays: making it smaller would cut off what was just brought back.
            long size = Math.max(before.size(), after.size());
            long reservation = before.reservation() + (before.thick() ? size - before.size() : 0);
            if (after.size() == size && after.reservation() == reservation) {
                return after.volume();
            }
            nef.change(resize(c, size, reservation));
            return VolumeReads.get(nef, path(c)).volume();
        } catch (Fault fault) {
            // What may not be repeated is done: only the size is open.
            throw Fault.lasting(fault.kind())
                    .code(fault.code())
                    .hint("do not repeat it; read the volume, and grow it if it is smaller")
                    .cause(fault)
                    .because("it was rolled back, but that it has its size of "
                            + before.volume().size() + " again is not sure: " + fault.getMessage());
        }
    }
}

package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefObject;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.storage.command.CloneSnapshot;
import io.quorate.storage.command.CreateSnapshot;
import io.quorate.san.DatasetPath;
import io.quorate.storage.command.GetSnapshot;
import io.quorate.storage.command.ListSnapshots;
import io.quorate.storage.command.RemoveSnapshot;
import io.quorate.storage.Snapshot;
import io.quorate.storage.SnapshotPath;
import io.quorate.storage.Volume;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The snapshots and clones. */
final class SnapshotOperations {
    private SnapshotOperations() {}

    static void addTo(Operations all) {
        all.read(
                ListSnapshots.class,
                (c, nef) -> StorageOperations.page(
                        nef, list(c.dataset()), c.offset(), c.limit(), item -> path(item, c.dataset())));
        all.find(GetSnapshot.class, (c, nef) -> find(nef, c.path()));
        all.guarded(
                CreateSnapshot.class,
                (c, nef) -> {
                    nef.change(create(c));
                    return nef.looking(() -> find(nef, c.path())
                            .orElseThrow(() -> Operations.missing(c.path() + " was made and is not there")));
                },
                (c, nef) -> Operations.compared(find(nef, c.path()), there -> List.of()),
                c -> List.of(create(c)));
        all.guarded(
                CloneSnapshot.class,
                SnapshotOperations::cloned,
                SnapshotOperations::isCloned,
                c -> List.of(cloning(c)));
        all.change(RemoveSnapshot.class, SnapshotOperations::remove, c -> List.of(delete(c)));
    }

    static NefRequest list(DatasetPath dataset) {
        return NefRequest.get("storage", "snapshots")
                .with("parent", dataset.value())
                .with("fields", "path");
    }

    /** Clones and transaction group are only told of a single one. */
    private static NefRequest single(SnapshotPath path) {
        return NefRequest.get("storage", "snapshots", path.toString())
                .with("fields", "path,guid,creationTxg,clones,hprService,snaplistId");
    }

    private static NefRequest create(CreateSnapshot c) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("path", c.path().toString());
        body.put("recursive", c.recursive());
        return NefRequest.post("storage", "snapshots").body(body);
    }

    private static NefRequest cloning(CloneSnapshot c) {
        return NefRequest.post("storage", "snapshots", c.snapshot().toString(), "clone")
                .body(Map.of("targetPath", c.into().value()));
    }

    private static NefRequest delete(RemoveSnapshot c) {
        NefRequest delete = NefRequest.delete("storage", "snapshots", c.path().toString());
        return c.deferred() ? delete.with("defer", "true") : delete;
    }

    private static SnapshotPath path(NefObject item, DatasetPath of) {
        SnapshotPath path = item.parsed("path", SnapshotPath::of);
        if (!path.dataset().equals(of)) {
            throw Filters.notKept("parent", of.value(), path.toString());
        }
        return path;
    }

    private static Snapshot decode(NefObject item, SnapshotPath asked) {
        SnapshotPath path = item.parsed("path", SnapshotPath::of);
        if (!path.equals(asked)) {
            throw Filters.notKept("path", asked.toString(), path.toString());
        }
        return new Snapshot(
                path,
                item.digits("guid"),
                item.number("creationTxg"),
                item.texts("clones", DatasetPath::of),
                item.textOrNull("hprService") != null || item.textOrNull("snaplistId") != null);
    }

    static Optional<Snapshot> find(Nef nef, SnapshotPath path) {
        return nef.find(single(path)).map(item -> nef.looking(() -> decode(item, path)));
    }

    /** Reads all of a dataset, each by itself; one that goes meanwhile is left out. */
    static List<Snapshot> all(Nef nef, DatasetPath dataset) {
        List<Snapshot> all = new ArrayList<>();
        for (SnapshotPath path : nef.all(list(dataset), item -> path(item, dataset))) {
            find(nef, path).ifPresent(all::add);
        }
        return all;
    }

    private static Observation<Volume> isCloned(CloneSnapshot c, Nef nef) {
        Optional<VolumeOperations.Zvol> there = VolumeOperations.find(nef, c.into());
        if (there.isEmpty()) {
            return Observation.absent();
        }
        Volume volume = there.get().volume();
        if (!c.snapshot().equals(volume.origin())) {
            Fault conflict = Operations.conflict("it is there, but as "
                    + (volume.origin() == null ? "no clone" : "a clone of " + volume.origin()) + " instead of one of "
                    + c.snapshot());
            return Observation.unknown(String.valueOf(conflict.getMessage()), conflict);
        }
        // One that was made and has not got its reservation yet is not done.
        return reserved(nef, c, there.get()) ? Observation.present(volume) : Observation.absent();
    }

    private static boolean reserved(Nef nef, CloneSnapshot c, VolumeOperations.Zvol clone) {
        return clone.thick()
                || !VolumeOperations.get(nef, c.snapshot().dataset()).thick();
    }

    /** A clone does not inherit its origin's reservation (NEX-21577), so a thick one takes two steps. */
    private static Volume cloned(CloneSnapshot c, Nef nef) {
        try {
            nef.change(cloning(c));
        } catch (Fault fault) {
            boolean half = "EEXIST".equals(fault.code()) && isHalf(c, nef);
            if (!half) {
                throw fault;
            }
        }
        VolumeOperations.Zvol clone = VolumeOperations.get(nef, c.into());
        if (reserved(nef, c, clone)) {
            return clone.volume();
        }
        long size = clone.volume().size().bytes();
        nef.change(VolumeOperations.update(c.into(), Map.of("referencedReservationSize", size)));
        return VolumeOperations.get(nef, c.into()).volume();
    }

    private static boolean isHalf(CloneSnapshot c, Nef nef) {
        return VolumeOperations.find(nef, c.into())
                .filter(there -> c.snapshot().equals(there.volume().origin()))
                .filter(there -> !reserved(nef, c, there))
                .isPresent();
    }

    @SuppressWarnings("NullAway") // Void has no other value
    private static Void remove(RemoveSnapshot c, Nef nef) {
        Optional<Snapshot> found = find(nef, c.path());
        if (found.isEmpty()) {
            return null;
        }
        Snapshot there = found.get();
        if (!there.guid().equals(c.guid())) {
            throw Operations.conflict(
                    c.path() + " is another snapshot by now: its guid is " + there.guid() + ", not " + c.guid());
        }
        if (there.ofReplication()) {
            throw Operations.conflict(c.path() + " belongs to replication, which takes it away itself");
        }
        if (!c.deferred() && !there.clones().isEmpty()) {
            throw Operations.conflict(c.path() + " has clones: " + there.clones());
        }
        nef.remove(delete(c));
        return null;
    }
}

package io.quorate.nexenta;

import io.quorate.Size;
import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefObject;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.storage.command.CreateVolume;
import io.quorate.san.DatasetPath;
import io.quorate.storage.command.GetVolume;
import io.quorate.storage.command.GrowVolume;
import io.quorate.storage.command.ListVolumes;
import io.quorate.storage.command.Page;
import io.quorate.storage.command.PromoteVolume;
import io.quorate.storage.Provisioning;
import io.quorate.storage.RemovalPlan;
import io.quorate.storage.command.RemoveVolume;
import io.quorate.storage.command.RollbackVolume;
import io.quorate.storage.Snapshot;
import io.quorate.storage.SnapshotPath;
import io.quorate.storage.Volume;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The volumes. */
final class VolumeOperations {
    private VolumeOperations() {}

    /**
     * A volume with what the appliance calls its referenced reservation.
     *
     * @param reservation what is set aside for it, in bytes; its size or a little more if it is thick, else 0
     */
    record Zvol(Volume volume, long reservation) {
        boolean thick() {
            return volume.provisioning() == Provisioning.THICK;
        }

        /** Returns what to set for it to have a size and stay as thick or thin as it is. */
        Map<String, Object> sized(long size) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("volumeSize", size);
            if (thick()) {
                body.put(
                        "referencedReservationSize",
                        size + (reservation - volume.size().bytes()));
            }
            return body;
        }
    }

    static void addTo(Operations all) {
        all.read(ListVolumes.class, VolumeOperations::page);
        all.find(GetVolume.class, (c, nef) -> find(nef, c.path()).map(Zvol::volume));
        all.guarded(
                CreateVolume.class,
                (c, nef) -> {
                    nef.change(create(c));
                    return made(nef, c.path()).volume();
                },
                (c, nef) -> Operations.compared(find(nef, c.path()).map(Zvol::volume), there -> differences(c, there)),
                c -> List.of(create(c)));
        all.guarded(
                GrowVolume.class,
                VolumeOperations::grow,
                VolumeOperations::grown,
                c -> List.of(update(c.path(), Map.of("volumeSize", c.size().bytes()))));
        all.change(PromoteVolume.class, VolumeOperations::promote, c -> List.of(promotion(c.path())));
        all.change(RemoveVolume.class, VolumeOperations::remove, VolumeOperations::removal);
        all.change(RollbackVolume.class, VolumeOperations::rollback, c -> List.of(rollingBack(c)));
    }

    static NefRequest list() {
        return NefRequest.get("storage", "volumes")
                .with(
                        "fields",
                        "path,guid,volumeSize,volumeBlockSize,referencedReservationSize,originalSnapshot,bytesUsed");
    }

    static NefRequest update(DatasetPath path, Map<String, Object> values) {
        return NefRequest.put("storage", "volumes", path.value()).body(values);
    }

    private static NefRequest create(CreateVolume c) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("path", c.path().value());
        body.put("volumeSize", c.size().bytes());
        body.put("volumeBlockSize", c.blockSize().bytes());
        body.put("sparseVolume", c.provisioning() == Provisioning.THIN);
        return NefRequest.post("storage", "volumes").body(body);
    }

    private static NefRequest promotion(DatasetPath path) {
        return NefRequest.post("storage", "volumes", path.value(), "promote");
    }

    private static NefRequest rollingBack(RollbackVolume c) {
        return NefRequest.post("storage", "volumes", c.snapshot().dataset().value(), "rollback")
                .body(Map.of("snapshot", c.snapshot().name()));
    }

    private static List<NefRequest> removal(RemoveVolume c) {
        List<NefRequest> steps = new ArrayList<>();
        c.plan().promotions().forEach(clone -> steps.add(promotion(clone)));
        steps.add(delete(c.plan()));
        return steps;
    }

    /** Without planned snapshots the appliance itself refuses when there are some after all. */
    private static NefRequest delete(RemovalPlan plan) {
        NefRequest delete =
                NefRequest.delete("storage", "volumes", plan.volume().path().value());
        return plan.snapshots().isEmpty() ? delete : delete.with("snapshots", "true");
    }

    static Zvol decode(NefObject item) {
        long size = item.number("volumeSize");
        long reservation = item.numberOrZero("referencedReservationSize");
        String origin = item.textOrNull("originalSnapshot");
        Volume volume = new Volume(
                item.parsed("path", DatasetPath::of),
                item.digits("guid"),
                Size.bytes(size),
                Size.bytes(item.number("volumeBlockSize")),
                size > 0 && reservation >= size ? Provisioning.THICK : Provisioning.THIN,
                origin == null ? null : item.parsed("originalSnapshot", SnapshotPath::of),
                Size.bytes(item.numberOrZero("bytesUsed")));
        return new Zvol(volume, reservation);
    }

    static Optional<Zvol> find(Nef nef, DatasetPath path) {
        return nef.named(list(), "path", path.value()).map(item -> nef.looking(() -> decode(item)));
    }

    static Zvol get(Nef nef, DatasetPath path) {
        return nef.looking(() -> find(nef, path).orElseThrow(() -> Operations.missing("there is no volume " + path)));
    }

    private static Zvol made(Nef nef, DatasetPath path) {
        return get(nef, path);
    }

    private static Page<Volume> page(ListVolumes c, Nef nef) {
        if (c.group() == null) {
            return StorageOperations.page(
                    nef, list(), c.offset(), c.limit(), item -> decode(item).volume());
        }
        String group = c.group().value();
        return StorageOperations.page(nef, list().with("parent", group), c.offset(), c.limit(), item -> {
            Volume volume = decode(item).volume();
            if (!volume.path().value().startsWith(group + "/")) {
                throw Filters.notKept("parent", group, volume.path().value());
            }
            return volume;
        });
    }

    private static List<String> differences(CreateVolume wanted, Volume there) {
        List<String> differences = new ArrayList<>();
        differ(differences, "size", there.size(), wanted.size());
        differ(differences, "block size", there.blockSize(), wanted.blockSize());
        differ(differences, "provisioning", there.provisioning(), wanted.provisioning());
        return differences;
    }

    private static void differ(List<String> differences, String what, Object is, Object wanted) {
        if (!is.equals(wanted)) {
            differences.add(what + " " + is + " instead of " + wanted);
        }
    }

    private static Observation<Volume> grown(GrowVolume c, Nef nef) {
        return find(nef, c.path())
                .filter(there -> there.volume().size().compareTo(c.size()) >= 0)
                .map(there -> Observation.present(there.volume()))
                .orElseGet(Observation::absent);
    }

    private static Volume grow(GrowVolume c, Nef nef) {
        Zvol there = get(nef, c.path());
        if (there.volume().size().compareTo(c.size()) >= 0) {
            return there.volume();
        }
        if (c.size().bytes() % there.volume().blockSize().bytes() != 0) {
            throw Fault.lasting(ErrorKind.REJECTED)
                    .because(c.size().bytes() + " bytes are no whole number of its blocks of "
                            + there.volume().blockSize());
        }
        nef.change(update(c.path(), there.sized(c.size().bytes())));
        return get(nef, c.path()).volume();
    }

    private static Volume promote(PromoteVolume c, Nef nef) {
        Volume there = get(nef, c.path()).volume();
        if (!c.origin().equals(there.origin())) {
            return there;
        }
        nef.change(promotion(c.path()));
        return get(nef, c.path()).volume();
    }

    /** Looks first and goes on from there, so that a second run after a failure half way ends where the first would have. */
    @SuppressWarnings("NullAway") // Void has no other value
    private static Void remove(RemoveVolume c, Nef nef) {
        RemovalPlan plan = c.plan();
        DatasetPath path = plan.volume().path();
        if (identified(nef, plan).isEmpty()) {
            return null;
        }
        refuseMapped(nef, path);
        for (DatasetPath clone : checked(nef, plan).promotions()) {
            // A clone that is gone, or none any more, needs no promotion; what that means is looked at afterwards.
            nef.changeUnless(promotion(clone), "ENOENT", "EBADARG");
        }
        RemovalPlan left = checked(nef, plan);
        if (!left.promotions().isEmpty()) {
            throw Operations.conflict(left.promotions().get(0) + " still depends on " + path);
        }
        if (identified(nef, plan).isPresent()) {
            // Promoting takes its time, in which somebody may have published it.
            refuseMapped(nef, path);
            nef.remove(delete(plan));
        }
        return null;
    }

    private static Optional<Zvol> identified(Nef nef, RemovalPlan plan) {
        Optional<Zvol> there = find(nef, plan.volume().path());
        if (there.isPresent()
                && !there.get().volume().guid().equals(plan.volume().guid())) {
            throw Operations.conflict(plan.volume().path() + " is another volume by now: its guid is "
                    + there.get().volume().guid() + ", not " + plan.volume().guid());
        }
        return there;
    }

    private static void refuseMapped(Nef nef, DatasetPath path) {
        if (!nef.page(MappingOperations.list(path), 0, 1).items().isEmpty()) {
            throw Operations.conflict(path + " is mapped; unpublish it first");
        }
    }

    /** Returns what removing takes now, which is the plan or what is left of it. */
    private static RemovalPlan checked(Nef nef, RemovalPlan plan) {
        List<Snapshot> snapshots = SnapshotOperations.all(nef, plan.volume().path());
        RemovalPlan now = RemovalPlan.of(plan.volume(), snapshots, false);
        for (SnapshotPath snapshot : now.snapshots()) {
            if (!plan.snapshots().contains(snapshot)) {
                throw Operations.conflict("snapshot " + snapshot + " would go, too, and is not in the plan");
            }
        }
        for (DatasetPath clone : now.promotions()) {
            if (!plan.promotions().contains(clone)) {
                throw Operations.conflict("clone " + clone + " would be promoted and is not in the plan");
            }
        }
        for (Snapshot snapshot : snapshots) {
            if (snapshot.ofReplication() && now.snapshots().contains(snapshot.path())) {
                throw Operations.conflict("snapshot " + snapshot.path() + " belongs to replication");
            }
        }
        return now;
    }

    private static Volume rollback(RollbackVolume c, Nef nef) {
        DatasetPath path = c.snapshot().dataset();
        Zvol before = get(nef, path);
        if (!before.volume().guid().equals(c.guid())) {
            throw Operations.conflict(path + " is another volume by now: its guid is "
                    + before.volume().guid() + ", not " + c.guid());
        }
        if (SnapshotOperations.find(nef, c.snapshot()).isEmpty()) {
            throw Operations.missing("there is no snapshot " + c.snapshot());
        }
        // Hosts that have it mounted would go on with what they remember of it, and write that over what came back.
        refuseMapped(nef, path);
        nef.change(rollingBack(c));
        try {
            Zvol after = get(nef, path);
            // A size that went forward stays: making it smaller would cut off what was just brought back.
            long size = Math.max(
                    before.volume().size().bytes(), after.volume().size().bytes());
            long reservation = before.reservation()
                    + (before.thick() ? size - before.volume().size().bytes() : 0);
            if (after.volume().size().bytes() == size && after.reservation() == reservation) {
                return after.volume();
            }
            Map<String, Object> again = new LinkedHashMap<>();
            again.put("volumeSize", size);
            again.put("referencedReservationSize", reservation);
            nef.change(update(path, again));
            return get(nef, path).volume();
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

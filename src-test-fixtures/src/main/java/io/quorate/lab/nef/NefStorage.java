package io.quorate.lab.nef;

import io.quorate.lab.kernel.Event;
import io.quorate.lab.kernel.LabTime;
import io.quorate.lab.storage.ApplianceRefusal;
import io.quorate.lab.storage.PoolState;
import io.quorate.lab.storage.SnapshotState;
import io.quorate.lab.storage.StorageAppliance;
import io.quorate.lab.storage.VolumeGroupState;
import io.quorate.lab.storage.VolumeState;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** {@code storage/...}: pools, volume groups, volumes, snapshots; filesystems are those that pools have of themselves. */
final class NefStorage {
    private static final String POOLS = "storage/pools";
    private static final String GROUPS = "storage/volumeGroups";
    private static final String VOLUMES = "storage/volumes";
    private static final String SNAPSHOTS = "storage/snapshots";
    private static final String FILESYSTEMS = "storage/filesystems";
    private static final Set<String> TREE = Set.of("parent", "recursive");
    private static final Set<String> SIZES =
            Set.of("path", "volumeSize", "volumeBlockSize", "sparseVolume", "referencedReservationSize");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final StorageAppliance appliance;
    private final NefSettings settings;
    /** When a dataset was first seen, by its guid; guarded by the world's lock. */
    private final Map<String, Instant> made = new HashMap<>();

    /** How many events have been looked at for that. */
    private int read;

    NefStorage(StorageAppliance appliance, NefSettings settings) {
        this.appliance = appliance;
        this.settings = settings;
    }

    void routes(NefRoute.Table table) {
        table.add("GET", POOLS, c -> pools().list(appliance.pools(), c.query(), Set.of()));
        table.add("GET", POOLS + "/*", c -> pools().get(found(appliance.pools(), PoolState::name, c), c.query()));
        table.add("GET", FILESYSTEMS, this::listFilesystems);
        table.add(
                "GET",
                FILESYSTEMS + "/*",
                c -> filesystems().get(found(appliance.pools(), PoolState::name, c), c.query()));

        table.add("GET", GROUPS, this::listGroups);
        table.add(
                "GET",
                GROUPS + "/*",
                c -> groups().get(found(appliance.volumeGroups(), VolumeGroupState::path, c), c.query()));
        table.add("POST", GROUPS, this::createGroup);
        table.add("DELETE", GROUPS + "/*", this::deleteGroup);
        table.add("POST", GROUPS + "/*/rollback", this::rollbackGroup);

        table.add("GET", VOLUMES, this::listVolumes);
        table.add("GET", VOLUMES + "/*", c -> volumes().get(volume(c), c.query()));
        table.add("POST", VOLUMES, this::createVolume);
        table.add("PUT", VOLUMES + "/*", this::updateVolume);
        table.add("DELETE", VOLUMES + "/*", this::deleteVolume);
        table.add("POST", VOLUMES + "/*/promote", this::promote);
        table.add("POST", VOLUMES + "/*/rollback", this::rollback);
        table.add("POST", VOLUMES + "/*/rename", this::renameVolume);

        table.add("GET", SNAPSHOTS, this::listSnapshots);
        table.add(
                "GET",
                SNAPSHOTS + "/*",
                c -> snapshots().get(appliance.snapshot(c.id()).orElseThrow(() -> missing(c.id())), c.query()));
        table.add("POST", SNAPSHOTS, this::createSnapshot);
        table.add("DELETE", SNAPSHOTS + "/*", this::deleteSnapshot);
        table.add("POST", SNAPSHOTS + "/*/clone", this::cloneSnapshot);
        table.add("POST", SNAPSHOTS + "/*/rename", this::renameSnapshot);
    }

    // what it looks like

    private NefSchema<PoolState> pools() {
        return new NefSchema<PoolState>(POOLS, settings, PoolState::name)
                .with("poolName", PoolState::name)
                .with("health", PoolState::health)
                .with("status", p -> works(p) ? "up" : "down");
    }

    private static boolean works(PoolState pool) {
        return pool.health().equals("ONLINE") || pool.health().equals("DEGRADED");
    }

    private NefSchema<PoolState> filesystems() {
        return new NefSchema<PoolState>(FILESYSTEMS, settings, PoolState::name)
                .with("path", PoolState::name)
                .with("name", PoolState::name)
                .with("parent", p -> "")
                .with("pool", PoolState::name)
                .with("mountPoint", p -> "/" + p.name())
                .with("isMounted", p -> true)
                .with("originalSnapshot", p -> "")
                .with("sharedOverNfs", p -> false)
                .with("sharedOverSmb", p -> false)
                .with("readOnly", p -> false)
                .with("bytesAvailable", p -> free(p.name()))
                .with("bytesUsed", p -> appliance.poolUsed(p.name()));
    }

    private NefSchema<VolumeGroupState> groups() {
        return new NefSchema<VolumeGroupState>(GROUPS, settings, VolumeGroupState::path)
                .with("path", VolumeGroupState::path)
                .with("name", g -> last(g.path()))
                .with("parent", g -> parent(g.path()))
                .with("pool", g -> pool(g.path()))
                .with("guid", VolumeGroupState::guid)
                .with("creationTime", g -> madeAt(g.guid()))
                .with("bytesAvailable", g -> free(pool(g.path())))
                .with("bytesUsed", g -> usedBelow(g.path()))
                .single("creationTxg", g -> Long.toString(g.txg()));
    }

    private NefSchema<VolumeState> volumes() {
        NefSchema<VolumeState> schema = new NefSchema<VolumeState>(VOLUMES, settings, VolumeState::path)
                .with("path", VolumeState::path)
                .with("name", v -> last(v.path()))
                .with("parent", v -> parent(v.path()))
                .with("pool", v -> pool(v.path()))
                .with("guid", VolumeState::guid)
                .with("volumeSize", VolumeState::size)
                .with("volumeBlockSize", VolumeState::blockSize)
                .with("sparseVolume", v -> v.reservation() == 0)
                .with("referencedReservationSize", VolumeState::reservation)
                .with("originalSnapshot", v -> v.origin() == null ? "" : v.origin())
                .with("creationTime", v -> madeAt(v.guid()))
                .with("bytesAvailable", v -> free(pool(v.path())))
                .with("bytesUsed", this::used)
                .with("bytesReferenced", v -> appliance.referenced(v.path()))
                .with("bytesUsedBySelf", v -> appliance.referenced(v.path()))
                .with("bytesUsedByReferencedReservation", v -> used(v) - appliance.referenced(v.path()))
                .single("creationTxg", v -> Long.toString(v.txg()));
        VolumeProperty.ALL.forEach((name, property) -> schema.with(name, v -> property.value(v)));
        return schema.sources(v -> {
            Map<String, String> sources = new TreeMap<>();
            VolumeProperty.ALL.forEach(
                    (name, property) -> sources.put(name, property.isLocal(v) ? "local" : "default"));
            return sources;
        });
    }

    private NefSchema<SnapshotState> snapshots() {
        return new NefSchema<SnapshotState>(SNAPSHOTS, settings, SnapshotState::path)
                .with("path", SnapshotState::path)
                .with("name", s -> s.path().substring(s.path().indexOf('@') + 1))
                .with("parent", s -> dataset(s.path()))
                .with("pool", s -> pool(s.path()))
                .with("guid", SnapshotState::guid)
                .with("creationTime", s -> madeAt(s.guid()))
                .with("hprService", s -> "")
                .with("snaplistId", s -> "")
                .single(
                        "clones",
                        s -> appliance.clonesOf(s.path()).stream()
                                .map(VolumeState::path)
                                .toList())
                .single("creationTxg", s -> Long.toString(s.txg()));
    }

    private long used(VolumeState volume) {
        return Math.max(appliance.referenced(volume.path()), volume.reservation());
    }

    private long usedBelow(String group) {
        return appliance.volumesIn(group).stream().mapToLong(this::used).sum();
    }

    private long free(String pool) {
        long size = appliance.pools().stream()
                .filter(p -> p.name().equals(pool))
                .mapToLong(PoolState::size)
                .sum();
        return Math.max(0, size - appliance.poolUsed(pool));
    }

    // lists

    private NefAnswer listGroups(NefCall call) {
        return groups().list(below(appliance.volumeGroups(), g -> parent(g.path()), call), call.query(), TREE);
    }

    private NefAnswer listVolumes(NefCall call) {
        String path = call.query().get("path");
        String parent = call.query().get("parent");
        List<VolumeState> some = path != null
                ? appliance.volume(path).stream().toList()
                : parent == null || call.flag("recursive") ? appliance.volumes() : appliance.volumesIn(parent);
        return volumes().list(below(some, v -> parent(v.path()), call), call.query(), TREE);
    }

    private NefAnswer listSnapshots(NefCall call) {
        String path = call.query().get("path");
        String parent = call.query().get("parent");
        List<SnapshotState> some = path != null
                ? appliance.snapshot(path).stream().toList()
                : parent == null || call.flag("recursive") ? appliance.snapshots() : appliance.snapshotsOf(parent);
        return snapshots().list(below(some, s -> dataset(s.path()), call), call.query(), TREE);
    }

    /** Filesystems under a parent have the parent itself in front. */
    private NefAnswer listFilesystems(NefCall call) {
        call.flag("recursive");
        String parent = call.query().get("parent");
        List<PoolState> shown =
                parent == null ? appliance.pools() : List.of(found(appliance.pools(), PoolState::name, parent));
        return filesystems().list(shown, call.query(), TREE);
    }

    private static <T> List<T> below(List<T> items, Function<T, String> parentOf, NefCall call) {
        String parent = call.query().get("parent");
        boolean recursive = call.flag("recursive");
        if (parent == null) {
            return items;
        }
        return items.stream()
                .filter(item -> {
                    String own = parentOf.apply(item);
                    return own.equals(parent) || recursive && own.startsWith(parent + "/");
                })
                .toList();
    }

    // volume groups

    private NefAnswer createGroup(NefCall call) {
        call.allow();
        call.body().allow(Set.of("path", "volumeBlockSize"));
        String path = call.body().requiredText("path");
        Map<String, String> properties = new LinkedHashMap<>();
        Long blockSize = call.body().number("volumeBlockSize");
        if (blockSize != null) {
            properties.put("volumeBlockSize", blockSize.toString());
        }
        appliance.createVolumeGroup(path, properties);
        return NefAnswer.created(GROUPS, path);
    }

    private NefAnswer deleteGroup(NefCall call) {
        call.allow();
        appliance.deleteVolumeGroup(call.id());
        return NefAnswer.done();
    }

    /** Rolls every volume of the group back to its snapshot of that name. */
    private NefAnswer rollbackGroup(NefCall call) {
        call.allow();
        call.body().allow(Set.of("snapshot"));
        String snapshot = call.body().requiredText("snapshot");
        found(appliance.volumeGroups(), VolumeGroupState::path, call);
        String path = call.id() + "@" + snapshot;
        if (appliance.snapshot(path).isEmpty()) {
            throw missing(path);
        }
        for (VolumeState volume : appliance.volumesIn(call.id())) {
            if (appliance.snapshot(volume.path() + "@" + snapshot).isPresent()) {
                appliance.rollback(volume.path(), snapshot);
            }
        }
        return NefAnswer.done();
    }

    // volumes

    private VolumeState volume(NefCall call) {
        return appliance.volume(call.id()).orElseThrow(() -> missing(call.id()));
    }

    private NefAnswer createVolume(NefCall call) {
        call.allow();
        NefBody body = call.body();
        String path = body.requiredText("path");
        Long size = body.number("volumeSize");
        if (size == null || size == 0) {
            throw NefRefusal.badArgument("missing property: volumeSize");
        }
        Map<String, String> properties = properties(body);
        if (properties.containsValue("null")) {
            throw NefRefusal.badArgument("a property of a new volume is null");
        }
        Long blockSize = body.number("volumeBlockSize");
        Long reservation = body.number("referencedReservationSize");
        boolean sparse = Boolean.TRUE.equals(body.flag("sparseVolume"));
        if (sparse && reservation != null && reservation > 0) {
            throw NefRefusal.badArgument("sparseVolume and referencedReservationSize");
        }
        boolean thin = sparse || reservation != null && reservation < size;
        appliance.createVolume(path, size, blockSize == null ? 0 : blockSize, thin, properties);
        if (reservation != null && reservation > 0 && thin) {
            try {
                appliance.updateVolume(path, null, reservation, Map.of());
            } catch (ApplianceRefusal e) {
                appliance.deleteVolume(path, false);
                throw e;
            }
        }
        return NefAnswer.created(VOLUMES, path);
    }

    private NefAnswer updateVolume(NefCall call) {
        call.allow();
        NefBody body = call.body();
        if (body.has("path") || body.has("volumeBlockSize") || body.has("sparseVolume")) {
            throw NefRefusal.badArgument("a property that cannot be changed");
        }
        volume(call);
        appliance.updateVolume(
                call.id(), body.number("volumeSize"), body.number("referencedReservationSize"), properties(body));
        return NefAnswer.done();
    }

    private static Map<String, String> properties(NefBody body) {
        Map<String, String> properties = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : body.properties()) {
            String name = entry.getKey();
            if (SIZES.contains(name)) {
                continue;
            }
            VolumeProperty property = VolumeProperty.ALL.get(name);
            if (property == null) {
                throw NefRefusal.badArgument("unknown property: " + name);
            }
            property.check(entry.getValue());
            properties.put(name, entry.getValue().toString());
        }
        return properties;
    }

    private NefAnswer deleteVolume(NefCall call) {
        call.allow("snapshots");
        appliance.deleteVolume(call.id(), call.flag("snapshots"));
        return NefAnswer.done();
    }

    private NefAnswer promote(NefCall call) {
        call.allow();
        call.body().allow(Set.of());
        appliance.promote(call.id());
        return NefAnswer.done();
    }

    private NefAnswer rollback(NefCall call) {
        call.allow();
        call.body().allow(Set.of("snapshot"));
        appliance.rollback(call.id(), call.body().requiredText("snapshot"));
        return NefAnswer.done();
    }

    private NefAnswer renameVolume(NefCall call) {
        call.allow();
        call.body().allow(Set.of("newPath"));
        appliance.renameVolume(call.id(), call.body().requiredText("newPath"));
        return NefAnswer.done();
    }

    // snapshots

    private NefAnswer createSnapshot(NefCall call) {
        call.allow();
        call.body().allow(Set.of("path", "recursive"));
        String path = call.body().requiredText("path");
        appliance.createSnapshot(path, Boolean.TRUE.equals(call.body().flag("recursive")));
        return NefAnswer.created(SNAPSHOTS, path);
    }

    private NefAnswer deleteSnapshot(NefCall call) {
        call.allow("defer", "recursive");
        appliance.deleteSnapshot(call.id(), call.flag("defer"), call.flag("recursive"));
        return NefAnswer.done();
    }

    private NefAnswer cloneSnapshot(NefCall call) {
        call.allow();
        call.body().allow(Set.of("targetPath"));
        String target = call.body().requiredText("targetPath");
        appliance.cloneSnapshot(call.id(), target);
        return NefAnswer.created(VOLUMES, target);
    }

    private NefAnswer renameSnapshot(NefCall call) {
        call.allow();
        call.body().allow(Set.of("newName"));
        appliance.renameSnapshot(call.id(), call.body().requiredText("newName"));
        return NefAnswer.done();
    }

    // names and times

    private static <T> T found(Collection<T> items, Function<T, String> name, NefCall call) {
        return found(items, name, call.id());
    }

    private static <T> T found(Collection<T> items, Function<T, String> name, String wanted) {
        return items.stream()
                .filter(item -> name.apply(item).equals(wanted))
                .findFirst()
                .orElseThrow(() -> missing(wanted));
    }

    private static ApplianceRefusal missing(String path) {
        return new ApplianceRefusal(ApplianceRefusal.Code.ENOENT, "Dataset " + path + " not found");
    }

    private static String dataset(String snapshotPath) {
        return snapshotPath.substring(0, snapshotPath.indexOf('@'));
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String pool(String path) {
        int slash = path.indexOf('/');
        int at = path.indexOf('@');
        return slash < 0 ? at < 0 ? path : path.substring(0, at) : path.substring(0, slash);
    }

    private String madeAt(String guid) {
        Instant time = made.get(guid);
        if (time == null) {
            List<Event> more = appliance.world().events(read);
            read += more.size();
            for (Event event : more) {
                String seen = event.after() instanceof VolumeState volume
                        ? volume.guid()
                        : event.after() instanceof SnapshotState snapshot
                                ? snapshot.guid()
                                : event.after() instanceof VolumeGroupState group ? group.guid() : null;
                if (seen != null) {
                    made.putIfAbsent(seen, LabTime.START.plus(event.at()));
                }
            }
            time = made.getOrDefault(guid, LabTime.START);
        }
        return time(time);
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }
}

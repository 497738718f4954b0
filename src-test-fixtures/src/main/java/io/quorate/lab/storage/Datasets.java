package io.quorate.lab.storage;

import io.quorate.lab.kernel.Index;
import io.quorate.lab.kernel.World;
import io.quorate.lab.storage.ApplianceRefusal.Code;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Pools, volume groups, volumes, snapshots and clones of one appliance, with their blocks. */
final class Datasets {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]*");
    private static final int NAME_LIMIT = 255;
    private static final long DEFAULT_BLOCK = 32_768;
    private static final long MIN_BLOCK = 512;
    private static final long MAX_BLOCK = 131_072;
    /** Smaller pieces would cost more than they hold. */
    private static final long MIN_PIECE = 4096;

    private final World world;
    private final String appliance;
    private final Runnable seen;
    private final Map<String, BlockSpace> spaces = new HashMap<>();
    /** By guid, of volumes and of snapshots. */
    private final Map<String, SparseBlocks> blocks = new HashMap<>();
    /** What volumes were when their snapshots were taken, by the snapshot's guid. */
    private final Map<String, VolumeState> pictures = new HashMap<>();

    /** By the snapshot a volume is a clone of, and by the volume group it is in. */
    private final Index<VolumeState> clones;

    private final Index<VolumeState> children;
    private final Index<SnapshotState> snapshots;
    private long txg = 100;

    /** @param seen called when initiators may see something else */
    Datasets(World world, String appliance, Runnable seen) {
        this.world = world;
        this.appliance = appliance;
        this.seen = seen;
        this.clones = world.index(VolumeState.class, v -> {
            String origin = v.origin();
            return origin == null ? List.of() : own(v.appliance(), origin);
        });
        this.children = world.index(VolumeState.class, v -> own(v.appliance(), parent(v.path())));
        this.snapshots = world.index(SnapshotState.class, s -> own(s.appliance(), dataset(s.path())));
    }

    private List<String> own(String owner, String path) {
        return owner.equals(appliance) ? List.of(path) : List.of();
    }

    void addPool(String pool, long size, BlockSpace space) {
        check(NAME.matcher(pool).matches() && size > 0, "not a pool: " + pool);
        spaces.put(pool, space);
        world.put(PoolState.key(appliance, pool), new PoolState(appliance, pool, "ONLINE", size));
    }

    void close() {
        spaces.values().forEach(BlockSpace::close);
    }

    // reading

    List<PoolState> pools() {
        return world.all(PoolState.class).stream()
                .filter(p -> p.appliance().equals(appliance))
                .toList();
    }

    List<VolumeGroupState> groups() {
        return world.all(VolumeGroupState.class).stream()
                .filter(g -> g.appliance().equals(appliance))
                .toList();
    }

    List<VolumeState> volumes() {
        return world.all(VolumeState.class).stream()
                .filter(v -> v.appliance().equals(appliance))
                .toList();
    }

    List<SnapshotState> snapshots() {
        return world.all(SnapshotState.class).stream()
                .filter(s -> s.appliance().equals(appliance))
                .toList();
    }

    List<SnapshotState> snapshotsOf(String dataset) {
        return snapshots.of(dataset);
    }

    Optional<VolumeState> volume(String path) {
        return world.find(VolumeState.key(appliance, path));
    }

    Optional<SnapshotState> snapshot(String path) {
        return world.find(SnapshotState.key(appliance, path));
    }

    List<VolumeState> clonesOf(String snapshot) {
        return clones.of(snapshot);
    }

    List<VolumeState> in(String group) {
        return children.of(group);
    }

    VolumeState volumeThere(String path) {
        return volume(path).orElseThrow(() -> missing("volume", path));
    }

    private SnapshotState snapshotThere(String path) {
        return snapshot(path).orElseThrow(() -> missing("snapshot", path));
    }

    BlockStore blocks(String volumePath) {
        return world.read(() -> blocksOf(volumeThere(volumePath).guid()));
    }

    private SparseBlocks blocksOf(String guid) {
        SparseBlocks found = blocks.get(guid);
        if (found == null) {
            throw new IllegalStateException("no blocks of " + guid);
        }
        return found;
    }

    long used(String pool) {
        return space(pool).used();
    }

    long referenced(String path) {
        return world.read(() -> {
            String guid = path.contains("@")
                    ? snapshotThere(path).guid()
                    : volumeThere(path).guid();
            SparseBlocks found = blocks.get(guid);
            return found == null ? 0 : found.allocated();
        });
    }

    boolean ready(String volumePath) {
        return world.find(PoolState.key(appliance, poolOf(volumePath)))
                .filter(p -> p.health().equals("ONLINE") || p.health().equals("DEGRADED"))
                .isPresent();
    }

    void health(String pool, String health) {
        space(pool);
        world.update(PoolState.key(appliance, pool), p -> new PoolState(appliance, pool, health, p.size()));
        seen.run();
    }

    // volume groups

    void createGroup(String path) {
        List<String> names = names(path, 2);
        space(names.get(0));
        free(path);
        world.put(VolumeGroupState.key(appliance, path), new VolumeGroupState(appliance, path, guid(), nextTxg()));
    }

    void deleteGroup(String path) {
        if (world.find(VolumeGroupState.key(appliance, path)).isEmpty()) {
            throw missing("volume group", path);
        }
        if (children.has(path)) {
            throw new ApplianceRefusal(Code.EEXIST, "volume group " + path + " has children");
        }
        if (!snapshotsOf(path).isEmpty()) {
            throw new ApplianceRefusal(Code.EBUSY, "volume group " + path + " has snapshots");
        }
        world.remove(VolumeGroupState.key(appliance, path));
    }

    // volumes

    VolumeState create(String path, long size, long blockSize, boolean sparse, Map<String, String> properties) {
        names(path, 3);
        long block = blockSize == 0 ? DEFAULT_BLOCK : blockSize;
        check(
                block >= MIN_BLOCK && block <= MAX_BLOCK && Long.bitCount(block) == 1,
                "volumeBlockSize " + block + " is not a power of two from 512 to 131072");
        checkSize(size, block);
        placeFor(path);
        BlockSpace space = space(poolOf(path));
        if (!sparse && size > space.room()) {
            throw full(path, size);
        }
        VolumeState state = new VolumeState(
                appliance, path, guid(), size, block, sparse ? 0 : size, null, nextTxg(), known(properties));
        SparseBlocks store = new SparseBlocks(space, size, (int) Math.max(MIN_PIECE, block));
        store.reserve(state.reservation());
        blocks.put(state.guid(), store);
        world.put(VolumeState.key(appliance, path), state);
        return state;
    }

    VolumeState update(String path, @Nullable Long size, @Nullable Long reservation, Map<String, String> properties) {
        VolumeState old = volumeThere(path);
        long newSize = size == null ? old.size() : size;
        long newReservation = reservation == null ? old.reservation() : reservation;
        checkSize(newSize, old.blockSize());
        if (newSize < old.size()) {
            throw new ApplianceRefusal(Code.EINVAL, "volume " + path + " cannot shrink from " + old.size());
        }
        check(
                newReservation >= 0 && newReservation <= newSize,
                "referencedReservationSize " + newReservation + " is not from 0 to the size");
        SparseBlocks store = blocksOf(old.guid());
        BlockSpace space = space(poolOf(path));
        store.reserve(newReservation);
        if (newReservation > old.reservation() && space.used() > sizeOf(poolOf(path))) {
            store.reserve(old.reservation());
            throw full(path, newReservation);
        }
        store.resize(newSize);
        Map<String, String> merged = new TreeMap<>(old.properties());
        merged.putAll(properties);
        VolumeState state = new VolumeState(
                appliance,
                path,
                old.guid(),
                newSize,
                old.blockSize(),
                newReservation,
                old.origin(),
                old.txg(),
                known(merged));
        world.put(VolumeState.key(appliance, path), state);
        if (newSize != old.size()) {
            seen.run();
        }
        return state;
    }

    /** Deletes a volume that is not mapped. */
    void delete(String path, boolean withSnapshots) {
        VolumeState volume = volumeThere(path);
        List<SnapshotState> snapshots = snapshotsOf(path);
        if (!snapshots.isEmpty() && !withSnapshots) {
            throw new ApplianceRefusal(Code.EBUSY, "volume " + path + " has snapshots");
        }
        if (snapshots.stream().anyMatch(s -> !clonesOf(s.path()).isEmpty())) {
            throw new ApplianceRefusal(Code.EEXIST, "a snapshot of volume " + path + " has clones");
        }
        snapshots.forEach(this::forget);
        world.remove(VolumeState.key(appliance, path));
        drop(volume.guid());
        release(volume.origin());
    }

    /** Lets a snapshot go that waited for its last clone to go. */
    private void release(@Nullable String origin) {
        if (origin != null && clonesOf(origin).isEmpty()) {
            snapshot(origin).filter(SnapshotState::deferred).ifPresent(this::forget);
        }
    }

    private void forget(SnapshotState snapshot) {
        world.remove(SnapshotState.key(appliance, snapshot.path()));
        pictures.remove(snapshot.guid());
        drop(snapshot.guid());
    }

    private void drop(String guid) {
        SparseBlocks gone = blocks.remove(guid);
        if (gone != null) {
            gone.destroy();
        }
    }

    void rename(String path, String newPath) {
        VolumeState volume = volumeThere(path);
        names(newPath, 3);
        check(poolOf(newPath).equals(poolOf(path)), "a volume stays in its pool: " + newPath);
        placeFor(newPath);
        snapshotsOf(path).forEach(s -> moveSnapshot(s, newPath));
        world.remove(VolumeState.key(appliance, path));
        world.put(VolumeState.key(appliance, newPath), at(volume, newPath, volume.origin()));
    }

    /** Moves a snapshot to another dataset; clones follow. */
    private void moveSnapshot(SnapshotState snapshot, String dataset) {
        moveTo(snapshot, dataset + snapshot.path().substring(snapshot.path().indexOf('@')));
    }

    void renameSnapshot(String path, String newName) {
        SnapshotState snapshot = snapshotThere(path);
        check(NAME.matcher(newName).matches(), "not a snapshot's name: " + newName);
        String newPath = path.substring(0, path.indexOf('@') + 1) + newName;
        if (snapshot(newPath).isPresent()) {
            throw new ApplianceRefusal(Code.EEXIST, "snapshot " + newPath + " exists");
        }
        moveTo(snapshot, newPath);
    }

    private void moveTo(SnapshotState snapshot, String path) {
        List<VolumeState> clones = clonesOf(snapshot.path());
        world.remove(SnapshotState.key(appliance, snapshot.path()));
        world.put(
                SnapshotState.key(appliance, path),
                new SnapshotState(
                        appliance, path, snapshot.guid(), snapshot.txg(), snapshot.size(), snapshot.deferred()));
        clones.forEach(c -> world.put(VolumeState.key(appliance, c.path()), at(c, c.path(), path)));
    }

    private VolumeState at(VolumeState volume, String path, @Nullable String origin) {
        return new VolumeState(
                appliance,
                path,
                volume.guid(),
                volume.size(),
                volume.blockSize(),
                volume.reservation(),
                origin,
                volume.txg(),
                volume.properties());
    }

    void promote(String path) {
        VolumeState clone = volumeThere(path);
        String origin = clone.origin();
        if (origin == null) {
            throw new ApplianceRefusal(Code.EBADARG, "volume " + path + " is not a clone");
        }
        SnapshotState from = snapshotThere(origin);
        String parentPath = origin.substring(0, origin.indexOf('@'));
        VolumeState parent = volumeThere(parentPath);
        List<SnapshotState> moved = snapshotsOf(parentPath).stream()
                .filter(s -> s.txg() <= from.txg())
                .toList();
        for (SnapshotState snapshot : moved) {
            String target = path + snapshot.path().substring(parentPath.length());
            if (snapshot(target).isPresent()) {
                throw new ApplianceRefusal(Code.EEXIST, "snapshot " + target + " exists");
            }
        }
        moved.forEach(s -> moveSnapshot(s, path));
        String reversed = path + origin.substring(parentPath.length());
        world.put(VolumeState.key(appliance, path), at(volumeThere(path), path, parent.origin()));
        world.put(VolumeState.key(appliance, parentPath), at(volumeThere(parentPath), parentPath, reversed));
    }

    void rollback(String path, String name) {
        VolumeState volume = volumeThere(path);
        SnapshotState snapshot = snapshotThere(path + "@" + name);
        if (snapshotsOf(path).stream().anyMatch(s -> s.txg() > snapshot.txg())) {
            throw new ApplianceRefusal(Code.EEXIST, "volume " + path + " has more recent snapshots than " + name);
        }
        VolumeState picture = pictures.getOrDefault(snapshot.guid(), volume);
        SparseBlocks store = blocksOf(volume.guid());
        long reservation = Math.min(volume.reservation(), snapshot.size());
        store.become(blocksOf(snapshot.guid()));
        store.reserve(reservation);
        world.put(
                VolumeState.key(appliance, path),
                new VolumeState(
                        appliance,
                        path,
                        volume.guid(),
                        snapshot.size(),
                        volume.blockSize(),
                        reservation,
                        volume.origin(),
                        volume.txg(),
                        picture.properties()));
        seen.run();
    }

    // snapshots

    void createSnapshot(String path, boolean recursive) {
        int at = path.indexOf('@');
        check(at > 0 && NAME.matcher(path.substring(at + 1)).matches(), "not a snapshot's path: " + path);
        String dataset = path.substring(0, at);
        String name = path.substring(at);
        boolean group = world.find(VolumeGroupState.key(appliance, dataset)).isPresent();
        List<VolumeState> members = group ? recursive ? in(dataset) : List.of() : List.of(volumeThere(dataset));
        Map<String, @Nullable VolumeState> wanted = new LinkedHashMap<>();
        if (group) {
            wanted.put(path, null);
        }
        members.forEach(v -> wanted.put(v.path() + name, v));
        wanted.keySet().forEach(p -> {
            if (snapshot(p).isPresent()) {
                throw new ApplianceRefusal(Code.EEXIST, "snapshot " + p + " exists");
            }
        });
        needRoom(members);
        long when = nextTxg();
        wanted.forEach((p, volume) -> {
            SnapshotState state =
                    new SnapshotState(appliance, p, guid(), when, volume == null ? 0 : volume.size(), false);
            if (volume != null) {
                blocks.put(state.guid(), blocksOf(volume.guid()).copy());
                pictures.put(state.guid(), volume);
            }
            world.put(SnapshotState.key(appliance, p), state);
        });
    }

    /** What a thick volume has for itself it shares with its snapshot from then on: its reservation needs that much once more. */
    private void needRoom(List<VolumeState> members) {
        Map<String, Long> more = new HashMap<>();
        for (VolumeState member : members) {
            SparseBlocks store = blocksOf(member.guid());
            more.merge(poolOf(member.path()), Math.min(store.exclusive(), member.reservation()), Long::sum);
        }
        more.forEach((pool, bytes) -> {
            if (bytes > space(pool).room()) {
                throw new ApplianceRefusal(
                        Code.ENOSPC, "pool " + pool + " has no room for a snapshot of a thick volume");
            }
        });
    }

    void deleteSnapshot(String path, boolean defer, boolean recursive) {
        SnapshotState snapshot = snapshotThere(path);
        String dataset = path.substring(0, path.indexOf('@'));
        List<SnapshotState> doomed = new ArrayList<>(List.of(snapshot));
        if (recursive && world.find(VolumeGroupState.key(appliance, dataset)).isPresent()) {
            in(dataset)
                    .forEach(v -> snapshot(v.path() + path.substring(dataset.length()))
                            .ifPresent(doomed::add));
        }
        if (!defer) {
            doomed.stream()
                    .filter(s -> !clonesOf(s.path()).isEmpty())
                    .findFirst()
                    .ifPresent(s -> {
                        throw new ApplianceRefusal(Code.EBUSY, "snapshot " + s.path() + " has clones");
                    });
        }
        for (SnapshotState one : doomed) {
            if (clonesOf(one.path()).isEmpty()) {
                forget(one);
            } else {
                world.put(
                        SnapshotState.key(appliance, one.path()),
                        new SnapshotState(appliance, one.path(), one.guid(), one.txg(), one.size(), true));
            }
        }
    }

    void cloneSnapshot(String path, String target) {
        SnapshotState snapshot = snapshotThere(path);
        SparseBlocks content = blocks.get(snapshot.guid());
        VolumeState picture = pictures.get(snapshot.guid());
        if (content == null || picture == null) {
            throw new ApplianceRefusal(Code.EBADARG, "snapshot " + path + " is not one of a volume");
        }
        names(target, 3);
        check(poolOf(target).equals(poolOf(path)), "a clone is in its origin's pool: " + target);
        placeFor(target);
        VolumeState clone = new VolumeState(
                appliance, target, guid(), snapshot.size(), picture.blockSize(), 0, path, nextTxg(), Map.of());
        blocks.put(clone.guid(), content.copy());
        world.put(VolumeState.key(appliance, target), clone);
    }

    // helpers

    private String guid() {
        return Long.toUnsignedString(
                world.random().stream("appliance/" + appliance + "/guids").nextLong());
    }

    private long nextTxg() {
        txg += 1 + world.random().stream("appliance/" + appliance + "/txg").nextInt(5);
        return txg;
    }

    private void placeFor(String path) {
        if (world.find(VolumeGroupState.key(appliance, parent(path))).isEmpty()) {
            throw missing("volume group", parent(path));
        }
        free(path);
    }

    private void free(String path) {
        if (volume(path).isPresent()
                || world.find(VolumeGroupState.key(appliance, path)).isPresent()) {
            throw new ApplianceRefusal(Code.EEXIST, "dataset " + path + " exists");
        }
    }

    private BlockSpace space(String pool) {
        BlockSpace found = spaces.get(pool);
        if (found == null) {
            throw missing("pool", pool);
        }
        return found;
    }

    private long sizeOf(String pool) {
        return world.get(PoolState.key(appliance, pool)).size();
    }

    private static List<String> names(String path, int depth) {
        List<String> names = List.of(path.split("/", -1));
        check(
                path.length() <= NAME_LIMIT
                        && names.size() == depth
                        && names.stream().allMatch(n -> NAME.matcher(n).matches()),
                "not a path of " + depth + " names: " + path);
        return names;
    }

    static String poolOf(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }

    private static String dataset(String snapshot) {
        int at = snapshot.indexOf('@');
        return at < 0 ? snapshot : snapshot.substring(0, at);
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    private static void checkSize(long size, long block) {
        check(size >= block && size % block == 0, "volumeSize " + size + " is not a multiple of " + block);
    }

    /** Leaves out what was set to null: inherited again. */
    private static Map<String, String> known(Map<String, String> properties) {
        Map<String, String> left = new TreeMap<>(properties);
        left.values().removeIf("null"::equals);
        return left;
    }

    private static ApplianceRefusal missing(String kind, String path) {
        return new ApplianceRefusal(Code.ENOENT, kind + " " + path + " not found");
    }

    private static ApplianceRefusal full(String path, long bytes) {
        return new ApplianceRefusal(
                Code.ENOSPC, "pool " + poolOf(path) + " has no room for " + bytes + " bytes of " + path);
    }

    static void check(boolean holds, String message) {
        if (!holds) {
            throw new ApplianceRefusal(Code.EBADARG, message);
        }
    }
}

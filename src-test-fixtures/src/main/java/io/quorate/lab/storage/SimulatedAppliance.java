package io.quorate.lab.storage;

import io.quorate.Secret;
import io.quorate.lab.kernel.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The appliance: its state is records of the world, its blocks are beside them. Thread-safe: operations that change something run inside a
 * change, everything else reads consistently.
 */
public final class SimulatedAppliance implements StorageAppliance, AutoCloseable {
    private final World world;
    private final String name;
    private final String username;
    private final Secret password;
    private final Datasets datasets;
    private final Publishing publishing;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, Long> sizes = new HashMap<>();
    private @Nullable String rolledBack;

    private SimulatedAppliance(Builder builder) {
        this.world = builder.world;
        this.name = builder.name;
        this.username = builder.username;
        this.password = builder.password;
        this.datasets = new Datasets(world, name, this::changed);
        this.publishing = new Publishing(world, name, datasets, this::changed);
    }

    /** Starts a builder: no pools, account {@code admin}. */
    public static Builder builder(World world, String name) {
        return new Builder(world, name);
    }

    @Override
    public World world() {
        return world;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String guid() {
        return world.random().guid("appliance/" + name).toString();
    }

    @Override
    public String username() {
        return username;
    }

    @Override
    public Secret password() {
        return password;
    }

    /** Gives the files of its blocks back; the world keeps its state. */
    @Override
    public void close() {
        datasets.close();
    }

    // power

    private ApplianceState state() {
        return world.get(ApplianceState.key(name));
    }

    @Override
    public boolean on() {
        return state().on();
    }

    @Override
    public boolean targetService() {
        return state().targetService();
    }

    @Override
    public void powerOff() {
        ApplianceState old = state();
        world.put(ApplianceState.key(name), new ApplianceState(name, false, old.targetService()));
        for (LogicalUnitState unit : logicalUnits()) {
            if (!reservations(unit.naa()).persists()) {
                world.remove(ReservationState.key(unit.naa()));
            }
        }
        changed();
    }

    @Override
    public void powerOn() {
        world.put(ApplianceState.key(name), new ApplianceState(name, true, state().targetService()));
        changed();
    }

    @Override
    public void targetService(boolean runs) {
        world.put(ApplianceState.key(name), new ApplianceState(name, state().on(), runs));
        changed();
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
    }

    private void changed() {
        world.afterwards(() -> listeners.forEach(Runnable::run));
    }

    // datasets

    @Override
    public List<PoolState> pools() {
        return datasets.pools();
    }

    @Override
    public long poolUsed(String pool) {
        return datasets.used(pool);
    }

    @Override
    public void poolHealth(String pool, String health) {
        datasets.health(pool, health);
    }

    @Override
    public long referenced(String path) {
        return datasets.referenced(path);
    }

    @Override
    public List<VolumeGroupState> volumeGroups() {
        return datasets.groups();
    }

    @Override
    public List<VolumeState> volumes() {
        return datasets.volumes();
    }

    @Override
    public List<SnapshotState> snapshots() {
        return datasets.snapshots();
    }

    @Override
    public Optional<VolumeState> volume(String path) {
        return datasets.volume(path);
    }

    @Override
    public Optional<SnapshotState> snapshot(String path) {
        return datasets.snapshot(path);
    }

    @Override
    public List<VolumeState> clonesOf(String snapshotPath) {
        return datasets.clonesOf(snapshotPath);
    }

    @Override
    public List<VolumeState> volumesIn(String group) {
        return datasets.in(group);
    }

    @Override
    public List<SnapshotState> snapshotsOf(String dataset) {
        return datasets.snapshotsOf(dataset);
    }

    @Override
    public void createVolumeGroup(String path, Map<String, String> properties) {
        datasets.createGroup(path);
    }

    @Override
    public void deleteVolumeGroup(String path) {
        datasets.deleteGroup(path);
    }

    @Override
    public VolumeState createVolume(
            String path, long size, long blockSize, boolean sparse, Map<String, String> properties) {
        return datasets.create(path, size, blockSize, sparse, properties);
    }

    @Override
    public VolumeState updateVolume(
            String path, @Nullable Long size, @Nullable Long reservation, Map<String, String> properties) {
        return datasets.update(path, size, reservation, properties);
    }

    @Override
    public void deleteVolume(String path, boolean snapshots) {
        datasets.volumeThere(path);
        if (publishing.isMapped(path)) {
            throw new ApplianceRefusal(ApplianceRefusal.Code.EBUSY, "volume " + path + " is mapped");
        }
        datasets.delete(path, snapshots);
        publishing.deleted(path);
    }

    @Override
    public void promote(String path) {
        datasets.promote(path);
    }

    @Override
    public void renameVolume(String path, String newPath) {
        datasets.rename(path, newPath);
        publishing.renamed(path, newPath);
    }

    @Override
    public void rollback(String volumePath, String snapshotName) {
        rolledBack = datasets.volumeThere(volumePath).guid();
        try {
            datasets.rollback(volumePath, snapshotName);
        } finally {
            rolledBack = null;
        }
    }

    @Override
    public void createSnapshot(String path, boolean recursive) {
        datasets.createSnapshot(path, recursive);
    }

    @Override
    public void deleteSnapshot(String path, boolean defer, boolean recursive) {
        datasets.deleteSnapshot(path, defer, recursive);
    }

    @Override
    public void cloneSnapshot(String path, String targetPath) {
        datasets.cloneSnapshot(path, targetPath);
    }

    @Override
    public void renameSnapshot(String path, String newName) {
        datasets.renameSnapshot(path, newName);
    }

    @Override
    public BlockStore blocks(String volumePath) {
        return datasets.blocks(volumePath);
    }

    // what is published

    @Override
    public List<TargetState> targets() {
        return publishing.targets();
    }

    @Override
    public List<StorageGroupState> groups(StorageGroupState.Kind kind) {
        return publishing.groups(kind);
    }

    @Override
    public List<InitiatorState> initiators() {
        return publishing.initiators();
    }

    @Override
    public List<MappingState> mappings() {
        return publishing.mappings();
    }

    @Override
    public Optional<MappingState> mapping(String id) {
        return world.find(MappingState.key(name, id));
    }

    @Override
    public List<MappingState> mappingsOf(String volume) {
        return publishing.mappingsOf(volume);
    }

    @Override
    public Optional<LogicalUnitState> logicalUnitOf(String volume) {
        return publishing.unitOf(volume);
    }

    @Override
    public List<LogicalUnitState> logicalUnits() {
        return publishing.logicalUnits();
    }

    @Override
    public TargetState createTarget(@Nullable String target, List<String> portals, boolean chap) {
        return publishing.createTarget(target, portals, chap);
    }

    @Override
    public TargetState updateTarget(String target, @Nullable Boolean chap, @Nullable List<String> portals) {
        return publishing.updateTarget(target, chap, portals);
    }

    @Override
    public void mutualChap(String target, String user, Secret secret) {
        publishing.mutualChap(target, user, secret);
    }

    @Override
    public void targetOnline(String target, boolean online) {
        publishing.targetOnline(target, online);
    }

    @Override
    public void deleteTarget(String target) {
        publishing.deleteTarget(target);
    }

    @Override
    public void createGroup(StorageGroupState.Kind kind, String group, List<String> members) {
        publishing.createGroup(kind, group, members);
    }

    @Override
    public void updateGroup(StorageGroupState.Kind kind, String group, List<String> members) {
        publishing.updateGroup(kind, group, members);
    }

    @Override
    public void deleteGroup(StorageGroupState.Kind kind, String group) {
        publishing.deleteGroup(kind, group);
    }

    @Override
    public void setInitiator(String initiator, @Nullable String chapUser, @Nullable Secret chapSecret) {
        publishing.setInitiator(initiator, chapUser, chapSecret);
    }

    @Override
    public void deleteInitiator(String initiator) {
        publishing.deleteInitiator(initiator);
    }

    @Override
    public MappingState map(String volume, String targetGroup, String hostGroup, @Nullable Integer lun) {
        return publishing.map(volume, targetGroup, hostGroup, lun);
    }

    @Override
    public void unmap(String mappingId) {
        publishing.unmap(mappingId);
    }

    @Override
    public void updateLogicalUnit(String naa, @Nullable Boolean cacheDisabled, @Nullable Boolean writeProtected) {
        publishing.updateUnit(naa, cacheDisabled, writeProtected);
    }

    @Override
    public void mappingLag(Duration lag) {
        publishing.lag(lag);
    }

    // the data path

    @Override
    public List<Lun> luns(String initiator, String target) {
        return world.read(() -> serves(target) ? publishing.luns(initiator, target) : List.of());
    }

    private boolean serves(String target) {
        return on()
                && targetService()
                && world.find(TargetState.key(name, target.toLowerCase(Locale.ROOT)))
                        .filter(TargetState::online)
                        .isPresent();
    }

    @Override
    public Optional<InitiatorState> chapOf(String initiator) {
        return publishing.chapOf(initiator);
    }

    @Override
    public Optional<LogicalUnitState> logicalUnit(String naa) {
        return world.find(LogicalUnitState.key(name, naa.toUpperCase(Locale.ROOT)));
    }

    @Override
    public boolean ready(String naa) {
        return world.read(
                () -> logicalUnit(naa).filter(l -> datasets.ready(l.volume())).isPresent());
    }

    @Override
    public ReservationState reservations(String naa) {
        return world.find(ReservationState.key(naa)).orElseGet(() -> Reserving.none(naa));
    }

    @Override
    public void putReservations(ReservationState state) {
        world.put(ReservationState.key(state.naa()), state);
    }

    // what must hold

    private void declareInvariants() {
        world.invariant("appliance " + name + ": a LUN is one volume", publishing::twice)
                .on(MappingState.class, (before, after) -> publishing.twice(after));
        // What a change alone says, nothing that is says: there is nothing else to look at.
        world.invariant("appliance " + name + ": volumes shrink by rollback only", () -> null)
                .on(VolumeState.class, this::shrunk);
    }

    private @Nullable String shrunk(@Nullable VolumeState gone, @Nullable VolumeState volume) {
        if (volume == null || !volume.appliance().equals(name)) {
            return null;
        }
        Long before = sizes.put(volume.guid(), volume.size());
        return before != null && before > volume.size() && !volume.guid().equals(rolledBack)
                ? volume.path() + " went from " + before + " to " + volume.size()
                : null;
    }

    /** Builds an appliance, switched on, with everything it is to have at the start. */
    public static final class Builder {
        private final World world;
        private final String name;
        private String username = "admin";
        private Secret password = Secret.of("Nexenta@1");
        private @Nullable Path directory;
        private final Map<String, Long> pools = new LinkedHashMap<>();
        private final List<Consumer<SimulatedAppliance>> contents = new ArrayList<>();

        private Builder(World world, String name) {
            this.world = Objects.requireNonNull(world, "world");
            this.name = Objects.requireNonNull(name, "name");
        }

        /** Sets the account of the management. */
        public Builder account(String user, Secret secret) {
            username = Objects.requireNonNull(user, "user");
            password = Objects.requireNonNull(secret, "secret");
            return this;
        }

        /** Keeps the blocks in sparse files of a directory instead of in memory. */
        public Builder blocksIn(Path path) {
            directory = Objects.requireNonNull(path, "path");
            return this;
        }

        /** Adds a pool of so many bytes. */
        public Builder pool(String pool, long size) {
            pools.put(pool, size);
            return this;
        }

        /** Has something done with the appliance once it is there, inside the same change: volumes, targets, mappings. */
        public Builder with(Consumer<SimulatedAppliance> content) {
            contents.add(Objects.requireNonNull(content, "content"));
            return this;
        }

        /** Adds a volume group. */
        public Builder volumeGroup(String path) {
            return with(a -> a.createVolumeGroup(path, Map.of()));
        }

        /** Adds a thin volume of the default block size. */
        public Builder volume(String path, long size) {
            return with(a -> a.createVolume(path, size, 0, true, Map.of()));
        }

        /** Adds a target without CHAP. */
        public Builder target(String iqn, String... portals) {
            return with(a -> a.createTarget(iqn, List.of(portals), false));
        }

        /** Adds a group of initiators. */
        public Builder hostGroup(String group, String... initiators) {
            return with(a -> a.createGroup(StorageGroupState.Kind.HOST, group, List.of(initiators)));
        }

        /** Adds a group of targets. */
        public Builder targetGroup(String group, String... targets) {
            return with(a -> a.createGroup(StorageGroupState.Kind.TARGET, group, List.of(targets)));
        }

        /** Maps a volume under the lowest free number; {@code all} stands for every target or initiator. */
        public Builder map(String volume, String targetGroup, String hostGroup) {
            return with(a -> a.map(volume, targetGroup, hostGroup, null));
        }

        public SimulatedAppliance build() {
            SimulatedAppliance appliance = new SimulatedAppliance(this);
            world.change("appliance " + name + " is installed", () -> {
                if (world.find(ApplianceState.key(name)).isPresent()) {
                    throw new IllegalStateException("two appliances are named " + name);
                }
                world.put(ApplianceState.key(name), new ApplianceState(name, true, true));
                Path files = directory;
                pools.forEach((pool, size) -> appliance.datasets.addPool(
                        pool,
                        size,
                        files == null ? BlockSpace.inMemory(pool, size) : BlockSpace.inFile(pool, size, files)));
                contents.forEach(c -> c.accept(appliance));
                appliance.declareInvariants();
                appliance.volumes().forEach(v -> appliance.sizes.put(v.guid(), v.size()));
            });
            return appliance;
        }
    }
}

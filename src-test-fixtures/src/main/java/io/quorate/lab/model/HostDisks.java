package io.quorate.lab.model;

import io.quorate.lab.kernel.World;
import io.quorate.lab.storage.BlockStore;
import io.quorate.lab.storage.LogicalUnitState;
import io.quorate.lab.storage.Reserving;
import io.quorate.lab.storage.StorageAppliance;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The appliances' logical units as disks of the hosts. Partition tables and volumes are read from the units' blocks and written there, so
 * what a foreign initiator writes is what Windows sees, and the reverse. What administrators do is called inside a {@link World#change}
 * and says no by a {@link CimRefusal}.
 */
public final class HostDisks {

    /** A host's way to a unit. */
    public enum Path {
        UP,
        /** Broken, and requests still wait. */
        HELD,
        GONE
    }

    private final Estate estate;
    private final World world;
    private final Set<String> scanning = new HashSet<>();

    private final SanDisks disks;

    HostDisks(Estate estate) {
        this.estate = estate;
        this.world = estate.world();
        this.disks = new SanDisks(world);
    }

    // reading

    /** Returns the disks that are there on a host. */
    public List<SanDisk> of(String host) {
        return disks.of(host);
    }

    /** Returns a host's way to a unit. */
    public Path path(String host, String naa) {
        return world.read(() -> {
            Path best = Path.GONE;
            for (SanDisk disk : disks.known(host, naa)) {
                if (disk.present() && estate.power(host) == Power.UP) {
                    if (disk.lostAt() == null) {
                        return Path.UP;
                    }
                    best = Path.HELD;
                }
            }
            return best;
        });
    }

    /** Returns a disk as it is now, if it is still there. */
    public Optional<SanDisk> now(SanDisk disk) {
        return world.find(disk.key()).filter(SanDisk::present);
    }

    private StorageAppliance appliance(String name) {
        return estate.appliances().stream()
                .filter(a -> a.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no appliance " + name));
    }

    /** Returns the cluster that owns a disk, for a host that is a node of it. */
    public Optional<Cluster> clusterOf(SanDisk disk) {
        return world.find(ClusteredUnit.key(disk.naa()))
                .flatMap(u -> estate.findCluster(u.cluster()))
                .filter(c -> c.node(disk.host()).isPresent());
    }

    /** Tells whether Windows leaves a disk alone here: by its own flag, or because another node of the cluster has it. */
    public boolean offline(SanDisk disk) {
        return clusterOf(disk)
                .map(c -> !c.storage().ownerOf(disk.naa()).equals(disk.host()))
                .orElse(disk.offline());
    }

    /** Tells whether Windows refuses to write to a disk. */
    public boolean readOnly(SanDisk disk) {
        return unit(disk).map(LogicalUnitState::writeProtected).orElse(false)
                || clusterOf(disk).isEmpty() && disk.readOnly();
    }

    private Optional<LogicalUnitState> unit(SanDisk disk) {
        return appliance(disk.appliance()).logicalUnit(disk.naa());
    }

    private Optional<BlockStore> blocks(SanDisk disk) {
        return unit(disk).map(u -> appliance(disk.appliance()).blocks(u.volume()));
    }

    /** Returns a disk's partition table; empty if it cannot be read. */
    public Optional<Gpt.Table> table(SanDisk disk) {
        return world.read(() -> {
            Optional<BlockStore> blocks = readable(disk);
            try {
                return blocks.isEmpty() ? Optional.empty() : Optional.of(Gpt.read(blocks.get()));
            } catch (IOException e) {
                return Optional.empty();
            }
        });
    }

    private Optional<BlockStore> readable(SanDisk disk) {
        boolean may = nexus(disk)
                .map(n -> Reserving.mayRead(appliance(disk.appliance()).reservations(disk.naa()), n))
                .orElse(true);
        return may ? blocks(disk) : Optional.empty();
    }

    /** Returns what file system a partition carries; empty if it cannot be read. */
    public Optional<Ntfs.Volume> volume(SanDisk disk, Gpt.Partition partition) {
        return world.read(() -> {
            Optional<BlockStore> blocks = readable(disk);
            try {
                return blocks.isEmpty() ? Optional.empty() : Optional.of(Ntfs.read(blocks.get(), partition));
            } catch (IOException e) {
                return Optional.empty();
            }
        });
    }

    private Optional<String> nexus(SanDisk disk) {
        return world.find(IscsiSession.key(disk.host(), disk.session())).map(IscsiSession::nexus);
    }

    /** Returns the I_T nexus of a host's working path to a unit. */
    Optional<String> nexus(String host, String naa) {
        return disks.known(host, naa).stream()
                .filter(d -> d.present() && d.lostAt() == null)
                .findFirst()
                .flatMap(this::nexus);
    }

    /** Returns a unit as a disk that clusters can use: with a GPT, and where it is seen; empty if it is none. */
    Optional<DiskState> view(String naa) {
        List<SanDisk> seen = disks.seen(naa);
        Optional<ClusteredUnit> clustered = world.find(ClusteredUnit.key(naa));
        String guid = clustered
                .map(ClusteredUnit::guid)
                .or(() -> seen.stream()
                        .findFirst()
                        .flatMap(this::table)
                        .map(Gpt.Table::guid)
                        .map(UUID::toString))
                .orElse(null);
        if (guid == null) {
            return Optional.empty();
        }
        long size = seen.isEmpty()
                ? clustered.map(ClusteredUnit::size).orElse(0L)
                : seen.get(0).size();
        return Optional.of(new DiskState(
                naa,
                guid,
                seen.isEmpty() ? 0 : seen.get(0).number(),
                size,
                seen.stream()
                        .filter(d -> path(d.host(), naa) == Path.UP)
                        .map(SanDisk::host)
                        .distinct()
                        .toList()));
    }

    /** Tells whether a unit still carries the GPT it was clustered with; a unit that nobody sees is given the benefit. */
    boolean carries(String naa, String guid) {
        return disks.seen(naa).stream()
                .findFirst()
                .flatMap(this::table)
                .map(t -> t.guid() != null && t.guid().toString().equals(guid))
                .orElse(true);
    }

    /** The cluster let go of a unit: its disks are the hosts' own again, offline. */
    void released(String naa) {
        for (SanDisk disk : world.all(SanDisk.class)) {
            if (disk.naa().equals(naa)) {
                world.put(disk.key(), disk.withOffline(true));
            }
        }
    }

    /** Returns the units that some host sees. */
    List<String> units() {
        return world.all(SanDisk.class).stream()
                .filter(SanDisk::present)
                .map(SanDisk::naa)
                .distinct()
                .toList();
    }

    /** Tells whether a unit's volume carries a file system that a shared volume can have. */
    boolean formatted(String naa) {
        return disks.seen(naa).stream()
                .findFirst()
                .map(d -> table(d).stream()
                        .flatMap(t -> t.partitions().stream())
                        .filter(Gpt.Partition::data)
                        .flatMap(p -> volume(d, p).stream())
                        .anyMatch(v ->
                                v.fileSystem().equals("NTFS") || v.fileSystem().equals("ReFS")))
                .orElse(false);
    }

    /** Tells whether a disk of a session is clustered or online. */
    boolean busy(IscsiSession session) {
        return of(session.host()).stream()
                .filter(d -> d.session() == session.number())
                .anyMatch(d -> clusterOf(d).isPresent() || !d.offline());
    }

    // finding them

    /** Looks for new, changed and vanished units on a host. */
    public void scan(String host) {
        boolean changed = false;
        for (IscsiSession session : estate.initiators().sessions(host)) {
            if (!session.connected()) {
                continue;
            }
            StorageAppliance appliance = appliance(session.appliance());
            Set<String> naas = new HashSet<>();
            for (StorageAppliance.Lun lun :
                    appliance.luns(session.initiator(), session.login().target())) {
                naas.add(lun.naa());
                changed |= found(session, lun.naa());
            }
            for (SanDisk disk : of(host)) {
                if (disk.session() == session.number() && !naas.contains(disk.naa())) {
                    world.put(disk.key(), disk.gone());
                    changed = true;
                }
            }
        }
        if (changed) {
            estate.clusters().forEach(c -> c.storage().refresh());
        }
    }

    private boolean found(IscsiSession session, String naa) {
        String host = session.host();
        List<SanDisk> copies = disks.known(host, naa);
        SanDisk same = null;
        for (SanDisk disk : copies) {
            boolean own = disk.session() == session.number() || estate.multipath();
            boolean free = !disk.present()
                    || world.find(IscsiSession.key(host, disk.session()))
                            .filter(IscsiSession::connected)
                            .isEmpty();
            if (own || same == null && free) {
                same = disk;
                if (own) {
                    break;
                }
            }
        }
        StorageAppliance appliance = appliance(session.appliance());
        long size = appliance
                .logicalUnit(naa)
                .map(u -> appliance.blocks(u.volume()).size())
                .orElse(0L);
        int through = same != null
                        && same.present()
                        && same.lostAt() == null
                        && estate.multipath()
                        && world.find(IscsiSession.key(host, same.session()))
                                .filter(IscsiSession::connected)
                                .isPresent()
                ? same.session()
                : session.number();
        SanDisk disk;
        if (same == null) {
            int policy = estate.initiators().state(host).newDiskPolicy();
            boolean offline = !copies.isEmpty() || policy == IscsiState.OFFLINE_SHARED || policy == 3;
            disk = new SanDisk(
                    host,
                    naa,
                    appliance.name(),
                    through,
                    copies.size(),
                    freeNumber(host),
                    size,
                    offline,
                    offline,
                    true,
                    null);
        } else {
            disk = same.arrived(through, same.present() ? same.number() : freeNumber(host), size);
        }
        if (disk.equals(same)) {
            return false;
        }
        world.put(disk.key(), disk);
        return true;
    }

    /** Numbers differ from host to host and from start to start, as on real hosts. */
    private int freeNumber(String host) {
        List<String> hosts = estate.hosts().stream().map(HostSpec::name).toList();
        int boots = world.get(HostState.key(host)).boots();
        Set<Integer> used = of(host).stream().map(SanDisk::number).collect(Collectors.toSet());
        int number = estate.disks().size() + 1 + (hosts.indexOf(host) + boots - 1) % 4;
        while (used.contains(number)) {
            number++;
        }
        return number;
    }

    /** Windows finds changes by itself, a little later. */
    void scanLater(String host) {
        if (scanning.add(host)) {
            world.schedule(
                    estate.storageTimings().discovery(),
                    HostState.key(host).path(),
                    "Windows looks for disks on " + host,
                    () -> {
                        scanning.remove(host);
                        if (estate.power(host) == Power.UP) {
                            scan(host);
                        }
                    });
        }
    }

    /** An appliance may show other units, or other sizes, to a session. */
    void unitsChanged(IscsiSession session) {
        StorageAppliance appliance = appliance(session.appliance());
        Set<String> shown = appliance.luns(session.initiator(), session.login().target()).stream()
                .map(StorageAppliance.Lun::naa)
                .collect(Collectors.toSet());
        Set<String> seen = of(session.host()).stream()
                .filter(d -> d.session() == session.number() || estate.multipath())
                .map(SanDisk::naa)
                .collect(Collectors.toSet());
        boolean sizes = of(session.host()).stream()
                .anyMatch(d -> blocks(d).filter(b -> b.size() != d.size()).isPresent());
        if (sizes || !seen.equals(shown)) {
            scanLater(session.host());
        }
    }

    // losing them

    /** A session broke: requests to disks without another path wait, then fail. */
    void sessionLost(IscsiSession session) {
        Duration now = world.time().now();
        for (SanDisk disk : of(session.host())) {
            if (disk.session() != session.number() || disk.lostAt() != null || otherPath(disk, session)) {
                continue;
            }
            world.put(disk.key(), disk.lost(now));
            world.schedule(
                    estate.storageTimings().hold(),
                    disk.key().path(),
                    "requests of " + disk.host() + " fail",
                    () -> world.find(disk.key())
                            .filter(d -> d.present() && now.equals(d.lostAt()))
                            .ifPresent(d -> {
                                world.put(d.key(), d.gone());
                                estate.clusters().forEach(c -> c.storage().refresh());
                            }));
        }
    }

    /** With multipath software another session carries on. */
    private boolean otherPath(SanDisk disk, IscsiSession lost) {
        if (!estate.multipath()) {
            return false;
        }
        Optional<IscsiSession> other = estate.initiators().sessions(disk.host()).stream()
                .filter(s -> s.connected() && s.number() != lost.number())
                .filter(s -> appliance(s.appliance())
                        .luns(s.initiator(), s.login().target())
                        .stream()
                        .anyMatch(l -> l.naa().equals(disk.naa())))
                .findFirst();
        other.ifPresent(s -> world.put(disk.key(), disk.arrived(s.number(), disk.number(), disk.size())));
        return other.isPresent();
    }

    /** An administrator ended a session: its disks go at once. */
    void sessionEnded(IscsiSession session) {
        for (SanDisk disk : of(session.host())) {
            if (disk.session() == session.number() && !otherPath(disk, session)) {
                world.put(disk.key(), disk.gone());
            }
        }
        estate.clusters().forEach(c -> c.storage().refresh());
    }

    void powerLost(String host) {
        of(host).forEach(d -> world.put(d.key(), d.gone()));
    }

    // administrators

    /** Brings a disk online or takes it offline here. */
    public void setOffline(SanDisk disk, boolean offline) {
        requireOwn(disk);
        if (!offline) {
            if (disk.copy() > 0) {
                throw new CimRefusal(CimRefusal.Reason.IN_USE);
            }
            requireUnreserved(disk);
        }
        world.update(disk.key(), d -> d.withOffline(offline));
    }

    /** Sets whether Windows refuses to write to a disk. */
    public void setReadOnly(SanDisk disk, boolean readOnly) {
        requireOwn(disk);
        world.update(disk.key(), d -> d.withReadOnly(readOnly));
    }

    private void requireOwn(SanDisk disk) {
        if (clusterOf(disk).isPresent()) {
            throw new CimRefusal(CimRefusal.Reason.CLUSTERED);
        }
        if (disk.lostAt() != null) {
            throw new CimRefusal(CimRefusal.Reason.HARDWARE_ERROR);
        }
    }

    private void requireUnreserved(SanDisk disk) {
        boolean free = nexus(disk)
                .map(n -> Reserving.mayWrite(appliance(disk.appliance()).reservations(disk.naa()), n))
                .orElse(false);
        if (!free) {
            throw new CimRefusal(CimRefusal.Reason.IN_USE);
        }
    }

    /** Returns the blocks of a disk that may be written here. */
    private BlockStore writable(SanDisk disk) {
        requireOwn(disk);
        if (disk.offline()) {
            throw new CimRefusal(CimRefusal.Reason.OFFLINE);
        }
        if (readOnly(disk)) {
            throw new CimRefusal(CimRefusal.Reason.READ_ONLY);
        }
        requireUnreserved(disk);
        return blocks(disk).orElseThrow(() -> new CimRefusal(CimRefusal.Reason.HARDWARE_ERROR));
    }

    private interface Writing {
        void run(BlockStore blocks, Gpt.Table table) throws IOException;
    }

    /** Writes to a disk's structures. Damage to what another host uses is noted. */
    private void write(SanDisk disk, String what, Writing writing) {
        BlockStore blocks = writable(disk);
        try {
            Gpt.Table before = Gpt.read(blocks);
            boolean data = false;
            for (Gpt.Partition partition : before.partitions()) {
                data |= partition.data()
                        && !Ntfs.read(blocks, partition).fileSystem().isEmpty();
            }
            writing.run(blocks, before);
            if (data) {
                victim(disk)
                        .ifPresent(v -> world.put(DamagedUnit.KEY, new DamagedUnit(disk.naa(), disk.host(), v, what)));
            }
        } catch (IOException e) {
            throw new CimRefusal(CimRefusal.Reason.HARDWARE_ERROR);
        }
    }

    private Optional<String> victim(SanDisk disk) {
        Optional<String> cluster = world.find(ClusteredUnit.key(disk.naa()))
                .flatMap(u -> estate.findCluster(u.cluster()))
                .map(c -> c.storage().ownerOf(disk.naa()));
        return cluster.or(() -> disks.seen(disk.naa()).stream()
                .filter(d -> !d.host().equals(disk.host()) && !d.offline())
                .map(SanDisk::host)
                .findFirst());
    }

    private UUID guid(SanDisk disk, String what) {
        String path = disk.key().path() + "/" + what;
        return world.random().guid(path + "/" + world.random().stream(path).nextLong());
    }

    /** Gives an empty disk a GPT, as Windows does: with its reserved partition. */
    public void initialise(SanDisk disk) {
        write(disk, "initialised", (blocks, table) -> {
            if (table.style() != Gpt.Style.RAW) {
                throw new CimRefusal(CimRefusal.Reason.ALREADY_INITIALIZED);
            }
            if (!Gpt.fits(blocks.size())) {
                throw new CimRefusal(CimRefusal.Reason.TOO_SMALL);
            }
            Gpt.initialise(blocks, guid(disk, "gpt"), guid(disk, "reserved"));
        });
    }

    /** Sets the GPT disk GUID. */
    public void setGuid(SanDisk disk, UUID guid) {
        write(disk, "given another GUID", (blocks, table) -> {
            requireGpt(table);
            Gpt.write(blocks, new Gpt.Table(Gpt.Style.GPT, guid, 0, table.partitions()));
        });
    }

    private static void requireGpt(Gpt.Table table) {
        if (table.style() != Gpt.Style.GPT) {
            throw new CimRefusal(
                    table.style() == Gpt.Style.RAW
                            ? CimRefusal.Reason.NOT_INITIALIZED
                            : CimRefusal.Reason.INVALID_PARAMETER);
        }
    }

    /** Takes the partition table away; data partitions need {@code removeData}. */
    public void clear(SanDisk disk, boolean removeData) {
        write(disk, "cleared", (blocks, table) -> {
            if (table.style() == Gpt.Style.RAW) {
                throw new CimRefusal(CimRefusal.Reason.NOT_INITIALIZED);
            }
            if (!removeData && table.partitions().stream().anyMatch(Gpt.Partition::data)) {
                throw new CimRefusal(CimRefusal.Reason.DATA_PARTITIONS);
            }
            Gpt.erase(blocks);
        });
    }

    /** Makes a data partition of the given size, 0 for all there is. */
    public Gpt.Partition partition(SanDisk disk, long size, @Nullable UUID type) {
        List<Gpt.Partition> made = new ArrayList<>();
        write(disk, "partitioned", (blocks, table) -> {
            requireGpt(table);
            Gpt.Partition free = Gpt.free(table, blocks.size());
            long wanted = (size + Gpt.ALIGNMENT - 1) / Gpt.ALIGNMENT * Gpt.ALIGNMENT;
            if (free == null || wanted > free.size()) {
                throw new CimRefusal(CimRefusal.Reason.NOT_ENOUGH_SPACE);
            }
            int number = 1;
            for (Gpt.Partition p : table.partitions()) {
                number = Math.max(number, p.number() + 1);
            }
            if (number > 128) {
                throw new CimRefusal(CimRefusal.Reason.PARTITION_LIMIT);
            }
            Gpt.Partition partition = new Gpt.Partition(
                    number,
                    type == null ? Gpt.DATA : type,
                    guid(disk, "partition"),
                    free.offset(),
                    size == 0 ? free.size() : wanted,
                    "Basic data partition");
            List<Gpt.Partition> all = new ArrayList<>(table.partitions());
            all.add(partition);
            Gpt.write(blocks, new Gpt.Table(Gpt.Style.GPT, table.guid(), 0, all));
            made.add(partition);
        });
        return made.get(0);
    }

    /** Formats a partition with NTFS; cluster size 0 takes 4096. */
    public void format(SanDisk disk, Gpt.Partition partition, String label, long clusterSize) {
        write(disk, "formatted", (blocks, table) -> {
            if (!table.partitions().contains(partition)) {
                throw new CimRefusal(CimRefusal.Reason.INVALID_PARAMETER);
            }
            String wrong = Ntfs.format(
                    blocks,
                    partition,
                    label,
                    clusterSize == 0 ? 4096 : clusterSize,
                    world.random().stream(disk.key().path() + "/serial").nextLong());
            if (wrong != null) {
                throw new CimRefusal(
                        wrong.equals("cluster") ? CimRefusal.Reason.CLUSTER_SIZE : CimRefusal.Reason.INVALID_PARAMETER);
            }
        });
    }
}

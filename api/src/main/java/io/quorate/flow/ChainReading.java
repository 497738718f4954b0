package io.quorate.flow;

import io.quorate.call.Calls;
import io.quorate.cluster.ClusterClient;
import io.quorate.cluster.ClusterDisk;
import io.quorate.cluster.ClusterNode;
import io.quorate.cluster.SharedVolume;
import io.quorate.error.NotFoundException;
import io.quorate.error.QuorateException;
import io.quorate.host.HostClient;
import io.quorate.host.HostDisk;
import io.quorate.host.PreparedDisk;
import io.quorate.storage.LogicalUnit;
import io.quorate.storage.LunMapping;
import io.quorate.storage.StorageClient;
import io.quorate.storage.Volume;
import io.quorate.vm.VirtualDisk;
import io.quorate.vm.VirtualMachineClient;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** One reading of an identity chain. */
final class ChainReading {
    private final Function<String, Calls> doors;
    private final ChainSpec.Wanted wanted;
    private final StorageClient storage;
    private final ClusterClient cluster;

    ChainReading(Function<String, Calls> doors, ChainSpec.Wanted wanted) {
        this.doors = doors;
        this.wanted = wanted;
        this.storage = new StorageClient(doors.apply(wanted.storage()));
        this.cluster = new ClusterClient(doors.apply(wanted.cluster()));
    }

    IdentityChain read() {
        Link<Volume> volume = look(() -> storage.volumes().find(wanted.volume()), "no volume " + wanted.volume());
        Link<List<LunMapping>> mappings = after(
                volume,
                v -> look(
                        () -> Optional.of(storage.mappings().of(v.path())).filter(some -> !some.isEmpty()),
                        "the volume is not mapped"));
        Link<LogicalUnit> unit = after(
                volume, v -> look(() -> storage.mappings().logicalUnit(v.path()), "no logical unit of the volume"));
        Link<List<String>> nodes = nodes();
        Map<String, Link<HostDisk>> disks = new LinkedHashMap<>();
        for (String node : nodes.found().orElse(List.of())) {
            disks.put(
                    node,
                    after(
                            unit,
                            u -> look(
                                    () -> new HostClient(doors.apply(wanted.cluster()), node)
                                            .disks()
                                            .find(u.naa()),
                                    "no disk with NAA " + u.naa())));
        }
        Link<Set<UUID>> guids = after(nodes, all -> guids(unit, disks));
        Link<SharedVolume> shared = after(
                guids,
                ids -> look(
                        () -> cluster.sharedVolumes().list().stream()
                                .filter(one -> isOneOf(ids, one.diskId()))
                                .findFirst(),
                        "no shared volume of the cluster is this disk"));
        Link<ClusterDisk> managed = after(
                guids,
                ids -> look(
                        () -> cluster.disks().list().stream()
                                .filter(one -> isOneOf(ids, one.diskId()))
                                .findFirst(),
                        shared.found().isPresent()
                                ? "it is a shared volume"
                                : "the cluster does not manage this disk"));
        Map<String, Link<List<VirtualDisk>>> machines = new LinkedHashMap<>();
        for (String node : nodes.found().orElse(List.of())) {
            machines.put(node, after(shared, one -> machines(node, one)));
        }
        return new IdentityChain(wanted.volume(), volume, unit, mappings, disks, managed, shared, machines);
    }

    private Link<List<String>> nodes() {
        if (!wanted.nodes().isEmpty()) {
            return new Link.Found<>(wanted.nodes());
        }
        return look(
                () -> Optional.of(
                        cluster.nodes().list().stream().map(ClusterNode::name).toList()),
                "no nodes");
    }

    /**
     * What the cluster may know the disk by; one node that tells is enough. A GUID counts if this logical unit alone can carry it, or Windows
     * says that the disk itself is clustered: a clone of a shared volume has the GUID of its origin.
     */
    private static Link<Set<UUID>> guids(Link<LogicalUnit> unit, Map<String, Link<HostDisk>> disks) {
        Set<UUID> guids = new LinkedHashSet<>();
        String untold = null;
        UUID mark = unit.found().map(u -> PreparedDisk.mark(u.naa())).orElse(null);
        for (Map.Entry<String, Link<HostDisk>> entry : disks.entrySet()) {
            if (entry.getValue() instanceof Link.Untold<HostDisk> one) {
                untold = entry.getKey() + ": " + one.why();
            }
            HostDisk disk = entry.getValue().found().orElse(null);
            UUID guid = disk == null ? null : disk.guid();
            if (disk != null && guid != null && (disk.clustered() || guid.equals(mark))) {
                guids.add(guid);
            }
        }
        if (!guids.isEmpty()) {
            return new Link.Found<>(guids);
        }
        if (untold != null) {
            return new Link.Untold<>(untold);
        }
        return new Link.Missing<>(
                unit.found().isEmpty() ? "without a logical unit there is no disk" : "no cluster has this disk");
    }

    private Link<List<VirtualDisk>> machines(String node, SharedVolume volume) {
        String path = volume.path();
        if (path == null) {
            return new Link.Untold<>("the shared volume has no path while it is " + volume.state());
        }
        return look(
                () -> Optional.of(new VirtualMachineClient(doors.apply(wanted.cluster()))
                                .disks(node).stream()
                                        .filter(disk -> disk.liesBelow(path))
                                        .toList())
                        .filter(some -> !some.isEmpty()),
                "no virtual machine has a disk on it");
    }

    private static boolean isOneOf(Set<UUID> guids, String diskId) {
        String bare = diskId.replaceAll("[{}]", "");
        return guids.stream().anyMatch(guid -> guid.toString().equalsIgnoreCase(bare));
    }

    private static <T> Link<T> look(Supplier<Optional<T>> look, String missing) {
        try {
            Optional<T> seen = look.get();
            return seen.isPresent() ? new Link.Found<>(seen.get()) : new Link.Missing<>(missing);
        } catch (NotFoundException e) {
            return new Link.Missing<>(e.said());
        } catch (QuorateException e) {
            return new Link.Untold<>(String.valueOf(e.getMessage()));
        }
    }

    /** What hangs on a link that is missing is missing, too; on one that cannot be told, cannot be told. */
    private static <A, B> Link<B> after(Link<A> earlier, Function<A, Link<B>> next) {
        if (earlier instanceof Link.Found<A> found) {
            return next.apply(found.value());
        }
        return earlier instanceof Link.Untold<A> untold
                ? new Link.Untold<>(untold.why())
                : new Link.Missing<>(((Link.Missing<A>) earlier).what());
    }
}

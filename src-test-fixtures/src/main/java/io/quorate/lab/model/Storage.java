package io.quorate.lab.model;

import io.quorate.lab.kernel.World;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Cluster disks, shared volumes and the disk witness. */
final class Storage {
    private final Cluster cluster;
    private final World world;

    Storage(Cluster cluster) {
        this.cluster = cluster;
        this.world = cluster.world();
    }

    private GroupState core(int type) {
        return cluster.groups().stream()
                .filter(g -> g.type() == type)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a cluster has its core groups"));
    }

    List<DiskState> available() {
        List<String> nodes = cluster.state().nodes();
        List<@Nullable String> used =
                world.all(ResourceState.class).stream().map(ResourceState::disk).toList();
        return cluster.estate().disks().stream()
                .filter(d -> d.seenBy().containsAll(nodes) && !used.contains(d.id()))
                .toList();
    }

    /** Tells whether one of the hosts is up and sees the resource's disk. */
    boolean reachable(ResourceState resource, List<String> hosts) {
        String disk = resource.disk();
        return disk == null
                || hosts.stream()
                        .anyMatch(h -> cluster.estate().power(h) == Power.UP
                                && world.get(DiskState.key(disk)).seenBy().contains(h));
    }

    ResourceState add(String diskId) {
        DiskState disk = available().stream()
                .filter(d -> d.id().equalsIgnoreCase(diskId) || d.guid().equalsIgnoreCase(diskId))
                .findFirst()
                .orElseThrow(() -> new Refusal(Refusal.Reason.RESOURCE_NOT_FOUND, diskId));
        int number = world.update(ClusterState.key(cluster.name()), ClusterState::withDisk)
                .disks();
        ResourceState resource = cluster.groupOperations()
                .resource(
                        "Cluster Disk " + number,
                        ResourceState.Type.PHYSICAL_DISK,
                        core(GroupState.AVAILABLE_STORAGE),
                        disk.id(),
                        null);
        settle();
        return resource;
    }

    ResourceState share(ResourceState resource) {
        if (resource.type() != ResourceState.Type.PHYSICAL_DISK) {
            throw new Refusal(Refusal.Reason.INVALID_PARAMETER, resource.name());
        }
        if (resource.volume() > 0) {
            throw new Refusal(Refusal.Reason.OBJECT_ALREADY_EXISTS, resource.name());
        }
        GroupState from = cluster.groupOf(resource);
        if (from.type() != GroupState.AVAILABLE_STORAGE) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, resource.name());
        }
        int number = world.update(ClusterState.key(cluster.name()), ClusterState::withVolume)
                .volumes();
        GroupState group = cluster.groupOperations()
                .create(resource.id(), GroupState.SHARED_VOLUME, from.owner(), GroupState.State.ONLINE);
        ResourceState volume = resource.asVolume(group.id(), number);
        world.put(resource.key(), volume);
        settle();
        return volume;
    }

    void witness(@Nullable ResourceState resource) {
        ClusterState state = cluster.state();
        String id = resource == null ? null : resource.id();
        if (resource != null) {
            if (resource.type() != ResourceState.Type.PHYSICAL_DISK || resource.volume() > 0) {
                throw new Refusal(Refusal.Reason.NOT_QUORUM_CAPABLE, resource.name());
            }
            if (!Objects.equals(id, state.witness())
                    && cluster.groupOf(resource).type() != GroupState.AVAILABLE_STORAGE) {
                throw new Refusal(Refusal.Reason.INVALID_STATE, resource.name());
            }
        }
        String old = state.witness();
        if (old != null && !old.equals(id)) {
            ResourceState before = world.get(ResourceState.key(cluster.name(), old));
            world.put(before.key(), before.in(core(GroupState.AVAILABLE_STORAGE).id()));
        }
        if (resource != null) {
            world.put(resource.key(), resource.in(core(GroupState.CLUSTER).id()));
        }
        world.update(ClusterState.key(cluster.name()), c -> c.withWitness(id));
        cluster.membership().recount();
        settle();
    }

    /** Available Storage is online while it holds something. */
    private void settle() {
        GroupState group = core(GroupState.AVAILABLE_STORAGE);
        boolean holds = cluster.resources().stream().anyMatch(r -> r.group().equals(group.id()));
        world.put(
                group.key(),
                group.with(holds ? GroupState.State.ONLINE : GroupState.State.OFFLINE)
                        .withWanted(holds));
    }
}

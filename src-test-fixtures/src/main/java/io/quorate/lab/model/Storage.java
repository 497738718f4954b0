package io.quorate.lab.model;

import io.quorate.lab.kernel.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Cluster disks, shared volumes and the disk witness. */
final class Storage {
    private final Cluster cluster;
    private final World world;
    private final Reservations reservations;
    private boolean refreshing;

    Storage(Cluster cluster) {
        this.cluster = cluster;
        this.world = cluster.world();
        this.reservations = new Reservations(cluster);
    }

    /** Moves a disk of Available Storage into a group. */
    ResourceState give(ResourceState resource, String group) {
        ResourceState moved = resource.in(group);
        world.put(resource.key(), moved);
        settle();
        return moved;
    }

    private GroupState core(int type) {
        return cluster.groupsOfType(type).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a cluster has its core groups"));
    }

    List<DiskState> available() {
        List<String> nodes = cluster.state().nodes();
        List<DiskState> free = new ArrayList<>(cluster.estate().disks().stream()
                .filter(d -> d.seenBy().containsAll(nodes)
                        && objects().ofDisk(d.id()).isEmpty())
                .toList());
        List<String> active = cluster.nodes().stream()
                .filter(NodeState::active)
                .map(NodeState::host)
                .toList();
        for (String naa : disks().units()) {
            if (world.find(ClusteredUnit.key(naa)).isEmpty()
                    && active.stream().allMatch(h -> disks().path(h, naa) == HostDisks.Path.UP)
                    && !reservations.foreign(naa)) {
                disks().view(naa).ifPresent(free::add);
            }
        }
        return free;
    }

    private ClusterObjects objects() {
        return cluster.estate().clusterObjects();
    }

    private HostDisks disks() {
        return cluster.estate().hostDisks();
    }

    private Optional<ClusteredUnit> unit(ResourceState resource) {
        String disk = resource.disk();
        return disk == null
                ? Optional.empty()
                : world.find(ClusteredUnit.key(disk)).filter(u -> u.cluster().equals(cluster.name()));
    }

    /** Returns the node that has a unit. */
    String ownerOf(String naa) {
        return objects().ofDisk(naa).stream()
                .filter(r -> r.cluster().equals(cluster.name()))
                .findFirst()
                .map(r -> cluster.groupOf(r).owner())
                .orElse("");
    }

    /** Tells whether one of the hosts is up and sees the resource's disk. */
    boolean reachable(ResourceState resource, List<String> hosts) {
        String disk = resource.disk();
        if (disk != null && unit(resource).isPresent()) {
            return !reservations.foreign(disk)
                    && hosts.stream().anyMatch(h -> disks().path(h, disk) == HostDisks.Path.UP)
                    && disks().carries(disk, unit(resource).get().guid());
        }
        return disk == null
                || hosts.stream()
                        .anyMatch(h -> cluster.estate().power(h) == Power.UP
                                && world.get(DiskState.key(disk)).seenBy().contains(h));
    }

    /** Tells whether a node can use files on a shared volume. */
    boolean serves(ResourceState volume, String host) {
        return unit(volume).isEmpty()
                ? reachable(volume, List.of(host))
                : access(volume, host).usable();
    }

    VolumeAccess access(ResourceState volume, String host) {
        boolean active = cluster.node(host).filter(NodeState::active).isPresent();
        GroupState group = cluster.groupOf(volume);
        Optional<ClusteredUnit> unit = unit(volume);
        if (unit.isEmpty()) {
            String disk = String.valueOf(volume.disk());
            return active && world.get(DiskState.key(disk)).seenBy().contains(host)
                    ? VolumeAccess.DIRECT
                    : VolumeAccess.UNAVAILABLE;
        }
        if (!active || group.state() == GroupState.State.FAILED || group.state() == GroupState.State.OFFLINE) {
            return VolumeAccess.UNAVAILABLE;
        }
        String naa = unit.get().naa();
        if (group.state() == GroupState.State.PENDING) {
            return VolumeAccess.PAUSED;
        }
        if (disks().path(host, naa) != HostDisks.Path.GONE) {
            return VolumeAccess.DIRECT;
        }
        boolean through = cluster.estate().reaches(host, group.owner())
                && disks().path(group.owner(), naa) != HostDisks.Path.GONE;
        return through ? VolumeAccess.BLOCK_REDIRECTED : VolumeAccess.PAUSED;
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
        for (SanDisk seen : world.all(SanDisk.class)) {
            if (seen.naa().equals(disk.id())
                    && world.find(ClusteredUnit.key(disk.id())).isEmpty()) {
                world.put(
                        ClusteredUnit.key(disk.id()),
                        new ClusteredUnit(cluster.name(), disk.id(), seen.appliance(), disk.guid(), disk.size()));
            }
        }
        settle();
        refresh();
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
        if (unit(resource).filter(u -> !disks().formatted(u.naa())).isPresent()) {
            throw new Refusal(Refusal.Reason.UNRECOGNIZED_VOLUME, resource.name());
        }
        int number = world.update(ClusterState.key(cluster.name()), ClusterState::withVolume)
                .volumes();
        GroupState group = cluster.groupOperations()
                .create(resource.id(), GroupState.SHARED_VOLUME, from.owner(), GroupState.State.ONLINE);
        ResourceState volume = resource.asVolume(group.id(), number);
        world.put(resource.key(), volume);
        settle();
        refresh();
        return volume;
    }

    ResourceState unshare(ResourceState resource) {
        if (resource.volume() == 0) {
            throw new Refusal(Refusal.Reason.RESOURCE_NOT_FOUND, resource.name());
        }
        GroupState group = cluster.groupOf(resource);
        GroupState home = core(GroupState.AVAILABLE_STORAGE);
        ResourceState disk = resource.asVolume(home.id(), 0);
        world.put(resource.key(), disk);
        boolean empty = cluster.resourcesIn(home.id()).stream().allMatch(r -> r.id().equals(disk.id()));
        if (empty) {
            world.put(home.key(), home.withOwner(group.owner()));
        }
        world.remove(group.key());
        settle();
        refresh();
        machines();
        return disk;
    }

    void remove(ResourceState resource) {
        if (resource.id().equals(cluster.state().witness())) {
            throw new Refusal(Refusal.Reason.CORE_RESOURCE, resource.name());
        }
        if (resource.type() != ResourceState.Type.PHYSICAL_DISK || resource.volume() > 0) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, resource.name());
        }
        Optional<ClusteredUnit> unit = unit(resource);
        unit.ifPresent(u -> {
            reservations.clear(u);
            world.remove(ClusteredUnit.key(u.naa()));
            disks().released(u.naa());
        });
        world.remove(resource.key());
        settle();
    }

    void start(ResourceState resource) {
        GroupState group = cluster.groupOf(resource);
        if (group.state() == GroupState.State.ONLINE) {
            return;
        }
        world.put(group.key(), group.withWanted(true));
        cluster.groupOperations().failOver(world.get(group.key()));
        if (world.get(group.key()).state() != GroupState.State.ONLINE) {
            throw new Refusal(Refusal.Reason.RESOURCE_FAILED, resource.name());
        }
        refresh();
    }

    /**
     * Follows what happened to the nodes' paths: a disk whose owner lost it moves to a node that sees it, or fails; a failed one that is
     * seen again comes online; keys are registered and reserved; virtual machines whose files are out of reach pause, and go on when they
     * are back.
     */
    void refresh() {
        List<ResourceState> units = cluster.plainResources().stream()
                .filter(r -> unit(r).isPresent())
                .toList();
        if (refreshing || units.isEmpty() || !cluster.state().quorate()) {
            return;
        }
        refreshing = true;
        boolean back = false;
        try {
            for (ResourceState resource : units) {
                back |= follow(resource);
            }
            for (ResourceState resource : units) {
                unit(resource).ifPresent(u -> reservations.renew(u, world.get(resource.key())));
            }
            machines();
            if (back) {
                cluster.groupOperations().bringWanted();
            }
        } finally {
            refreshing = false;
        }
    }

    /** Returns whether the resource came online. */
    private boolean follow(ResourceState resource) {
        GroupState group = cluster.groupOf(resource);
        String naa = String.valueOf(resource.disk());
        if (group.type() == GroupState.CLUSTER) {
            cluster.membership().recount();
            return false;
        }
        boolean held = cluster.node(group.owner()).filter(NodeState::active).isPresent()
                && disks().path(group.owner(), naa) != HostDisks.Path.GONE
                && disks().carries(naa, unit(resource).map(ClusteredUnit::guid).orElse(""));
        boolean runs = group.state() == GroupState.State.ONLINE;
        List<String> able = cluster.candidates(List.of()).stream()
                .filter(h -> reachable(resource, List.of(h)))
                .toList();
        if (!group.wanted() || runs && held || !runs && able.isEmpty()) {
            return false;
        }
        cluster.groupOperations().failOver(group);
        return !runs && world.get(group.key()).state() == GroupState.State.ONLINE;
    }

    /** Pauses the virtual machines whose files are out of reach, and lets go on those whose files are back. */
    private void machines() {
        Hypervisor hypervisor = cluster.estate().hypervisor();
        for (NodeState node : cluster.nodes()) {
            if (!node.active() || !node.service() || cluster.estate().power(node.host()) != Power.UP) {
                continue;
            }
            for (VmState vm : hypervisor.live(node.host())) {
                boolean critical = vm.state() == VmState.State.PAUSED_CRITICAL;
                boolean reached = hypervisor.filesReachable(vm);
                if (vm.live() && !critical && !reached) {
                    world.put(vm.key(), vm.critical());
                } else if (critical && reached) {
                    world.put(vm.key(), vm.resumed());
                }
            }
        }
    }

    /** Tells whether a group holds a witness on an appliance: it stays where it is without its disk. */
    boolean witnessOfAppliance(GroupState group) {
        return group.type() == GroupState.CLUSTER
                && cluster.resourcesIn(group.id()).stream().anyMatch(r -> unit(r).isPresent());
    }

    /** Tells whether the witness's disk has a vote to give: not while no node sees it. */
    boolean witnessAlive() {
        String witness = cluster.state().witness();
        return witness != null
                && cluster.resource(witness)
                        .map(r -> unit(r).isEmpty()
                                || cluster.nodes().stream()
                                        .anyMatch(n -> n.active() && reachable(r, List.of(n.host()))))
                        .orElse(true);
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
        boolean holds = !cluster.resourcesIn(group.id()).isEmpty();
        world.put(
                group.key(),
                group.with(holds ? GroupState.State.ONLINE : GroupState.State.OFFLINE)
                        .withWanted(holds));
    }
}

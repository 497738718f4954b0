package io.quorate.lab.model;

import io.quorate.lab.kernel.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who owns what, and what happens to it when the owner goes. */
final class Groups {
    private final Cluster cluster;
    private final World world;

    Groups(Cluster cluster) {
        this.cluster = cluster;
        this.world = cluster.world();
    }

    private Hypervisor hypervisor() {
        return cluster.estate().hypervisor();
    }

    // making

    GroupState create(String name, int type, String owner, GroupState.State state) {
        String path = ClusterState.key(cluster.name()).path() + "/group/" + name + "/"
                + cluster.state().epoch();
        GroupState group = new GroupState(
                cluster.name(),
                world.random().guid(path).toString(),
                name,
                type,
                state,
                owner,
                0,
                state == GroupState.State.ONLINE,
                2000);
        world.put(group.key(), group);
        return group;
    }

    ResourceState resource(
            String name, ResourceState.Type type, GroupState group, @Nullable String disk, @Nullable String vm) {
        String path = ClusterState.key(cluster.name()).path() + "/resource/" + name + "/" + group.id();
        ResourceState resource = new ResourceState(
                cluster.name(), world.random().guid(path).toString(), name, type, group.id(), disk, vm, 0);
        world.put(resource.key(), resource);
        return resource;
    }

    GroupState addVirtualMachine(String vmId, @Nullable String roleName) {
        VmState vm = hypervisor().find(vmId).orElseThrow(() -> new Refusal(Refusal.Reason.RESOURCE_NOT_FOUND, vmId));
        String name = roleName == null ? vm.name() : roleName;
        if (vm.group() != null || cluster.group(name).isPresent()) {
            throw new Refusal(Refusal.Reason.OBJECT_ALREADY_EXISTS, name);
        }
        NodeState node = cluster.requireNode(vm.host());
        GroupState group = create(name, GroupState.VIRTUAL_MACHINE, node.host(), GroupState.State.OFFLINE);
        resource(
                "Virtual Machine Configuration " + name,
                ResourceState.Type.VIRTUAL_MACHINE_CONFIGURATION,
                group,
                null,
                vm.id());
        resource("Virtual Machine " + name, ResourceState.Type.VIRTUAL_MACHINE, group, null, vm.id());
        VmState clustered = world.update(vm.key(), v -> v.withGroup(group.id()));
        vmChanged(clustered);
        return world.get(group.key());
    }

    Optional<VmState> vmOf(GroupState group) {
        return cluster.resourcesIn(group.id()).stream()
                .filter(r -> r.type() == ResourceState.Type.VIRTUAL_MACHINE)
                .findFirst()
                .map(r -> world.get(VmState.key(String.valueOf(r.vm()))));
    }

    // what the hypervisor does to a clustered VM shows in its group

    void vmChanged(VmState vm) {
        String id = vm.group();
        if (id == null || cluster.migration(id).isPresent()) {
            return;
        }
        GroupState group = world.get(GroupState.key(cluster.name(), id));
        if (!group.owner().equals(vm.host())) {
            return;
        }
        switch (vm.state()) {
            case RUNNING ->
                world.put(group.key(), group.with(GroupState.State.ONLINE).withWanted(true));
            case OFF, SAVED ->
                world.put(group.key(), group.with(GroupState.State.OFFLINE).withWanted(false));
            case STARTING, STOPPING, SAVING -> world.put(group.key(), group.with(GroupState.State.PENDING));
            case PAUSED, PAUSED_CRITICAL -> {}
        }
    }

    // administrators

    void move(GroupState group, @Nullable String wanted) {
        if (group.owner().equals(wanted)) {
            return;
        }
        if (!cluster.requireNode(group.owner()).active() || group.state() == GroupState.State.PENDING) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, group.name());
        }
        String target = wanted != null
                ? wanted
                : cluster.candidates(List.of(group.owner())).stream()
                        .filter(h -> cluster.roles().mayOwn(group, h))
                        .findFirst()
                        .orElseThrow(() -> new Refusal(Refusal.Reason.HOST_NODE_NOT_AVAILABLE, group.name()));
        requireTarget(target);
        if (!disksReachable(group, target) || !cluster.roles().mayOwn(group, target)) {
            throw new Refusal(Refusal.Reason.NODE_CANT_HOST_RESOURCE, target, group.name());
        }
        Optional<VmState> vm = vmOf(group);
        if (vm.isPresent() && vm.get().live()) {
            if (vm.get().state() != VmState.State.RUNNING) {
                throw new Refusal(Refusal.Reason.INVALID_STATE, group.name());
            }
            cluster.migrations().start(group, vm.get(), target);
        } else {
            hand(group, target);
        }
    }

    void requireTarget(String target) {
        NodeState node = cluster.requireNode(target);
        switch (node.state()) {
            case PAUSED -> throw new Refusal(Refusal.Reason.NODE_PAUSED, target);
            case DOWN, JOINING -> throw new Refusal(Refusal.Reason.NODE_DOWN, target);
            case UP -> {
                if (cluster.estate().power(target) != Power.UP) {
                    throw new Refusal(Refusal.Reason.NODE_UNREACHABLE, target);
                }
            }
        }
    }

    void start(GroupState group) {
        if (group.state() == GroupState.State.ONLINE) {
            return;
        }
        if (!cluster.requireNode(group.owner()).active() || group.state() == GroupState.State.PENDING) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, group.name());
        }
        Optional<VmState> vm = vmOf(group);
        world.put(group.key(), group.withWanted(true));
        cluster.roles().wantAll(group, true);
        if (cluster.roles().of(group).isPresent()) {
            cluster.roles().begin(group);
        } else if (vm.isPresent()) {
            hypervisor().start(vm.get().id());
        } else {
            world.update(group.key(), g -> g.with(GroupState.State.ONLINE));
        }
    }

    void stop(GroupState group) {
        if (group.state() == GroupState.State.OFFLINE) {
            return;
        }
        if (group.state() == GroupState.State.PENDING) {
            throw new Refusal(Refusal.Reason.INVALID_STATE, group.name());
        }
        Optional<VmState> vm = vmOf(group);
        if (vm.isPresent() && vm.get().live()) {
            hypervisor().save(vm.get().id());
        } else {
            cluster.roles().wantAll(group, true);
            cluster.roles().halt(group);
            world.put(group.key(), group.with(GroupState.State.OFFLINE).withWanted(false));
        }
    }

    /** Hands a group over at once: nothing of it runs as a VM. */
    void hand(GroupState group, String target) {
        GroupState.State before = group.state();
        if (before == GroupState.State.ONLINE) {
            world.put(group.key(), group.with(GroupState.State.PENDING));
        }
        cluster.roles().halt(group);
        vmOf(group).ifPresent(vm -> world.put(vm.key(), vm.on(target)));
        world.update(group.key(), g -> g.withOwner(target));
        world.update(group.key(), g -> g.with(before));
        if (group.wanted()) {
            cluster.roles().begin(group);
        }
        cluster.storage().refresh();
    }

    // what happens to them

    /** Marks the VM groups that may still run on a node that fell silent. Returns them. */
    List<GroupState> unmonitor(String host) {
        cluster.migrations().nodeGone(host);
        List<GroupState> marked = new ArrayList<>();
        for (GroupState group : owned(host)) {
            if (group.type() == GroupState.VIRTUAL_MACHINE && group.wanted()) {
                marked.add(world.update(
                        group.key(), g -> g.with(GroupState.State.ONLINE).withInfo(GroupState.UNMONITORED)));
            }
        }
        return marked;
    }

    /** The groups of a node that is gone fail over, but for those that are unmonitored. */
    void nodeGone(String host) {
        cluster.migrations().nodeGone(host);
        for (GroupState group : owned(host)) {
            if ((group.info() & GroupState.UNMONITORED) == 0) {
                failOver(group);
            }
        }
    }

    /** The resiliency period is over. */
    void giveUp(String host) {
        if (!cluster.state().quorate()
                || cluster.node(host).filter(NodeState::active).isPresent()) {
            return;
        }
        for (GroupState group : owned(host)) {
            if ((group.info() & GroupState.UNMONITORED) != 0) {
                failOver(group);
            }
        }
    }

    /** A node is back: what it was given up for late goes on there, what waits for a node starts. */
    void nodeUp(String host) {
        for (GroupState group : owned(host)) {
            if ((group.info() & GroupState.UNMONITORED) == 0) {
                continue;
            }
            Optional<VmState> vm = vmOf(group);
            if (vm.isPresent() && vm.get().live()) {
                if (vm.get().state() == VmState.State.PAUSED_CRITICAL
                        && hypervisor().filesReachable(vm.get())) {
                    world.put(vm.get().key(), vm.get().resumed());
                }
                world.put(group.key(), group.withInfo(0));
            } else {
                failOver(group);
            }
        }
        bringWanted();
    }

    /** Starts everything that is to run and does not. */
    void bringWanted() {
        List<String> active = cluster.nodes().stream()
                .filter(NodeState::active)
                .map(NodeState::host)
                .toList();
        for (GroupState group : cluster.groups()) {
            boolean runs = group.state() == GroupState.State.ONLINE
                    || group.state() == GroupState.State.PENDING
                    || group.state() == GroupState.State.PARTIAL_ONLINE;
            boolean orphan = !active.contains(group.owner()) && (group.info() & GroupState.UNMONITORED) == 0;
            if (group.wanted() && !runs || orphan) {
                failOver(group);
            }
        }
    }

    /** Brings a group up on the best node that can take it, its owner if that is one. */
    void failOver(GroupState group) {
        failOver(group, null);
    }

    /** Brings a group up on another node than its owner, if one can take it. */
    void failAway(GroupState group) {
        failOver(group, group.owner());
    }

    private void failOver(GroupState group, @Nullable String away) {
        cluster.roles().halt(group);
        Optional<VmState> vm = vmOf(group);
        List<String> able = cluster.candidates(List.of()).stream()
                .filter(h -> canHost(group, vm, h))
                .toList();
        if (group.state() != GroupState.State.OFFLINE || group.info() != 0) {
            world.put(group.key(), group.with(GroupState.State.OFFLINE).withInfo(0));
        }
        if (able.isEmpty()) {
            if (group.wanted()) {
                world.update(group.key(), g -> g.with(GroupState.State.FAILED));
            }
            return;
        }
        String target = able.contains(group.owner()) && !group.owner().equals(away)
                ? group.owner()
                : able.stream().filter(h -> !h.equals(away)).findFirst().orElse(able.get(0));
        boolean resume = vm.isPresent()
                && vm.get().state() == VmState.State.PAUSED_CRITICAL
                && vm.get().host().equals(target);
        if (vm.isPresent() && !resume) {
            VmState old = vm.get();
            if (old.live()) {
                world.put(old.key(), old.off());
            }
            world.update(old.key(), v -> v.on(target));
        }
        world.update(group.key(), g -> g.withOwner(target));
        if (!group.wanted()) {
            return;
        }
        if (vm.isPresent()) {
            if (resume) {
                world.update(vm.get().key(), VmState::resumed);
            } else {
                try {
                    hypervisor().startNow(vm.get().id());
                } catch (Refusal refusal) {
                    world.update(group.key(), g -> g.with(GroupState.State.FAILED));
                    return;
                }
            }
        }
        world.update(group.key(), g -> g.with(GroupState.State.ONLINE));
        cluster.roles().begin(group);
    }

    private boolean canHost(GroupState group, Optional<VmState> vm, String host) {
        return disksReachable(group, host)
                && cluster.roles().mayOwn(group, host)
                && vm.map(v -> hypervisor().canRun(v, host)).orElse(true);
    }

    private boolean disksReachable(GroupState group, String host) {
        return cluster.storage().witnessOfAppliance(group)
                || cluster.resourcesIn(group.id()).stream()
                        .filter(r -> r.disk() != null)
                        .allMatch(r -> cluster.storage().reachable(r, List.of(host)));
    }

    /** Nobody has quorum: nothing is served. */
    void allOffline() {
        for (GroupState group : cluster.groups()) {
            cluster.migrations().drop(group.id());
            cluster.roles().halt(group);
            if (group.state() != GroupState.State.OFFLINE || group.info() != 0) {
                world.put(group.key(), group.with(GroupState.State.OFFLINE).withInfo(0));
            }
        }
    }

    /** A running host lost the cluster, and with it the shared volumes. */
    void storageLost(String host) {
        for (VmState vm : hypervisor().live(host)) {
            if (Hypervisor.shared(vm.path())) {
                world.put(vm.key(), vm.critical());
            }
        }
    }

    void releaseAll(String host) {
        cluster.migrations().nodeGone(host);
        owned(host).forEach(this::failOver);
    }

    private List<GroupState> owned(String host) {
        return cluster.owned(host);
    }
}

package io.quorate.lab.model;

import io.quorate.lab.kernel.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What must hold after every event (S1 to S3 of the lab's list). Each is told twice: of everything, and of what a change may have broken. */
final class Invariants {
    private final Estate estate;
    private final World world;

    private Invariants(Estate estate) {
        this.estate = estate;
        this.world = estate.world();
    }

    static void declare(Estate estate) {
        Invariants its = new Invariants(estate);
        World world = estate.world();
        world.invariant("S1 one writer per virtual disk, on a host that is up", its::oneWriter)
                .on(VmState.class, (before, vm) -> vm == null ? null : its.oneWriter(vm))
                .on(HostState.class, its::writersOn)
                .on(ClusterState.class, its::writersIn);
        world.invariant("S2 one quorum, and nobody serves what he does not own", its::oneServes)
                .on(ClusterState.class, Invariants::forward)
                .on(GroupState.class, (before, group) -> group == null ? null : its.serves(group))
                .on(VmState.class, (before, vm) -> vm == null ? null : its.serves(vm));
        world.invariant("S9 nobody destroys what another host uses", its::noDamage);
        world.invariant("S3 a group is owned by a node that may have it", its::owners)
                .on(GroupState.class, its::owner)
                .on(ClusterState.class, its::ownersIn);
    }

    private static <T> @Nullable String first(List<T> some, Function<T, @Nullable String> check) {
        return some.stream().map(check).filter(Objects::nonNull).findFirst().orElse(null);
    }

    // S1

    private @Nullable String oneWriter() {
        Map<String, String> writers = new HashMap<>();
        for (VmState vm : world.all(VmState.class)) {
            if (!vm.handles()) {
                continue;
            }
            String wrong = onDead(vm);
            if (wrong != null) {
                return wrong;
            }
            for (String disk : vm.disks()) {
                String other = writers.put(scope(vm, disk) + "/" + disk.toLowerCase(Locale.ROOT), vm.id());
                if (other != null) {
                    return twice(disk, other, vm.id());
                }
            }
        }
        return null;
    }

    private @Nullable String oneWriter(VmState vm) {
        if (!vm.handles()) {
            return null;
        }
        String wrong = onDead(vm);
        List<String> own = new ArrayList<>();
        for (String disk : vm.disks()) {
            if (wrong != null) {
                return wrong;
            }
            String path = disk.toLowerCase(Locale.ROOT);
            if (own.contains(path)) {
                return twice(disk, vm.id(), vm.id());
            }
            own.add(path);
            wrong = first(
                    estate.hypervisor().writersOf(disk),
                    other -> !other.id().equals(vm.id()) && scope(other, disk).equals(scope(vm, disk))
                            ? twice(disk, other.id(), vm.id())
                            : null);
        }
        return wrong;
    }

    private @Nullable String onDead(VmState vm) {
        return world.get(HostState.key(vm.host())).power() == Power.UP
                ? null
                : vm.name() + " writes on " + vm.host() + ", which is not up";
    }

    private static String twice(String disk, String one, String other) {
        return disk + " is open for " + one + " and " + other;
    }

    private String scope(VmState vm, String disk) {
        return estate.hypervisor().scope(vm.host(), disk);
    }

    private @Nullable String writersOn(@Nullable HostState before, @Nullable HostState host) {
        return host == null || before != null && before.power() == host.power() ? null : writersOn(host.name());
    }

    private @Nullable String writersOn(String host) {
        return first(estate.hypervisor().writersOn(host), this::oneWriter);
    }

    /** Who shares volumes with whom is the members' affair. */
    private @Nullable String writersIn(@Nullable ClusterState before, @Nullable ClusterState after) {
        return membersChanged(before, after) ? first(estate.hosts(), host -> writersOn(host.name())) : null;
    }

    private static boolean membersChanged(@Nullable ClusterState before, @Nullable ClusterState after) {
        return before == null || after == null || !before.nodes().equals(after.nodes());
    }

    // S9

    private @Nullable String noDamage() {
        return world.find(DamagedUnit.KEY)
                .map(d -> d.naa() + " was " + d.what() + " by " + d.by() + " while " + d.victim() + " used its volume")
                .orElse(null);
    }

    // S2

    private static @Nullable String forward(@Nullable ClusterState before, @Nullable ClusterState after) {
        return before != null && after != null && after.epoch() < before.epoch()
                ? "the database of " + after.name() + " went back"
                : null;
    }

    private @Nullable String oneServes() {
        Map<String, GroupState> online = new HashMap<>();
        for (GroupState group : world.all(GroupState.class)) {
            if (online(group)) {
                online.put(group.id(), group);
            }
        }
        for (VmState vm : world.all(VmState.class)) {
            GroupState group = online.get(String.valueOf(vm.group()));
            if (group != null && !vm.host().equals(group.owner())) {
                return elsewhere(vm, group);
            }
        }
        return null;
    }

    private static boolean online(GroupState group) {
        return group.type() == GroupState.VIRTUAL_MACHINE && group.state() == GroupState.State.ONLINE;
    }

    private @Nullable String serves(GroupState group) {
        return online(group) ? first(estate.hypervisor().inGroup(group.id()), vm -> elsewhere(vm, group)) : null;
    }

    private @Nullable String serves(VmState vm) {
        String id = vm.group();
        return id == null
                ? null
                : first(estate.clusterObjects().group(id), group -> online(group) ? elsewhere(vm, group) : null);
    }

    private static @Nullable String elsewhere(VmState vm, GroupState group) {
        return vm.host().equals(group.owner())
                ? null
                : vm.name() + " is on " + vm.host() + ", its online group on " + group.owner();
    }

    // S3

    private @Nullable String owners() {
        return first(world.all(GroupState.class), this::member);
    }

    private @Nullable String member(GroupState group) {
        ClusterState cluster = world.get(ClusterState.key(group.cluster()));
        return group.state() == GroupState.State.ONLINE && !cluster.nodes().contains(group.owner())
                ? group.name() + " is online on " + group.owner() + ", which is no node"
                : null;
    }

    private @Nullable String owner(@Nullable GroupState before, @Nullable GroupState group) {
        if (group == null) {
            return null;
        }
        String wrong = member(group);
        boolean moved = before != null && !before.owner().equals(group.owner());
        return wrong == null
                        && moved
                        && world.find(NodeState.key(group.cluster(), group.owner()))
                                .filter(n -> n.state() == NodeState.State.PAUSED)
                                .isPresent()
                ? group.name() + " moved to " + group.owner() + ", which is paused"
                : wrong;
    }

    private @Nullable String ownersIn(@Nullable ClusterState before, @Nullable ClusterState after) {
        if (before == null || after == null || !membersChanged(before, after)) {
            return null;
        }
        List<String> gone =
                before.nodes().stream().filter(n -> !after.nodes().contains(n)).toList();
        return first(gone, host -> first(estate.clusterObjects().owned(after.name(), host), this::member));
    }
}

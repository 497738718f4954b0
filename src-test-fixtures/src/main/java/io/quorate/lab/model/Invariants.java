package io.quorate.lab.model;

import io.quorate.lab.kernel.World;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What must hold after every event (S1 to S3 of the lab's list). */
final class Invariants {
    private final Estate estate;
    private final World world;
    private final Map<String, Long> epochs = new HashMap<>();
    private final Map<String, String> owners = new HashMap<>();

    private Invariants(Estate estate) {
        this.estate = estate;
        this.world = estate.world();
    }

    static void declare(Estate estate) {
        Invariants invariants = new Invariants(estate);
        estate.world().invariant("S1 one writer per virtual disk, on a host that is up", invariants::oneWriter);
        estate.world().invariant("S2 one quorum, and nobody serves what he does not own", invariants::oneQuorum);
        estate.world().invariant("S9 nobody destroys what another host uses", invariants::noDamage);
        estate.world().invariant("S3 a group is owned by a node that may have it", invariants::owners);
    }

    private @Nullable String oneWriter() {
        Map<String, String> writers = new HashMap<>();
        for (VmState vm : world.all(VmState.class)) {
            if (!vm.handles()) {
                continue;
            }
            if (world.get(HostState.key(vm.host())).power() != Power.UP) {
                return vm.name() + " writes on " + vm.host() + ", which is not up";
            }
            for (String disk : vm.disks()) {
                String scope = Hypervisor.shared(disk)
                        ? estate.clusterOf(vm.host()).map(Cluster::name).orElse(vm.host())
                        : vm.host();
                String other = writers.put(scope + "/" + disk.toLowerCase(Locale.ROOT), vm.id());
                if (other != null) {
                    return disk + " is open for " + other + " and " + vm.id();
                }
            }
        }
        return null;
    }

    private @Nullable String noDamage() {
        return world.find(DamagedUnit.KEY)
                .map(d -> d.naa() + " was " + d.what() + " by " + d.by() + " while " + d.victim() + " used its volume")
                .orElse(null);
    }

    private @Nullable String oneQuorum() {
        for (ClusterState cluster : world.all(ClusterState.class)) {
            Long before = epochs.put(cluster.name(), cluster.epoch());
            if (before != null && cluster.epoch() < before) {
                return "the database of " + cluster.name() + " went back";
            }
        }
        for (GroupState group : world.all(GroupState.class)) {
            if (group.type() != GroupState.VIRTUAL_MACHINE || group.state() != GroupState.State.ONLINE) {
                continue;
            }
            for (VmState vm : world.all(VmState.class)) {
                if (group.id().equals(vm.group()) && !vm.host().equals(group.owner())) {
                    return vm.name() + " is on " + vm.host() + ", its online group on " + group.owner();
                }
            }
        }
        return null;
    }

    private @Nullable String owners() {
        for (GroupState group : world.all(GroupState.class)) {
            ClusterState cluster = world.get(ClusterState.key(group.cluster()));
            if (group.state() == GroupState.State.ONLINE && !cluster.nodes().contains(group.owner())) {
                return group.name() + " is online on " + group.owner() + ", which is no node";
            }
            String before = owners.put(group.id(), group.owner());
            if (before != null
                    && !before.equals(group.owner())
                    && world.find(NodeState.key(group.cluster(), group.owner()))
                            .filter(n -> n.state() == NodeState.State.PAUSED)
                            .isPresent()) {
                return group.name() + " moved to " + group.owner() + ", which is paused";
            }
        }
        return null;
    }
}

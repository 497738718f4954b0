package io.quorate.lab.model;

import io.quorate.lab.kernel.World;
import io.quorate.lab.storage.ReservationState;
import io.quorate.lab.storage.Reserving;
import io.quorate.lab.storage.StorageAppliance;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cluster's persistent reservations on the appliances' units: every node that sees a unit registers its key, the owner holds the
 * reservation (write exclusive, registrants only), a dead owner is preempted.
 */
final class Reservations {
    private static final int TYPE = Reserving.WRITE_EXCLUSIVE_REGISTRANTS_ONLY;

    private final Cluster cluster;
    private final World world;

    Reservations(Cluster cluster) {
        this.cluster = cluster;
        this.world = cluster.world();
    }

    private HostDisks disks() {
        return cluster.estate().hostDisks();
    }

    private Optional<StorageAppliance> applianceOf(String naa) {
        return cluster.estate().appliances().stream()
                .filter(a -> a.logicalUnit(naa).isPresent())
                .findFirst();
    }

    private long key(NodeState node) {
        return key(node.host());
    }

    private long key(String host) {
        String path = NodeState.key(cluster.name(), host).path();
        return world.random().guid(path + "/reservation").getMostSignificantBits() | 1;
    }

    private boolean ours(long key) {
        return cluster.estate().hosts().stream().anyMatch(h -> key(h.name()) == key);
    }

    /** Tells whether somebody else holds a unit. */
    boolean foreign(String naa) {
        return applianceOf(naa)
                .map(a -> a.reservations(naa))
                .map(s -> s.type() != 0 && !ours(holderKey(s)))
                .orElse(false);
    }

    private static long holderKey(ReservationState state) {
        String holder = state.holder();
        return holder == null ? 0 : Reserving.keyOf(state, holder).orElse(0L);
    }

    /** Brings a unit's registrations and its reservation up to date. */
    void renew(ClusteredUnit unit, ResourceState resource) {
        Optional<StorageAppliance> appliance = applianceOf(unit.naa()).filter(StorageAppliance::on);
        if (appliance.isEmpty() || foreign(unit.naa())) {
            return;
        }
        ReservationState before = appliance.get().reservations(unit.naa());
        ReservationState state = before;
        for (NodeState node : cluster.nodes()) {
            String nexus = disks().nexus(node.host(), unit.naa()).orElse(null);
            if (node.active() && nexus != null && !Reserving.keyOf(state, nexus).equals(Optional.of(key(node)))) {
                state = or(Reserving.register(state, nexus, 0, key(node), true, false), state);
            }
        }
        GroupState group = cluster.groupOf(resource);
        Optional<NodeState> owner = cluster.node(group.owner()).filter(NodeState::active);
        String nexus = owner.flatMap(n -> disks().nexus(n.host(), unit.naa())).orElse(null);
        if (owner.isPresent() && nexus != null && group.state() == GroupState.State.ONLINE) {
            state = reserve(state, nexus, key(owner.get()));
            for (HostSpec host : cluster.estate().hosts()) {
                long key = key(host.name());
                boolean member =
                        cluster.node(host.name()).filter(NodeState::active).isPresent();
                if (!member && state.registrations().stream().anyMatch(r -> r.key() == key)) {
                    state = or(Reserving.preempt(state, nexus, key(owner.get()), key, TYPE), state);
                }
            }
        }
        if (!state.equals(before)) {
            appliance.get().putReservations(state);
        }
    }

    private ReservationState reserve(ReservationState state, String nexus, long key) {
        String holder = state.holder();
        if (state.type() == 0 || holder == null) {
            return or(Reserving.reserve(state, nexus, key, TYPE), state);
        }
        if (holder.equals(nexus)) {
            return state;
        }
        long held = holderKey(state);
        boolean alive = cluster.nodes().stream().anyMatch(n -> n.active() && key(n) == held);
        if (alive) {
            ReservationState released = Reserving.release(state, holder, held, state.type());
            return released == null ? state : or(Reserving.reserve(released, nexus, key, TYPE), state);
        }
        return or(Reserving.preempt(state, nexus, key, held, TYPE), state);
    }

    private static ReservationState or(@Nullable ReservationState next, ReservationState otherwise) {
        return next == null ? otherwise : next;
    }

    /** Gives a unit back. */
    void clear(ClusteredUnit unit) {
        applianceOf(unit.naa()).filter(StorageAppliance::on).ifPresent(a -> {
            ReservationState state = a.reservations(unit.naa());
            List<ReservationState.Registration> own =
                    state.registrations().stream().filter(r -> ours(r.key())).toList();
            if (!own.isEmpty()) {
                ReservationState cleared =
                        Reserving.clear(state, own.get(0).nexus(), own.get(0).key());
                if (cleared != null) {
                    a.putReservations(cleared);
                }
            }
        });
    }
}

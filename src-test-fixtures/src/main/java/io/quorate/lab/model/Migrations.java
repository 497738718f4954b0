package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import io.quorate.lab.kernel.World;
import java.time.Duration;

/** Live migration: setup, memory copy, blackout; until the blackout ends the VM runs at its source. */
final class Migrations {
    private final Cluster cluster;
    private final World world;

    Migrations(Cluster cluster) {
        this.cluster = cluster;
        this.world = cluster.world();
    }

    private Key<MigrationState> key(String group) {
        return MigrationState.key(cluster.name(), group);
    }

    void start(GroupState group, VmState vm, String target) {
        if (!cluster.estate().hypervisor().canRun(vm, target)) {
            throw new Refusal(Refusal.Reason.NODE_CANT_HOST_RESOURCE, target, group.name());
        }
        MigrationState migration = new MigrationState(
                cluster.name(),
                group.id(),
                vm.id(),
                vm.host(),
                target,
                MigrationState.Phase.SETUP,
                world.time().now());
        world.put(key(group.id()), migration);
        world.put(group.key(), group.with(GroupState.State.PENDING));
        world.put(vm.key(), vm.withStatus("Migrating virtual machine"));
        Timings timings = cluster.estate().timings();
        next(migration, timings.migrationSetup(), MigrationState.Phase.COPY);
    }

    void cancel(GroupState group) {
        MigrationState current =
                world.find(key(group.id())).orElseThrow(() -> new Refusal(Refusal.Reason.INVALID_STATE, group.name()));
        if (current.phase() != MigrationState.Phase.BLACKOUT) {
            fail(current);
        }
    }

    private void next(MigrationState current, Duration after, MigrationState.Phase phase) {
        world.schedule(after, key(current.group()).path(), "live migration: " + phase, () -> {
            if (!world.find(key(current.group())).filter(current::equals).isPresent()) {
                return;
            }
            if (!possible(current)) {
                fail(current);
                return;
            }
            MigrationState now = current.with(phase);
            world.put(key(current.group()), now);
            Timings timings = cluster.estate().timings();
            if (phase == MigrationState.Phase.COPY) {
                long memory = world.get(VmState.key(current.vm())).memory();
                next(now, timings.copy(memory), MigrationState.Phase.BLACKOUT);
            } else {
                finish(now, timings.migrationBlackout());
            }
        });
    }

    private void finish(MigrationState current, Duration blackout) {
        world.schedule(blackout, key(current.group()).path(), "live migration: done", () -> {
            if (!world.find(key(current.group())).filter(current::equals).isPresent()) {
                return;
            }
            if (!possible(current)) {
                fail(current);
                return;
            }
            Key<GroupState> group = GroupState.key(cluster.name(), current.group());
            world.update(VmState.key(current.vm()), v -> v.on(current.to()));
            world.update(group, g -> g.withOwner(current.to()));
            world.remove(key(current.group()));
            world.update(group, g -> g.with(GroupState.State.ONLINE));
            cluster.drains().ended(current.from(), current, true);
        });
    }

    private boolean possible(MigrationState m) {
        VmState vm = world.get(VmState.key(m.vm()));
        return cluster.estate().reaches(m.from(), m.to())
                && vm.host().equals(m.from())
                && vm.state() == VmState.State.RUNNING
                && cluster.node(m.to())
                        .filter(n -> n.state() == NodeState.State.UP)
                        .isPresent();
    }

    /** The VM stays where it was; if it died there, the cluster finds out in its own time. */
    private void fail(MigrationState m) {
        world.remove(key(m.group()));
        world.update(VmState.key(m.vm()), v -> v.withStatus(VmState.NORMAL));
        GroupState group = world.get(GroupState.key(cluster.name(), m.group()));
        if (group.state() == GroupState.State.PENDING) {
            world.put(group.key(), group.with(GroupState.State.ONLINE));
        }
        cluster.drains().ended(m.from(), m, false);
    }

    /** Ends the migrations from and to a node that is gone. */
    void nodeGone(String host) {
        world.all(MigrationState.class).stream()
                .filter(m -> m.cluster().equals(cluster.name()))
                .filter(m -> m.from().equals(host) || m.to().equals(host))
                .forEach(this::fail);
    }

    void drop(String group) {
        world.remove(key(group));
    }
}

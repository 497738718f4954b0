package io.quorate.lab.model;

import io.quorate.lab.kernel.World;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much each machine has written, and how much of it its copy holds: exact to the millisecond, so that what a failover loses can be counted.
 * Told of every change of a machine, under the world's lock.
 */
final class ReplicaWrites {
    private final World world;
    private final Map<String, Long> written = new HashMap<>();
    private final Map<String, Duration> since = new HashMap<>();
    private final Map<String, Long> held = new HashMap<>();

    ReplicaWrites(World world) {
        this.world = world;
    }

    /** Notices that a machine began or ceased to write. Nothing is ever wrong with that. */
    @Nullable
    String watch(@Nullable VmState vm) {
        if (vm == null) {
            return null;
        }
        Duration now = world.time().now();
        boolean writes = vm.state() == VmState.State.RUNNING;
        Duration began = since.get(vm.id());
        if (writes && began == null) {
            since.put(vm.id(), now);
        } else if (!writes && began != null) {
            since.remove(vm.id());
            written.merge(vm.id(), bytes(began, now), Long::sum);
        }
        return null;
    }

    private static long bytes(Duration began, Duration now) {
        return now.minus(began).toMillis() * Replications.WRITES / 1000;
    }

    /** Returns what a machine's disks hold now. */
    long of(String vm) {
        Duration began = since.get(vm);
        return written.getOrDefault(vm, 0L)
                + (began == null ? 0 : bytes(began, world.time().now()));
    }

    /** Returns what a machine's disks held when a cycle, or what stands for one, ended last. */
    long heldBy(String vm) {
        return held.getOrDefault(vm, 0L);
    }

    /** What a primary held when a cycle began is at its replica now. */
    void sent(String primary, long mark, @Nullable String replica) {
        held.put(primary, mark);
        if (replica != null) {
            held.put(replica, mark);
            back(replica);
        }
    }

    /** A machine's disks are what they were when a cycle ended last. */
    void back(String vm) {
        back(vm, heldBy(vm));
    }

    /** A machine's disks are what they were when so much had been written. */
    void back(String vm, long bytes) {
        written.put(vm, bytes);
        since.computeIfPresent(vm, (id, began) -> world.time().now());
    }
}

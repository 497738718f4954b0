package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.time.Duration;

/**
 * A live migration under way.
 *
 * @param cluster the cluster's name
 * @param group id of the group
 * @param vm id of the VM
 * @param from source node
 * @param to destination node
 * @param phase what it does
 * @param started world time of its start
 */
public record MigrationState(
        String cluster, String group, String vm, String from, String to, Phase phase, Duration started) {

    /** Phases, in order. */
    public enum Phase {
        SETUP,
        COPY,
        BLACKOUT
    }

    static Key<MigrationState> key(String cluster, String group) {
        return new Key<>(MigrationState.class, "cluster/" + cluster + "/migration/" + group);
    }

    MigrationState with(Phase next) {
        return new MigrationState(cluster, group, vm, from, to, next, started);
    }
}

package io.quorate.replica;

import io.quorate.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The replication of a replica to a third server, as the replica's host sees it.
 *
 * @param state its state
 * @param health as Windows judges it
 * @param replica DNS name of the third server; empty where Windows does not tell
 * @param frequency the time between two cycles; zero where Windows does not tell
 * @param lastReplication when a cycle ended last, by the host's clock; null if none did
 * @param pending what waits to be sent
 */
public record ExtendedReplication(
        ReplicationState state,
        ReplicationHealth health,
        String replica,
        Duration frequency,
        @Nullable Instant lastReplication,
        Size pending) {
    public ExtendedReplication {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(health, "health");
        Objects.requireNonNull(replica, "replica");
        Objects.requireNonNull(frequency, "frequency");
        Objects.requireNonNull(pending, "pending");
    }
}

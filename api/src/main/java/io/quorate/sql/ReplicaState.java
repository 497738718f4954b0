package io.quorate.sql;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a replica is, as one instance tells it: the primary knows all, a secondary only itself.
 *
 * @param local whether it is the instance that tells
 * @param role what it is at the moment; null where it is not told
 * @param operational whether it can work; told of the instance itself only
 * @param connected whether it is connected; null where it is not told
 * @param health how well it is in step; null where it is not told
 * @param recovery whether its databases are open; told of the instance itself only
 * @param join whether it has joined; null where it is not told
 * @param lastErrorNumber the last connection error; null for none
 * @param lastError its text
 * @param lastErrorAt its time
 */
public record ReplicaState(
        boolean local,
        @Nullable ReplicaRole role,
        @Nullable OperationalState operational,
        @Nullable ConnectedState connected,
        @Nullable SynchronizationHealth health,
        @Nullable RecoveryHealth recovery,
        @Nullable JoinState join,
        @Nullable Integer lastErrorNumber,
        @Nullable String lastError,
        @Nullable Instant lastErrorAt) {

    /** Tells whether it is known to be this. */
    public boolean is(ReplicaRole wanted) {
        return Objects.equals(role, wanted);
    }

    /** Tells whether it is known to have joined. */
    public boolean joined() {
        return join != null && !join.equals(JoinState.NOT_JOINED);
    }
}

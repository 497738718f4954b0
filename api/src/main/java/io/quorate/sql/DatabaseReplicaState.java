package io.quorate.sql;

import io.quorate.Size;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a database of a group is on one replica, as one instance tells it: the primary knows all, a secondary only itself. Whether a copy has
 * joined and is ready for a failover every instance knows.
 *
 * @param replica the replica's name
 * @param local whether the instance tells of itself
 * @param primary whether it is the primary's copy
 * @param joined whether the copy has joined
 * @param failoverReady whether a failover to it would lose nothing
 * @param pendingSuspend whether the primary is about to suspend it
 * @param synchronization how far it follows; null where it is not told
 * @param health how well it is in step; null where it is not told
 * @param state what the database is doing; null where it is not told
 * @param suspended whether it is suspended
 * @param suspendReason why; null where it is not suspended
 * @param sent how much log was sent to it
 * @param received how much it received
 * @param hardened how much it wrote to disk
 * @param redone how much it applied
 * @param committed the last commit it knows
 * @param endOfLog where its log ends; null where it is not told
 * @param sendQueue how much log waits to be sent to it; null where it is not told, as of a primary that is dead
 * @param sendRate how much is sent in a second
 * @param redoQueue how much waits to be applied
 * @param redoRate how much is applied in a second
 * @param lag how far it is behind the primary; null where it is not told
 * @param recovery of a primary's copy, where its log ended when it took over, before it wrote anything of its own; of another one, where it would
 *     have to go back to; null where it is not told
 */
public record DatabaseReplicaState(
        String replica,
        boolean local,
        boolean primary,
        boolean joined,
        boolean failoverReady,
        boolean pendingSuspend,
        @Nullable SynchronizationState synchronization,
        @Nullable SynchronizationHealth health,
        @Nullable DatabaseState state,
        boolean suspended,
        @Nullable String suspendReason,
        LogPosition sent,
        LogPosition received,
        LogPosition hardened,
        LogPosition redone,
        LogPosition committed,
        @Nullable Lsn endOfLog,
        @Nullable Size sendQueue,
        @Nullable Size sendRate,
        @Nullable Size redoQueue,
        @Nullable Size redoRate,
        @Nullable Duration lag,
        @Nullable Lsn recovery) {
    public DatabaseReplicaState {
        Objects.requireNonNull(replica, "replica");
        Objects.requireNonNull(sent, "sent");
        Objects.requireNonNull(received, "received");
        Objects.requireNonNull(hardened, "hardened");
        Objects.requireNonNull(redone, "redone");
        Objects.requireNonNull(committed, "committed");
    }

    /** Makes one that tells of no recovery. */
    public DatabaseReplicaState(
            String replica,
            boolean local,
            boolean primary,
            boolean joined,
            boolean failoverReady,
            boolean pendingSuspend,
            @Nullable SynchronizationState synchronization,
            @Nullable SynchronizationHealth health,
            @Nullable DatabaseState state,
            boolean suspended,
            @Nullable String suspendReason,
            LogPosition sent,
            LogPosition received,
            LogPosition hardened,
            LogPosition redone,
            LogPosition committed,
            @Nullable Lsn endOfLog,
            @Nullable Size sendQueue,
            @Nullable Size sendRate,
            @Nullable Size redoQueue,
            @Nullable Size redoRate,
            @Nullable Duration lag) {
        this(
                replica,
                local,
                primary,
                joined,
                failoverReady,
                pendingSuspend,
                synchronization,
                health,
                state,
                suspended,
                suspendReason,
                sent,
                received,
                hardened,
                redone,
                committed,
                endOfLog,
                sendQueue,
                sendRate,
                redoQueue,
                redoRate,
                lag,
                null);
    }

    /** Tells whether it is known to follow in this way. */
    public boolean is(SynchronizationState wanted) {
        return Objects.equals(synchronization, wanted);
    }
}

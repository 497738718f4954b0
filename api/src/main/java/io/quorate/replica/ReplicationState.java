package io.quorate.replica;

import java.util.List;
import java.util.Objects;

/**
 * The state of a replication. Words of {@code VMReplicationState}, which are not those of {@code Msvm_ReplicationRelationship}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word Windows' own word, or its number where it sent no word that is known
 */
public record ReplicationState(String word) {
    /** It is not replicated. */
    public static final ReplicationState DISABLED = new ReplicationState("Disabled");

    /** It is enabled, and the first copy was not begun. */
    public static final ReplicationState READY_FOR_INITIAL_REPLICATION =
            new ReplicationState("ReadyForInitialReplication");

    /** The first copy is being sent. */
    public static final ReplicationState INITIAL_REPLICATION_IN_PROGRESS =
            new ReplicationState("InitialReplicationInProgress");

    /** The replica waits for the first copy. */
    public static final ReplicationState WAITING_FOR_INITIAL_REPLICATION =
            new ReplicationState("WaitingForInitialReplication");

    /** Changes are sent, one cycle after the other. */
    public static final ReplicationState REPLICATING = new ReplicationState("Replicating");

    /** The primary is off and all it wrote was sent. */
    public static final ReplicationState PREPARED_FOR_FAILOVER = new ReplicationState("PreparedForFailover");

    /** The replica has taken over; its other points are still there. */
    public static final ReplicationState FAILED_OVER_WAITING_COMPLETION =
            new ReplicationState("FailedOverWaitingCompletion");

    /** The replica has taken over for good. */
    public static final ReplicationState FAILED_OVER = new ReplicationState("FailedOver");

    /** Somebody suspended it. */
    public static final ReplicationState SUSPENDED = new ReplicationState("Suspended");

    /** It stopped at an error. */
    public static final ReplicationState ERROR = new ReplicationState("Error");

    /** Both copies have to be compared. */
    public static final ReplicationState WAITING_FOR_START_RESYNCHRONIZE =
            new ReplicationState("WaitingForStartResynchronize");

    /** Both copies are being compared. */
    public static final ReplicationState RESYNCHRONIZING = new ReplicationState("Resynchronizing");

    /** The comparison was suspended. */
    public static final ReplicationState RESYNCHRONIZE_SUSPENDED = new ReplicationState("ResynchronizeSuspended");

    /** A failover is being carried out. */
    public static final ReplicationState RECOVERY_IN_PROGRESS = new ReplicationState("RecoveryInProgress");

    /** Another product brings it back. */
    public static final ReplicationState FAILBACK_IN_PROGRESS = new ReplicationState("FailbackInProgress");

    /** Another product brought it back. */
    public static final ReplicationState FAILBACK_COMPLETE = new ReplicationState("FailbackComplete");

    /** Its set of disks is being changed. */
    public static final ReplicationState WAITING_FOR_UPDATE_COMPLETION =
            new ReplicationState("WaitingForUpdateCompletion");

    /** Its set of disks could not be changed. */
    public static final ReplicationState UPDATE_ERROR = new ReplicationState("UpdateError");

    /** Another product makes it its own. */
    public static final ReplicationState WAITING_FOR_REPURPOSE_COMPLETION =
            new ReplicationState("WaitingForRepurposeCompletion");

    /** Another product prepared it. */
    public static final ReplicationState PREPARED_FOR_SYNC_REPLICATION =
            new ReplicationState("PreparedForSyncReplication");

    /** Another product prepared it with its group. */
    public static final ReplicationState PREPARED_FOR_GROUP_REVERSE_REPLICATION =
            new ReplicationState("PreparedForGroupReverseReplication");

    /** Another product exercises it. */
    public static final ReplicationState FIREDRILL_IN_PROGRESS = new ReplicationState("FiredrillInProgress");

    private static final List<ReplicationState> KNOWN = List.of(
            DISABLED,
            READY_FOR_INITIAL_REPLICATION,
            INITIAL_REPLICATION_IN_PROGRESS,
            WAITING_FOR_INITIAL_REPLICATION,
            REPLICATING,
            PREPARED_FOR_FAILOVER,
            FAILED_OVER_WAITING_COMPLETION,
            FAILED_OVER,
            SUSPENDED,
            ERROR,
            WAITING_FOR_START_RESYNCHRONIZE,
            RESYNCHRONIZING,
            RESYNCHRONIZE_SUSPENDED,
            RECOVERY_IN_PROGRESS,
            FAILBACK_IN_PROGRESS,
            FAILBACK_COMPLETE,
            WAITING_FOR_UPDATE_COMPLETION,
            UPDATE_ERROR,
            WAITING_FOR_REPURPOSE_COMPLETION,
            PREPARED_FOR_SYNC_REPLICATION,
            PREPARED_FOR_GROUP_REVERSE_REPLICATION,
            FIREDRILL_IN_PROGRESS);

    private static final List<ReplicationState> FOREIGN = List.of(
            FAILBACK_IN_PROGRESS,
            FAILBACK_COMPLETE,
            WAITING_FOR_REPURPOSE_COMPLETION,
            PREPARED_FOR_SYNC_REPLICATION,
            PREPARED_FOR_GROUP_REVERSE_REPLICATION,
            FIREDRILL_IN_PROGRESS);

    private static final List<ReplicationState> PASSING = List.of(
            INITIAL_REPLICATION_IN_PROGRESS, RESYNCHRONIZING, RECOVERY_IN_PROGRESS, WAITING_FOR_UPDATE_COMPLETION);

    public ReplicationState {
        Objects.requireNonNull(word, "word");
    }

    /** Returns the constant for the word, ignoring case, or a new value for a word that is not known. */
    public static ReplicationState of(String word) {
        for (ReplicationState one : KNOWN) {
            if (one.word.equalsIgnoreCase(word)) {
                return one;
            }
        }
        return new ReplicationState(word);
    }

    /** Tells whether the word is one of the constants. */
    public boolean known() {
        return KNOWN.contains(this);
    }

    /** Returns the 22 states that Windows knows, in the order of their numbers. */
    public static List<ReplicationState> all() {
        return KNOWN;
    }

    /** Tells whether it is a state of Hyper-V Replica. In those of other products nothing may be done from here. */
    public boolean isOurs() {
        return known() && !FOREIGN.contains(this);
    }

    /** Tells whether it is on its way to another state, which it reaches by itself. */
    public boolean isPassing() {
        return PASSING.contains(this);
    }

    @Override
    public String toString() {
        return word;
    }
}

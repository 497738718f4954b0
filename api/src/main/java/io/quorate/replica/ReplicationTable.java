package io.quorate.replica;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What may be done in which state, and where it leads. Each edge cites its source. What is in no edge may not be done; in a state of another
 * product, in one that is not known, and in an extended replica nothing may be done from here.
 */
final class ReplicationTable {
    private static final String DOC = "Microsoft Learn: Set up Hyper-V Replica, and the reference of the cmdlet";
    private static final String REF = "field reports: which remedy fits which state";
    private static final String ASSUMED = "assumption: not yet seen on a real host";

    static final List<ReplicationEdge> EDGES = List.of(
            edge(
                    ReplicationMode.PRIMARY,
                    ReplicationState.READY_FOR_INITIAL_REPLICATION,
                    ReplicationAct.START_INITIAL_COPY,
                    ReplicationState.INITIAL_REPLICATION_IN_PROGRESS,
                    DOC),
            edge(
                    ReplicationMode.PRIMARY,
                    ReplicationState.INITIAL_REPLICATION_IN_PROGRESS,
                    ReplicationAct.CANCEL_INITIAL_COPY,
                    ReplicationState.READY_FOR_INITIAL_REPLICATION,
                    DOC),
            edge(
                    ReplicationMode.PRIMARY,
                    ReplicationState.REPLICATING,
                    ReplicationAct.SUSPEND,
                    ReplicationState.SUSPENDED,
                    DOC),
            edge(
                    ReplicationMode.REPLICA,
                    ReplicationState.REPLICATING,
                    ReplicationAct.SUSPEND,
                    ReplicationState.SUSPENDED,
                    DOC),
            edge(
                    ReplicationMode.PRIMARY,
                    ReplicationState.RESYNCHRONIZING,
                    ReplicationAct.SUSPEND,
                    ReplicationState.RESYNCHRONIZE_SUSPENDED,
                    DOC),
            edge(
                    ReplicationMode.PRIMARY,
                    ReplicationState.SUSPENDED,
                    ReplicationAct.RESUME,
                    ReplicationState.REPLICATING,
                    REF),
            edge(
                    ReplicationMode.REPLICA,
                    ReplicationState.SUSPENDED,
                    ReplicationAct.RESUME,
                    ReplicationState.REPLICATING,
                    REF),
            edge(
                    ReplicationMode.PRIMARY,
                    ReplicationState.ERROR,
                    ReplicationAct.RESUME,
                    ReplicationState.REPLICATING,
                    REF),
            edge(
                    ReplicationMode.REPLICA,
                    ReplicationState.ERROR,
                    ReplicationAct.RESUME,
                    ReplicationState.REPLICATING,
                    ASSUMED),
            edge(
                    ReplicationMode.PRIMARY,
                    ReplicationState.UPDATE_ERROR,
                    ReplicationAct.RESUME,
                    ReplicationState.REPLICATING,
                    ASSUMED),
            edge(
                    ReplicationMode.PRIMARY,
                    ReplicationState.WAITING_FOR_START_RESYNCHRONIZE,
                    ReplicationAct.RESYNCHRONIZE,
                    ReplicationState.RESYNCHRONIZING,
                    REF),
            edge(
                    ReplicationMode.PRIMARY,
                    ReplicationState.RESYNCHRONIZE_SUSPENDED,
                    ReplicationAct.RESYNCHRONIZE,
                    ReplicationState.RESYNCHRONIZING,
                    REF),
            edge(
                    ReplicationMode.PRIMARY,
                    ReplicationState.REPLICATING,
                    ReplicationAct.PREPARE,
                    ReplicationState.PREPARED_FOR_FAILOVER,
                    DOC),
            edge(
                    ReplicationMode.REPLICA,
                    ReplicationState.REPLICATING,
                    ReplicationAct.FAIL_OVER,
                    ReplicationState.FAILED_OVER_WAITING_COMPLETION,
                    DOC),
            edge(
                    ReplicationMode.PRIMARY,
                    ReplicationState.PREPARED_FOR_FAILOVER,
                    ReplicationAct.CANCEL_FAILOVER,
                    ReplicationState.REPLICATING,
                    REF),
            edge(
                    ReplicationMode.REPLICA,
                    ReplicationState.FAILED_OVER_WAITING_COMPLETION,
                    ReplicationAct.CANCEL_FAILOVER,
                    ReplicationState.REPLICATING,
                    DOC),
            edge(
                    ReplicationMode.REPLICA,
                    ReplicationState.FAILED_OVER_WAITING_COMPLETION,
                    ReplicationAct.REVERSE,
                    ReplicationState.REPLICATING,
                    DOC),
            edge(
                    ReplicationMode.REPLICA,
                    ReplicationState.FAILED_OVER,
                    ReplicationAct.REVERSE,
                    ReplicationState.READY_FOR_INITIAL_REPLICATION,
                    ASSUMED),
            edge(
                    ReplicationMode.REPLICA,
                    ReplicationState.FAILED_OVER_WAITING_COMPLETION,
                    ReplicationAct.COMPLETE,
                    ReplicationState.FAILED_OVER,
                    REF),
            edge(
                    ReplicationMode.REPLICA,
                    ReplicationState.REPLICATING,
                    ReplicationAct.FAIL_OVER_UNPLANNED,
                    ReplicationState.FAILED_OVER_WAITING_COMPLETION,
                    DOC),
            edge(
                    ReplicationMode.REPLICA,
                    ReplicationState.SUSPENDED,
                    ReplicationAct.FAIL_OVER_UNPLANNED,
                    ReplicationState.FAILED_OVER_WAITING_COMPLETION,
                    ASSUMED),
            edge(
                    ReplicationMode.REPLICA,
                    ReplicationState.ERROR,
                    ReplicationAct.FAIL_OVER_UNPLANNED,
                    ReplicationState.FAILED_OVER_WAITING_COMPLETION,
                    ASSUMED),
            edge(
                    ReplicationMode.REPLICA,
                    ReplicationState.WAITING_FOR_START_RESYNCHRONIZE,
                    ReplicationAct.FAIL_OVER_UNPLANNED,
                    ReplicationState.FAILED_OVER_WAITING_COMPLETION,
                    ASSUMED),
            edge(
                    ReplicationMode.REPLICA,
                    ReplicationState.RESYNCHRONIZE_SUSPENDED,
                    ReplicationAct.FAIL_OVER_UNPLANNED,
                    ReplicationState.FAILED_OVER_WAITING_COMPLETION,
                    ASSUMED),
            edge(
                    ReplicationMode.REPLICA,
                    ReplicationState.RESYNCHRONIZING,
                    ReplicationAct.FAIL_OVER_UNPLANNED,
                    ReplicationState.FAILED_OVER_WAITING_COMPLETION,
                    ASSUMED),
            edge(
                    ReplicationMode.REPLICA,
                    ReplicationState.REPLICATING,
                    ReplicationAct.START_TEST,
                    ReplicationState.REPLICATING,
                    DOC),
            edge(
                    ReplicationMode.REPLICA,
                    ReplicationState.REPLICATING,
                    ReplicationAct.END_TEST,
                    ReplicationState.REPLICATING,
                    DOC),
            edge(
                    ReplicationMode.REPLICA,
                    ReplicationState.SUSPENDED,
                    ReplicationAct.END_TEST,
                    ReplicationState.SUSPENDED,
                    ASSUMED),
            edge(
                    ReplicationMode.REPLICA,
                    ReplicationState.ERROR,
                    ReplicationAct.END_TEST,
                    ReplicationState.ERROR,
                    ASSUMED),
            edge(
                    ReplicationMode.REPLICA,
                    ReplicationState.WAITING_FOR_START_RESYNCHRONIZE,
                    ReplicationAct.END_TEST,
                    ReplicationState.WAITING_FOR_START_RESYNCHRONIZE,
                    ASSUMED),
            edge(
                    ReplicationMode.REPLICA,
                    ReplicationState.RESYNCHRONIZING,
                    ReplicationAct.END_TEST,
                    ReplicationState.RESYNCHRONIZING,
                    ASSUMED),
            edge(
                    ReplicationMode.REPLICA,
                    ReplicationState.RESYNCHRONIZE_SUSPENDED,
                    ReplicationAct.END_TEST,
                    ReplicationState.RESYNCHRONIZE_SUSPENDED,
                    ASSUMED),
            edge(
                    ReplicationMode.REPLICA,
                    ReplicationState.FAILED_OVER_WAITING_COMPLETION,
                    ReplicationAct.START_MACHINE,
                    ReplicationState.FAILED_OVER_WAITING_COMPLETION,
                    DOC),
            edge(
                    ReplicationMode.REPLICA,
                    ReplicationState.FAILED_OVER,
                    ReplicationAct.START_MACHINE,
                    ReplicationState.FAILED_OVER,
                    DOC),
            edge(
                    ReplicationMode.PRIMARY,
                    ReplicationState.READY_FOR_INITIAL_REPLICATION,
                    ReplicationAct.START_MACHINE,
                    ReplicationState.READY_FOR_INITIAL_REPLICATION,
                    DOC),
            edge(
                    ReplicationMode.PRIMARY,
                    ReplicationState.INITIAL_REPLICATION_IN_PROGRESS,
                    ReplicationAct.START_MACHINE,
                    ReplicationState.INITIAL_REPLICATION_IN_PROGRESS,
                    DOC),
            edge(
                    ReplicationMode.PRIMARY,
                    ReplicationState.REPLICATING,
                    ReplicationAct.START_MACHINE,
                    ReplicationState.REPLICATING,
                    DOC),
            edge(
                    ReplicationMode.PRIMARY,
                    ReplicationState.SUSPENDED,
                    ReplicationAct.START_MACHINE,
                    ReplicationState.SUSPENDED,
                    DOC),
            edge(
                    ReplicationMode.PRIMARY,
                    ReplicationState.ERROR,
                    ReplicationAct.START_MACHINE,
                    ReplicationState.ERROR,
                    DOC),
            edge(
                    ReplicationMode.PRIMARY,
                    ReplicationState.WAITING_FOR_START_RESYNCHRONIZE,
                    ReplicationAct.START_MACHINE,
                    ReplicationState.WAITING_FOR_START_RESYNCHRONIZE,
                    DOC),
            edge(
                    ReplicationMode.PRIMARY,
                    ReplicationState.RESYNCHRONIZING,
                    ReplicationAct.START_MACHINE,
                    ReplicationState.RESYNCHRONIZING,
                    DOC),
            edge(
                    ReplicationMode.PRIMARY,
                    ReplicationState.RESYNCHRONIZE_SUSPENDED,
                    ReplicationAct.START_MACHINE,
                    ReplicationState.RESYNCHRONIZE_SUSPENDED,
                    DOC),
            edge(
                    ReplicationMode.PRIMARY,
                    ReplicationState.READY_FOR_INITIAL_REPLICATION,
                    ReplicationAct.REMOVE,
                    ReplicationState.DISABLED,
                    DOC),
            edge(
                    ReplicationMode.PRIMARY,
                    ReplicationState.INITIAL_REPLICATION_IN_PROGRESS,
                    ReplicationAct.REMOVE,
                    ReplicationState.DISABLED,
                    DOC),
            edge(
                    ReplicationMode.PRIMARY,
                    ReplicationState.REPLICATING,
                    ReplicationAct.REMOVE,
                    ReplicationState.DISABLED,
                    DOC),
            edge(
                    ReplicationMode.PRIMARY,
                    ReplicationState.PREPARED_FOR_FAILOVER,
                    ReplicationAct.REMOVE,
                    ReplicationState.DISABLED,
                    DOC),
            edge(
                    ReplicationMode.PRIMARY,
                    ReplicationState.SUSPENDED,
                    ReplicationAct.REMOVE,
                    ReplicationState.DISABLED,
                    DOC),
            edge(
                    ReplicationMode.PRIMARY,
                    ReplicationState.ERROR,
                    ReplicationAct.REMOVE,
                    ReplicationState.DISABLED,
                    DOC),
            edge(
                    ReplicationMode.PRIMARY,
                    ReplicationState.WAITING_FOR_START_RESYNCHRONIZE,
                    ReplicationAct.REMOVE,
                    ReplicationState.DISABLED,
                    DOC),
            edge(
                    ReplicationMode.PRIMARY,
                    ReplicationState.RESYNCHRONIZING,
                    ReplicationAct.REMOVE,
                    ReplicationState.DISABLED,
                    DOC),
            edge(
                    ReplicationMode.PRIMARY,
                    ReplicationState.RESYNCHRONIZE_SUSPENDED,
                    ReplicationAct.REMOVE,
                    ReplicationState.DISABLED,
                    DOC),
            edge(
                    ReplicationMode.PRIMARY,
                    ReplicationState.UPDATE_ERROR,
                    ReplicationAct.REMOVE,
                    ReplicationState.DISABLED,
                    DOC),
            edge(
                    ReplicationMode.REPLICA,
                    ReplicationState.WAITING_FOR_INITIAL_REPLICATION,
                    ReplicationAct.REMOVE,
                    ReplicationState.DISABLED,
                    DOC),
            edge(
                    ReplicationMode.REPLICA,
                    ReplicationState.REPLICATING,
                    ReplicationAct.REMOVE,
                    ReplicationState.DISABLED,
                    DOC),
            edge(
                    ReplicationMode.REPLICA,
                    ReplicationState.FAILED_OVER_WAITING_COMPLETION,
                    ReplicationAct.REMOVE,
                    ReplicationState.DISABLED,
                    DOC),
            edge(
                    ReplicationMode.REPLICA,
                    ReplicationState.FAILED_OVER,
                    ReplicationAct.REMOVE,
                    ReplicationState.DISABLED,
                    DOC),
            edge(
                    ReplicationMode.REPLICA,
                    ReplicationState.SUSPENDED,
                    ReplicationAct.REMOVE,
                    ReplicationState.DISABLED,
                    DOC),
            edge(
                    ReplicationMode.REPLICA,
                    ReplicationState.ERROR,
                    ReplicationAct.REMOVE,
                    ReplicationState.DISABLED,
                    DOC),
            edge(
                    ReplicationMode.REPLICA,
                    ReplicationState.WAITING_FOR_START_RESYNCHRONIZE,
                    ReplicationAct.REMOVE,
                    ReplicationState.DISABLED,
                    DOC),
            edge(
                    ReplicationMode.REPLICA,
                    ReplicationState.RESYNCHRONIZING,
                    ReplicationAct.REMOVE,
                    ReplicationState.DISABLED,
                    DOC),
            edge(
                    ReplicationMode.REPLICA,
                    ReplicationState.RESYNCHRONIZE_SUSPENDED,
                    ReplicationAct.REMOVE,
                    ReplicationState.DISABLED,
                    DOC));

    private ReplicationTable() {}

    private static ReplicationEdge edge(
            ReplicationMode mode, ReplicationState from, ReplicationAct act, ReplicationState to, String source) {
        return new ReplicationEdge(mode, from, act, to, source);
    }

    /** Returns what may be done on a side in a state; nothing in those of other products. */
    private static Set<ReplicationAct> acts(ReplicationMode mode, ReplicationState state) {
        Set<ReplicationAct> acts = EnumSet.noneOf(ReplicationAct.class);
        EDGES.stream()
                .filter(edge -> edge.mode().equals(mode) && edge.from().equals(state))
                .forEach(edge -> acts.add(edge.act()));
        return acts;
    }

    /** Tells whether it may be done to what was seen: by its state, its machine's, and what it holds. */
    static boolean allows(VmReplication seen, ReplicationAct act) {
        return acts(seen.mode(), seen.state()).contains(act)
                && switch (act) {
                    // The last cycle brought all there was: only then nothing is lost, and nothing runs at the other
                    // end.
                    case FAIL_OVER -> seen.lastKind().equals(ReplicationKind.PLANNED) && seen.test() == null;
                    case FAIL_OVER_UNPLANNED -> seen.test() == null;
                    // What a test made could not be found any more; which of two replications is meant could not be
                    // told.
                    case REMOVE -> seen.test() == null && seen.extended() == null;
                    case PREPARE -> !seen.isUp();
                    case CANCEL_FAILOVER -> !seen.isUp();
                    case REVERSE ->
                        seen.state().equals(ReplicationState.FAILED_OVER)
                                || seen.failedOver().equals(ReplicationKind.PLANNED);
                    case COMPLETE -> !seen.failedOver().equals(ReplicationKind.PLANNED);
                    default -> true;
                };
    }
}

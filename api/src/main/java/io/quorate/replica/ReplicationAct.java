package io.quorate.replica;

import static io.quorate.replica.ReplicationMode.PRIMARY;
import static io.quorate.replica.ReplicationMode.REPLICA;

import java.util.function.Predicate;

/** What may be done to a replication on one of its two hosts. Each may be asked for again: what is so already is left alone. */
public enum ReplicationAct {
    /** Begins to send the first copy over the network. */
    START_INITIAL_COPY(
            "start-initial-copy",
            seen -> seen.mode().equals(PRIMARY)
                    && (seen.state().equals(ReplicationState.INITIAL_REPLICATION_IN_PROGRESS)
                            || seen.state().equals(ReplicationState.REPLICATING))),
    /** Stops sending the first copy. */
    CANCEL_INITIAL_COPY(
            "cancel-initial-copy",
            seen -> seen.mode().equals(PRIMARY) && seen.state().equals(ReplicationState.READY_FOR_INITIAL_REPLICATION)),
    /** Suspends it. */
    SUSPEND(
            "suspend",
            seen -> seen.state().equals(ReplicationState.SUSPENDED)
                    || seen.state().equals(ReplicationState.RESYNCHRONIZE_SUSPENDED)),
    /** Goes on with what was suspended or stopped at an error. */
    RESUME("resume", seen -> seen.state().equals(ReplicationState.REPLICATING)),
    /** Compares both copies and sends what differs. One that replicates needs none. */
    RESYNCHRONIZE(
            "resynchronize",
            seen -> seen.state().equals(ReplicationState.RESYNCHRONIZING)
                    || seen.state().equals(ReplicationState.REPLICATING)),
    /** Sends all that a machine wrote that is off now, for a planned failover. On the primary. */
    PREPARE(
            "prepare-failover",
            seen -> seen.mode().equals(PRIMARY) && seen.state().equals(ReplicationState.PREPARED_FOR_FAILOVER)),
    /** Has the replica take over from what was prepared, without loss. On the replica. */
    FAIL_OVER(
            "fail-over",
            seen -> seen.mode().equals(REPLICA)
                    && seen.state().equals(ReplicationState.FAILED_OVER_WAITING_COMPLETION)
                    && seen.failedOver().equals(ReplicationKind.PLANNED)),
    /** Makes the copy that took over the primary of the other one. On the replica. */
    REVERSE("reverse", seen -> seen.mode().equals(PRIMARY)),
    /** Starts the copy on that host. */
    START_MACHINE("start-machine", VmReplication::isUp),
    /** Makes a machine of the copy that can be tried out, connected to no network; replication goes on. On the replica. */
    START_TEST("start-test", seen -> seen.test() != null),
    /** Removes the machine of a test. On the replica. */
    END_TEST("end-test", seen -> seen.test() == null),
    /** Goes back to before the failover; what was written since is lost. */
    CANCEL_FAILOVER("cancel-failover", seen -> seen.state().equals(ReplicationState.REPLICATING)),
    /** Makes an unplanned failover final: the other points are gone. On the replica. */
    COMPLETE("complete-failover", seen -> seen.state().equals(ReplicationState.FAILED_OVER)),
    /** Ends the replication on that host; the machine stays, the replica's other points go. */
    REMOVE("remove", seen -> seen.mode().equals(ReplicationMode.NONE)),
    /** Has the replica take over from a primary that is gone: what it did not send is lost. On the replica. */
    FAIL_OVER_UNPLANNED(
            "fail-over-unplanned",
            seen -> seen.mode().equals(REPLICA)
                    && (seen.state().equals(ReplicationState.FAILED_OVER_WAITING_COMPLETION)
                            || seen.state().equals(ReplicationState.FAILED_OVER)));

    private final String word;
    private final Predicate<VmReplication> done;

    ReplicationAct(String word, Predicate<VmReplication> done) {
        this.word = word;
        this.done = done;
    }

    /** Returns how commands and messages name it. */
    public String word() {
        return word;
    }

    /** Tells whether it is so already. */
    public boolean isDone(VmReplication seen) {
        return done.test(seen);
    }

    /** Tells whether it gives something up that cannot be had again. */
    public boolean givesUp() {
        return this == CANCEL_FAILOVER || this == COMPLETE || this == REMOVE;
    }
}

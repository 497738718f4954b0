package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One host's side of a replication.
 *
 * @param host the host
 * @param guid the machine's GUID, the same on both sides
 * @param vm id of the copy on that host
 * @param mode which side it is
 * @param state its state
 * @param partner the other host
 * @param primary whether the names of the two servers are own, then other; for the replica the other way
 * @param setup how it is replicated
 * @param last world time at which a cycle ended last, or null
 * @param lastKind what it sent: 0 none, 1 regular, 3 planned
 * @param failedOver what the replica took over from
 * @param pending bytes that wait to be sent
 * @param initial bytes of the first copy
 * @param test id of the machine that a test made, or null
 * @param run counts what began its cycles anew, so that an old cycle ends
 */
public record ReplicaSide(
        String host,
        String guid,
        String vm,
        Mode mode,
        State state,
        String partner,
        boolean primary,
        ReplicaSetup setup,
        @Nullable Duration last,
        int lastKind,
        int failedOver,
        long pending,
        long initial,
        @Nullable String test,
        int run) {

    /** VMReplicationMode, by its number. */
    public enum Mode {
        NONE,
        PRIMARY,
        REPLICA
    }

    /** VMReplicationState of Hyper-V Replica itself, by its number. */
    public enum State {
        DISABLED,
        READY,
        INITIAL_IN_PROGRESS,
        WAITING_FOR_INITIAL,
        REPLICATING,
        PREPARED,
        FAILED_OVER_WAITING,
        FAILED_OVER,
        SUSPENDED,
        ERROR,
        WAITING_FOR_RESYNCHRONIZE,
        RESYNCHRONIZING,
        RESYNCHRONIZE_SUSPENDED
    }

    /** A cycle of what the disks held. */
    public static final int REGULAR = 1;

    /** The cycle of a planned failover. */
    public static final int PLANNED = 3;

    static Key<ReplicaSide> key(String host, String guid) {
        return new Key<>(ReplicaSide.class, "replica/" + host + "/" + guid.toLowerCase(java.util.Locale.ROOT));
    }

    Key<ReplicaSide> key() {
        return key(host, guid);
    }

    ReplicaSide with(State next) {
        return copy(mode, next, last, lastKind, failedOver, pending, test, run);
    }

    ReplicaSide with(Mode newMode, State next) {
        return new ReplicaSide(
                host,
                guid,
                vm,
                newMode,
                next,
                partner,
                newMode == Mode.PRIMARY,
                setup,
                last,
                lastKind,
                0,
                pending,
                initial,
                test,
                run + 1);
    }

    ReplicaSide with(ReplicaSetup newSetup) {
        return new ReplicaSide(
                host,
                guid,
                vm,
                mode,
                state,
                partner,
                primary,
                newSetup,
                last,
                lastKind,
                failedOver,
                pending,
                initial,
                test,
                run);
    }

    ReplicaSide anew() {
        return copy(mode, state, last, lastKind, failedOver, pending, test, run + 1);
    }

    ReplicaSide waiting(long bytes) {
        return copy(mode, state, last, lastKind, failedOver, bytes, test, run);
    }

    ReplicaSide sent(Duration now, int kind) {
        return copy(mode, state, now, kind, failedOver, 0, test, run);
    }

    ReplicaSide failedOver(int kind) {
        return copy(mode, State.FAILED_OVER_WAITING, last, lastKind, kind, pending, test, run);
    }

    ReplicaSide cancelled() {
        return copy(mode, State.REPLICATING, last, REGULAR, 0, pending, test, run + 1);
    }

    ReplicaSide tested(@Nullable String machine) {
        return copy(mode, state, last, lastKind, failedOver, pending, machine, run);
    }

    private ReplicaSide copy(
            Mode newMode,
            State newState,
            @Nullable Duration newLast,
            int newKind,
            int newFailedOver,
            long newPending,
            @Nullable String newTest,
            int newRun) {
        return new ReplicaSide(
                host,
                guid,
                vm,
                newMode,
                newState,
                partner,
                primary,
                setup,
                newLast,
                newKind,
                newFailedOver,
                newPending,
                initial,
                newTest,
                newRun);
    }
}

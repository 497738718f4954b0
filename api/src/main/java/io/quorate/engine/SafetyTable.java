package io.quorate.engine;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Safety;
import org.jspecify.annotations.Nullable;

/** Decides what follows a failed attempt: how safe the command is to repeat, and how far the request got. */
final class SafetyTable {

    /** What follows. */
    enum Decision {
        /** Send it again. */
        RETRY,
        /** Look first: there is success, surely absent may be sent again, cannot tell is an unknown outcome. */
        READ_BACK,
        /** Stop: nobody knows whether it was done. */
        OUTCOME_UNKNOWN,
        /** Stop with the fault. */
        THROW
    }

    private SafetyTable() {}

    static Decision decide(Safety safety, FaultPhase phase) {
        return switch (phase) {
            case NEVER_SENT, REFUSED -> Decision.RETRY;
            case UNANSWERED ->
                switch (safety) {
                    case READ, CONVERGE -> Decision.RETRY;
                    case GUARDED -> Decision.READ_BACK;
                    case ONCE -> Decision.OUTCOME_UNKNOWN;
                };
            case TRANSIENT -> safety == Safety.ONCE ? Decision.THROW : Decision.RETRY;
            case LASTING -> Decision.THROW;
        };
    }

    /** The table, but for what is final: never repeated. */
    static Decision decide(Safety safety, Fault fault) {
        return isFinal(fault) ? Decision.THROW : decide(safety, fault.phase());
    }

    /**
     * Tells whether the same host must not be asked the same again. The phase comes before the kind: what was sent and not answered stays in
     * doubt, whatever came instead of the answer.
     */
    static boolean isFinal(Fault fault) {
        return neverRepeated(fault.kind()) && fault.phase() != FaultPhase.UNANSWERED;
    }

    /** Tells whether nothing at all may be sent to that host again: it is not who it should be, or does not know us. */
    static boolean shutsOut(Fault fault) {
        return isFinal(fault) && (fault.kind() == ErrorKind.UNTRUSTED || fault.refusesLogin());
    }

    /** Tells whether a read failed by what is so everywhere, and not by what may be one host's own: its certificate, its faults, its account. */
    static boolean isVerdict(Fault fault) {
        return fault.phase() == FaultPhase.LASTING
                && (fault.kind() == ErrorKind.NOT_FOUND || fault.kind() == ErrorKind.CONFLICT);
    }

    /** Tells whether a look failed because something else is there in the effect's place. */
    static boolean contradicts(@Nullable Throwable cause) {
        return cause instanceof Fault fault
                && fault.kind() == ErrorKind.CONFLICT
                && fault.phase() == FaultPhase.LASTING;
    }

    /** A bad certificate stays bad, a refused password locks the account, a missing feature stays missing. */
    static boolean neverRepeated(ErrorKind kind) {
        return switch (kind) {
            case UNTRUSTED, ACCESS_DENIED, UNSUPPORTED -> true;
            default -> false;
        };
    }
}

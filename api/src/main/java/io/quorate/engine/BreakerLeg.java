package io.quorate.engine;

import io.quorate.Span;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;

/**
 * Leaves a host alone that went silent several times in a row. An answered failure is an answer; a call that was interrupted or closed says
 * nothing about the host.
 */
final class BreakerLeg {
    static final String HINT = "find out why the host does not answer; it is tried again after the pause";

    private final BulkheadLeg next;

    BreakerLeg(BulkheadLeg next) {
        this.next = next;
    }

    <T> T run(Passage<?> passage, HostGate gate, Trip<T> trip) {
        long since = gate.breaker.acquire();
        if (since == HostBreaker.SHUT) {
            passage.unasked.add(gate.host);
            throw Fault.neverSent(ErrorKind.UNREACHABLE).hint(HINT).because(leftAlone(gate));
        }
        boolean told = false;
        try {
            T result = next.run(passage, gate, trip);
            gate.breaker.answered(since);
            told = true;
            return result;
        } catch (Fault fault) {
            if (!passage.called()) {
                tell(gate.breaker, since, fault);
                told = true;
            }
            throw fault;
        } finally {
            if (!told) {
                gate.breaker.undecided(since);
            }
        }
    }

    static String leftAlone(HostGate gate) {
        return gate.host + " did not answer several times in a row and is left alone for another "
                + Span.words(gate.breaker.left());
    }

    private static void tell(HostBreaker breaker, long since, Fault fault) {
        if (Thread.currentThread().isInterrupted()) {
            // It was the caller who did not wait.
            breaker.undecided(since);
        } else if (isAnswer(fault)) {
            breaker.answered(since);
        } else if (isSilence(fault)) {
            breaker.silent(since);
        } else {
            breaker.undecided(since);
        }
    }

    /** A host that says anything at all talks, also if it makes no sense. */
    private static boolean isAnswer(Fault fault) {
        return fault.isAnswered()
                || fault.phase() == FaultPhase.TRANSIENT
                || fault.phase() == FaultPhase.LASTING
                || fault.kind() == ErrorKind.BAD_REPLY
                || fault.phase() == FaultPhase.UNANSWERED && !mayBeSilence(fault.kind());
    }

    private static boolean isSilence(Fault fault) {
        return fault.phase() == FaultPhase.NEVER_SENT && fault.kind() == ErrorKind.UNREACHABLE
                || fault.phase() == FaultPhase.UNANSWERED && mayBeSilence(fault.kind());
    }

    private static boolean mayBeSilence(ErrorKind kind) {
        return kind == ErrorKind.UNREACHABLE || kind == ErrorKind.DEADLINE_EXCEEDED;
    }
}

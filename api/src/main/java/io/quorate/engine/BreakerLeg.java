package io.quorate.engine;

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
        if (!gate.breaker.acquire()) {
            passage.unasked.add(gate.host);
            throw Fault.neverSent(ErrorKind.UNREACHABLE).hint(HINT).because(leftAlone(gate));
        }
        boolean told = false;
        try {
            T result = next.run(passage, gate, trip);
            gate.breaker.answered();
            told = true;
            return result;
        } catch (Fault fault) {
            if (!passage.called()) {
                tell(gate.breaker, fault);
                told = true;
            }
            throw fault;
        } finally {
            if (!told) {
                gate.breaker.undecided();
            }
        }
    }

    static String leftAlone(HostGate gate) {
        return gate.host + " did not answer several times in a row and is left alone for another "
                + gate.breaker.left().toMillis() + " ms";
    }

    private static void tell(HostBreaker breaker, Fault fault) {
        boolean silent = switch (fault.phase()) {
            case NEVER_SENT -> fault.kind() == ErrorKind.UNREACHABLE;
            case UNANSWERED -> fault.kind() != ErrorKind.BAD_REPLY;
            case REFUSED, TRANSIENT, LASTING -> false;
        };
        if (silent) {
            breaker.silent();
        } else if (fault.phase() == FaultPhase.TRANSIENT || fault.phase() == FaultPhase.LASTING) {
            breaker.answered();
        } else {
            breaker.undecided();
        }
    }
}

package io.quorate.iscsi;

import io.quorate.iscsi.pdu.IscsiProtocolException;
import io.quorate.iscsi.scsi.Sense;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import org.jspecify.annotations.Nullable;

/** Turns how a SCSI command ended into a fault: decided by status and sense codes alone. */
final class ScsiFaults {
    private static final int GOOD = 0x00;
    private static final int CHECK_CONDITION = 0x02;
    private static final int CONDITION_MET = 0x04;
    private static final int BUSY = 0x08;
    private static final int RESERVATION_CONFLICT = 0x18;
    private static final int TASK_SET_FULL = 0x28;
    private static final int TASK_ABORTED = 0x40;
    private static final int DATA_PROTECT = 0x07;

    private ScsiFaults() {}

    static boolean good(ScsiReply reply) {
        return reply.status() == GOOD || reply.status() == CONDITION_MET;
    }

    /** Returns the data of a command that ended well; throws otherwise. */
    static byte[] data(String what, ScsiReply reply) {
        if (!good(reply)) {
            throw of(what, reply);
        }
        return reply.data();
    }

    /**
     * Judges how a command ended that changes something: only what the unit refuses before it begins proves that nothing was done.
     *
     * @throws Fault {@code UNANSWERED} where it may have been done, wholly or in part
     */
    static void changed(String what, ScsiReply reply) {
        if (good(reply)) {
            return;
        }
        Fault fault = of(what, reply);
        throw refuses(reply) ? fault : fault.as(FaultPhase.UNANSWERED).because(String.valueOf(fault.getMessage()));
    }

    static boolean refuses(ScsiReply reply) {
        return switch (reply.status()) {
            case RESERVATION_CONFLICT, BUSY, TASK_SET_FULL -> true;
            case CHECK_CONDITION ->
                switch (Sense.of(reply.sense()).key()) {
                    case Sense.NOT_READY, Sense.ILLEGAL_REQUEST, Sense.UNIT_ATTENTION, DATA_PROTECT -> true;
                    default -> false;
                };
            default -> false;
        };
    }

    /** Makes the fault for a command that did not end well. */
    static Fault of(String what, ScsiReply reply) {
        int status = reply.status();
        String code = String.format("status 0x%02x", status);
        return switch (status) {
            case CHECK_CONDITION -> of(what, Sense.of(reply.sense()));
            case RESERVATION_CONFLICT ->
                fault(
                        FaultPhase.LASTING,
                        ErrorKind.CONFLICT,
                        code,
                        what + ": another host's reservation forbids it",
                        null);
            case BUSY, TASK_SET_FULL ->
                fault(FaultPhase.REFUSED, ErrorKind.BUSY, code, what + ": the logical unit has no place for it", null);
            case TASK_ABORTED ->
                fault(FaultPhase.UNANSWERED, ErrorKind.BUSY, code, what + ": another host aborted it", null);
            default ->
                fault(FaultPhase.LASTING, ErrorKind.REJECTED, code, what + ": ended with a status of its own", null);
        };
    }

    private static Fault of(String what, Sense sense) {
        String message = what + ": " + sense.text();
        String code = sense.code();
        return switch (sense.key()) {
            case -1 -> fault(FaultPhase.LASTING, ErrorKind.REJECTED, code, message, null); // seen of istgt
            case Sense.NOT_READY -> fault(FaultPhase.TRANSIENT, ErrorKind.BUSY, code, message, null);
            case Sense.UNIT_ATTENTION ->
                sense.asc() == 0x2a && sense.ascq() >= 3 && sense.ascq() <= 5
                        ? fault(FaultPhase.LASTING, ErrorKind.CONFLICT, code, message, null)
                        : fault(FaultPhase.TRANSIENT, ErrorKind.BUSY, code, message, null);
            case Sense.ABORTED_COMMAND -> fault(FaultPhase.TRANSIENT, ErrorKind.REJECTED, code, message, null);
            case Sense.ILLEGAL_REQUEST ->
                sense.asc() == 0x25
                        ? fault(
                                FaultPhase.LASTING,
                                ErrorKind.NOT_FOUND,
                                code,
                                message,
                                "the target has no such logical unit for this initiator: look at its mappings")
                        : fault(FaultPhase.LASTING, ErrorKind.REJECTED, code, message, null);
            default -> fault(FaultPhase.LASTING, ErrorKind.REJECTED, code, message, null);
        };
    }

    /** Makes the fault for data that cannot be decoded. */
    static Fault of(String what, IscsiProtocolException cause) {
        return Fault.lasting(ErrorKind.BAD_REPLY).cause(cause).because(what + ": " + cause.getMessage());
    }

    private static Fault fault(FaultPhase phase, ErrorKind kind, String code, String message, @Nullable String hint) {
        return Fault.in(phase, kind).answered().code(code).hint(hint).because(message);
    }
}

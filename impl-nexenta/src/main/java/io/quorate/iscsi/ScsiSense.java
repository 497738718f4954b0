package io.quorate.iscsi;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;

/**
 * Why a command was not carried out (SPC-4 4.5), of fixed or descriptor format; zeros where the target did not say.
 *
 * @param key the sense key
 * @param code the additional sense code
 * @param qualifier its qualifier
 */
record ScsiSense(int key, int code, int qualifier) {

    static ScsiSense of(ScsiReply reply) {
        byte[] sense = reply.sense();
        if (sense == null || sense.length < 4) {
            return new ScsiSense(0, 0, 0);
        }
        boolean descriptors = (sense[0] & 0x7F) >= 0x72;
        return descriptors
                ? new ScsiSense(sense[1] & 0x0F, sense[2] & 0xFF, sense[3] & 0xFF)
                : new ScsiSense(
                        sense[2] & 0x0F,
                        sense.length > 12 ? sense[12] & 0xFF : 0,
                        sense.length > 13 ? sense[13] & 0xFF : 0);
    }

    boolean isUnitAttention() {
        return key == 6;
    }

    boolean isUnknownCommand() {
        return key == 5 && code == 0x20;
    }

    /** Makes the fault of a command that ended this way. */
    Fault fault(String what, String message) {
        return switch (key) {
            case 2, 6 -> new Fault(FaultPhase.TRANSIENT, ErrorKind.BUSY, toString(), message, null, null);
            case 0x0B -> new Fault(FaultPhase.TRANSIENT, ErrorKind.REJECTED, toString(), message, null, null);
            case 5 ->
                switch (code) {
                    case 0x20 ->
                        new Fault(
                                FaultPhase.LASTING,
                                ErrorKind.UNSUPPORTED,
                                toString(),
                                message,
                                "the target does not know " + what,
                                null);
                    case 0x25 ->
                        new Fault(
                                FaultPhase.LASTING,
                                ErrorKind.NOT_FOUND,
                                toString(),
                                message,
                                "the target has no such logical unit, or does not show it to our initiator name: add it to the host group of the LUN's mapping",
                                null);
                    default -> lasting(message);
                };
            default -> lasting(message);
        };
    }

    private Fault lasting(String message) {
        return new Fault(FaultPhase.LASTING, ErrorKind.REJECTED, toString(), message, null, null);
    }

    /** As field guides write it: key, code, qualifier in hexadecimal. */
    @Override
    public String toString() {
        return String.format("%X/%02X/%02X", key, code, qualifier);
    }
}

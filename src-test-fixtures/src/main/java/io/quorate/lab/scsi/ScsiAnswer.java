package io.quorate.lab.scsi;

/**
 * How a command ended.
 *
 * @param status SAM status
 * @param data what goes to the initiator, cut to the allocation length but not to what the transport expects
 * @param sense sense data of a check condition; empty otherwise
 * @param taken how many bytes of data the command takes from the initiator by its CDB
 */
public record ScsiAnswer(int status, byte[] data, byte[] sense, long taken) {
    public static final int GOOD = 0x00;
    public static final int CHECK_CONDITION = 0x02;
    public static final int RESERVATION_CONFLICT = 0x18;

    private static final byte[] NONE = {};

    static ScsiAnswer good() {
        return new ScsiAnswer(GOOD, NONE, NONE, 0);
    }

    static ScsiAnswer data(byte[] data) {
        return new ScsiAnswer(GOOD, data, NONE, 0);
    }

    static ScsiAnswer took(long bytes) {
        return new ScsiAnswer(GOOD, NONE, NONE, bytes);
    }

    static ScsiAnswer conflict() {
        return new ScsiAnswer(RESERVATION_CONFLICT, NONE, NONE, 0);
    }

    static ScsiAnswer check(Sense sense) {
        return new ScsiAnswer(CHECK_CONDITION, NONE, sense.fixed(), 0);
    }
}

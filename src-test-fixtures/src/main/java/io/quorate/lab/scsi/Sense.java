package io.quorate.lab.scsi;

/**
 * A sense: key, additional code and qualifier (SPC-4 annex D), and where it was.
 *
 * @param information offset of a miscompare; -1 for none
 * @param field the byte of the CDB, or of the parameters, that is wrong; -1 for not said
 */
public record Sense(int key, int asc, int ascq, long information, int field) {
    public static final Sense NONE = new Sense(0x0, 0x00, 0x00);
    public static final Sense NOT_READY = new Sense(0x2, 0x04, 0x00);
    public static final Sense UNRECOVERED_READ = new Sense(0x3, 0x11, 0x00);
    public static final Sense PARAMETER_LIST_LENGTH = new Sense(0x5, 0x1A, 0x00);
    public static final Sense INVALID_OPCODE = new Sense(0x5, 0x20, 0x00);
    public static final Sense LBA_OUT_OF_RANGE = new Sense(0x5, 0x21, 0x00);
    public static final Sense INVALID_FIELD_IN_CDB = new Sense(0x5, 0x24, 0x00);
    public static final Sense LOGICAL_UNIT_NOT_SUPPORTED = new Sense(0x5, 0x25, 0x00);
    public static final Sense INVALID_FIELD_IN_PARAMETERS = new Sense(0x5, 0x26, 0x00);
    public static final Sense INVALID_RELEASE = new Sense(0x5, 0x26, 0x04);
    public static final Sense SAVING_NOT_SUPPORTED = new Sense(0x5, 0x39, 0x00);
    public static final Sense POWER_ON = new Sense(0x6, 0x29, 0x00);
    public static final Sense DEVICE_RESET = new Sense(0x6, 0x29, 0x03);
    public static final Sense MODE_PARAMETERS_CHANGED = new Sense(0x6, 0x2A, 0x01);
    public static final Sense RESERVATIONS_PREEMPTED = new Sense(0x6, 0x2A, 0x03);
    public static final Sense RESERVATIONS_RELEASED = new Sense(0x6, 0x2A, 0x04);
    public static final Sense REGISTRATIONS_PREEMPTED = new Sense(0x6, 0x2A, 0x05);
    public static final Sense CAPACITY_CHANGED = new Sense(0x6, 0x2A, 0x09);
    public static final Sense LUNS_CHANGED = new Sense(0x6, 0x3F, 0x0E);
    public static final Sense WRITE_PROTECTED = new Sense(0x7, 0x27, 0x00);
    public static final Sense SPACE_ALLOCATION_FAILED = new Sense(0x7, 0x27, 0x07);
    public static final Sense MISCOMPARE = new Sense(0xE, 0x1D, 0x00);

    private static final int FIXED = 18;
    private static final int DESCRIPTOR = 8;

    Sense(int key, int asc, int ascq) {
        this(key, asc, ascq, -1, -1);
    }

    Sense at(long where) {
        return new Sense(key, asc, ascq, where, field);
    }

    Sense field(int at) {
        return new Sense(key, asc, ascq, information, at);
    }

    /** Returns fixed format sense data. */
    byte[] fixed() {
        byte[] sense = new byte[FIXED];
        sense[0] = (byte) (information < 0 ? 0x70 : 0xF0);
        sense[2] = (byte) key;
        if (information >= 0) {
            Bytes.put(sense, 3, 4, information);
        }
        sense[7] = FIXED - 8;
        sense[12] = (byte) asc;
        sense[13] = (byte) ascq;
        if (field >= 0) {
            sense[15] = (byte) (asc == INVALID_FIELD_IN_CDB.asc ? 0xC0 : 0x80); // SKSV, C/D
            Bytes.put(sense, 16, 2, field);
        }
        return sense;
    }

    /** Returns descriptor format sense data. */
    byte[] descriptor() {
        byte[] sense = new byte[DESCRIPTOR];
        sense[0] = 0x72;
        sense[1] = (byte) key;
        sense[2] = (byte) asc;
        sense[3] = (byte) ascq;
        return sense;
    }
}

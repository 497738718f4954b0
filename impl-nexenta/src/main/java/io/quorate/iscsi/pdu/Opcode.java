package io.quorate.iscsi.pdu;

/** The kinds of protocol data units (RFC 7143 11.2.1.2). */
public enum Opcode {
    NOP_OUT(0x00, true),
    SCSI_COMMAND(0x01, true),
    TASK_REQUEST(0x02, true),
    LOGIN_REQUEST(0x03, true),
    TEXT_REQUEST(0x04, true),
    DATA_OUT(0x05, true),
    LOGOUT_REQUEST(0x06, true),
    SNACK_REQUEST(0x10, true),
    NOP_IN(0x20, false),
    SCSI_RESPONSE(0x21, false),
    TASK_RESPONSE(0x22, false),
    LOGIN_RESPONSE(0x23, false),
    TEXT_RESPONSE(0x24, false),
    DATA_IN(0x25, false),
    LOGOUT_RESPONSE(0x26, false),
    READY_TO_TRANSFER(0x31, false),
    ASYNC_MESSAGE(0x32, false),
    REJECT(0x3f, false);

    private static final Opcode[] BY_CODE = new Opcode[64];

    static {
        for (Opcode opcode : values()) {
            BY_CODE[opcode.code] = opcode;
        }
    }

    private final int code;
    private final boolean fromInitiator;

    Opcode(int code, boolean fromInitiator) {
        this.code = code;
        this.fromInitiator = fromInitiator;
    }

    /** Returns the six bits. */
    public int code() {
        return code;
    }

    /** Tells whether initiators send it; targets send the others. */
    public boolean fromInitiator() {
        return fromInitiator;
    }

    /** Tells whether its units have a data segment. */
    boolean carriesData() {
        return switch (this) {
            case TASK_REQUEST, TASK_RESPONSE, LOGOUT_REQUEST, LOGOUT_RESPONSE, READY_TO_TRANSFER, SNACK_REQUEST ->
                false;
            default -> true;
        };
    }

    void check(Pdu pdu) throws IscsiProtocolException {
        if (this != SCSI_COMMAND && pdu.additional().length > 0) {
            throw new IscsiProtocolException("additional header segments in a " + this);
        }
        if (!carriesData() && pdu.data().length > 0) {
            throw new IscsiProtocolException("data in a " + this);
        }
    }

    /** Returns the kind that a header's first byte names. */
    public static Opcode of(int firstByte) throws IscsiProtocolException {
        Opcode opcode = BY_CODE[firstByte & 0x3f];
        if (opcode == null) {
            throw new IscsiProtocolException(String.format("unknown opcode 0x%02x", firstByte & 0x3f));
        }
        return opcode;
    }
}

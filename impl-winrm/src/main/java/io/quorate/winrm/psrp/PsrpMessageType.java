package io.quorate.winrm.psrp;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The messages of the protocol ([MS-PSRP] 2.2.1), with their numbers. */
public enum PsrpMessageType {
    SESSION_CAPABILITY(0x00010002),
    INIT_RUNSPACEPOOL(0x00010004),
    PUBLIC_KEY(0x00010005),
    ENCRYPTED_SESSION_KEY(0x00010006),
    PUBLIC_KEY_REQUEST(0x00010007),
    CONNECT_RUNSPACEPOOL(0x00010008),
    SET_MAX_RUNSPACES(0x00021002),
    SET_MIN_RUNSPACES(0x00021003),
    RUNSPACE_AVAILABILITY(0x00021004),
    RUNSPACEPOOL_STATE(0x00021005),
    CREATE_PIPELINE(0x00021006),
    GET_AVAILABLE_RUNSPACES(0x00021007),
    USER_EVENT(0x00021008),
    APPLICATION_PRIVATE_DATA(0x00021009),
    GET_COMMAND_METADATA(0x0002100A),
    RUNSPACEPOOL_INIT_DATA(0x0002100B),
    RESET_RUNSPACE_STATE(0x0002100C),
    RUNSPACEPOOL_HOST_CALL(0x00021100),
    RUNSPACEPOOL_HOST_RESPONSE(0x00021101),
    PIPELINE_INPUT(0x00041002),
    END_OF_PIPELINE_INPUT(0x00041003),
    PIPELINE_OUTPUT(0x00041004),
    ERROR_RECORD(0x00041005),
    PIPELINE_STATE(0x00041006),
    DEBUG_RECORD(0x00041007),
    VERBOSE_RECORD(0x00041008),
    WARNING_RECORD(0x00041009),
    PROGRESS_RECORD(0x00041010),
    INFORMATION_RECORD(0x00041011),
    PIPELINE_HOST_CALL(0x00041100),
    PIPELINE_HOST_RESPONSE(0x00041101);

    private static final Map<Integer, PsrpMessageType> BY_ID = new HashMap<>();

    static {
        for (PsrpMessageType type : values()) {
            BY_ID.put(type.id, type);
        }
    }

    private final int id;

    PsrpMessageType(int id) {
        this.id = id;
    }

    /** Returns the number on the wire. */
    public int id() {
        return id;
    }

    /** Tells whether the protocol knows a type of this number. */
    static boolean isKnown(int id) {
        return BY_ID.containsKey(id);
    }

    /**
     * Finds a type by its number.
     *
     * @throws PsrpProtocolException if the protocol knows none
     */
    public static PsrpMessageType of(int id) {
        PsrpMessageType type = BY_ID.get(id);
        if (type == null) {
            throw new PsrpProtocolException(String.format(Locale.ROOT, "message type 0x%08X is unknown", id));
        }
        return type;
    }
}

package io.quorate.lab.model;

import java.util.List;

/** The iSCSI or Storage module refuses an operation, with the code as Windows gives it in the error id. */
public final class CimRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. iSCSI codes are those of iscsierr.h, Storage codes those of the Storage Management API's error list. */
    public enum Reason {
        TYPE_MISMATCH("HRESULT 0x80041005"),
        CONNECTION_FAILED("HRESULT 0xefff0003"),
        AUTHENTICATION_FAILURE("HRESULT 0xefff0009"),
        LOGIN_NOT_FOUND("HRESULT 0xefff000b"),
        SERVICE_UNAVAILABLE("HRESULT 0xefff0013"),
        INVALID_SESSION_ID("HRESULT 0xefff001c"),
        TARGET_NOT_FOUND("HRESULT 0xefff0029"),
        PORTAL_EXISTS("HRESULT 0xefff0032"),
        NO_PORTAL("HRESULT 0xefff003c"),
        SERVICE_NOT_RUNNING("HRESULT 0xefff003e"),
        ALREADY_LOGGED_IN("HRESULT 0xefff003f"),
        DEVICE_BUSY("HRESULT 0xefff0040"),
        PORTAL_NOT_FOUND("HRESULT 0xefff0043"),
        INVALID_TARGET_SECRET("HRESULT 0xefff004b"),
        INVALID_INITIATOR_SECRET("HRESULT 0xefff004c"),
        INVALID_AUTHENTICATION_TYPE("HRESULT 0xefff004e"),
        INVALID_PARAMETER("StorageWMI 5"),
        IN_USE("StorageWMI 6"),
        NOT_ENOUGH_SPACE("StorageWMI 40000"),
        SIZE_MISSING("StorageWMI 40005"),
        HARDWARE_ERROR("StorageWMI 40007"),
        CLUSTERED("StorageWMI 40018"),
        NOT_INITIALIZED("StorageWMI 41000"),
        ALREADY_INITIALIZED("StorageWMI 41001"),
        READ_ONLY("StorageWMI 41002"),
        OFFLINE("StorageWMI 41003"),
        PARTITION_LIMIT("StorageWMI 41004"),
        DATA_PARTITIONS("StorageWMI 41008"),
        TOO_SMALL("StorageWMI 41014"),
        CLUSTER_SIZE("StorageWMI 43000"),
        FILE_SYSTEM("StorageWMI 43001");

        private final String id;

        Reason(String id) {
            this.id = id;
        }

        /** Returns the error id up to the comma. */
        public String id() {
            return id;
        }
    }

    private final Reason reason;
    private final List<String> arguments;

    public CimRefusal(Reason reason, String... arguments) {
        super(reason + " " + List.of(arguments));
        this.reason = reason;
        this.arguments = List.of(arguments);
    }

    public Reason reason() {
        return reason;
    }

    /** Returns what it is about. */
    public List<String> arguments() {
        return arguments;
    }
}

package io.quorate.lab.model;

import java.util.List;

/**
 * The estate refuses an operation, with the reason as Windows codes it. Rules turn it into an error record; the texts live in the message
 * catalogue, by {@link Reason}.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why, with the Win32 error code. */
    public enum Reason {
        ACCESS_DENIED(5, "PermissionDenied"),
        FILE_NOT_FOUND(2, "ObjectNotFound"),
        PATH_NOT_FOUND(3, "ObjectNotFound"),
        INVALID_PARAMETER(87, "InvalidArgument"),
        SHARING_VIOLATION(32, "ResourceBusy"),
        /** ERROR_SHARING_PAUSED: the destination node is paused. */
        NODE_PAUSED(70, "InvalidOperation"),
        FILE_EXISTS(80, "ResourceExists"),
        /** ERROR_INVALID_ADDRESS: a MAC address is in use, or there is none left. */
        INVALID_ADDRESS(487, "InvalidArgument"),
        NOT_ENOUGH_MEMORY(8, "ResourceUnavailable"),
        INVALID_STATE(5023, "InvalidOperation"),
        /** ERROR_UNRECOGNIZED_VOLUME: no file system. */
        UNRECOGNIZED_VOLUME(1005, "InvalidData"),
        RESOURCE_NOT_ONLINE(5004, "InvalidOperation"),
        HOST_NODE_NOT_AVAILABLE(5005, "ResourceUnavailable"),
        RESOURCE_NOT_FOUND(5007, "ObjectNotFound"),
        CANT_EVICT_ACTIVE_NODE(5009, "InvalidOperation"),
        OBJECT_ALREADY_EXISTS(5010, "ResourceExists"),
        GROUP_NOT_FOUND(5013, "ObjectNotFound"),
        NOT_QUORUM_CAPABLE(5021, "InvalidArgument"),
        CORE_RESOURCE(5026, "InvalidOperation"),
        RESOURCE_FAILED(5038, "InvalidOperation"),
        NODE_NOT_FOUND(5042, "ObjectNotFound"),
        NODE_DOWN(5050, "ResourceUnavailable"),
        NODE_UNREACHABLE(5051, "ResourceUnavailable"),
        NODE_NOT_PAUSED(5058, "InvalidOperation"),
        NODE_ALREADY_MEMBER(5065, "ResourceExists"),
        NODE_CANT_HOST_RESOURCE(5071, "InvalidOperation"),
        /** EPT_S_NOT_REGISTERED: no cluster service answers. */
        NO_CLUSTER_SERVICE(1753, "ConnectionError"),
        /** RPC_S_SERVER_UNAVAILABLE. */
        HOST_UNREACHABLE(1722, "ConnectionError");

        private final int code;
        private final String category;

        Reason(int code, String category) {
            this.code = code;
            this.category = category;
        }

        /** Returns the Win32 error code. */
        public int code() {
            return code;
        }

        /** Returns the HRESULT (HRESULT_FROM_WIN32). */
        public int hresult() {
            return 0x80070000 | code;
        }

        /** Returns the ErrorCategory. */
        public String category() {
            return category;
        }
    }

    private final Reason reason;
    private final List<String> arguments;

    public Refusal(Reason reason, String... arguments) {
        super(reason + " " + List.of(arguments));
        this.reason = reason;
        this.arguments = List.of(arguments);
    }

    public Reason reason() {
        return reason;
    }

    /** Returns what it is about: names of the objects, in the order of the catalogue's placeholders. */
    public List<String> arguments() {
        return arguments;
    }
}

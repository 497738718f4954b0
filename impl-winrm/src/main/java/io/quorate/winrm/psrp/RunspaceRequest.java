package io.quorate.winrm.psrp;

import java.util.Objects;

/**
 * A request about a pool's runspaces ([MS-PSRP] 2.2.2.6, 2.2.2.7, 2.2.2.11, 2.2.2.31); all are answered by {@link RunspaceAvailability}.
 *
 * @param kind what is asked
 * @param count the number of runspaces to set; 0 where none is set
 * @param callId what the answer will carry
 */
public record RunspaceRequest(Kind kind, int count, long callId) {

    /** What is asked. */
    public enum Kind {
        SET_MAX(PsrpMessageType.SET_MAX_RUNSPACES, "MaxRunspaces"),
        SET_MIN(PsrpMessageType.SET_MIN_RUNSPACES, "MinRunspaces"),
        GET_AVAILABLE(PsrpMessageType.GET_AVAILABLE_RUNSPACES, ""),
        /** Forget variables and current folder; needs protocol 2.3 and a pool of one runspace. */
        RESET_STATE(PsrpMessageType.RESET_RUNSPACE_STATE, "");

        private final PsrpMessageType type;
        private final String member;

        Kind(PsrpMessageType type, String member) {
            this.type = type;
            this.member = member;
        }

        /** Returns the message that asks it. */
        public PsrpMessageType type() {
            return type;
        }
    }

    public RunspaceRequest {
        Objects.requireNonNull(kind, "kind");
    }

    /** Tells whether a message is such a request. */
    public static boolean is(PsrpMessageType type) {
        for (Kind kind : Kind.values()) {
            if (kind.type == type) {
                return true;
            }
        }
        return false;
    }

    /** Reads the content of a message of the given type. */
    public static RunspaceRequest decode(PsrpMessageType type, PsValue value) {
        for (Kind kind : Kind.values()) {
            if (kind.type == type) {
                Fields fields = Fields.of(type.name(), value);
                int count = kind.member.isEmpty() ? 0 : fields.int32(kind.member);
                return new RunspaceRequest(kind, count, fields.int64("ci"));
            }
        }
        throw new IllegalArgumentException(type + " is not a request about runspaces");
    }

    /** Returns the message's content. */
    public PsObject toValue() {
        PsObject value = new PsObject();
        if (!kind.member.isEmpty()) {
            value.with(kind.member, PsValue.int32(count));
        }
        return value.with("ci", PsValue.int64(callId));
    }
}

package io.quorate.winrm.psrp;

import java.util.Objects;

/**
 * A warning, verbose or debug record ([MS-PSRP] 2.2.3.16).
 *
 * @param stream which of the three
 * @param message what it says
 */
public record InformationalRecord(PsStream stream, String message) {
    private static final String TYPE_PREFIX = "System.Management.Automation.";

    public InformationalRecord {
        Objects.requireNonNull(message, "message");
        typeName(stream);
    }

    /** Reads a record of one of the three streams. */
    public static InformationalRecord decode(PsStream stream, PsValue value) {
        Fields fields = Fields.of(stream + " record", value);
        return new InformationalRecord(stream, fields.text("InformationalRecord_Message"));
    }

    /** Returns the record as it travels, without invocation info. */
    public PsObject toValue() {
        return PsObject.of(typeName(stream), TYPE_PREFIX + "InformationalRecord", "System.Object")
                .text(message)
                .with("InformationalRecord_Message", PsValue.string(message))
                .with("InformationalRecord_SerializeInvocationInfo", PsValue.bool(false));
    }

    /** Names the stream, never the message: it may quote arguments. */
    @Override
    public String toString() {
        return stream + " record";
    }

    private static String typeName(PsStream stream) {
        return TYPE_PREFIX
                + switch (stream) {
                    case WARNING -> "WarningRecord";
                    case VERBOSE -> "VerboseRecord";
                    case DEBUG -> "DebugRecord";
                    default -> throw new IllegalArgumentException(stream + " has records of its own");
                };
    }
}

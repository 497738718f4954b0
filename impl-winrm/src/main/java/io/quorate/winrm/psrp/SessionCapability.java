package io.quorate.winrm.psrp;

import java.util.Objects;

/**
 * SESSION_CAPABILITY ([MS-PSRP] 2.2.2.1), the first message of either side.
 *
 * @param protocol the version of the remoting protocol it speaks
 * @param psVersion what it says of its PowerShell; always 2.0
 * @param serializationVersion the version of CLIXML; always 1.1.0.1
 */
public record SessionCapability(PsrpVersion protocol, String psVersion, String serializationVersion) {
    private static final String MESSAGE = "SESSION_CAPABILITY";

    public SessionCapability {
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(psVersion, "psVersion");
        Objects.requireNonNull(serializationVersion, "serializationVersion");
    }

    /** Makes the message for a protocol version, as Windows words it. */
    public static SessionCapability of(PsrpVersion protocol) {
        return new SessionCapability(protocol, "2.0", "1.1.0.1");
    }

    /** Reads the message's content. */
    public static SessionCapability decode(PsValue value) {
        Fields fields = Fields.of(MESSAGE, value);
        return new SessionCapability(
                PsrpVersion.parse(fields.text("protocolversion")),
                fields.text("PSVersion"),
                fields.text("SerializationVersion"));
    }

    /** Returns the message's content. */
    public PsObject toValue() {
        return new PsObject()
                .with("protocolversion", version(protocol.toString()))
                .with("PSVersion", version(psVersion))
                .with("SerializationVersion", version(serializationVersion));
    }

    private static PsPrimitive version(String text) {
        return new PsPrimitive(PsType.VERSION, text);
    }
}

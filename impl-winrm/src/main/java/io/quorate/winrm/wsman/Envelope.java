package io.quorate.winrm.wsman;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A request ready to be sent. Sending the same envelope twice sends the same MessageID.
 *
 * @param action what it asks for
 * @param messageId the id the reply must relate to; empty for Identify
 * @param xml the SOAP document; may hold secrets, so nothing prints it
 */
public record Envelope(WsManAction action, String messageId, String xml) {
    public Envelope {
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(messageId, "messageId");
        Objects.requireNonNull(xml, "xml");
    }

    /** Returns the bytes for the wire. */
    public byte[] bytes() {
        return xml.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return action + " " + messageId + " (" + xml.length() + " characters)";
    }
}

package io.quorate.lab.winrm;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a request's body; what does not fit the schema is a fault. */
final class Fields {
    private Fields() {}

    /** Returns the body if it is the element. */
    static XmlNode required(@Nullable XmlNode body, String name) throws WsmanFault {
        if (body == null || !body.is(Ns.SHELL, name)) {
            throw WsmanFault.of(FaultKind.SCHEMA);
        }
        return body;
    }

    static String text(XmlNode parent, String name, String otherwise) {
        XmlNode node = parent.child(Ns.SHELL, name);
        return node == null ? otherwise : node.text();
    }

    static String id(String id) throws WsmanFault {
        try {
            UUID.fromString(id);
            return id;
        } catch (IllegalArgumentException e) {
            throw WsmanFault.of(FaultKind.SCHEMA);
        }
    }

    static Duration duration(String text) throws WsmanFault {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw WsmanFault.of(FaultKind.SCHEMA);
        }
    }

    /** Most clients write it in one line, which is read several times as fast. */
    static byte[] base64(String text) throws WsmanFault {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException oneLine) {
            try {
                return Base64.getMimeDecoder().decode(text);
            } catch (IllegalArgumentException e) {
                throw WsmanFault.of(FaultKind.SCHEMA);
            }
        }
    }
}

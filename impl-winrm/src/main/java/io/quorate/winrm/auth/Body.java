package io.quorate.winrm.auth;

import java.util.Objects;

/**
 * The body of a request or an answer. Prints nothing of it.
 *
 * @param type the Content-Type header; empty if there was none
 */
public record Body(String type, byte[] content) {
    public Body {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(content, "content");
    }

    @Override
    public String toString() {
        return "Body[" + content.length + " bytes]";
    }
}

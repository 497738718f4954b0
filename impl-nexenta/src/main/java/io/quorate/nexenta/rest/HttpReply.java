package io.quorate.nexenta.rest;

import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An answer, whatever its status.
 *
 * @param type its Content-Type; null if it has none
 * @param location its Location; null if it has none
 */
record HttpReply(
        int status,
        byte[] body,
        @Nullable String type,
        @Nullable String location) {

    boolean succeeded() {
        return status == 200 || status == 201 || status == 204;
    }

    boolean accepted() {
        return status == 202;
    }

    /** Returns it with what it should not repeat taken out of its body. */
    HttpReply cleaned(UnaryOperator<String> clean) {
        // One character a byte, so that what is not touched stays as it was.
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String cleaned = clean.apply(text);
        return cleaned.equals(text)
                ? this
                : new HttpReply(status, cleaned.getBytes(StandardCharsets.ISO_8859_1), type, location);
    }

    boolean redirects() {
        return status >= 300 && status < 400;
    }

    boolean empty() {
        for (byte b : body) {
            if (b > ' ' || b < 0) {
                return false;
            }
        }
        return true;
    }

    /** Tells whether it is a page for people: what stands before a sick management says so in HTML. */
    boolean html() {
        if (type != null && type.startsWith("text/html")) {
            return true;
        }
        String start = new String(body, 0, Math.min(body.length, 64), StandardCharsets.ISO_8859_1).stripLeading();
        return start.startsWith("<");
    }
}

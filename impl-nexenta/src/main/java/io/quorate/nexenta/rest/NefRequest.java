package io.quorate.nexenta.rest;

import io.quorate.Secret;
import io.quorate.spi.Step;
import io.quorate.spi.net.Logins;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request, as it goes out but for host and token. Prints no secret.
 *
 * @param method GET, POST, PUT or DELETE
 * @param target the encoded path, and query if there is one
 * @param body what is sent as JSON: texts, numbers, booleans, lists, maps and {@link Secret}s by name; null for none
 */
public record NefRequest(
        String method, String target, @Nullable Map<String, Object> body) implements Step {
    private static final String PLAIN = "-._~:";

    /** Makes a GET of a path; each segment may hold anything but nothing or dots alone. */
    public static NefRequest get(String... segments) {
        return new NefRequest("GET", path(segments), null);
    }

    /** Makes a DELETE. */
    public static NefRequest delete(String... segments) {
        return new NefRequest("DELETE", path(segments), null);
    }

    /** Makes a POST without a body. */
    public static NefRequest post(String... segments) {
        return new NefRequest("POST", path(segments), null);
    }

    /** Makes a PUT without a body. */
    public static NefRequest put(String... segments) {
        return new NefRequest("PUT", path(segments), null);
    }

    /** Makes a GET of a link that the server gave. */
    static NefRequest follow(String target) {
        return new NefRequest("GET", target, null);
    }

    /** Adds a parameter. */
    public NefRequest with(String name, String value) {
        String pair = encode(name) + "=" + encode(value);
        return new NefRequest(method, target + (target.indexOf('?') < 0 ? "?" : "&") + pair, body);
    }

    /** Sets the body; its entries keep their order where the map does. */
    public NefRequest body(Map<String, Object> value) {
        return new NefRequest(method, target, value);
    }

    /** Tells whether it changes something. */
    boolean changes() {
        return !method.equals("GET");
    }

    /** Renders it for a person: method, path and body, without secrets. */
    public String render() {
        return body == null ? method + " " + target : method + " " + target + " " + JsonText.hidden(body);
    }

    @Override
    public String text() {
        return render();
    }

    @Override
    public String toString() {
        return render();
    }

    /** Takes the body's secrets out of a text that the server said: it may repeat what it was sent. */
    String clean(String text) {
        return body == null ? text : clean(text, body.values());
    }

    private static String clean(String text, Collection<?> values) {
        String clean = text;
        for (Object value : values) {
            if (value instanceof Secret secret) {
                clean = without(secret, clean);
            } else if (value instanceof Map<?, ?> map) {
                clean = clean(clean, map.values());
            } else if (value instanceof List<?> list) {
                clean = clean(clean, list);
            }
        }
        return clean;
    }

    private static String without(Secret secret, String text) {
        if (!secret.usable()) {
            return text;
        }
        char[] chars = Logins.reveal(secret);
        try {
            return chars.length == 0 ? text : text.replace(new String(chars), secret.toString());
        } finally {
            Arrays.fill(chars, '\0');
        }
    }

    private static String path(String... segments) {
        StringBuilder path = new StringBuilder();
        for (String segment : segments) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException("no segment of a path: '" + segment + "'");
            }
            path.append('/').append(encode(segment));
        }
        return path.toString();
    }

    /** Percent-encodes all but what stands for itself everywhere in a path and a query (RFC 3986 2.3, and the colon of iSCSI names). */
    static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain =
                    (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || PLAIN.indexOf(b) >= 0;
            if (plain) {
                encoded.append((char) b);
            } else {
                encoded.append(String.format(Locale.ROOT, "%%%02X", b & 0xFF));
            }
        }
        return encoded.toString();
    }
}

package io.quorate.lab;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a rule of your own answers a request.
 *
 * @param status HTTP status
 * @param body what becomes the JSON object; null for an empty body
 */
public record RestAnswer(int status, @Nullable Map<String, Object> body) {
    private static final int OK = 200;

    /** Answers with an object. */
    public static RestAnswer ok(Map<String, Object> body) {
        return new RestAnswer(OK, body);
    }

    /** Answers that a change is done. */
    public static RestAnswer done() {
        return new RestAnswer(OK, null);
    }

    /** Answers with an error as NEF writes it; {@code code} is one of its words, e.g. {@code ENOENT}. */
    public static RestAnswer error(int status, String code, String message) {
        return new RestAnswer(
                status, Map.of("name", "NefError", "code", code, "message", message, "source", "rest", "errors", ""));
    }
}

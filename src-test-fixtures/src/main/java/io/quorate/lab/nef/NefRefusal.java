package io.quorate.lab.nef;

import io.quorate.lab.storage.ApplianceRefusal;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer that is an error: {@code {name, code, message, source, errors}} with an HTTP status. */
final class NefRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String name;
    private final String code;
    private final String errors;

    NefRefusal(int status, String name, String code, String message, String errors) {
        super(message, null, false, false);
        this.status = status;
        this.name = name;
        this.code = code;
        this.errors = errors;
    }

    static NefRefusal of(int status, String code, String message) {
        return new NefRefusal(status, "NefError", code, message, "");
    }

    /** An argument that does not pass; the text must not hold its value. */
    static NefRefusal badArgument(String what) {
        return new NefRefusal(400, "NefValidateError", "EBADARG", "Schema validation failed", what);
    }

    static NefRefusal notFound(String message) {
        return of(404, "ENOENT", message);
    }

    /** Something NEF has and the lab does not simulate. */
    static NefRefusal notSimulated(String what) {
        return new NefRefusal(501, "LabNotSimulated", "ENOTSUP", "not simulated: " + what, "");
    }

    static NefRefusal of(ApplianceRefusal refusal, NefSettings settings) {
        int status = switch (refusal.code()) {
            case ENOENT -> 404;
            case EEXIST -> settings.existsStatus();
            case EBADARG, EINVAL -> 400;
            case EAGAIN -> 503;
            default -> 500;
        };
        return of(status, refusal.code().name(), String.valueOf(refusal.getMessage()));
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("code", code);
        body.put("message", String.valueOf(getMessage()));
        body.put("source", "rest");
        body.put("errors", errors);
        return body;
    }
}

package io.quorate.engine;

import io.quorate.Credentials;
import io.quorate.Secret;
import io.quorate.spi.Fault;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last line of defence for secrets: takes an endpoint's password out of whatever a backend says. Backends redact by knowing where a
 * secret stands; this only catches what slipped through, so texts too short to be told from ordinary words are left alone.
 */
final class Redactor {
    private static final int SHORTEST = 4;
    private static final String HIDDEN = "<hidden>";

    private final @Nullable Secret secret;

    Redactor(@Nullable Credentials credentials) {
        this.secret = credentials instanceof Credentials.Basic basic ? basic.password() : null;
    }

    String clean(String text) {
        if (secret == null) {
            return text;
        }
        char[] chars = secret.reveal();
        try {
            return chars.length < SHORTEST || chars[0] == '\0' ? text : text.replace(new String(chars), HIDDEN);
        } finally {
            Arrays.fill(chars, '\0');
        }
    }

    @Nullable
    String cleanOrNull(@Nullable String text) {
        return text == null ? null : clean(text);
    }

    List<String> clean(List<String> lines) {
        return lines.stream().map(this::clean).toList();
    }

    /** Returns the fault, or one without the secret; its causes go when one of them tells it. */
    Fault clean(Fault fault) {
        if (secret == null || !tells(fault, 0)) {
            return fault;
        }
        Fault clean = new Fault(
                fault.phase(),
                fault.kind(),
                cleanOrNull(fault.code()),
                clean(String.valueOf(fault.getMessage())),
                cleanOrNull(fault.hint()),
                null);
        clean.setStackTrace(fault.getStackTrace());
        return clean;
    }

    /** Returns the cause, or nothing when it tells the secret. */
    @Nullable
    Throwable cleanCause(@Nullable Throwable cause) {
        return secret == null || !tells(cause, 0) ? cause : null;
    }

    private boolean tells(@Nullable Throwable thrown, int depth) {
        if (thrown == null) {
            return false;
        }
        if (depth > 20) {
            return true;
        }
        String text = thrown.toString();
        if (!clean(text).equals(text)) {
            return true;
        }
        if (thrown instanceof Fault fault && (differs(fault.code()) || differs(fault.hint()))) {
            return true;
        }
        for (Throwable other : thrown.getSuppressed()) {
            if (tells(other, depth + 1)) {
                return true;
            }
        }
        return tells(thrown.getCause(), depth + 1);
    }

    private boolean differs(@Nullable String text) {
        return text != null && !clean(text).equals(text);
    }
}

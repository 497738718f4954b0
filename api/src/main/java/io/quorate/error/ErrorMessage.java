package io.quorate.error;

import io.quorate.spi.ErrorKind;
import io.quorate.text.Span;
import io.quorate.text.Visible;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes the message of every exception: operation, object, target host and wire, attempts and time, kind, native error with its code,
 * hint, call id. One line, whatever the other side sent.
 */
final class ErrorMessage {
    private ErrorMessage() {}

    static String of(ErrorKind kind, ErrorReport report) {
        StringBuilder out = new StringBuilder(report.operation());
        if (report.object() != null) {
            out.append(" of ").append(report.object());
        }
        if (report.host() != null) {
            out.append(" at ").append(report.host());
        }
        if (report.wire() != null) {
            out.append(" over ").append(report.wire());
        }
        if (report.endpoint() != null) {
            out.append(" (endpoint ").append(report.endpoint()).append(')');
        }
        out.append(", ").append(attempts(kind, report)).append(" in ").append(Span.words(report.elapsed()));
        out.append(": ").append(words(kind)).append(": ").append(sentence(report.said()));
        if (report.code() != null) {
            out.append(" [").append(report.code()).append(']');
        }
        if (report.hint() != null) {
            out.append("; hint: ").append(sentence(report.hint()));
        }
        if (report.callId() != null) {
            out.append("; call ").append(report.callId());
        }
        return Visible.line(out);
    }

    /** Returns what one failed attempt says when it stands among the suppressed exceptions. */
    static String ofAttempt(
            int number, String host, Duration took, ErrorKind kind, String said, @Nullable String code) {
        StringBuilder out = new StringBuilder(number == 0 ? "a look" : "attempt " + number)
                .append(" at ")
                .append(host);
        out.append(", ")
                .append(Span.words(took))
                .append(": ")
                .append(words(kind))
                .append(": ")
                .append(sentence(said));
        if (code != null) {
            out.append(" [").append(code).append(']');
        }
        return Visible.line(out);
    }

    /** Not to find it took asking, though the command was not sent. */
    private static String attempts(ErrorKind kind, ErrorReport report) {
        return switch (report.attempts()) {
            case 0 -> kind == ErrorKind.NOT_FOUND && report.host() != null ? "looked for it" : "nothing sent";
            case 1 -> "1 attempt";
            default -> report.attempts() + " attempts";
        };
    }

    private static String words(ErrorKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Takes off the full stop, for more may follow. */
    private static String sentence(String text) {
        String bare = text.strip();
        return bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
    }
}

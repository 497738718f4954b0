package io.quorate.error;

import io.quorate.spi.ErrorKind;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The root of all exceptions that Quorate throws on purpose.
 *
 * <p>The message tells, always in this order: operation, object, target host and wire, attempts and time, the native error with its
 * code, a hint, the call id. Every part is an accessor, too. Earlier attempts are suppressed exceptions ({@link FailedAttempt}).
 */
public abstract class QuorateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;
    private final ErrorReport report;

    QuorateException(ErrorKind kind, ErrorReport report, @Nullable Throwable cause) {
        super(ErrorMessage.of(kind, report), cause);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.report = report;
    }

    public final ErrorKind kind() {
        return kind;
    }

    /** Returns what was attempted, e.g. {@code cluster.node.add}. */
    public final String operation() {
        return report.operation();
    }

    /** Returns the object acted on, e.g. {@code cluster node HV3}. */
    public final @Nullable String object() {
        return report.object();
    }

    /** Returns the host that was asked last; null when none was. */
    public final @Nullable String host() {
        return report.host();
    }

    public final @Nullable String wire() {
        return report.wire();
    }

    public final @Nullable String endpoint() {
        return report.endpoint();
    }

    /** Returns how often the command was sent or tried to be sent. */
    public final int attempts() {
        return report.attempts();
    }

    public final Duration elapsed() {
        return report.elapsed();
    }

    /** Returns what the other side said, or what was found here. */
    public final String said() {
        return report.said();
    }

    /** Returns the native error code; null where there is none. */
    public final @Nullable String code() {
        return report.code();
    }

    public final @Nullable String hint() {
        return report.hint();
    }

    /** Returns the call's id, the same in audit and logs; null for what is not a call, such as waiting. */
    public final @Nullable String callId() {
        return report.callId();
    }

    public final ErrorReport report() {
        return report;
    }
}

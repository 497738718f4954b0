package io.quorate.error;

import io.quorate.spi.ErrorKind;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The root of all exceptions that Quorate throws on purpose.
 *
 * <p>The message tells, always in this order: operation, object, target host and wire, attempts and time, the native error with its
 * code, a hint, the call id. Every part is an accessor, too. Catch the subclass you can act on and let the others pass:
 *
 * {@snippet file="io/quorate/samples/HandleErrors.java" region="errors"}
 *
 * <p> Earlier attempts are suppressed exceptions ({@link FailedAttempt}).
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

    /** Returns the kind of failure; each has its own subclass. */
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

    /** Returns the wire, e.g. {@code winrm https}; null for what is not a call. */
    public final @Nullable String wire() {
        return report.wire();
    }

    /** Returns the name of the endpoint; null for what is not bound to one, such as waiting. */
    public final @Nullable String endpoint() {
        return report.endpoint();
    }

    /** Returns how often the command was sent or tried to be sent. */
    public final int attempts() {
        return report.attempts();
    }

    /** Returns how long it took until the failure. */
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

    /** Returns what to try; null where there is nothing useful to say. */
    public final @Nullable String hint() {
        return report.hint();
    }

    /** Returns the call's id, the same in audit and logs; null for what is not a call, such as waiting. */
    public final @Nullable String callId() {
        return report.callId();
    }

    /** Returns all of it as a value. */
    public final ErrorReport report() {
        return report;
    }
}

package io.quorate.error;

import io.quorate.spi.ErrorKind;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An earlier attempt of a call that failed in the end; found among the suppressed exceptions, oldest first. Never thrown. */
public final class FailedAttempt extends Exception {
    private static final long serialVersionUID = 1L;

    private final int number;
    private final String host;
    private final ErrorKind kind;
    private final @Nullable String code;

    /**
     * @param number counts from 1 over all hosts; 0 for a look at the object
     * @param took how long the attempt lasted
     * @param said what the other side said, without secrets
     */
    public FailedAttempt(
            int number,
            String host,
            Duration took,
            ErrorKind kind,
            String said,
            @Nullable String code,
            @Nullable Throwable cause) {
        super(ErrorMessage.ofAttempt(number, host, took, kind, said, code), cause);
        this.number = number;
        this.host = Objects.requireNonNull(host, "host");
        this.kind = Objects.requireNonNull(kind, "kind");
        this.code = code;
    }

    /** Returns which attempt it was, counting from 1 over all hosts; 0 for a look at the object. */
    public int number() {
        return number;
    }

    /** Returns the host that was asked. */
    public String host() {
        return host;
    }

    /** Returns the kind of failure. */
    public ErrorKind kind() {
        return kind;
    }

    /** Returns the native error code; null where there is none. */
    public @Nullable String code() {
        return code;
    }
}

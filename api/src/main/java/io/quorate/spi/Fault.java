package io.quorate.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a backend reports a failed attempt; the engine turns it into the exception the caller sees. Carries codes, not decisions.
 *
 * <p>Faults with kind {@code UNTRUSTED}, {@code ACCESS_DENIED} or {@code UNSUPPORTED} are never retried whatever their phase.
 */
public final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FaultPhase phase;
    private final ErrorKind kind;
    private final @Nullable String code;
    private final @Nullable String hint;

    /**
     * @param phase how far the request got
     * @param kind what it is
     * @param code the native code, e.g. {@code 0x80070005} or {@code NamedParameterNotFound}; null where there is none
     * @param message what the other side said, without secrets
     * @param hint what to try; null where there is nothing useful to say
     * @param cause the exception behind it
     */
    public Fault(
            FaultPhase phase,
            ErrorKind kind,
            @Nullable String code,
            String message,
            @Nullable String hint,
            @Nullable Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.phase = Objects.requireNonNull(phase, "phase");
        this.kind = Objects.requireNonNull(kind, "kind");
        this.code = code;
        this.hint = hint;
    }

    /** Returns how far the request got. */
    public FaultPhase phase() {
        return phase;
    }

    /** Returns the kind of failure. */
    public ErrorKind kind() {
        return kind;
    }

    /** Returns the native code; null where there is none. */
    public @Nullable String code() {
        return code;
    }

    /** Returns what to try; null where there is nothing useful to say. */
    public @Nullable String hint() {
        return hint;
    }
}

package io.quorate.spi;

import io.quorate.Shown;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a backend reports a failed attempt; the engine turns it into the exception the caller sees. Carries codes, not decisions. Begins
 * with how far the request got and what kind of failure it is, and ends with what to say:
 * {@code Fault.lasting(ErrorKind.CONFLICT).code("EEXIST").because("it is there already")}. Whatever the other side sent, message, code and hint are
 * each one {@linkplain Visible visible} line.
 *
 * <p>The phase decides before the kind: an answer that was lost stays lost, whatever came instead. Otherwise faults with kind
 * {@code UNTRUSTED}, {@code ACCESS_DENIED} or {@code UNSUPPORTED} are never sent to the same host again.
 */
public final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FaultPhase phase;
    private final ErrorKind kind;
    private final @Nullable String code;
    private final @Nullable String hint;
    private final boolean answered;
    private final boolean refusesLogin;

    private Fault(Draft draft, String message) {
        super(Visible.line(Objects.requireNonNull(message, "message")), draft.cause);
        this.phase = draft.phase;
        this.kind = draft.kind;
        this.code = Visible.lineOrNull(draft.code);
        this.hint = Visible.lineOrNull(draft.hint);
        this.answered = draft.answered;
        this.refusesLogin = draft.refusesLogin;
    }

    /** Begins a fault of a request that never left here. */
    public static Draft neverSent(ErrorKind kind) {
        return in(FaultPhase.NEVER_SENT, kind);
    }

    /** Begins a fault of a request that the other side refused before starting it. */
    public static Draft refused(ErrorKind kind) {
        return in(FaultPhase.REFUSED, kind);
    }

    /** Begins a fault of a request whose answer is lost. */
    public static Draft unanswered(ErrorKind kind) {
        return in(FaultPhase.UNANSWERED, kind);
    }

    /** Begins a fault that was answered and may pass. */
    public static Draft passing(ErrorKind kind) {
        return in(FaultPhase.TRANSIENT, kind);
    }

    /** Begins a fault that was answered and stays. */
    public static Draft lasting(ErrorKind kind) {
        return in(FaultPhase.LASTING, kind);
    }

    /** Begins a fault of a phase that is only known at run time. */
    public static Draft in(FaultPhase phase, ErrorKind kind) {
        return new Draft(phase, kind);
    }

    /** Begins the same fault in another phase, with this one as its cause; the message stays to be said. */
    public Draft as(FaultPhase other) {
        Draft draft = in(other, kind).code(code).hint(hint).cause(this);
        draft.answered = answered;
        draft.refusesLogin = refusesLogin;
        return draft;
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

    /** Tells whether the other side said something, though not what was asked for: then it is not silent, whatever the phase. */
    public boolean isAnswered() {
        return answered;
    }

    /** Tells whether the log-in itself was refused, and not a right that an account lacks. */
    public boolean refusesLogin() {
        return refusesLogin;
    }

    /** A fault that still lacks its words. Not thread-safe. */
    public static final class Draft {
        private final FaultPhase phase;
        private final ErrorKind kind;
        private @Nullable String code;
        private @Nullable String hint;
        private @Nullable Throwable cause;
        private boolean answered;
        private boolean refusesLogin;

        private Draft(FaultPhase phase, ErrorKind kind) {
            this.phase = Objects.requireNonNull(phase, "phase");
            this.kind = Objects.requireNonNull(kind, "kind");
        }

        /** Adds the native code, e.g. {@code 0x80070005} or {@code NamedParameterNotFound}; null where there is none. */
        public Draft code(@Nullable String value) {
            this.code = value;
            return this;
        }

        /** Adds what to try; null where there is nothing useful to say. */
        public Draft hint(@Nullable String value) {
            this.hint = value;
            return this;
        }

        /** Adds the exception behind it. */
        public Draft cause(@Nullable Throwable value) {
            this.cause = value;
            return this;
        }

        /** Adds that the other side said something, though not what was asked for. */
        public Draft answered() {
            this.answered = true;
            return this;
        }

        /** Adds that the log-in itself was refused: the same account would be refused again, and be locked in the end. */
        public Draft refusingLogin() {
            this.answered = true;
            this.refusesLogin = true;
            return this;
        }

        /**
         * Makes the fault.
         *
         * @param message what the other side said, without secrets
         */
        public Fault because(String message) {
            return new Fault(this, message);
        }

        @Override
        public String toString() {
            return Shown.as(this)
                    .with("phase", phase)
                    .with("kind", kind)
                    .with("code", code)
                    .with("hint", hint)
                    .toString();
        }
    }
}

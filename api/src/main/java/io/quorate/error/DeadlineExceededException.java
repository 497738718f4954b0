package io.quorate.error;

import io.quorate.spi.ErrorKind;
import org.jspecify.annotations.Nullable;

/** The time given to a call or a wait ran out. */
public final class DeadlineExceededException extends QuorateException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String lastSeen;

    public DeadlineExceededException(ErrorReport report, @Nullable String lastSeen, @Nullable Throwable cause) {
        super(ErrorKind.DEADLINE_EXCEEDED, report, cause);
        this.lastSeen = lastSeen;
    }

    /** Returns what a wait saw last; null for a call, or when nothing was seen. */
    public @Nullable String lastSeen() {
        return lastSeen;
    }
}

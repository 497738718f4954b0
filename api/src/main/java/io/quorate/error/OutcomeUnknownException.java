package io.quorate.error;

import io.quorate.spi.ErrorKind;
import org.jspecify.annotations.Nullable;

/** The request was sent, its answer was lost, and it could not be found out whether it was done. Look before repeating. */
public final class OutcomeUnknownException extends QuorateException {
    private static final long serialVersionUID = 1L;

    public OutcomeUnknownException(ErrorReport report, @Nullable Throwable cause) {
        super(ErrorKind.OUTCOME_UNKNOWN, report, cause);
    }
}

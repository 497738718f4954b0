package io.quorate.error;

import io.quorate.spi.ErrorKind;
import org.jspecify.annotations.Nullable;

/** What is there already contradicts what was asked for. */
public final class ConflictException extends QuorateException {
    private static final long serialVersionUID = 1L;

    public ConflictException(ErrorReport report, @Nullable Throwable cause) {
        super(ErrorKind.CONFLICT, report, cause);
    }
}

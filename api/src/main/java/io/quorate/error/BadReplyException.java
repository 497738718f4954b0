package io.quorate.error;

import io.quorate.spi.ErrorKind;
import org.jspecify.annotations.Nullable;

/** The answer came but cannot be what it should be. */
public final class BadReplyException extends QuorateException {
    private static final long serialVersionUID = 1L;

    public BadReplyException(ErrorReport report, @Nullable Throwable cause) {
        super(ErrorKind.BAD_REPLY, report, cause);
    }
}

package io.quorate.error;

import io.quorate.spi.ErrorKind;
import org.jspecify.annotations.Nullable;

/** The log-in was refused or a permission is missing. Never repeated, lest the account be locked out. */
public final class AccessDeniedException extends QuorateException {
    private static final long serialVersionUID = 1L;

    public AccessDeniedException(ErrorReport report, @Nullable Throwable cause) {
        super(ErrorKind.ACCESS_DENIED, report, cause);
    }
}

package io.quorate.error;

import io.quorate.spi.ErrorKind;
import org.jspecify.annotations.Nullable;

/** The other side understood and refused, for a reason that lasts. */
public final class RejectedException extends QuorateException {
    private static final long serialVersionUID = 1L;

    public RejectedException(ErrorReport report, @Nullable Throwable cause) {
        super(ErrorKind.REJECTED, report, cause);
    }
}

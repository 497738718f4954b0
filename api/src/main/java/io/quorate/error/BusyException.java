package io.quorate.error;

import io.quorate.spi.ErrorKind;
import org.jspecify.annotations.Nullable;

/** The other side, or this client's own bulkhead, had no place for the request; it was not started. */
public final class BusyException extends QuorateException {
    private static final long serialVersionUID = 1L;

    public BusyException(ErrorReport report, @Nullable Throwable cause) {
        super(ErrorKind.BUSY, report, cause);
    }
}

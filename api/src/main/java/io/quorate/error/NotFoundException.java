package io.quorate.error;

import io.quorate.spi.ErrorKind;
import org.jspecify.annotations.Nullable;

/** The object is not there, as a successful look has shown. */
public final class NotFoundException extends QuorateException {
    private static final long serialVersionUID = 1L;

    public NotFoundException(ErrorReport report, @Nullable Throwable cause) {
        super(ErrorKind.NOT_FOUND, report, cause);
    }
}

package io.quorate.error;

import io.quorate.spi.ErrorKind;
import org.jspecify.annotations.Nullable;

/** The object is not there, as a successful look has shown. */
public final class NotFoundException extends QuorateException {
    private static final long serialVersionUID = 1L;

    public NotFoundException(ErrorReport report, @Nullable Throwable cause) {
        super(ErrorKind.NOT_FOUND, report, cause);
    }

    /** Returns the same with a hint that says what was meant, in front of the one that it has; suppressed exceptions stay. */
    public NotFoundException hinting(String meant) {
        NotFoundException told = new NotFoundException(report().withHint(meant), getCause());
        for (Throwable before : getSuppressed()) {
            told.addSuppressed(before);
        }
        return told;
    }
}

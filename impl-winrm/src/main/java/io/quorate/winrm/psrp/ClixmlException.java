package io.quorate.winrm.psrp;

import org.jspecify.annotations.Nullable;

/**
 * Input that is not CLIXML, or that exceeds the {@link ClixmlLimits}. The only exception the reader raises for what it is given. The
 * message names elements and places, never a value: values may be secret.
 */
public final class ClixmlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ClixmlException(String message) {
        super(message);
    }

    public ClixmlException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

package io.quorate.error;

import io.quorate.spi.ErrorKind;
import org.jspecify.annotations.Nullable;

/** The server could not prove who it is: an unknown issuer, another name, a wrong pin. Never repeated. */
public final class UntrustedException extends QuorateException {
    private static final long serialVersionUID = 1L;

    public UntrustedException(ErrorReport report, @Nullable Throwable cause) {
        super(ErrorKind.UNTRUSTED, report, cause);
    }
}

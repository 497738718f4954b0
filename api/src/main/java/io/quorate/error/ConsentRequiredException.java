package io.quorate.error;

import io.quorate.spi.ErrorKind;
import java.util.Objects;

/** A destructive command came without a consent, or with one for another object. Nothing was sent. */
public final class ConsentRequiredException extends QuorateException {
    private static final long serialVersionUID = 1L;

    private final String identity;

    public ConsentRequiredException(ErrorReport report, String identity) {
        super(ErrorKind.CONSENT_REQUIRED, report, null);
        this.identity = Objects.requireNonNull(identity, "identity");
    }

    /** Returns the identity the consent must name. */
    public String identity() {
        return identity;
    }
}

package io.quorate.winrm.token;

import java.security.GeneralSecurityException;

/** A token or a sealed body that is none, or whose seal is broken. Repeats nothing of it. */
public final class TokenException extends GeneralSecurityException {
    private static final long serialVersionUID = 1L;

    public TokenException(String message) {
        super(message);
    }
}

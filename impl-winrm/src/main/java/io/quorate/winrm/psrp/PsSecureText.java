package io.quorate.winrm.psrp;

import java.util.Objects;

/** The wire text of a secure string that was read, or is written, without the session key. Prints nothing of it. */
public record PsSecureText(String encrypted) implements PsSecure {
    public PsSecureText {
        Objects.requireNonNull(encrypted, "encrypted");
    }

    @Override
    public String toString() {
        return "<hidden>";
    }
}

package io.quorate.winrm.psrp;

import java.util.Objects;

/** The wire text of a secure string. Prints nothing of it. */
public record PsSecureText(String encrypted) {
    public PsSecureText {
        Objects.requireNonNull(encrypted, "encrypted");
    }

    @Override
    public String toString() {
        return "<hidden>";
    }
}

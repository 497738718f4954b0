package io.quorate.winrm.psrp;

import io.quorate.Secret;
import java.util.Arrays;
import java.util.Objects;

/**
 * A .NET {@code SecureString} in the clear, on its way to a server or from one. What it holds is encrypted only when a message is written
 * ({@link SecureCodec}). Prints nothing of it; compares by identity, as a {@link Secret} does.
 */
public final class PsSecureString implements PsSecure {
    /** The most characters that a {@code SecureString} holds. */
    public static final int LONGEST = 65_536;

    private final Secret secret;

    private PsSecureString(Secret secret) {
        this.secret = secret;
    }

    /** Makes one of a secret, whose value is asked for when it is sent. */
    public static PsSecureString of(Secret secret) {
        return new PsSecureString(Objects.requireNonNull(secret, "secret"));
    }

    /**
     * Makes one of a copy of the characters; the caller may wipe its own.
     *
     * @throws IllegalArgumentException if they are more than {@link #LONGEST}
     */
    public static PsSecureString of(char[] chars) {
        if (chars.length > LONGEST) {
            throw tooLong();
        }
        return new PsSecureString(Secret.of(chars));
    }

    /**
     * Returns a copy of the characters; wipe it afterwards.
     *
     * @throws IllegalArgumentException if the secret has no value, or one too long
     */
    public char[] reveal() {
        char[] chars;
        try {
            chars = secret.reveal();
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        if (chars.length > LONGEST) {
            Arrays.fill(chars, '\0');
            throw tooLong();
        }
        return chars;
    }

    /** Overwrites the characters. */
    public void wipe() {
        secret.wipe();
    }

    private static IllegalArgumentException tooLong() {
        return new IllegalArgumentException("a secure string holds at most " + LONGEST + " characters");
    }

    @Override
    public String toString() {
        return "<hidden>";
    }
}

package io.quorate;

import java.util.Arrays;
import java.util.Objects;

/** A password or key. Prints {@code <hidden>}; compares by identity. */
public final class Secret {
    private final char[] chars;

    private Secret(char[] chars) {
        this.chars = chars;
    }

    /** Makes a secret from a copy of the characters; the caller may wipe its own. */
    public static Secret of(char[] chars) {
        return new Secret(Objects.requireNonNull(chars, "chars").clone());
    }

    /** Makes a secret from a text. Prefer {@link #of(char[])}: a String stays in memory. */
    public static Secret of(String text) {
        return new Secret(text.toCharArray());
    }

    /** Returns a copy of the characters, for whoever must put them on a wire; wipe it afterwards. */
    public char[] reveal() {
        return chars.clone();
    }

    /** Overwrites the characters; the secret is empty noise afterwards. */
    public void wipe() {
        Arrays.fill(chars, '\0');
    }

    @Override
    public String toString() {
        return "<hidden>";
    }
}

package io.quorate;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A password or key. Prints {@code <hidden>}; compares by identity.
 *
 * <p>A secret may have a name. A plan on paper holds that name and never the value, and is read back with references: secrets that have a
 * name and no value. Whoever runs the plan says which secret each name stands for. Two references are equal when their names are.
 */
public final class Secret {
    private static final int LONGEST_NAME = 255;

    private final @Nullable String name;
    private final char @Nullable [] chars;
    private final Object lock = new Object();
    private boolean wiped;

    private Secret(@Nullable String name, char @Nullable [] chars) {
        if (name != null
                && (name.isBlank()
                        || name.length() > LONGEST_NAME
                        || name.chars().anyMatch(c -> c < ' ' || c == 127))) {
            throw new IllegalArgumentException("a secret's name is 1 to 255 characters, not all of them blank");
        }
        this.name = name;
        this.chars = chars;
    }

    /** Makes a secret from a copy of the characters; the caller may wipe its own. */
    public static Secret of(char[] chars) {
        return new Secret(null, Objects.requireNonNull(chars, "chars").clone());
    }

    /** Makes a secret from a text. Prefer {@link #of(char[])}: a String stays in memory. */
    public static Secret of(String text) {
        return new Secret(null, text.toCharArray());
    }

    /**
     * Makes a secret with a name, from a copy of the characters.
     *
     * @param name what a plan on paper holds instead of the value; tells nothing of it
     */
    public static Secret named(String name, char[] chars) {
        return new Secret(
                Objects.requireNonNull(name, "name"),
                Objects.requireNonNull(chars, "chars").clone());
    }

    /** Makes a secret with a name, from a text. Prefer {@link #named(String, char[])}: a String stays in memory. */
    public static Secret named(String name, String text) {
        return new Secret(Objects.requireNonNull(name, "name"), text.toCharArray());
    }

    /** Makes a reference: a secret whose value is not known here, only the name it goes by. */
    public static Secret reference(String name) {
        return new Secret(Objects.requireNonNull(name, "name"), null);
    }

    /** Returns its name; empty for most secrets. */
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /** Tells whether it was made with a value; a reference has none. */
    public boolean known() {
        return chars != null;
    }

    /**
     * Returns a copy of the characters, for whoever must put them on a wire; wipe it afterwards.
     *
     * @throws IllegalStateException if it is a reference, or was wiped
     */
    public char[] reveal() {
        if (chars == null) {
            throw new IllegalStateException("the secret '" + name
                    + "' is a reference without a value; run the plan with a resolver that knows the name");
        }
        synchronized (lock) {
            if (wiped) {
                throw new IllegalStateException("the secret was wiped and has no value any more");
            }
            return chars.clone();
        }
    }

    /** Tells whether it has a value that can be used: a reference has none, a wiped secret none any more. */
    public boolean usable() {
        synchronized (lock) {
            return chars != null && !wiped;
        }
    }

    /**
     * Overwrites the characters, for good: whoever still needs them, such as a client that logs in again, fails before anything is sent. A
     * reference has nothing to overwrite.
     */
    public void wipe() {
        synchronized (lock) {
            if (chars != null) {
                Arrays.fill(chars, '\0');
                wiped = true;
            }
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || chars == null
                        && other instanceof Secret that
                        && that.chars == null
                        && Objects.equals(name, that.name);
    }

    @Override
    public int hashCode() {
        return chars == null ? Objects.hashCode(name) : System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return "<hidden>";
    }
}

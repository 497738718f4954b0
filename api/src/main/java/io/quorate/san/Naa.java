package io.quorate.san;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/** A logical unit's NAA identifier (SPC-4 7.8.6.6): 16 or 32 hexadecimal digits, kept in upper case; the same on every host and in VPD page 83. */
public record Naa(String hex) implements Comparable<Naa> {
    private static final Pattern HEX = Pattern.compile("[0-9A-F]{16}([0-9A-F]{16})?");

    public Naa {
        hex = Objects.requireNonNull(hex, "hex").toUpperCase(Locale.ROOT);
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("not an NAA identifier: " + hex);
        }
    }

    /** Makes one of its hexadecimal digits. */
    public static Naa of(String hex) {
        return new Naa(hex);
    }

    @Override
    public int compareTo(Naa other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}

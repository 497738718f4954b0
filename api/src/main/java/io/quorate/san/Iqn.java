package io.quorate.san;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * An iSCSI name (RFC 3720 3.2.6): {@code iqn.}, {@code eui.} or {@code naa.}, at most 223 bytes, kept in lower case as targets compare
 * it.
 */
public record Iqn(String value) implements Comparable<Iqn> {
    private static final Pattern NAME = Pattern.compile(
            "(iqn\\.\\d{4}-\\d{2}\\.[a-z0-9.:-]+|eui\\.[0-9a-f]{16}|naa\\.[0-9a-f]{16}([0-9a-f]{16})?)");

    public Iqn {
        value = Objects.requireNonNull(value, "value").toLowerCase(Locale.ROOT);
        if (value.length() > 223 || !NAME.matcher(value).matches()) {
            throw new IllegalArgumentException("not an iSCSI name: " + value);
        }
    }

    /** Makes one of a text. */
    public static Iqn of(String value) {
        return new Iqn(value);
    }

    @Override
    public int compareTo(Iqn other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

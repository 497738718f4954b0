package io.quorate.san;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The name a target or an initiator goes by: an iSCSI name (RFC 3720 3.2.6) such as {@code iqn.1991-05.com.microsoft:hv1}. The
 * constructor takes whatever name somebody else gave, also one that is no iSCSI name, such as a Fibre Channel port's, and keeps it as it
 * is spelt, so that it can be passed back unchanged; what is new goes through {@link #of}, which is strict. Names are compared as targets
 * compare them, without regard to case.
 *
 * @param value the name
 */
public record Iqn(String value) implements Comparable<Iqn> {
    private static final Pattern NAME = Pattern.compile(
            "(iqn\\.\\d{4}-\\d{2}\\.[a-z0-9.:-]+|eui\\.[0-9a-f]{16}|naa\\.[0-9a-f]{16}([0-9a-f]{16})?)");

    public Iqn {
        Objects.requireNonNull(value, "value");
    }

    /**
     * Makes one of a text: {@code iqn.}, {@code eui.} or {@code naa.}, at most 223 bytes, kept in lower case.
     *
     * @throws IllegalArgumentException if it is no iSCSI name
     */
    public static Iqn of(String value) {
        String lower = Objects.requireNonNull(value, "value").toLowerCase(Locale.ROOT);
        if (lower.length() > 223 || !NAME.matcher(lower).matches()) {
            throw new IllegalArgumentException("not an iSCSI name: " + value);
        }
        return new Iqn(lower);
    }

    private String folded() {
        return value.toLowerCase(Locale.ROOT);
    }

    @Override
    public int compareTo(Iqn other) {
        return folded().compareTo(other.folded());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Iqn name && folded().equals(name.folded());
    }

    @Override
    public int hashCode() {
        return folded().hashCode();
    }

    /** Returns an iSCSI name in lower case, as targets write it, and any other name as it is spelt. */
    @Override
    public String toString() {
        String folded = folded();
        return NAME.matcher(folded).matches() ? folded : value;
    }
}

package io.quorate.sql;

import java.math.BigInteger;
import java.util.Objects;

/**
 * A position in a database's log: a number of up to 25 digits, as the views show it. The last five digits are a slot, the ten before them a
 * block, the rest a file of the log.
 *
 * @param value the number
 */
public record Lsn(BigInteger value) implements Comparable<Lsn> {
    private static final int DIGITS = 25;

    public Lsn {
        Objects.requireNonNull(value, "value");
        if (value.signum() < 0 || value.toString().length() > DIGITS) {
            throw new IllegalArgumentException("a log position has at most " + DIGITS + " digits: " + value);
        }
    }

    /**
     * Makes one of its digits.
     *
     * @throws IllegalArgumentException if it is no such number
     */
    public static Lsn of(String digits) {
        if (!digits.matches("[0-9]{1,25}")) {
            throw new IllegalArgumentException(
                    "a log position is a number of at most " + DIGITS + " digits: " + digits);
        }
        return new Lsn(new BigInteger(digits));
    }

    /** Makes one of a small number. */
    public static Lsn of(long number) {
        return new Lsn(BigInteger.valueOf(number));
    }

    @Override
    public int compareTo(Lsn other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

package io.quorate.vm;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The hardware address of a network adapter. Spelt with dashes, colons, dots or nothing between its digits; compared without regard to that.
 *
 * @param digits its twelve hexadecimal digits, in upper case
 */
public record MacAddress(String digits) implements Comparable<MacAddress> {
    private static final int MULTICAST = 1;
    private static final String NONE = "000000000000";

    /**
     * Takes whatever address somebody has.
     *
     * @throws IllegalArgumentException if it is no address
     */
    public MacAddress {
        String given = Objects.requireNonNull(digits, "digits");
        digits = given.length() > 17 ? "" : given.replaceAll("[-:.]", "").toUpperCase(Locale.ROOT);
        if (!digits.matches("[0-9A-F]{12}")) {
            throw new IllegalArgumentException("not a MAC address: " + shown(given));
        }
    }

    private static String shown(String given) {
        return given.length() > 40 ? given.substring(0, 40) + "..." : given;
    }

    /**
     * Makes one that an adapter can have: one adapter's own, neither a group's nor nobody's.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static MacAddress of(String text) {
        MacAddress address = new MacAddress(text);
        if (!address.isUnicast()) {
            throw new IllegalArgumentException("not the MAC address of one adapter: " + address);
        }
        return address;
    }

    /** Reads what Windows tells of an adapter; empty if that is no address, or the one of zeros that an adapter has before its first start. */
    public static Optional<MacAddress> read(String text) {
        try {
            MacAddress address = new MacAddress(text);
            return address.digits.equals(NONE) ? Optional.empty() : Optional.of(address);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Tells whether one adapter can have it: it is no group's address, and not zero. */
    public boolean isUnicast() {
        return (Integer.parseInt(digits.substring(0, 2), 16) & MULTICAST) == 0 && !digits.equals(NONE);
    }

    @Override
    public int compareTo(MacAddress other) {
        return digits.compareTo(other.digits);
    }

    /** Returns it with dashes, as Windows shows it: {@code 00-15-5D-01-0B-0C}. */
    @Override
    public String toString() {
        return digits.replaceAll("(..)(?!$)", "$1-");
    }
}

package io.quorate.sql.command;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An address of a listener, or a subnet in which DHCP gives one.
 *
 * @param address an IPv4 or IPv6 address
 * @param mask the IPv4 subnet mask; null for IPv6
 */
public record ListenerIp(String address, @Nullable String mask) {
    public ListenerIp {
        Objects.requireNonNull(address, "address");
        boolean four = Inputs.isIp4(address);
        if (!four && !Inputs.isIp6(address)) {
            throw new IllegalArgumentException("not an IPv4 or IPv6 address: '" + address + "' (19483)");
        }
        if (four && mask == null) {
            throw new IllegalArgumentException("the IPv4 address " + address + " needs its subnet mask (19483)");
        }
        if (!four && mask != null) {
            throw new IllegalArgumentException("the IPv6 address " + address + " takes no subnet mask (19483)");
        }
        if (mask != null && !isMask(mask)) {
            throw new IllegalArgumentException(
                    "not an IPv4 subnet mask, such as 255.255.255.0: '" + mask + "' (19483)");
        }
    }

    /** Makes an IPv4 address with its mask. */
    public static ListenerIp of(String address, String mask) {
        return new ListenerIp(address, mask);
    }

    /** Makes an IPv6 address. */
    public static ListenerIp of(String address) {
        return new ListenerIp(address, null);
    }

    /** Tells whether it is IPv4. */
    public boolean four() {
        return mask != null;
    }

    /** Returns the number of its subnet for IPv4: two addresses of one subnet have the same. */
    long subnet() {
        return mask == null ? -1 : number(address) & number(mask);
    }

    private static boolean isMask(String mask) {
        if (!Inputs.isIp4(mask)) {
            return false;
        }
        long bits = number(mask);
        long zeros = ~bits & 0xFFFF_FFFFL;
        return bits != 0 && (zeros & zeros + 1) == 0;
    }

    private static long number(String dotted) {
        long number = 0;
        for (String part : dotted.split("\\.")) {
            number = number << 8 | Integer.parseInt(part);
        }
        return number;
    }

    @Override
    public String toString() {
        return mask == null ? address : address + "/" + mask;
    }
}

package io.quorate.host;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An IP address of an adapter.
 *
 * @param address the address, as Windows writes it
 * @param prefix how many bits of it are the subnet's
 * @param dhcp whether a DHCP server gave it
 */
public record HostAddress(String address, int prefix, boolean dhcp) {
    public HostAddress {
        Objects.requireNonNull(address, "address");
        if (prefix < 0 || prefix > 128) {
            throw new IllegalArgumentException("not a prefix length: " + prefix);
        }
    }

    /** Tells whether other machines reach it: no loopback, none that an interface gave itself. */
    public boolean routed() {
        byte[] bytes = bytes();
        if (bytes == null) {
            return false;
        }
        int first = bytes[0] & 0xFF;
        int second = bytes[1] & 0xFF;
        if (bytes.length == 4) {
            return first != 0 && first != 127 && (first != 169 || second != 254);
        }
        boolean linkLocal = first == 0xFE && (second & 0xC0) == 0x80;
        return !linkLocal && new BigInteger(1, bytes).compareTo(BigInteger.ONE) > 0;
    }

    /** Tells whether another address is in its subnet; it is not where one of them cannot be read. */
    public boolean reaches(String other) {
        HostAddress there = new HostAddress(other, prefix, false);
        byte[] one = bytes();
        byte[] two = there.bytes();
        return one != null && two != null && one.length == two.length && subnet().equals(there.subnet());
    }

    /** Tells whether it is one of IPv4. */
    public boolean v4() {
        byte[] bytes = bytes();
        return bytes != null && bytes.length == 4;
    }

    /** Returns its subnet, e.g. {@code 192.0.2.0/24}; the address itself where it cannot be read. */
    public String subnet() {
        byte[] bytes = bytes();
        if (bytes == null) {
            return address + "/" + prefix;
        }
        List<String> parts = new ArrayList<>();
        boolean v4 = bytes.length == 4;
        for (int i = 0; i < bytes.length; i += v4 ? 1 : 2) {
            int part = v4 ? masked(bytes, i) : masked(bytes, i) << 8 | masked(bytes, i + 1);
            parts.add(v4 ? String.valueOf(part) : Integer.toHexString(part));
        }
        return String.join(v4 ? "." : ":", parts) + "/" + prefix;
    }

    private int masked(byte[] bytes, int at) {
        int bits = Math.max(0, Math.min(8, prefix - 8 * at));
        return bytes[at] & 0xFF & (0xFF00 >> bits);
    }

    private byte @Nullable [] bytes() {
        String plain = address.indexOf('%') < 0 ? address : address.substring(0, address.indexOf('%'));
        return plain.indexOf(':') < 0 ? v4(plain) : v6(plain);
    }

    private static byte @Nullable [] v4(String text) {
        String[] parts = text.split("\\.", -1);
        byte[] bytes = new byte[4];
        if (parts.length != bytes.length) {
            return null;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (!parts[i].matches("\\d{1,3}") || Integer.parseInt(parts[i]) > 255) {
                return null;
            }
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        return bytes;
    }

    private static byte @Nullable [] v6(String text) {
        int gap = text.indexOf("::");
        List<Integer> head = groups(gap < 0 ? text : text.substring(0, gap));
        List<Integer> tail = groups(gap < 0 ? "" : text.substring(gap + 2));
        if (head == null || tail == null) {
            return null;
        }
        int missing = 8 - head.size() - tail.size();
        if (gap < 0 ? missing != 0 : missing < 1) {
            return null;
        }
        List<Integer> all = new ArrayList<>(head);
        for (int i = 0; i < missing; i++) {
            all.add(0);
        }
        all.addAll(tail);
        byte[] bytes = new byte[16];
        for (int i = 0; i < all.size(); i++) {
            bytes[2 * i] = (byte) (all.get(i) >> 8);
            bytes[2 * i + 1] = (byte) (int) all.get(i);
        }
        return bytes;
    }

    private static @Nullable List<Integer> groups(String text) {
        List<Integer> groups = new ArrayList<>();
        if (text.isEmpty()) {
            return groups;
        }
        for (String one : text.split(":", -1)) {
            if (!one.matches("[0-9a-fA-F]{1,4}")) {
                return null;
            }
            groups.add(Integer.parseInt(one, 16));
        }
        return groups;
    }
}

package io.quorate.host;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
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
        InetAddress parsed = parsed();
        return parsed != null
                && !parsed.isLoopbackAddress()
                && !parsed.isLinkLocalAddress()
                && !parsed.isAnyLocalAddress();
    }

    /** Returns its subnet, e.g. {@code 192.0.2.0/24}; the address itself where it cannot be read. */
    public String subnet() {
        InetAddress parsed = parsed();
        if (parsed == null) {
            return address + "/" + prefix;
        }
        byte[] bytes = parsed.getAddress();
        int host = Math.max(0, bytes.length * 8 - prefix);
        byte[] masked =
                new BigInteger(1, bytes).shiftRight(host).shiftLeft(host).toByteArray();
        byte[] subnet = new byte[bytes.length];
        for (int i = 1; i <= Math.min(masked.length, subnet.length); i++) {
            subnet[subnet.length - i] = masked[masked.length - i];
        }
        try {
            return InetAddress.getByAddress(subnet).getHostAddress() + "/" + prefix;
        } catch (UnknownHostException e) {
            return address + "/" + prefix;
        }
    }

    /** A literal is never looked up; anything else would be. */
    private @Nullable InetAddress parsed() {
        String plain = address.indexOf('%') < 0 ? address : address.substring(0, address.indexOf('%'));
        if (!plain.matches("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            return null;
        }
        try {
            return InetAddress.getByName(plain);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}

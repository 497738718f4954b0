package io.quorate.host;

import java.util.Objects;

/**
 * How large a packet gets through from a host to an address in one piece, as it was measured.
 *
 * @param host where it was sent
 * @param address where it was sent to
 * @param mtu the largest size of an IPv4 packet in bytes that came back; 0 where not even a small one did
 * @param asked the largest that was tried
 */
public record PathMtu(String host, String address, int mtu, int asked) {
    public PathMtu {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(address, "address");
        if (mtu < 0 || mtu > asked) {
            throw new IllegalArgumentException("not a size that was measured: " + mtu);
        }
    }

    /** Tells whether anything came back. */
    public boolean reached() {
        return mtu > 0;
    }

    /** Tells whether packets of that size get through. */
    public boolean carries(int bytes) {
        return mtu >= bytes;
    }
}

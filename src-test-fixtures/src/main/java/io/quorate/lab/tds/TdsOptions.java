package io.quorate.lab.tds;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How an instance is reached.
 *
 * @param address where it listens, a loopback address; with port 0 it takes a free one and keeps it
 * @param tls its TLS identity; without one it offers no TLS
 * @param encryption what it says to clients that ask for TLS inside of TDS 7
 * @param limits how much it puts up with
 * @param windows who has Windows accounts prove themselves; without one all of them are refused
 */
public record TdsOptions(
        InetSocketAddress address,
        @Nullable SSLContext tls,
        TdsEncryption encryption,
        TdsLimits limits,
        @Nullable TdsWindows windows) {

    /** Makes one on a free port of 127.0.0.1, without TLS. */
    public static TdsOptions create() {
        return new TdsOptions(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                null,
                TdsEncryption.OFFERED,
                TdsLimits.DEFAULT,
                null);
    }

    /** Returns the same, at another address. */
    public TdsOptions at(InetSocketAddress other) {
        return new TdsOptions(other, tls, encryption, limits, windows);
    }

    /** Returns the same, with a TLS identity. */
    public TdsOptions tls(SSLContext identity) {
        return new TdsOptions(address, identity, encryption, limits, windows);
    }

    /** Returns the same, with other words about TLS. */
    public TdsOptions encryption(TdsEncryption other) {
        return new TdsOptions(address, tls, other, limits, windows);
    }

    /** Returns the same, with other limits. */
    public TdsOptions limits(TdsLimits other) {
        return new TdsOptions(address, tls, encryption, other, windows);
    }

    /** Returns the same, open to Windows accounts. */
    public TdsOptions windows(TdsWindows other) {
        return new TdsOptions(address, tls, encryption, limits, other);
    }
}

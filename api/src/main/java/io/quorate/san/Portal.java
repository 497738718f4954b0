package io.quorate.san;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a target listens.
 *
 * @param address an IP address, an IPv6 one with its zone where it has one, or a name; without brackets and port
 * @param port the TCP port
 */
public record Portal(String address, int port) {
    /** The port that IANA gave iSCSI. */
    public static final int DEFAULT_PORT = 3260;

    private static final Pattern UNUSABLE = Pattern.compile("[\\[\\],/\\s\\p{Cntrl}]");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f]*(:[0-9A-Fa-f]*){2,}[0-9.]*(%\\S+)?");
    private static final Pattern PLACE =
            Pattern.compile("(?:\\[([^\\[\\]]*:[^\\[\\]]*)]|([^:\\[\\]]*))(?::([0-9]{1,5}))?");

    public Portal {
        Objects.requireNonNull(address, "address");
        if (address.indexOf(':') >= 0 && !IPV6.matcher(address).matches()) {
            throw new IllegalArgumentException("not the address of a portal: " + address
                    + "; a port is given by itself: Portal.of(host, port), or Portal.parse(\"host:port\")");
        }
        if (address.isEmpty() || UNUSABLE.matcher(address).find() || port < 1 || port > 65535) {
            throw new IllegalArgumentException("not a portal: " + address + " port " + port);
        }
    }

    /** Makes one on the usual port. */
    public static Portal of(String address) {
        return new Portal(address, DEFAULT_PORT);
    }

    /** Makes one. */
    public static Portal of(String address, int port) {
        return new Portal(address, port);
    }

    /**
     * Makes one of how it is written: {@code 10.0.0.5}, {@code 10.0.0.5:3260}, {@code [2001:db8::1]:3260}, {@code 2001:db8::1}. Without a
     * port it is the usual one.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    public static Portal parse(String text) {
        Matcher place = PLACE.matcher(Objects.requireNonNull(text, "text"));
        if (!place.matches()) {
            return of(text);
        }
        String address = place.group(1) == null ? place.group(2) : place.group(1);
        return of(address, place.group(3) == null ? DEFAULT_PORT : Integer.parseInt(place.group(3)));
    }

    @Override
    public String toString() {
        return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + port;
    }
}

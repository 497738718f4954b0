package io.quorate.spi.net;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The host and port of an address, as administrators write them. {@link URI#getHost()} is null for a name with an underscore, which DNS and
 * NetBIOS both carry, and HTTP clients take no IPv6 zone, which the socket needs and nobody else does.
 *
 * @param host a name, an IPv4 address or an IPv6 address without brackets, with its zone if it was given ({@code fe80::1%eth0})
 * @param port -1 if none was given
 */
public record HostPort(String host, int port) {
    private static final Pattern NAME = Pattern.compile("([\\p{L}\\p{N}._-]+)(?::([0-9]{1,5}))?");
    private static final Pattern IPV6 =
            Pattern.compile("\\[([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:%([A-Za-z0-9._~-]+))?](?::([0-9]{1,5}))?");

    /**
     * Reads {@code host}, {@code host:port}, {@code [v6]} or {@code [v6%zone]:port}; the percent sign may be written {@code %25} (RFC 6874).
     *
     * @throws IllegalArgumentException if it is none of these, or the port does not lie between 1 and 65535
     */
    public static HostPort parse(String authority) {
        Matcher six = IPV6.matcher(authority.replaceFirst("%25(?=[^\\]])", "%"));
        if (six.matches()) {
            String zone = six.group(2);
            return new HostPort(zone == null ? six.group(1) : six.group(1) + "%" + zone, port(six.group(3)));
        }
        Matcher name = NAME.matcher(authority);
        if (name.matches()) {
            return new HostPort(name.group(1), port(name.group(2)));
        }
        throw new IllegalArgumentException("not a host, or host and port");
    }

    /**
     * Reads those of an address.
     *
     * @throws IllegalArgumentException if it has none
     */
    public static HostPort of(URI address) {
        String authority = address.getRawAuthority();
        if (authority == null) {
            throw new IllegalArgumentException("an address without a host");
        }
        return parse(authority);
    }

    private static int port(@Nullable String digits) {
        if (digits == null) {
            return -1;
        }
        int port = Integer.parseInt(digits);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port lies between 1 and 65535: " + port);
        }
        return port;
    }

    /** Returns the host as HTTP and certificates know it: without a zone. */
    public String bare() {
        int zone = host.indexOf('%');
        return zone < 0 ? host : host.substring(0, zone);
    }

    /** Returns the same with a port, if it has none. */
    public HostPort or(int usual) {
        return port < 0 ? new HostPort(host, usual) : this;
    }

    /** Returns it as a URI holds it: in brackets if need be, the zone's percent sign escaped. */
    public String authority() {
        String text = host.indexOf(':') >= 0 ? "[" + host.replace("%", "%25") + "]" : host;
        return port < 0 ? text : text + ":" + port;
    }

    /** Makes an address without a zone, for HTTP clients. */
    public static URI withoutZone(URI address) {
        HostPort at = of(address);
        String bare = new HostPort(at.bare(), at.port()).authority();
        return bare.equals(address.getRawAuthority())
                ? address
                : URI.create(address.toString().replace("//" + address.getRawAuthority(), "//" + bare));
    }
}

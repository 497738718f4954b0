package io.quorate.directory;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A network interface of a host as its DNS client sees it.
 *
 * @param host the host
 * @param index its number on that host
 * @param alias its name there, which an administrator may have changed and Windows translates
 * @param servers the DNS servers it asks, over IPv4, the first one first
 * @param servers6 those it asks over IPv6
 * @param registers whether it registers the host's name with its addresses; null where Windows does not tell
 */
public record DnsInterface(
        String host,
        long index,
        String alias,
        List<String> servers,
        List<String> servers6,
        @Nullable Boolean registers) {
    /** What Windows lists on an interface that was given no IPv6 servers: site-local addresses where nobody answers. */
    private static final String NOBODY = "fec0:0:0:ffff::";

    public DnsInterface {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(alias, "alias");
        servers = List.copyOf(servers);
        servers6 = List.copyOf(servers6);
    }

    /**
     * Returns an address of a DNS server in the one spelling that is compared here; an IPv6 address has many.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static String spelled(String address) {
        return address.indexOf(':') < 0 ? address : Ipv6.spelled(address);
    }

    private static List<String> family(List<String> addresses, boolean six) {
        return addresses.stream().filter(one -> one.indexOf(':') >= 0 == six).toList();
    }

    /** Returns the servers that somebody gave it, those over IPv4 first. */
    public List<String> given() {
        return Stream.concat(servers.stream(), servers6.stream().filter(one -> !one.startsWith(NOBODY)))
                .toList();
    }

    /** Tells whether it asks just these, in this order; over IPv4 or IPv6 where none of that family is named, it may ask whomever it does. */
    public boolean asks(List<String> wanted) {
        List<String> four = family(wanted, false);
        List<String> six =
                family(wanted, true).stream().map(DnsInterface::spelled).toList();
        return (four.isEmpty() || servers.equals(four))
                && (six.isEmpty()
                        || servers6.stream().map(DnsInterface::lenient).toList().equals(six));
    }

    /** What a host tells need be no address, a zone may follow it. */
    private static String lenient(String told) {
        try {
            return spelled(told);
        } catch (IllegalArgumentException odd) {
            return told;
        }
    }

    /** Tells whether this name means it; the case does not matter. */
    public boolean isNamed(String other) {
        return alias.equalsIgnoreCase(other);
    }

    /** Tells whether it asks any server that somebody gave it. */
    public boolean asksAnybody() {
        return !given().isEmpty();
    }

    /** Returns it with other servers, of the families that they are of. */
    public DnsInterface asking(List<String> others) {
        List<String> four = family(others, false);
        List<String> six = family(others, true);
        return new DnsInterface(
                host, index, alias, four.isEmpty() ? servers : four, six.isEmpty() ? servers6 : six, registers);
    }

    /** Returns it registering the host's name, or not. */
    public DnsInterface registering(boolean whether) {
        return new DnsInterface(host, index, alias, servers, servers6, whether);
    }
}

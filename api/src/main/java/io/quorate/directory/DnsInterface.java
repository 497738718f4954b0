package io.quorate.directory;

import java.util.List;
import java.util.Objects;
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

    /** Tells whether this name means it; the case does not matter. */
    public boolean isNamed(String other) {
        return alias.equalsIgnoreCase(other);
    }

    /** Tells whether it asks any server that somebody gave it. */
    public boolean asksAnybody() {
        return !servers.isEmpty() || servers6.stream().anyMatch(one -> !one.startsWith(NOBODY));
    }

    /** Returns it with other servers over IPv4. */
    public DnsInterface asking(List<String> others) {
        return new DnsInterface(host, index, alias, others, servers6, registers);
    }

    /** Returns it registering the host's name, or not. */
    public DnsInterface registering(boolean whether) {
        return new DnsInterface(host, index, alias, servers, servers6, whether);
    }
}

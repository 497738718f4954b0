package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.util.List;

/**
 * A host's DNS client.
 *
 * @param host computer name
 * @param links its interfaces, the loopback one left out
 */
public record DnsClientState(String host, List<Link> links) {
    /** The number of the first interface that is no loopback. */
    static final int FIRST = 4;

    /**
     * An interface.
     *
     * @param index its number
     * @param alias its name
     * @param servers whom it asks, in order
     * @param registers whether it registers the host's name
     */
    public record Link(int index, String alias, List<String> servers, boolean registers) {
        public Link {
            servers = List.copyOf(servers);
        }
    }

    public DnsClientState {
        links = List.copyOf(links);
    }

    /** Returns the entity's key. */
    public static Key<DnsClientState> key(String host) {
        return new Key<>(DnsClientState.class, "host/" + host + "/dns");
    }

    DnsClientState with(Link changed) {
        return new DnsClientState(
                host,
                links.stream()
                        .map(one -> one.index() == changed.index() ? changed : one)
                        .toList());
    }

    DnsClientState and(String alias, List<String> servers, boolean registers) {
        List<Link> more = new java.util.ArrayList<>(links);
        more.add(new Link(FIRST + 3 * links.size(), alias, servers, registers));
        return new DnsClientState(host, more);
    }
}

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
     * @param servers6 whom it asks over IPv6, in order
     */
    public record Link(int index, String alias, List<String> servers, boolean registers, List<String> servers6) {
        public Link {
            servers = List.copyOf(servers);
            servers6 = List.copyOf(servers6);
        }

        /** Makes one that was given no servers over IPv6. */
        public Link(int index, String alias, List<String> servers, boolean registers) {
            this(index, alias, servers, registers, List.of());
        }

        /** Returns it with other servers, of the families that are named. */
        public Link asking(List<String> addresses) {
            List<String> four =
                    addresses.stream().filter(one -> one.indexOf(':') < 0).toList();
            List<String> six =
                    addresses.stream().filter(one -> one.indexOf(':') >= 0).toList();
            return new Link(index, alias, four.isEmpty() ? servers : four, registers, six.isEmpty() ? servers6 : six);
        }

        /** Returns all whom it asks. */
        public List<String> all() {
            List<String> all = new java.util.ArrayList<>(servers);
            all.addAll(servers6);
            return all;
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

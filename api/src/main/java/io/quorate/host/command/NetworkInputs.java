package io.quorate.host.command;

import io.quorate.host.NetworkAdapter;
import io.quorate.host.NetworkProfile;
import io.quorate.spi.Foretold;
import io.quorate.spi.Placeholder;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** What the commands on network adapters check, and what a rehearsal pretends of them. */
final class NetworkInputs {
    /** What every host has to take whole, and the largest frames there are, without their header. */
    private static final int LEAST = 576;

    private static final int MOST = 9600;

    private NetworkInputs() {}

    static void check(String host, String adapter) {
        Inputs.checkHost(host);
        if (adapter.isBlank() || adapter.chars().anyMatch(c -> c < ' ' || "*?[]`".indexOf(c) >= 0)) {
            throw new IllegalArgumentException("not the name of one adapter: '" + adapter + "'");
        }
    }

    static void checkMtu(int mtu) {
        if (mtu < LEAST || mtu > MOST) {
            throw new IllegalArgumentException("a packet of IPv4 has " + LEAST + " to " + MOST + " bytes, not " + mtu);
        }
    }

    static void checkProfile(NetworkProfile wanted) {
        Objects.requireNonNull(wanted, "wanted");
        if (wanted != NetworkProfile.PRIVATE && wanted != NetworkProfile.PUBLIC) {
            throw new IllegalArgumentException(
                    "a network is set to be private or public; that it is the domain's is proved by a controller");
        }
    }

    static String identity(String host, String adapter) {
        return host + "/" + adapter;
    }

    static Target target(String host, String adapter) {
        return new Target("network adapter", adapter + " on " + host);
    }

    /** An adapter nobody looked at. */
    static NetworkAdapter rehearsed(String host, String adapter) {
        return new NetworkAdapter(
                host, adapter, 0, Placeholder.TEXT, "", true, false, 0, 0, NetworkProfile.NONE, List.of());
    }

    static List<Foretold<?>> foretold(String host, String adapter, UnaryOperator<NetworkAdapter> change) {
        return List.of(Foretold.each(ListAdapters.class, read -> read.host().equalsIgnoreCase(host))
                .changed(before -> before.stream()
                        .map(one -> one.isNamed(adapter) ? change.apply(one) : one)
                        .toList()));
    }

    /** Something else, and nobody can tell what. */
    static List<Foretold<?>> untold(String host) {
        return List.of(Foretold.each(ListAdapters.class, read -> read.host().equalsIgnoreCase(host))
                .unknown());
    }
}

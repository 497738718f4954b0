package io.quorate.engine;

import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.spi.Backend;
import io.quorate.spi.Target;
import io.quorate.spi.net.Logins;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One endpoint of an engine: its backend, and what is remembered about its hosts. Thread-safe. */
public final class Site {
    private static final int REMEMBERED_OWNERS = 1_000;
    private static final int REMEMBERED_PLACES = 10_000;

    final Endpoint endpoint;
    final Backend backend;
    final Redactor redactor;
    private final Map<String, HostGate> gates = new LinkedHashMap<>();
    private final AtomicReference<String> preferred;
    private final Map<Target, String> owners = new Remembered(REMEMBERED_OWNERS);

    /** Where targets were last that may be elsewhere now. */
    private final Map<Target, String> seen = new Remembered(REMEMBERED_PLACES);

    /** Forgets what was not asked for in a long time. */
    private static final class Remembered extends LinkedHashMap<Target, String> {
        private static final long serialVersionUID = 1L;
        private final int most;

        Remembered(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Target, String> eldest) {
            return size() > most;
        }
    }

    /**
     * @param settings gives each host's settings
     */
    public Site(Endpoint endpoint, Backend backend, QuorateRuntime runtime, Function<String, HostSettings> settings) {
        this.endpoint = endpoint;
        this.backend = backend;
        this.redactor = new Redactor(endpoint.credentials()).with(endpoint.secondHop());
        for (String host : endpoint.hostNames()) {
            gates.put(host, new HostGate(host, settings.apply(host), runtime));
        }
        this.preferred = new AtomicReference<>(endpoint.hostNames().get(0));
    }

    /**
     * Returns all hosts, the one that answered last first: its session is warm, and what was just written there can be read there. The
     * others follow in the order of the endpoint, beginning after it.
     */
    List<HostGate> rotation() {
        List<HostGate> all = new ArrayList<>(gates.values());
        int first = 0;
        String answered = preferred.get();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).host.equals(answered)) {
                first = i;
            }
        }
        java.util.Collections.rotate(all, -first);
        return all;
    }

    void answered(String host) {
        preferred.set(host);
    }

    /** Finds a host by its name as the servers spell it: ignoring case, and with or without the domain. */
    @Nullable
    HostGate gate(String name) {
        HostGate exact = gates.get(name);
        if (exact != null) {
            return exact;
        }
        for (HostGate gate : gates.values()) {
            if (gate.host.equalsIgnoreCase(name)) {
                return gate;
            }
        }
        HostGate found = null;
        for (HostGate gate : gates.values()) {
            boolean oneIsShort = gate.host.indexOf('.') < 0 || name.indexOf('.') < 0;
            if (oneIsShort && label(gate.host).equals(label(name))) {
                if (found != null) {
                    return null;
                }
                found = gate;
            }
        }
        return found;
    }

    /** Tells whether what one host says to the log-in, all would say: the account is a domain's and not a host's own. */
    boolean sharesLogin() {
        return Logins.isDomains(endpoint.credentials(), name -> gate(name) != null);
    }

    HostGate firstGate() {
        return gates.values().iterator().next();
    }

    List<String> hosts() {
        return List.copyOf(gates.keySet());
    }

    @Nullable
    String owner(Target target) {
        synchronized (owners) {
            return owners.get(key(target));
        }
    }

    void owner(Target target, String host) {
        synchronized (owners) {
            owners.put(key(target), host);
        }
    }

    void forgetOwner(Target target) {
        synchronized (owners) {
            owners.remove(key(target));
        }
    }

    /** Returns where a target was seen last: a good host to begin with, no more. */
    @Nullable
    String seen(Target target) {
        synchronized (seen) {
            return seen.get(key(target));
        }
    }

    void seen(Target target, String host) {
        synchronized (seen) {
            seen.put(key(target), host);
        }
    }

    private static Target key(Target target) {
        return new Target(target.kind(), target.name().toLowerCase(Locale.ROOT));
    }

    private static String label(String host) {
        // An address has no label: 10.0.0.1 and 10.0.0.2 are not one host.
        boolean address = host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
        int dot = address ? -1 : host.indexOf('.');
        return (dot < 0 ? host : host.substring(0, dot)).toLowerCase(Locale.ROOT);
    }
}

package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the network's switches let pass at the ports a host's adapters are plugged into.
 *
 * @param host computer name
 * @param largest the largest packet by adapter, where it is not {@link #JUMBO}
 */
public record HostPorts(String host, Map<String, Integer> largest) {
    /** What a switch lets pass that knows jumbo frames. */
    public static final int JUMBO = 9216;

    public HostPorts {
        largest = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(largest));
    }

    /** Returns the entity's key. */
    public static Key<HostPorts> key(String host) {
        return new Key<>(HostPorts.class, "host/" + host + "/ports");
    }

    static HostPorts fresh(String host) {
        return new HostPorts(host, Map.of());
    }

    /** Returns it with another size at an adapter's port. */
    public HostPorts with(String adapter, int packet) {
        Map<String, Integer> more = new LinkedHashMap<>(largest);
        more.put(adapter, packet);
        return new HostPorts(host, more);
    }

    /** Tells what passes at an adapter's port. */
    public int at(String adapter) {
        return largest.getOrDefault(adapter, JUMBO);
    }
}

package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The world outside of the server room, and what the provider does with the addresses it gave.
 *
 * @param bindings the MAC address each IP address is bound to
 * @param published what the router forwards, {@code address:port}
 * @param names the addresses of names outside
 * @param servers who listens outside, {@code address:port}
 * @param gateway the name of the machine that the hosts go out by; empty if they go out by themselves
 */
public record OutsideState(
        Map<String, String> bindings,
        List<String> published,
        Map<String, String> names,
        List<String> servers,
        String gateway) {
    static final Key<OutsideState> KEY = new Key<>(OutsideState.class, "outside");
    static final OutsideState NOTHING = new OutsideState(Map.of(), List.of(), Map.of(), List.of(), "");

    public OutsideState {
        bindings = Collections.unmodifiableMap(new LinkedHashMap<>(bindings));
        published = List.copyOf(published);
        names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
        servers = List.copyOf(servers);
    }

    private static Map<String, String> and(Map<String, String> all, String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(all);
        more.put(key, value);
        return more;
    }

    private static List<String> and(List<String> all, String one) {
        List<String> more = new ArrayList<>(all);
        more.add(one);
        return more;
    }

    OutsideState bound(String address, String mac) {
        return new OutsideState(and(bindings, address, mac), published, names, servers, gateway);
    }

    OutsideState publishing(String address, int port) {
        return new OutsideState(bindings, and(published, address + ":" + port), names, servers, gateway);
    }

    OutsideState serving(String name, String address, int port) {
        return new OutsideState(
                bindings, published, and(names, name, address), and(servers, address + ":" + port), gateway);
    }

    OutsideState by(String machine) {
        return new OutsideState(bindings, published, names, servers, machine);
    }
}

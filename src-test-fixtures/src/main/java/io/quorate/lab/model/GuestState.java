package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a virtual machine's guest has, and what its host offers it.
 *
 * @param vm the machine's id
 * @param services whether the guest has integration services
 * @param outdated whether they speak another version than the host
 * @param disabled the ids of the services that the host does not offer
 * @param addresses the IP addresses of its adapters, by the adapter's id
 * @param names whom its adapters ask for names, likewise
 */
public record GuestState(
        String vm,
        boolean services,
        boolean outdated,
        Set<String> disabled,
        Map<String, List<String>> addresses,
        Map<String, List<String>> names) {
    /** The heartbeat's id. */
    public static final String HEARTBEAT = "84EAAE65-2F2E-45F5-9BB5-0E857DC8EB47";

    /** The id of what tells addresses. */
    public static final String KEY_VALUE_PAIRS = "2A34B1C2-FD73-4043-8A5B-DD2159BC743F";

    /** The id of the service that is off unless somebody switches it on. */
    public static final String GUEST_FILES = "6C09BB55-D683-4DA0-8931-C9BF705F6480";

    public GuestState {
        disabled = Collections.unmodifiableSet(new TreeSet<>(disabled));
        addresses = Collections.unmodifiableMap(new LinkedHashMap<>(addresses));
        names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
    }

    /** Returns the entity's key. */
    public static Key<GuestState> key(String vm) {
        return new Key<>(GuestState.class, "vm/" + vm.toLowerCase(Locale.ROOT) + "/guest");
    }

    /** One that has all it needs. */
    static GuestState fresh(String vm) {
        return new GuestState(vm, true, false, Set.of(GUEST_FILES), Map.of(), Map.of());
    }

    /** Tells whether the host offers a service. */
    public boolean offered(String service) {
        return !disabled.contains(service.toUpperCase(Locale.ROOT));
    }

    /** Returns it with other services in the guest. */
    public GuestState with(boolean present, boolean old) {
        return new GuestState(vm, present, old, disabled, addresses, names);
    }

    /** Returns it with a service offered or not. */
    public GuestState offering(String service, boolean offered) {
        Set<String> after = new TreeSet<>(disabled);
        if (offered) {
            after.remove(service.toUpperCase(Locale.ROOT));
        } else {
            after.add(service.toUpperCase(Locale.ROOT));
        }
        return new GuestState(vm, services, outdated, after, addresses, names);
    }

    /** Returns it with an adapter's addresses. */
    public GuestState with(String adapter, List<String> ips) {
        Map<String, List<String>> after = new LinkedHashMap<>(addresses);
        after.put(adapter, List.copyOf(ips));
        return new GuestState(vm, services, outdated, disabled, after, names);
    }

    /** Returns it with whom an adapter asks for names. */
    public GuestState asking(String adapter, List<String> servers) {
        Map<String, List<String>> after = new LinkedHashMap<>(names);
        after.put(adapter, List.copyOf(servers));
        return new GuestState(vm, services, outdated, disabled, addresses, after);
    }
}

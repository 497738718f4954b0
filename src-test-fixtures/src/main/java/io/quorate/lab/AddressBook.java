package io.quorate.lab;

import io.quorate.Shown;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.IntSupplier;

/**
 * The lab's address book: which endpoints clients are told about, and where what they connect to really listens. Who adds a face to the lab
 * enters it here, and {@link Lab#connect()} and {@link LabServer} find it. Thread-safe.
 */
public final class AddressBook {
    private final Object lock = new Object();
    private final Map<String, LabEndpoint> endpoints = new LinkedHashMap<>();
    private final Map<String, Map<Integer, IntSupplier>> routes = new HashMap<>();
    private final List<BiFunction<String, Integer, Optional<InetSocketAddress>>> finders = new ArrayList<>();

    AddressBook() {}

    /**
     * Enters an endpoint.
     *
     * @throws IllegalArgumentException if there is one of that name
     */
    public void enter(LabEndpoint endpoint) {
        synchronized (lock) {
            if (endpoints.putIfAbsent(endpoint.name(), endpoint) != null) {
                throw new IllegalArgumentException("there is an endpoint of that name: " + endpoint.name());
            }
        }
    }

    /** Leads whoever connects to a host's port to a face; a host and port that are led elsewhere stay so. Names ignore case. */
    public void route(String host, int port, Face face) {
        route(host, port, Objects.requireNonNull(face, "face")::port);
    }

    /** Leads whoever connects to a host's port to a port of 127.0.0.1; a host and port that are led elsewhere stay so. */
    void route(String host, int port, IntSupplier real) {
        synchronized (lock) {
            routes.computeIfAbsent(key(host), h -> new HashMap<>()).putIfAbsent(port, real);
        }
    }

    /** Has somebody asked for names and ports whose place changes; where it knows none, others are asked. */
    void ask(BiFunction<String, Integer, Optional<InetSocketAddress>> finder) {
        synchronized (lock) {
            finders.add(finder);
        }
    }

    /** Returns the endpoints, in the order they were entered. */
    public List<LabEndpoint> endpoints() {
        synchronized (lock) {
            return new ArrayList<>(endpoints.values());
        }
    }

    /** Finds an endpoint. */
    public Optional<LabEndpoint> find(String name) {
        synchronized (lock) {
            return Optional.ofNullable(endpoints.get(name));
        }
    }

    /**
     * Returns where a host's port really is. The loopback addresses stay what they are.
     *
     * @throws UnknownHostException if nobody of the lab listens there
     */
    public InetSocketAddress resolve(String host, int port) throws UnknownHostException {
        Map<Integer, IntSupplier> ports;
        IntSupplier real;
        List<BiFunction<String, Integer, Optional<InetSocketAddress>>> asked;
        synchronized (lock) {
            asked = List.copyOf(finders);
            ports = routes.get(key(host));
            real = ports == null ? null : ports.get(port);
        }
        if (real != null) {
            return LabRuntime.loopback(real.getAsInt());
        }
        for (BiFunction<String, Integer, Optional<InetSocketAddress>> finder : asked) {
            Optional<InetSocketAddress> found = finder.apply(host, port);
            if (found.isPresent()) {
                return found.get();
            }
        }
        if (host.equals("127.0.0.1") || host.equals("localhost")) {
            return LabRuntime.loopback(port);
        }
        throw new UnknownHostException(ports == null ? host : host + ":" + port + " is not served by the lab");
    }

    /** Returns where an endpoint's addresses really are, in their order. */
    public List<InetSocketAddress> resolve(LabEndpoint endpoint) throws UnknownHostException {
        List<InetSocketAddress> real = new ArrayList<>();
        for (InetSocketAddress address : endpoint.addresses()) {
            real.add(resolve(address.getHostString(), address.getPort()));
        }
        return real;
    }

    private static String key(String host) {
        return host.toUpperCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("endpoints", endpoints().stream().map(LabEndpoint::name).toList())
                .toString();
    }
}

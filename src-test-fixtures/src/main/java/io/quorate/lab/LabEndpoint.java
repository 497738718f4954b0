package io.quorate.lab;

import io.quorate.Credentials;
import io.quorate.EndpointSpec;
import io.quorate.Trust;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a client is told about an endpoint of the lab: the same that it would be told about a real one.
 *
 * @param name the endpoint's name, e.g. {@link Lab#STORAGE}
 * @param scheme which backend speaks with it, e.g. {@code winrm}
 * @param usualPort the scheme's port
 * @param addresses hosts and ports as the lab's machines are known by, unresolved; at least one
 * @param credentials who logs in; null if nobody does
 * @param trust whom to believe to be the server; null where the protocol has no such thing
 * @param options what only this scheme knows
 */
public record LabEndpoint(
        String name,
        String scheme,
        int usualPort,
        List<InetSocketAddress> addresses,
        @Nullable Credentials credentials,
        @Nullable Trust trust,
        Map<String, String> options) {
    public LabEndpoint {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(scheme, "scheme");
        addresses = List.copyOf(addresses);
        options = Map.copyOf(options);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("an endpoint has at least one address: " + name);
        }
    }

    /** Starts with hosts on the scheme's port, nobody to log in and nobody to trust. */
    public static LabEndpoint of(String name, String scheme, int usualPort, List<String> hosts) {
        return new LabEndpoint(
                name,
                scheme,
                usualPort,
                hosts.stream()
                        .map(h -> InetSocketAddress.createUnresolved(h, usualPort))
                        .toList(),
                null,
                null,
                Map.of());
    }

    /** Returns it with one more address. */
    public LabEndpoint with(String host, int port) {
        List<InetSocketAddress> more = new ArrayList<>(addresses);
        more.add(InetSocketAddress.createUnresolved(host, port));
        return new LabEndpoint(name, scheme, usualPort, more, credentials, trust, options);
    }

    /** Returns it with who logs in. */
    public LabEndpoint with(Credentials value) {
        return new LabEndpoint(name, scheme, usualPort, addresses, value, trust, options);
    }

    /** Returns it with whom to believe. */
    public LabEndpoint with(Trust value) {
        return new LabEndpoint(name, scheme, usualPort, addresses, credentials, value, options);
    }

    /** Returns it with one more option. */
    public LabEndpoint with(String option, String value) {
        Map<String, String> more = new LinkedHashMap<>(options);
        more.put(option, value);
        return new LabEndpoint(name, scheme, usualPort, addresses, credentials, trust, more);
    }

    /** Returns its address for {@code Quorate.builder().endpoint}: a port is named only where it is not the usual one. */
    public String uri() {
        return addresses.stream().map(this::authority).collect(Collectors.joining(",", scheme + "://", ""));
    }

    private String authority(InetSocketAddress address) {
        String host = address.getHostString();
        String text = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return address.getPort() == usualPort ? text : text + ":" + address.getPort();
    }

    /** Tells an endpoint's builder all of it. */
    void tell(EndpointSpec endpoint) {
        if (credentials != null) {
            endpoint.credentials(credentials);
        }
        if (trust != null) {
            endpoint.trust(trust);
        }
        options.forEach(endpoint::option);
    }
}

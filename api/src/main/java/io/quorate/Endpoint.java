package io.quorate;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where and how to log in: one host, or the several hosts of a cluster, of which any may be dead. Immutable.
 *
 * @param name how calls name it: {@code quorate.cluster("lab")}
 * @param scheme which backend: {@code winrm}, {@code nexenta}, {@code iscsi} or {@code sqlserver}
 * @param hosts host name to address; for winrm the address is an {@code https} URI, e.g. {@code https://hv1:5986/wsman}, or where the log-in
 *     seals every message an {@code http} URI, e.g. {@code http://hv1:5985/wsman}
 * @param credentials who logs in
 * @param trust whom the client believes to be the server
 * @param options what only this scheme knows, e.g. {@code delegatedConfiguration}
 * @param secondHop how commands may act on other machines than the host they are sent to, where the scheme knows such a thing
 */
public record Endpoint(
        String name,
        String scheme,
        Map<String, URI> hosts,
        @Nullable Credentials credentials,
        Trust trust,
        Map<String, String> options,
        List<SecondHop> secondHop) {
    public Endpoint {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(scheme, "scheme");
        Objects.requireNonNull(trust, "trust");
        hosts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(hosts));
        options = Map.copyOf(options);
        secondHop = List.copyOf(secondHop);
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("endpoint " + name + " names no host");
        }
    }

    /** Makes one without a way to the second hop but what the options name. */
    public Endpoint(
            String name,
            String scheme,
            Map<String, URI> hosts,
            @Nullable Credentials credentials,
            Trust trust,
            Map<String, String> options) {
        this(name, scheme, hosts, credentials, trust, options, List.of());
    }

    /** Returns it with others who log in, and without a way to the second hop. */
    public Endpoint with(Credentials other) {
        return new Endpoint(name, scheme, hosts, Objects.requireNonNull(other, "other"), trust, options);
    }

    /** Returns the host names in the order they were given. */
    public List<String> hostNames() {
        return List.copyOf(hosts.keySet());
    }
}

package io.quorate.host;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a host stands in its domain: what lies behind errors that speak of missing administrative privileges.
 *
 * @param host the host
 * @param inDomain whether it is a member
 * @param waiting whether it joined, or got another name, and was not restarted since
 * @param channel whether its secure channel to a controller holds; null where that cannot be told
 * @param registered the addresses DNS has for its name, by the servers it asks itself; null where none of them could tell
 */
public record HostMembership(
        String host,
        boolean inDomain,
        boolean waiting,
        @Nullable Boolean channel,
        @Nullable List<String> registered) {
    public HostMembership {
        Objects.requireNonNull(host, "host");
        registered = registered == null ? null : List.copyOf(registered);
    }
}

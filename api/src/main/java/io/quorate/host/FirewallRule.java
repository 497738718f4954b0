package io.quorate.host;

import java.util.List;
import java.util.Objects;

/**
 * A rule of a host's firewall.
 *
 * @param host the host
 * @param name its name, which is the same in every language; what the console shows is another
 * @param enabled whether it is in force
 * @param inbound whether it is about what comes in
 * @param allows whether it lets in or shuts out
 * @param protocol Windows' word: {@code TCP}, {@code UDP}, {@code Any}, a number
 * @param ports the local ports it is about, as Windows writes them; {@code Any} for all
 * @param sources the remote addresses it is about: addresses, subnets, ranges, or Windows' words such as {@code Any} and {@code LocalSubnet}
 */
public record FirewallRule(
        String host,
        String name,
        boolean enabled,
        boolean inbound,
        boolean allows,
        String protocol,
        List<String> ports,
        List<String> sources) {
    public FirewallRule {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(protocol, "protocol");
        ports = List.copyOf(ports);
        sources = List.copyOf(sources);
    }

    /** Tells whether this name means it; the case does not matter. */
    public boolean isNamed(String other) {
        return name.equalsIgnoreCase(other);
    }

    /** Tells whether it is about everybody. */
    public boolean anybody() {
        return sources.isEmpty() || sources.stream().anyMatch("Any"::equalsIgnoreCase);
    }

    /** Returns it about other remote addresses. */
    public FirewallRule from(List<String> others) {
        return new FirewallRule(host, name, enabled, inbound, allows, protocol, ports, others);
    }
}

package io.quorate.host;

import java.util.List;
import java.util.Objects;

/**
 * Where a host is set to take its time from.
 *
 * @param host the host
 * @param type Windows' word: {@code NT5DS} for the domain's controllers, {@code NTP} for the servers, {@code AllSync} for both, {@code NoSync} for nobody
 * @param servers the servers of NTP, without Windows' flags
 * @param running whether the time service runs
 * @param byPolicy whether a policy sets it, which nothing but the policy changes
 */
public record TimeSource(String host, String type, List<String> servers, boolean running, boolean byPolicy) {
    /** By the domain's controllers. */
    public static final String DOMAIN = "NT5DS";

    /** By servers of NTP. */
    public static final String SERVERS = "NTP";

    public TimeSource {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(type, "type");
        servers = List.copyOf(servers);
    }

    /** Tells whether it takes its time from the domain's controllers. */
    public boolean fromDomain() {
        return type.equalsIgnoreCase(DOMAIN);
    }

    /** Returns it taken from elsewhere. */
    public TimeSource from(List<String> others) {
        return new TimeSource(
                host, others.isEmpty() ? DOMAIN : SERVERS, others.isEmpty() ? servers : others, true, byPolicy);
    }
}

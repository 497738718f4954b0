package io.quorate.host;

import io.quorate.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a Windows host is.
 *
 * @param host the host
 * @param name its computer name, as it says itself
 * @param domain its DNS domain, or its workgroup
 * @param inDomain whether it is a member of that domain
 * @param system its Windows
 * @param processor its processors
 * @param memory its physical memory
 * @param bootTime when it started last, by its own clock
 * @param clock its clock
 * @param hyperV its settings of Hyper-V; null where that is not installed
 */
public record HostFacts(
        String host,
        String name,
        String domain,
        boolean inDomain,
        HostSystem system,
        HostProcessor processor,
        Size memory,
        Instant bootTime,
        HostClock clock,
        @Nullable HyperVSettings hyperV) {
    public HostFacts {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(domain, "domain");
        Objects.requireNonNull(system, "system");
        Objects.requireNonNull(processor, "processor");
        Objects.requireNonNull(memory, "memory");
        Objects.requireNonNull(bootTime, "bootTime");
        Objects.requireNonNull(clock, "clock");
    }

    /** Returns how long it ran when it was asked: both times are its own. */
    public Duration uptime() {
        Duration up = Duration.between(bootTime, clock.time());
        return up.isNegative() ? Duration.ZERO : up;
    }

    /** Returns it with its clock compared with ours. */
    public HostFacts asked(Instant sent, Instant answered) {
        return new HostFacts(
                host,
                name,
                domain,
                inDomain,
                system,
                processor,
                memory,
                bootTime,
                clock.between(sent, answered),
                hyperV);
    }

    /** Returns it with Hyper-V set otherwise. */
    public HostFacts with(@Nullable HyperVSettings settings) {
        return new HostFacts(host, name, domain, inDomain, system, processor, memory, bootTime, clock, settings);
    }
}

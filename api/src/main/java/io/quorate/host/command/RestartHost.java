package io.quorate.host.command;

import io.quorate.host.HostBoot;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Tells a host to restart. Done when it started after the given time; it is still on its way down when this returns.
 *
 * @param host the host, as the endpoint names it
 * @param before when it had started before, by its own clock; a later start is the effect
 * @see io.quorate.host.HostClient#restart
 */
public record RestartHost(String host, Instant before)
        implements GuardedCommand<HostBoot>, Destructive, HostCommand<HostBoot> {
    public RestartHost {
        Inputs.checkHost(host);
        Objects.requireNonNull(before, "before");
    }

    @Override
    public String identity() {
        return host;
    }

    @Override
    public String name() {
        return "host.restart";
    }

    @Override
    public Target target() {
        return new Target("host", host);
    }

    @Override
    public HostBoot rehearsed() {
        return new HostBoot(host, before);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(
                Foretold.unchanged(new GetBoot(host)),
                Foretold.unchanged(new GetHostFacts(host)),
                Foretold.unchanged(new GetMultipath(host)));
    }
}

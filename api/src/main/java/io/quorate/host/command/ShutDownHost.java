package io.quorate.host.command;

import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Tells a host to shut down and to switch itself off. Done when it started after the given time, for then it was down; it is still on its way when
 * this returns.
 *
 * @param host the host, as the endpoint names it
 * @param before when it had started before, by its own clock
 * @see io.quorate.host.HostClient#shutDown
 */
public record ShutDownHost(String host, Instant before)
        implements GuardedCommand<Void>, Destructive, HostCommand<Void> {
    public ShutDownHost {
        Inputs.checkHost(host);
        Objects.requireNonNull(before, "before");
    }

    @Override
    public String identity() {
        return host;
    }

    @Override
    public String name() {
        return "host.shut-down";
    }

    @Override
    public Target target() {
        return new Target("host", host);
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    public Void rehearsed() {
        return null;
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(
                Foretold.unknown(new GetBoot(host)),
                Foretold.unknown(new GetHostFacts(host)),
                Foretold.unknown(new GetMultipath(host)));
    }
}

package io.quorate.host.command;

import io.quorate.host.TimeSource;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Has a host take its time from servers of NTP, or from the domain's controllers. Done when it is so already.
 *
 * @param host the host, as the endpoint names it
 * @param servers the servers of NTP; empty for the domain's controllers
 * @see io.quorate.host.HostTime
 */
public record SetTimeSource(String host, List<String> servers)
        implements GuardedCommand<TimeSource>, HostCommand<TimeSource> {
    private static final Pattern SERVER = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.:-]{0,252})");

    public SetTimeSource {
        Inputs.checkHost(host);
        servers = List.copyOf(servers);
        if (!servers.stream().allMatch(one -> SERVER.matcher(one).matches())) {
            throw new IllegalArgumentException("not names of servers: " + servers);
        }
    }

    @Override
    public String name() {
        return "host.time.set";
    }

    @Override
    public Target target() {
        return new Target("time source", host);
    }

    @Override
    public TimeSource rehearsed() {
        return new TimeSource(host, "", servers, true, false).from(servers);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.changed(new GetTimeSource(host), before -> before.from(servers)));
    }
}

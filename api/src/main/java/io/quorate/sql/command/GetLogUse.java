package io.quorate.sql.command;

import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import io.quorate.sql.LogUse;
import java.util.List;
import java.util.Set;

/**
 * Reads how much of their logs an instance's databases use, in one round trip.
 *
 * @param host the instance's host, as the endpoint names it
 */
public record GetLogUse(String host) implements ReadCommand<List<LogUse>>, HostCommand<List<LogUse>> {
    public GetLogUse {
        Inputs.checkHost(host);
    }

    @Override
    public String name() {
        return "sql.log.get";
    }

    @Override
    public Target target() {
        return new Target("SQL instance", host);
    }

    @Override
    public Set<String> lists() {
        return Set.of("availability database", "database");
    }
}

package io.quorate.sql.command;

import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import io.quorate.sql.JobInventory;
import java.util.Set;

/**
 * Reads the Agent jobs of an instance with their steps and schedules, in one round trip.
 *
 * @param host the instance's host, as the endpoint names it
 */
public record GetJobs(String host) implements ReadCommand<JobInventory>, HostCommand<JobInventory> {
    public GetJobs {
        Inputs.checkHost(host);
    }

    @Override
    public String name() {
        return "sql.job.list";
    }

    @Override
    public Target target() {
        return new Target("SQL instance", host);
    }

    @Override
    public Set<String> lists() {
        return Set.of("Agent job", "log-in");
    }
}

package io.quorate.sql.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import io.quorate.sql.JobDefinition;
import java.util.Objects;
import java.util.Set;

/**
 * Has an instance have an Agent job: creates it, or changes what differs. What it has besides, steps behind the last and further schedules,
 * stays. Until all of it is there, a job that is created is disabled.
 *
 * @param host the instance's host, as the endpoint names it
 * @param job what it is to be
 */
public record SetJob(String host, JobDefinition job) implements ConvergingCommand<Void>, HostCommand<Void> {
    public SetJob {
        Inputs.checkHost(host);
        Objects.requireNonNull(job, "job");
    }

    @Override
    public String name() {
        return "sql.job.set";
    }

    @Override
    public Target target() {
        return new Target("Agent job", job.name() + "@" + host);
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    public Void rehearsed() {
        return null;
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of("log-in");
    }
}

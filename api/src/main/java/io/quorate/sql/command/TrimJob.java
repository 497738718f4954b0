package io.quorate.sql.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Removes from an Agent job the steps behind the last that is wanted, and schedules that are not wanted.
 *
 * @param host the instance's host, as the endpoint names it
 * @param job its name
 * @param id its id; a job of this name with another one is not touched
 * @param asks whether the question before its first step stays
 * @param steps how many of its other steps stay
 * @param schedules the names of the schedules that stay
 */
public record TrimJob(String host, String job, UUID id, boolean asks, int steps, List<String> schedules)
        implements ConvergingCommand<Void>, HostCommand<Void>, Destructive {
    public TrimJob {
        Inputs.checkHost(host);
        Inputs.checkName("job", job);
        Objects.requireNonNull(id, "id");
        schedules = List.copyOf(schedules);
        if (steps < 1) {
            throw new IllegalArgumentException("at least one step of job " + job + " stays");
        }
    }

    /** Returns {@code job@host}. */
    @Override
    public String identity() {
        return job + "@" + host;
    }

    @Override
    public String name() {
        return "sql.job.trim";
    }

    @Override
    public Target target() {
        return new Target("Agent job", job + "@" + host);
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    public Void rehearsed() {
        return null;
    }
}

package io.quorate.sql.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.Objects;
import java.util.UUID;

/**
 * Deletes an Agent job with its history, and schedules that no other job has.
 *
 * @param host the instance's host, as the endpoint names it
 * @param job its name
 * @param id its id; a job of this name with another one is not deleted
 */
public record RemoveJob(String host, String job, UUID id)
        implements ConvergingCommand<Void>, HostCommand<Void>, Destructive {
    public RemoveJob {
        Inputs.checkHost(host);
        Inputs.checkName("job", job);
        Objects.requireNonNull(id, "id");
    }

    /** Returns {@code job@host}. */
    @Override
    public String identity() {
        return job + "@" + host;
    }

    @Override
    public String name() {
        return "sql.job.remove";
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

package io.quorate.sql.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;

/**
 * Restores a backup of the log and leaves the database restoring.
 *
 * @param host the instance's host, as the endpoint names it
 * @param database the database's name
 * @param path where the instance writes or reads it: a share, a folder's file, or {@code NUL}
 */
public record RestoreLog(String host, String database, String path)
        implements ConvergingCommand<Void>, HostCommand<Void> {
    public RestoreLog {
        Inputs.checkHost(host);
        Inputs.checkName("database", database);
        Inputs.checkPath("path", path);
    }

    @Override
    public String name() {
        return "sql.database.restore-log";
    }

    @Override
    public Target target() {
        return new Target("database", database + "@" + host);
    }

    @Override
    public Duration deadline() {
        return Inputs.WHOLE_LOG;
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    public Void rehearsed() {
        return null;
    }

    @Override
    public List<Foretold<?>> foretold() {
        return Afterwards.same();
    }
}

package io.quorate.sql.command;

import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import io.quorate.sql.DatabaseState;
import java.time.Duration;
import java.util.List;

/**
 * Restores a full backup and leaves the database restoring, so that it can join a group. Never replaces a database.
 *
 * @param host the instance's host, as the endpoint names it
 * @param database the database's name
 * @param path where the instance writes or reads it: a share, a folder's file, or {@code NUL}
 * @param moves which files go elsewhere than they were
 */
public record RestoreDatabase(String host, String database, String path, List<FileMove> moves)
        implements GuardedCommand<Void>, HostCommand<Void> {
    public RestoreDatabase {
        Inputs.checkHost(host);
        Inputs.checkName("database", database);
        Inputs.checkPath("path", path);
        moves = List.copyOf(moves);
    }

    @Override
    public String name() {
        return "sql.database.restore";
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
        return Afterwards.at(
                host,
                edit -> edit.database(database, one -> RehearsedParts.database(database, DatabaseState.RESTORING)));
    }
}

package io.quorate.sql.command;

import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import io.quorate.sql.DatabaseUser;
import java.util.List;
import java.util.Set;

/**
 * Reads the users of databases that belong to a log-in, in one round trip. The databases must be open to readers where they are read.
 *
 * @param host the instance's host, as the endpoint names it
 * @param databases the databases
 */
public record GetDatabaseUsers(String host, List<String> databases)
        implements ReadCommand<List<DatabaseUser>>, HostCommand<List<DatabaseUser>> {
    public GetDatabaseUsers {
        Inputs.checkHost(host);
        databases = List.copyOf(databases);
        databases.forEach(database -> Inputs.checkName("database", database));
        if (databases.isEmpty()) {
            throw new IllegalArgumentException("no database is named");
        }
    }

    @Override
    public String name() {
        return "sql.user.list";
    }

    @Override
    public Target target() {
        return new Target("SQL instance", host);
    }

    @Override
    public Set<String> lists() {
        return Set.of("database user");
    }
}

package io.quorate.sql.command;

import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import io.quorate.sql.LoginInventory;
import java.util.Set;

/**
 * Reads the log-ins of an instance with all that belongs to them, in one round trip. No hash of a password leaves the instance.
 *
 * @param host the instance's host, as the endpoint names it
 */
public record GetLogins(String host) implements ReadCommand<LoginInventory>, HostCommand<LoginInventory> {
    public GetLogins {
        Inputs.checkHost(host);
    }

    @Override
    public String name() {
        return "sql.login.list";
    }

    @Override
    public Target target() {
        return new Target("SQL instance", host);
    }

    @Override
    public Set<String> lists() {
        return Set.of("log-in", "database");
    }
}

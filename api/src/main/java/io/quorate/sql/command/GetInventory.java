package io.quorate.sql.command;

import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import io.quorate.sql.SqlInventory;
import java.util.Set;

/**
 * Reads all of an instance, in one round trip.
 *
 * @param host the instance's host, as the endpoint names it
 */
public record GetInventory(String host) implements ReadCommand<SqlInventory>, HostCommand<SqlInventory> {
    /** Nearly every change shows in it. */
    private static final Set<String> KINDS = Set.of(
            "availability database",
            "availability group",
            "availability listener",
            "availability replica",
            "certificate",
            "database",
            "database user",
            "log-in",
            "master key",
            "mirroring endpoint");

    public GetInventory {
        Inputs.checkHost(host);
    }

    @Override
    public String name() {
        return "sql.inventory.get";
    }

    @Override
    public Target target() {
        return new Target("SQL instance", host);
    }

    @Override
    public Set<String> lists() {
        return KINDS;
    }
}

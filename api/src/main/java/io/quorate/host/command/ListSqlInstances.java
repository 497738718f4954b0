package io.quorate.host.command;

import io.quorate.host.HostSqlInstance;
import io.quorate.host.HostSqlInstances;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Set;

/**
 * Lists the instances of SQL Server on a host.
 *
 * @param host the host, as the endpoint names it
 * @see HostSqlInstances#list
 */
public record ListSqlInstances(String host)
        implements ReadCommand<List<HostSqlInstance>>, HostCommand<List<HostSqlInstance>> {
    public ListSqlInstances {
        Inputs.checkHost(host);
    }

    @Override
    public String name() {
        return "host.sql.list";
    }

    @Override
    public Target target() {
        return new Target("host", host);
    }

    @Override
    public Set<String> lists() {
        return Set.of("SQL Server instance");
    }
}

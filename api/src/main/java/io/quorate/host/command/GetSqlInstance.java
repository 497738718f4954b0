package io.quorate.host.command;

import io.quorate.host.HostSqlInstance;
import io.quorate.host.HostSqlInstances;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;

/**
 * Reads an instance of SQL Server on a host.
 *
 * @param host the host, as the endpoint names it
 * @param instance {@code MSSQLSERVER} for the default instance, else its name
 * @see HostSqlInstances#get
 */
public record GetSqlInstance(String host, String instance)
        implements ReadCommand<HostSqlInstance>, HostCommand<HostSqlInstance> {
    public GetSqlInstance {
        Inputs.checkHost(host);
        ServiceInputs.checkInstance(instance);
    }

    @Override
    public String name() {
        return "host.sql.get";
    }

    @Override
    public Target target() {
        return ServiceInputs.sqlTarget(host, instance);
    }
}

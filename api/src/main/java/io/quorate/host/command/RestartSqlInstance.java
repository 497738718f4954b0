package io.quorate.host.command;

import io.quorate.host.HostSqlInstance;
import io.quorate.host.HostSqlInstances;
import io.quorate.host.ServiceState;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Restarts an instance of SQL Server, by its service or, where the cluster owns it, by the cluster. Done when it runs in another process than before, and its Agent runs if it is to.
 *
 * @param host the host, as the endpoint names it
 * @param instance {@code MSSQLSERVER} for the default instance, else its name
 * @param agent whether its Agent is to run afterwards
 * @param processId its process before; 0 if it did not run
 * @param clustered whether it was seen that the cluster owns it, for who cannot look; what is there counts
 * @see HostSqlInstances#restart
 */
public record RestartSqlInstance(String host, String instance, boolean agent, long processId, boolean clustered)
        implements GuardedCommand<HostSqlInstance>, Destructive, HostCommand<HostSqlInstance> {
    public RestartSqlInstance {
        Inputs.checkHost(host);
        ServiceInputs.checkInstance(instance);
        ServiceInputs.checkProcess(processId);
    }

    /** Restarts one of which it was not seen that the cluster owns it. */
    public RestartSqlInstance(String host, String instance, boolean agent, long processId) {
        this(host, instance, agent, processId, false);
    }

    @Override
    public String identity() {
        return host + "/" + instance;
    }

    @Override
    public String name() {
        return "host.sql.restart";
    }

    @Override
    public Target target() {
        return ServiceInputs.sqlTarget(host, instance);
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(10);
    }

    @Override
    public HostSqlInstance rehearsed() {
        return ServiceInputs.rehearsedSql(host, instance).in(ServiceState.RUNNING, agent);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return ServiceInputs.foretoldSql(host, instance, before -> before.in(ServiceState.RUNNING, agent));
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of("service");
    }
}

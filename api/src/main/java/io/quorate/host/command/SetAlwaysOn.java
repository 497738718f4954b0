package io.quorate.host.command;

import io.quorate.host.HostSqlInstance;
import io.quorate.host.HostSqlInstances;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;

/**
 * Sets whether Always On is in force from the next start of an instance on. Done when it is so already.
 *
 * @param host the host, as the endpoint names it
 * @param instance {@code MSSQLSERVER} for the default instance, else its name
 * @param on whether it is to be
 * @see HostSqlInstances#ensureAlwaysOn
 */
public record SetAlwaysOn(String host, String instance, boolean on)
        implements GuardedCommand<HostSqlInstance>, HostCommand<HostSqlInstance> {
    public SetAlwaysOn {
        Inputs.checkHost(host);
        ServiceInputs.checkInstance(instance);
    }

    @Override
    public String name() {
        return "host.sql.always-on";
    }

    @Override
    public Target target() {
        return ServiceInputs.sqlTarget(host, instance);
    }

    @Override
    public HostSqlInstance rehearsed() {
        return ServiceInputs.rehearsedSql(host, instance).with(on);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return ServiceInputs.foretoldSql(host, instance, before -> before.with(on));
    }
}

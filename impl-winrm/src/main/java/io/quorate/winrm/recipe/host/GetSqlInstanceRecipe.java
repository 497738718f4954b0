package io.quorate.winrm.recipe.host;

import io.quorate.host.HostSqlInstance;
import io.quorate.host.command.GetSqlInstance;
import io.quorate.spi.FindingHandler;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Recipe;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.Optional;

/** Reads an instance of SQL Server by its services and SQL Server's WMI provider. */
final class GetSqlInstanceRecipe
        implements FindingHandler<GetSqlInstance, HostSqlInstance, WindowsHost>,
                Recipe<GetSqlInstance, HostSqlInstance> {
    @Override
    public Class<GetSqlInstance> handles() {
        return GetSqlInstance.class;
    }

    @Override
    public Optional<HostSqlInstance> find(GetSqlInstance command, WindowsHost host) {
        return SqlReads.find(command.host(), command.instance(), host.powerShell())
                .map(SqlReads.Instance::instance);
    }

    @Override
    public HostSqlInstance run(GetSqlInstance command, WindowsHost host) {
        return find(command, host)
                .orElseThrow(() -> Answers.notFound(SqlReads.absent(command.instance(), command.host())));
    }
}

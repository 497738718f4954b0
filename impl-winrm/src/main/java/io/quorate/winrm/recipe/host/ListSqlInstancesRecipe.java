package io.quorate.winrm.recipe.host;

import io.quorate.host.HostSqlInstance;
import io.quorate.host.command.ListSqlInstances;
import io.quorate.winrm.recipe.ReadingRecipe;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/** Reads the instances of SQL Server by their services and SQL Server's WMI provider. */
final class ListSqlInstancesRecipe implements ReadingRecipe<ListSqlInstances, List<HostSqlInstance>> {
    @Override
    public Class<ListSqlInstances> handles() {
        return ListSqlInstances.class;
    }

    @Override
    public List<HostSqlInstance> run(ListSqlInstances command, WindowsHost host) {
        return SqlReads.list(command.host(), host.powerShell());
    }
}

package io.quorate.winrm.recipe.host;

import io.quorate.host.WindowsService;
import io.quorate.host.command.GetService;
import io.quorate.spi.FindingHandler;
import io.quorate.winrm.recipe.Recipe;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.Optional;

/** Reads a service by a query for its name. */
final class GetServiceRecipe
        implements FindingHandler<GetService, WindowsService, WindowsHost>, Recipe<GetService, WindowsService> {
    @Override
    public Class<GetService> handles() {
        return GetService.class;
    }

    @Override
    public Optional<WindowsService> find(GetService command, WindowsHost host) {
        return ServiceReads.find(command.host(), command.service(), host.powerShell())
                .map(ServiceReads.Row::service);
    }

    @Override
    public WindowsService run(GetService command, WindowsHost host) {
        return find(command, host).orElseThrow(() -> ServiceReads.absent(command.service(), command.host()));
    }
}

package io.quorate.winrm.recipe.host;

import io.quorate.host.InitiatorService;
import io.quorate.host.command.GetInitiator;
import io.quorate.winrm.recipe.ReadingRecipe;
import io.quorate.winrm.recipe.WindowsHost;

/** Reads the initiator's service and, while it runs, its name. */
final class ReadInitiatorRecipe implements ReadingRecipe<GetInitiator, InitiatorService> {
    @Override
    public Class<GetInitiator> handles() {
        return GetInitiator.class;
    }

    @Override
    public InitiatorService run(GetInitiator command, WindowsHost host) {
        return InitiatorReads.service(command.host(), host.powerShell());
    }
}

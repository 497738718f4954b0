package io.quorate.winrm.recipe.host;

import io.quorate.host.command.GetInitiator;
import io.quorate.host.InitiatorService;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import java.util.List;

/** Reads the initiator's service and, while it runs, its name. */
final class ReadInitiatorRecipe implements Recipe<GetInitiator, InitiatorService> {
    @Override
    public Class<GetInitiator> handles() {
        return GetInitiator.class;
    }

    @Override
    public List<PsPipeline> steps(GetInitiator command) {
        return List.of(Line.message(InitiatorReads.service()), InitiatorReads.portsMessage());
    }

    @Override
    public InitiatorService run(GetInitiator command, PowerShell shell) {
        return InitiatorReads.service(command.host(), shell);
    }
}

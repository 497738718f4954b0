package io.quorate.winrm.recipe.host;

import io.quorate.host.HostFacts;
import io.quorate.host.command.GetHostFacts;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.ReadingRecipe;
import io.quorate.winrm.recipe.WindowsHost;

/** Reads what a host is in one message; where there is no Hyper-V, without its settings in another. */
final class GetHostFactsRecipe implements ReadingRecipe<GetHostFacts, HostFacts> {
    @Override
    public Class<GetHostFacts> handles() {
        return GetHostFacts.class;
    }

    @Override
    public HostFacts run(GetHostFacts command, WindowsHost host) {
        PowerShell shell = host.powerShell();
        try {
            return HostReads.facts(command.host(), shell.run(HostReads.facts(true)));
        } catch (Fault fault) {
            if (fault.kind() != ErrorKind.UNSUPPORTED) {
                throw fault;
            }
            return HostReads.facts(command.host(), shell.run(HostReads.facts(false)));
        }
    }
}

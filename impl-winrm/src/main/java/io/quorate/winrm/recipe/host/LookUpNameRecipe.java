package io.quorate.winrm.recipe.host;

import io.quorate.host.NameLookup;
import io.quorate.host.command.LookUpName;
import io.quorate.winrm.recipe.ReadingRecipe;
import io.quorate.winrm.recipe.WindowsHost;

/** Has the host look a name up; what Windows answers with an error about is not told. */
final class LookUpNameRecipe implements ReadingRecipe<LookUpName, NameLookup> {
    @Override
    public Class<LookUpName> handles() {
        return LookUpName.class;
    }

    @Override
    public NameLookup run(LookUpName command, WindowsHost host) {
        return new NameLookup(
                command.host(), command.dnsName(), NameReads.addresses(host.powerShell(), command.dnsName()));
    }
}

package io.quorate.winrm.recipe.host;

import io.quorate.host.NetworkAdapter;
import io.quorate.host.SwitchSpec;
import io.quorate.host.command.CreateSwitchOver;

/** Makes a switch that may take addresses over: somebody gave a consent. */
final class CreateSwitchOverRecipe extends SwitchChange<CreateSwitchOver> {
    @Override
    public Class<CreateSwitchOver> handles() {
        return CreateSwitchOver.class;
    }

    @Override
    SwitchSpec wanted(CreateSwitchOver command) {
        return command.wanted();
    }

    @Override
    void refuseOver(CreateSwitchOver command, NetworkAdapter adapter) {}
}

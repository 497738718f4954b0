package io.quorate.winrm.recipe.host;

import io.quorate.host.NetworkAdapter;
import io.quorate.host.SwitchSpec;
import io.quorate.host.command.CreateSwitch;
import io.quorate.winrm.recipe.Answers;

/** Makes a switch that takes nobody's addresses. */
final class CreateSwitchRecipe extends SwitchChange<CreateSwitch> {
    @Override
    public Class<CreateSwitch> handles() {
        return CreateSwitch.class;
    }

    @Override
    SwitchSpec wanted(CreateSwitch command) {
        return command.wanted();
    }

    @Override
    void refuseOver(CreateSwitch command, NetworkAdapter adapter) {
        throw Answers.refused(
                adapter.name() + " has the addresses of " + String.join(", ", adapter.subnets())
                        + ": whether it carries this connection cannot be told",
                "pass Consent.to(\"" + command.host() + "/" + command.wanted().adapter()
                        + "\", reason) if that adapter is meant");
    }
}

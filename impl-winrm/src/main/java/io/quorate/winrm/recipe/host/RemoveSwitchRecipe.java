package io.quorate.winrm.recipe.host;

import io.quorate.host.command.RemoveSwitch;

/** Removes a virtual switch; not where that may cut the connection. */
final class RemoveSwitchRecipe extends SwitchRemoval<RemoveSwitch> {
    RemoveSwitchRecipe() {
        super(false);
    }

    @Override
    public Class<RemoveSwitch> handles() {
        return RemoveSwitch.class;
    }

    @Override
    String virtualSwitch(RemoveSwitch command) {
        return command.virtualSwitch();
    }
}

package io.quorate.winrm.recipe.host;

import io.quorate.host.command.RemoveSwitchOver;

/** Removes a virtual switch; somebody consented to what cannot be told. */
final class RemoveSwitchOverRecipe extends SwitchRemoval<RemoveSwitchOver> {
    RemoveSwitchOverRecipe() {
        super(true);
    }

    @Override
    public Class<RemoveSwitchOver> handles() {
        return RemoveSwitchOver.class;
    }

    @Override
    String virtualSwitch(RemoveSwitchOver command) {
        return command.virtualSwitch();
    }
}

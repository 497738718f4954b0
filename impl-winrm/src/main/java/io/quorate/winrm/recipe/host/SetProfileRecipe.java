package io.quorate.winrm.recipe.host;

import io.quorate.host.NetworkProfile;
import io.quorate.host.command.SetProfile;

/** Sets the profile of an adapter's network; not where the firewall may shut us out. */
final class SetProfileRecipe extends ProfileChange<SetProfile> {
    SetProfileRecipe() {
        super(false);
    }

    @Override
    public Class<SetProfile> handles() {
        return SetProfile.class;
    }

    @Override
    String adapter(SetProfile command) {
        return command.adapter();
    }

    @Override
    NetworkProfile wanted(SetProfile command) {
        return command.wanted();
    }
}

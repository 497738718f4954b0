package io.quorate.winrm.recipe.host;

import io.quorate.host.NetworkProfile;
import io.quorate.host.command.SetProfileOver;

/** Sets the profile of an adapter's network; somebody consented to what cannot be told. */
final class SetProfileOverRecipe extends ProfileChange<SetProfileOver> {
    SetProfileOverRecipe() {
        super(true);
    }

    @Override
    public Class<SetProfileOver> handles() {
        return SetProfileOver.class;
    }

    @Override
    String adapter(SetProfileOver command) {
        return command.adapter();
    }

    @Override
    NetworkProfile wanted(SetProfileOver command) {
        return command.wanted();
    }
}

package io.quorate.winrm.recipe.host;

import io.quorate.host.command.SetMtuOver;

/** Sets the size of an adapter's packets; somebody consented to a connection that breaks. */
final class SetMtuOverRecipe extends MtuChange<SetMtuOver> {
    SetMtuOverRecipe() {
        super(true);
    }

    @Override
    public Class<SetMtuOver> handles() {
        return SetMtuOver.class;
    }

    @Override
    String adapter(SetMtuOver command) {
        return command.adapter();
    }

    @Override
    int mtu(SetMtuOver command) {
        return command.mtu();
    }
}

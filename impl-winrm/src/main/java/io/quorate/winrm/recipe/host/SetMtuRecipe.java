package io.quorate.winrm.recipe.host;

import io.quorate.host.command.SetMtu;

/** Sets the size of an adapter's packets; not where that may break the connection. */
final class SetMtuRecipe extends MtuChange<SetMtu> {
    SetMtuRecipe() {
        super(false);
    }

    @Override
    public Class<SetMtu> handles() {
        return SetMtu.class;
    }

    @Override
    String adapter(SetMtu command) {
        return command.adapter();
    }

    @Override
    int mtu(SetMtu command) {
        return command.mtu();
    }
}

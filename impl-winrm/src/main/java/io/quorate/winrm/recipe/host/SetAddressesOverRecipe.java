package io.quorate.winrm.recipe.host;

import io.quorate.host.AddressSpec;
import io.quorate.host.command.SetAddressesOver;

/** Gives an adapter its addresses; somebody consented to what cannot be told. */
final class SetAddressesOverRecipe extends AddressChange<SetAddressesOver> {
    SetAddressesOverRecipe() {
        super(true);
    }

    @Override
    public Class<SetAddressesOver> handles() {
        return SetAddressesOver.class;
    }

    @Override
    String adapter(SetAddressesOver command) {
        return command.adapter();
    }

    @Override
    AddressSpec wanted(SetAddressesOver command) {
        return command.wanted();
    }
}

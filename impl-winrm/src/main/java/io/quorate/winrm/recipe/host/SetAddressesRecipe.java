package io.quorate.winrm.recipe.host;

import io.quorate.host.AddressSpec;
import io.quorate.host.command.SetAddresses;

/** Gives an adapter its addresses; not where that may cut the connection. */
final class SetAddressesRecipe extends AddressChange<SetAddresses> {
    SetAddressesRecipe() {
        super(false);
    }

    @Override
    public Class<SetAddresses> handles() {
        return SetAddresses.class;
    }

    @Override
    String adapter(SetAddresses command) {
        return command.adapter();
    }

    @Override
    AddressSpec wanted(SetAddresses command) {
        return command.wanted();
    }
}

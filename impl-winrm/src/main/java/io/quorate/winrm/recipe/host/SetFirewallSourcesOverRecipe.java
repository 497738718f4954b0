package io.quorate.winrm.recipe.host;

import io.quorate.host.command.SetFirewallSourcesOver;
import java.util.List;

/** Sets whom a rule of the firewall is about; somebody consented to what cannot be told. */
final class SetFirewallSourcesOverRecipe extends SourcesChange<SetFirewallSourcesOver> {
    SetFirewallSourcesOverRecipe() {
        super(true);
    }

    @Override
    public Class<SetFirewallSourcesOver> handles() {
        return SetFirewallSourcesOver.class;
    }

    @Override
    String rule(SetFirewallSourcesOver command) {
        return command.rule();
    }

    @Override
    List<String> sources(SetFirewallSourcesOver command) {
        return command.sources();
    }
}

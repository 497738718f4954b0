package io.quorate.winrm.recipe.host;

import io.quorate.host.command.SetFirewallSources;
import java.util.List;

/** Sets whom a rule of the firewall is about; not where that may shut us out. */
final class SetFirewallSourcesRecipe extends SourcesChange<SetFirewallSources> {
    SetFirewallSourcesRecipe() {
        super(false);
    }

    @Override
    public Class<SetFirewallSources> handles() {
        return SetFirewallSources.class;
    }

    @Override
    String rule(SetFirewallSources command) {
        return command.rule();
    }

    @Override
    List<String> sources(SetFirewallSources command) {
        return command.sources();
    }
}

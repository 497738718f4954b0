package io.quorate.winrm.recipe.host;

import io.quorate.host.FirewallRule;
import io.quorate.host.command.GetFirewallRule;
import io.quorate.winrm.recipe.ReadingRecipe;
import io.quorate.winrm.recipe.WindowsHost;

/** Reads a rule of the firewall with its filters. */
final class GetFirewallRuleRecipe implements ReadingRecipe<GetFirewallRule, FirewallRule> {
    @Override
    public Class<GetFirewallRule> handles() {
        return GetFirewallRule.class;
    }

    @Override
    public FirewallRule run(GetFirewallRule command, WindowsHost host) {
        return FirewallReads.read(command.host(), command.rule(), host.powerShell());
    }
}

package io.quorate.host.command;

import io.quorate.host.FirewallRule;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;

/**
 * Reads a rule of a host's firewall.
 *
 * @param host the host, as the endpoint names it
 * @param rule the rule's name
 * @see io.quorate.host.HostFirewall#get
 */
public record GetFirewallRule(String host, String rule)
        implements ReadCommand<FirewallRule>, HostCommand<FirewallRule> {
    public GetFirewallRule {
        FirewallInputs.check(host, rule);
    }

    @Override
    public String name() {
        return "host.firewall.get";
    }

    @Override
    public Target target() {
        return FirewallInputs.target(host, rule);
    }
}

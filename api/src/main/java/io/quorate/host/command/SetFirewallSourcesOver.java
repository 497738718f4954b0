package io.quorate.host.command;

import io.quorate.host.FirewallRule;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;

/**
 * Has a rule of the firewall be about these sources alone, where whether that shuts us out cannot be told. Done when it is so already.
 *
 * @param host the host, as the endpoint names it
 * @param rule the rule's name
 * @param sources whom it is about
 * @see io.quorate.host.HostFirewall#ensureSources
 */
public record SetFirewallSourcesOver(String host, String rule, List<String> sources)
        implements GuardedCommand<FirewallRule>, Destructive, HostCommand<FirewallRule> {
    public SetFirewallSourcesOver {
        FirewallInputs.check(host, rule);
        sources = FirewallInputs.sources(sources);
    }

    @Override
    public String identity() {
        return host + "/" + rule;
    }

    @Override
    public String name() {
        return "host.firewall.sources-over";
    }

    @Override
    public Target target() {
        return FirewallInputs.target(host, rule);
    }

    @Override
    public FirewallRule rehearsed() {
        return FirewallInputs.rehearsed(host, rule).from(sources);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return FirewallInputs.foretold(host, rule, sources);
    }
}

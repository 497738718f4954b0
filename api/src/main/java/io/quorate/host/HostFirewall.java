package io.quorate.host;

import io.quorate.Consent;
import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.call.Order;
import io.quorate.host.command.GetFirewallRule;
import io.quorate.host.command.SetFirewallSources;
import io.quorate.host.command.SetFirewallSourcesOver;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a host's firewall, by their names, which are the same in every language: {@code WINRM-HTTP-In-TCP},
 * {@code VIRT-HVRHTTPL-In-TCP-NoScope}, {@code RemoteDesktop-UserMode-In-TCP}. Rights and common errors are those of {@link HostClient}. Immutable and
 * thread-safe.
 */
public final class HostFirewall {
    private final Calls calls;
    private final String host;

    HostFirewall(Calls calls, String host) {
        this.calls = Objects.requireNonNull(calls, "calls");
        this.host = Objects.requireNonNull(host, "host");
    }

    /**
     * Reads a rule. Changes nothing.
     *
     * @throws io.quorate.error.NotFoundException if there is none of that name
     */
    public FirewallRule get(String rule) {
        return calls.run(new GetFirewallRule(host, rule));
    }

    /**
     * Has a rule be about these sources alone ({@code Set-NetFirewallRule -RemoteAddress}); one that lets in lets in nobody else then. May be repeated; a
     * lost answer is settled by reading back.
     *
     * @param sources addresses and subnets, {@code 192.0.2.7} and {@code 10.0.1.0/24}; {@code LocalSubnet} for all of the host's own
     * @throws io.quorate.error.NotFoundException if there is no such rule
     * @throws io.quorate.error.RejectedException if it is about WinRM, and shuts out where management comes from, or some of it, or a policy sets it.
     *     Nothing was changed then
     */
    public Ensured<FirewallRule> ensureSources(String rule, List<String> sources) {
        return calls.ensure(new SetFirewallSources(host, rule, sources));
    }

    /**
     * The same where management comes from several addresses, some of which it would shut out, and which of them is ours cannot be told.
     *
     * @param consent bound to host and rule, {@code HV1/WINRM-HTTP-In-TCP}
     * @throws io.quorate.error.NotFoundException if there is no such rule
     * @throws io.quorate.error.RejectedException if it shuts out all from where management comes, consent or not. Nothing was changed then
     */
    public Ensured<FirewallRule> ensureSources(String rule, List<String> sources, @Nullable Consent consent) {
        return calls.give(Order.ensure(calls.endpoint(), new SetFirewallSourcesOver(host, rule, sources))
                .with(consent));
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("endpoint", calls.endpoint())
                .with("host", host)
                .toString();
    }
}

package io.quorate.winrm.recipe.host;

import io.quorate.host.FirewallRule;
import io.quorate.host.HostAddress;
import io.quorate.spi.Command;
import io.quorate.spi.Fault;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;

/**
 * Sets whom a rule of the firewall is about with {@code Set-NetFirewallRule}; judges by what its filter says then. A rule that lets management in is not
 * set so that it shuts all of it out, though another may let it in.
 *
 * @param <C> the command
 */
abstract class SourcesChange<C extends HostCommand<FirewallRule> & Command<FirewallRule>>
        extends Changing<C, FirewallRule, FirewallRule> {
    private final boolean consented;

    SourcesChange(boolean consented) {
        this.consented = consented;
    }

    abstract String rule(C command);

    abstract List<String> sources(C command);

    @Override
    protected final FirewallRule read(C command, WindowsHost host) {
        return FirewallReads.read(command.host(), rule(command), host.powerShell());
    }

    private boolean is(C command, FirewallRule seen) {
        return new HashSet<>(seen.sources()).equals(new HashSet<>(sources(command)));
    }

    @Override
    protected final Observation<FirewallRule> done(C command, FirewallRule seen) {
        return is(command, seen) ? Observation.present(seen) : Observation.absent();
    }

    @Override
    protected final FirewallRule lookCloser(C command, FirewallRule seen, WindowsHost host) {
        if (!seen.enabled() || !seen.inbound() || seen.protocol().equalsIgnoreCase("UDP")) {
            return seen;
        }
        PowerShell shell = host.powerShell();
        OwnConnection own = OwnConnection.read(shell);
        List<HostAddress> addresses = AdapterReads.list(command.host(), shell.run(AdapterReads.message())).stream()
                .flatMap(one -> one.addresses().stream())
                .toList();
        Predicate<OwnConnection.Peer> named = peer ->
                sources(command).stream().anyMatch(source -> FirewallReads.covers(source, peer.remote(), addresses));
        Predicate<OwnConnection.Peer> shutOut = seen.allows() ? named.negate() : named;
        boolean nobody = own.without(peer -> about(seen, peer.port())) == OwnConnection.Fate.SAFE;
        OwnConnection.refuse(
                nobody ? OwnConnection.Fate.SAFE : own.without(peer -> about(seen, peer.port()) && shutOut.test(peer)),
                consented,
                "the rule " + seen.name() + " of the firewall of " + command.host() + " would shut out "
                        + (own.peers().isEmpty() ? "management, which comes from nobody knows where" : own.remotes()),
                "name that address, too",
                command.host() + "/" + rule(command));
        return seen;
    }

    private static boolean about(FirewallRule rule, int port) {
        return rule.ports().isEmpty()
                || rule.ports().stream().anyMatch(one -> one.equalsIgnoreCase("Any") || within(one, port));
    }

    private static boolean within(String ports, int port) {
        if (!ports.matches("\\d{1,5}(-\\d{1,5})?")) {
            return false;
        }
        int dash = ports.indexOf('-');
        int low = Integer.parseInt(dash < 0 ? ports : ports.substring(0, dash));
        int high = Integer.parseInt(ports.substring(dash + 1));
        return low <= port && port <= high;
    }

    @Override
    protected final List<PipelineStep> change(C command, FirewallRule seen) {
        return PipelineStep.of(message(command));
    }

    private PsPipeline message(C command) {
        return Line.message(Line.statement(Cmdlet.SET_NET_FIREWALL_RULE
                .line()
                .with("Name", List.of(rule(command)))
                .with("RemoteAddress", sources(command))
                .unasked()));
    }

    @Override
    protected final FirewallRule unseen(C command) {
        return new FirewallRule(command.host(), rule(command), false, true, true, "", List.of(), List.of());
    }

    @Override
    protected final FirewallRule carryOut(C command, FirewallRule seen, WindowsHost host) {
        Fault refusal = Answers.attempt(host.powerShell(), message(command));
        FirewallRule after = read(command, host);
        if (!is(command, after)) {
            throw Answers.failed(
                    refusal,
                    "the rule " + after.name() + " is about " + String.join(", ", after.sources())
                            + ": a policy may set it");
        }
        return after;
    }
}

package io.quorate.winrm.recipe.host;

import io.quorate.host.HostAddress;
import io.quorate.host.NetworkAdapter;
import io.quorate.host.NetworkProfile;
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
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;
import java.util.Locale;

/**
 * Sets whether an adapter's network counts as private or public. Of a public one WinRM's own rule of the firewall lets in the same subnet alone, and
 * other rules perhaps nobody.
 *
 * @param <C> the command
 */
abstract class ProfileChange<C extends HostCommand<NetworkAdapter> & Command<NetworkAdapter>>
        extends Changing<C, NetworkAdapter, NetworkAdapter> {
    private final boolean consented;

    ProfileChange(boolean consented) {
        this.consented = consented;
    }

    abstract String adapter(C command);

    abstract NetworkProfile wanted(C command);

    @Override
    protected final NetworkAdapter read(C command, WindowsHost host) {
        return AdapterReads.read(command.host(), adapter(command), host.powerShell());
    }

    @Override
    protected final Observation<NetworkAdapter> done(C command, NetworkAdapter seen) {
        return seen.profile() == wanted(command) ? Observation.present(seen) : Observation.absent();
    }

    @Override
    protected final void refuse(C command, NetworkAdapter seen) {
        if (seen.profile() == NetworkProfile.DOMAIN) {
            throw Answers.conflict(
                    "the network of " + adapter(command) + " of " + command.host()
                            + " is the domain's: a controller proved it",
                    null);
        }
        if (seen.profile() == NetworkProfile.NONE) {
            throw Answers.conflict(
                    adapter(command) + " of " + command.host()
                            + " has no network: it is not connected, or has no address",
                    null);
        }
    }

    @Override
    protected final NetworkAdapter lookCloser(C command, NetworkAdapter seen, WindowsHost host) {
        if (wanted(command) != NetworkProfile.PUBLIC) {
            return seen;
        }
        OwnConnection own = OwnConnection.read(host.powerShell());
        OwnConnection.Fate away = own.without(peer -> comesIn(peer, seen) && !near(peer, seen));
        boolean none = own.without(peer -> comesIn(peer, seen)) == OwnConnection.Fate.SAFE;
        OwnConnection.Fate fate = none
                ? OwnConnection.Fate.SAFE
                : away == OwnConnection.Fate.CUT ? OwnConnection.Fate.CUT : OwnConnection.Fate.UNTOLD;
        OwnConnection.refuse(
                fate,
                consented,
                "the network of " + adapter(command) + " of " + command.host()
                        + " would be public, where the firewall lets in the same subnet at most, and management comes from "
                        + own.remotes(),
                "connect by another adapter first",
                command.host() + "/" + adapter(command));
        return seen;
    }

    private static boolean comesIn(OwnConnection.Peer peer, NetworkAdapter seen) {
        return seen.addresses().stream().anyMatch(one -> Addresses.same(one.address(), peer.local()));
    }

    private static boolean near(OwnConnection.Peer peer, NetworkAdapter seen) {
        return seen.addresses().stream().filter(HostAddress::routed).anyMatch(one -> one.reaches(peer.remote()));
    }

    @Override
    protected final List<PipelineStep> change(C command, NetworkAdapter seen) {
        return PipelineStep.of(message(command, seen));
    }

    private PsPipeline message(C command, NetworkAdapter seen) {
        return Line.message(Line.statement(Cmdlet.SET_NET_CONNECTION_PROFILE
                .line()
                .withUint32("InterfaceIndex", seen.index())
                .with("NetworkCategory", wanted(command) == NetworkProfile.PUBLIC ? "Public" : "Private")
                .unasked()));
    }

    @Override
    protected final NetworkAdapter unseen(C command) {
        return new NetworkAdapter(
                command.host(), adapter(command), 0, "", "", true, false, 0, 1, NetworkProfile.NONE, List.of());
    }

    @Override
    protected final NetworkAdapter carryOut(C command, NetworkAdapter seen, WindowsHost host) {
        Fault refusal = Answers.attempt(host.powerShell(), message(command, seen));
        NetworkAdapter after = read(command, host);
        if (after.profile() != wanted(command)) {
            throw Answers.failed(
                    refusal,
                    "the network of " + adapter(command) + " is "
                            + after.profile().name().toLowerCase(Locale.ROOT) + ": a policy may set it");
        }
        return after;
    }
}

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
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.ArrayList;
import java.util.List;

/**
 * Sets the size of an adapter's packets: first the driver's frames, where they are too small, then IPv4. A driver that begins anew takes the
 * connections over it down for some seconds.
 *
 * @param <C> the command
 */
abstract class MtuChange<C extends HostCommand<NetworkAdapter> & Command<NetworkAdapter>>
        extends Changing<C, NetworkAdapter, NetworkAdapter> {
    /** What every driver sends. */
    private static final int PLAIN = 1500;

    private final boolean consented;

    MtuChange(boolean consented) {
        this.consented = consented;
    }

    abstract String adapter(C command);

    abstract int mtu(C command);

    @Override
    protected final NetworkAdapter read(C command, WindowsHost host) {
        return AdapterReads.read(command.host(), adapter(command), host.powerShell());
    }

    private boolean narrow(C command, NetworkAdapter seen) {
        return seen.frame() > 0 && seen.frame() < mtu(command) + NetworkAdapter.HEADER;
    }

    @Override
    protected final Observation<NetworkAdapter> done(C command, NetworkAdapter seen) {
        return seen.mtu() == mtu(command) && !narrow(command, seen) ? Observation.present(seen) : Observation.absent();
    }

    @Override
    protected final void refuse(C command, NetworkAdapter seen) {
        if (seen.mtu() == 0) {
            throw Answers.conflict(
                    adapter(command) + " of " + command.host() + " carries no IPv4: a virtual switch may have it",
                    "set it for the host's own adapter on that switch, vEthernet (name)");
        }
        if (seen.frame() == 0 && mtu(command) > PLAIN) {
            throw Answers.refused(
                    "the driver of " + adapter(command) + " of " + command.host() + " knows no larger frames ("
                            + AdapterReads.JUMBO + ")",
                    null);
        }
    }

    @Override
    protected final NetworkAdapter lookCloser(C command, NetworkAdapter seen, WindowsHost host) {
        List<String> addresses =
                seen.addresses().stream().map(HostAddress::address).toList();
        if (consented || !narrow(command, seen) || addresses.isEmpty()) {
            return seen;
        }
        OwnConnection own = OwnConnection.read(host.powerShell());
        OwnConnection.Fate fate = own.withoutAddresses(addresses);
        if (fate != OwnConnection.Fate.SAFE) {
            throw Answers.refused(
                    "the driver of " + adapter(command) + " of " + command.host()
                            + " has to begin anew, and management comes in at "
                            + own.locals()
                            + (fate == OwnConnection.Fate.CUT
                                    ? ": that breaks this connection for some seconds"
                                    : ": whether that breaks this connection cannot be told"),
                    "pass Consent.to(\"" + command.host() + "/" + adapter(command) + "\", reason) if it may");
        }
        return seen;
    }

    @Override
    protected final List<PipelineStep> change(C command, NetworkAdapter seen) {
        List<PipelineStep> steps = new ArrayList<>();
        if (narrow(command, seen)) {
            steps.addAll(PipelineStep.of(frames(command)));
        }
        if (seen.mtu() != mtu(command)) {
            steps.addAll(PipelineStep.of(packets(command, seen)));
        }
        return steps;
    }

    private PsPipeline frames(C command) {
        return Line.message(Line.statement(Cmdlet.SET_NET_ADAPTER_ADVANCED_PROPERTY
                .line()
                .with("Name", List.of(adapter(command)))
                .with("RegistryKeyword", List.of(AdapterReads.JUMBO))
                .with("RegistryValue", List.of(String.valueOf(mtu(command) + NetworkAdapter.HEADER)))
                .unasked()));
    }

    private PsPipeline packets(C command, NetworkAdapter seen) {
        return Line.message(Line.statement(Cmdlet.SET_NET_IP_INTERFACE
                .line()
                .withUint32("InterfaceIndex", seen.index())
                .with("AddressFamily", "IPv4")
                .withUint32("NlMtuBytes", mtu(command))
                .unasked()));
    }

    @Override
    protected final NetworkAdapter unseen(C command) {
        return new NetworkAdapter(
                command.host(),
                adapter(command),
                0,
                "",
                "",
                true,
                false,
                0,
                1,
                NetworkProfile.NONE,
                List.of(),
                false,
                List.of(),
                1);
    }

    @Override
    protected final NetworkAdapter carryOut(C command, NetworkAdapter seen, WindowsHost host) {
        PowerShell shell = host.powerShell();
        Fault refusal = narrow(command, seen) ? Answers.attempt(shell, frames(command)) : null;
        if (refusal == null && seen.mtu() != mtu(command)) {
            refusal = Answers.attempt(shell, packets(command, seen));
        }
        NetworkAdapter after = read(command, host);
        if (done(command, after) instanceof Observation.Present) {
            return after;
        }
        throw Answers.failed(
                refusal,
                adapter(command) + " sends packets of " + after.mtu() + " bytes in frames of " + after.frame());
    }
}

package io.quorate.winrm.recipe.host;

import io.quorate.host.HostAddress;
import io.quorate.host.NetworkAdapter;
import io.quorate.host.VirtualSwitch;
import io.quorate.spi.Command;
import io.quorate.spi.Fault;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/**
 * Removes a virtual switch with {@code Remove-VMSwitch}, which no virtual machine is connected to; judges by what the list says then.
 *
 * @param <C> the command
 */
abstract class SwitchRemoval<C extends HostCommand<Void> & Command<Void>>
        extends Changing<C, List<VirtualSwitch>, Void> {
    private static final List<String> CONNECTED = List.of("VMName", "SwitchName");

    private final boolean consented;

    SwitchRemoval(boolean consented) {
        this.consented = consented;
    }

    abstract String virtualSwitch(C command);

    @Override
    protected final List<VirtualSwitch> read(C command, WindowsHost host) {
        return HostReads.switches(command.host(), host.powerShell().run(HostReads.switches())).stream()
                .filter(one -> one.name().equalsIgnoreCase(virtualSwitch(command)))
                .toList();
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    protected final Observation<Void> done(C command, List<VirtualSwitch> seen) {
        return seen.isEmpty() ? Observation.present(null) : Observation.absent();
    }

    @Override
    protected final void refuse(C command, List<VirtualSwitch> seen) {
        if (seen.size() > 1) {
            throw Answers.conflict(
                    command.host() + " has " + seen.size() + " virtual switches called " + virtualSwitch(command),
                    null);
        }
    }

    @Override
    protected final List<VirtualSwitch> lookCloser(C command, List<VirtualSwitch> seen, WindowsHost host) {
        String name = seen.get(0).name();
        List<String> machines = host
                .powerShell()
                .run(Line.message(Line.statement(
                        Cmdlet.GET_VM.line(),
                        Cmdlet.GET_VM_NETWORK_ADAPTER.line(),
                        Cmdlet.SELECT_OBJECT.line().with("Property", CONNECTED))))
                .stream()
                .map(value -> Decode.of(value, "network adapter of a virtual machine"))
                .filter(row -> row.textOrEmpty("SwitchName").equalsIgnoreCase(name))
                .map(row -> row.textOrEmpty("VMName"))
                .distinct()
                .toList();
        if (!machines.isEmpty()) {
            throw Answers.conflict(
                    "the virtual switch " + name + " of " + command.host() + " connects " + String.join(", ", machines),
                    "connect them to another switch, or move them away");
        }
        if (seen.get(0).managementOs()) {
            ownConnection(command, name, host);
        }
        return seen;
    }

    /** The host's own adapter on a switch may have got another name; then whether it carries us cannot be told. */
    private void ownConnection(C command, String name, WindowsHost host) {
        List<NetworkAdapter> adapters =
                AdapterReads.list(command.host(), host.powerShell().run(AdapterReads.message()));
        OwnConnection own = OwnConnection.read(host.powerShell());
        String usual = "vEthernet (" + name + ")";
        List<NetworkAdapter> virtual = adapters.stream()
                .filter(one -> one.virtual() && !one.addresses().isEmpty())
                .toList();
        List<NetworkAdapter> named =
                virtual.stream().filter(one -> one.isNamed(usual)).toList();
        OwnConnection.Fate fate = own.withoutAddresses(addresses(named.isEmpty() ? virtual : named));
        boolean sure = !named.isEmpty() || fate == OwnConnection.Fate.SAFE;
        OwnConnection.refuse(
                sure ? fate : OwnConnection.Fate.UNTOLD,
                consented,
                "the virtual switch " + name + " of " + command.host()
                        + " would take the host's own adapter on it along, and management comes in at " + own.locals(),
                "connect by another adapter first",
                command.host() + "/" + virtualSwitch(command));
    }

    private static List<String> addresses(List<NetworkAdapter> adapters) {
        return adapters.stream()
                .flatMap(one -> one.addresses().stream())
                .map(HostAddress::address)
                .toList();
    }

    @Override
    protected final List<PipelineStep> change(C command, List<VirtualSwitch> seen) {
        return PipelineStep.of(message(command, seen));
    }

    /** By the object: its name may hold wildcards. */
    private PsPipeline message(C command, List<VirtualSwitch> seen) {
        String name = seen.isEmpty() ? virtualSwitch(command) : seen.get(0).name();
        return Line.message(Line.statement(
                Cmdlet.GET_VM_SWITCH.line(),
                Line.where("Name", name),
                Cmdlet.REMOVE_VM_SWITCH.line().flag("Force").unasked()));
    }

    @Override
    protected final List<VirtualSwitch> unseen(C command) {
        return List.of();
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    protected final Void carryOut(C command, List<VirtualSwitch> seen, WindowsHost host) {
        Fault refusal = Answers.attempt(host.powerShell(), message(command, seen));
        if (!read(command, host).isEmpty()) {
            throw Answers.failed(refusal, "the virtual switch " + virtualSwitch(command) + " is still there");
        }
        return null;
    }
}

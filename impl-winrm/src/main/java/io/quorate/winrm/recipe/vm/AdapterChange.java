package io.quorate.winrm.recipe.vm;

import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.vm.AdapterVlan;
import io.quorate.vm.VirtualAdapter;
import io.quorate.vm.VlanMode;
import io.quorate.vm.command.ConnectVirtualAdapter;
import io.quorate.vm.command.DisconnectVirtualAdapter;
import io.quorate.vm.command.SetAdapterMac;
import io.quorate.vm.command.SetAdapterVlan;
import io.quorate.vm.command.VirtualMachineCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * Pipes one adapter of a virtual machine, by its id, into a cmdlet; looks first, and judges by another look. A name would be a pattern, and
 * adapters share theirs.
 *
 * @param <C> the command
 */
final class AdapterChange<C extends VirtualMachineCommand<VirtualAdapter>>
        extends Changing<C, VirtualAdapter, VirtualAdapter> implements VirtualMachineRecipe<C, VirtualAdapter> {
    private final Class<C> command;
    private final Function<C, String> adapter;
    private final BiPredicate<C, VirtualAdapter> so;
    private final Function<C, Line> cmdlet;

    private AdapterChange(
            Class<C> command,
            Function<C, String> adapter,
            BiPredicate<C, VirtualAdapter> so,
            Function<C, Line> cmdlet) {
        this.command = command;
        this.adapter = adapter;
        this.so = so;
        this.cmdlet = cmdlet;
    }

    static AdapterChange<ConnectVirtualAdapter> connect() {
        return new AdapterChange<>(
                ConnectVirtualAdapter.class,
                ConnectVirtualAdapter::adapter,
                (command, seen) -> seen.isOn(command.virtualSwitch()),
                command -> Cmdlet.CONNECT_VM_NETWORK_ADAPTER.line().with("SwitchName", command.virtualSwitch()));
    }

    static AdapterChange<DisconnectVirtualAdapter> disconnect() {
        return new AdapterChange<>(
                DisconnectVirtualAdapter.class,
                DisconnectVirtualAdapter::adapter,
                (command, seen) -> seen.isOn("") && !seen.connected(),
                command -> Cmdlet.DISCONNECT_VM_NETWORK_ADAPTER.line());
    }

    static AdapterChange<SetAdapterVlan> vlan() {
        return new AdapterChange<>(
                SetAdapterVlan.class,
                SetAdapterVlan::adapter,
                (command, seen) -> seen.vlan().equals(command.vlan()),
                command -> vlan(Cmdlet.SET_VM_NETWORK_ADAPTER_VLAN.line(), command.vlan()));
    }

    private static Line vlan(Line set, AdapterVlan vlan) {
        if (vlan.mode() == VlanMode.ACCESS) {
            return set.flag("Access").with("VlanId", vlan.id());
        }
        return vlan.mode() == VlanMode.TRUNK
                ? set.flag("Trunk").with("NativeVlanId", vlan.nativeId()).with("AllowedVlanIdList", vlan.allowedText())
                : set.flag("Untagged");
    }

    static AdapterChange<SetAdapterMac> mac() {
        return new AdapterChange<>(
                SetAdapterMac.class, SetAdapterMac::adapter, (command, seen) -> seen.hasMac(command.mac()), command -> {
                    Line set = Cmdlet.SET_VM_NETWORK_ADAPTER.line();
                    return command.mac() == null
                            ? set.flag("DynamicMacAddress")
                            : set.with("StaticMacAddress", command.mac().digits());
                });
    }

    @Override
    public Class<C> handles() {
        return command;
    }

    @Override
    protected VirtualAdapter read(C wanted, WindowsHost host) {
        return VirtualAdapterReads.get(wanted.id(), adapter.apply(wanted), host.powerShell());
    }

    @Override
    protected Observation<VirtualAdapter> done(C wanted, VirtualAdapter seen) {
        return so.test(wanted, seen) ? Observation.present(seen) : Observation.absent();
    }

    @Override
    protected VirtualAdapter lookCloser(C wanted, VirtualAdapter seen, WindowsHost host) {
        if (wanted instanceof SetAdapterMac set && set.mac() != null) {
            TakenMac.refuse(set.mac(), Optional.of(seen.id()), host.powerShell());
        }
        return seen;
    }

    @Override
    protected List<PipelineStep> change(C wanted, VirtualAdapter seen) {
        return PipelineStep.of(message(wanted));
    }

    @Override
    protected VirtualAdapter unseen(C wanted) {
        return wanted.rehearsed();
    }

    private PsPipeline message(C wanted) {
        return Line.message(VirtualAdapterReads.into(
                wanted.id(), adapter.apply(wanted), cmdlet.apply(wanted).unasked()));
    }

    @Override
    protected VirtualAdapter carryOut(C wanted, VirtualAdapter seen, WindowsHost host) {
        PowerShell shell = host.powerShell();
        Fault refusal = Answers.attempt(shell, message(wanted));
        VirtualAdapter after = read(wanted, host);
        if (!so.test(wanted, after)) {
            throw Answers.failed(
                    StateRefusal.explained(refusal, wanted.id(), shell),
                    "the adapter " + after.name() + " is not as it should be: " + told(after));
        }
        return after;
    }

    private static String told(VirtualAdapter one) {
        return (one.virtualSwitch().isEmpty() ? "no switch" : "switch " + one.virtualSwitch())
                + ", "
                + (one.dynamicMac() ? "dynamic " : "static ")
                + (one.mac() == null ? "address, none yet" : one.mac())
                + ", "
                + one.vlan();
    }
}

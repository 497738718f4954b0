package io.quorate.winrm.recipe.vm;

import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.vm.VirtualAdapter;
import io.quorate.vm.command.AddVirtualAdapter;
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

/** Adds an adapter with {@code Add-VMNetworkAdapter}; recognises it by its name, which has to be the only one of the machine. */
final class AddVirtualAdapterRecipe extends Changing<AddVirtualAdapter, List<VirtualAdapter>, VirtualAdapter>
        implements VirtualMachineRecipe<AddVirtualAdapter, VirtualAdapter> {
    @Override
    public Class<AddVirtualAdapter> handles() {
        return AddVirtualAdapter.class;
    }

    @Override
    protected List<VirtualAdapter> read(AddVirtualAdapter command, WindowsHost host) {
        return VirtualAdapterReads.of(command.id(), host.powerShell());
    }

    private static List<VirtualAdapter> named(AddVirtualAdapter command, List<VirtualAdapter> seen) {
        return seen.stream()
                .filter(one -> one.name().equalsIgnoreCase(command.adapterName()))
                .toList();
    }

    @Override
    protected Observation<VirtualAdapter> done(AddVirtualAdapter command, List<VirtualAdapter> seen) {
        List<VirtualAdapter> named = named(command, seen);
        return named.size() > 1
                ? Observation.unknown("several adapters of the machine are called " + command.adapterName(), null)
                : Answers.seen(named.stream().findFirst());
    }

    @Override
    protected void refuse(AddVirtualAdapter command, List<VirtualAdapter> seen) {
        if (!named(command, seen).isEmpty()) {
            throw Answers.conflict(
                    "several adapters of the machine are called " + command.adapterName(),
                    "give the new one another name, or use one of them by its id");
        }
    }

    @Override
    protected List<VirtualAdapter> lookCloser(AddVirtualAdapter command, List<VirtualAdapter> seen, WindowsHost host) {
        if (command.mac() != null) {
            TakenMac.refuse(command.mac(), Optional.empty(), host.powerShell());
        }
        return seen;
    }

    @Override
    protected List<PipelineStep> change(AddVirtualAdapter command, List<VirtualAdapter> seen) {
        return PipelineStep.of(message(command));
    }

    @Override
    protected List<VirtualAdapter> unseen(AddVirtualAdapter command) {
        return List.of();
    }

    private static PsPipeline message(AddVirtualAdapter command) {
        Line add = Cmdlet.ADD_VM_NETWORK_ADAPTER.line().with("Name", command.adapterName());
        if (command.virtualSwitch() != null) {
            add = add.with("SwitchName", command.virtualSwitch());
        }
        add = command.mac() == null
                ? add.flag("DynamicMacAddress")
                : add.with("StaticMacAddress", command.mac().digits());
        return Line.message(Line.statement(VmReads.live(command.id()), add.unasked()));
    }

    @Override
    protected VirtualAdapter carryOut(AddVirtualAdapter command, List<VirtualAdapter> seen, WindowsHost host) {
        PowerShell shell = host.powerShell();
        Fault refusal = Answers.attempt(shell, message(command));
        return named(command, VirtualAdapterReads.of(command.id(), shell)).stream()
                .findFirst()
                .orElseThrow(() -> Answers.failed(
                        StateRefusal.explained(refusal, command.id(), shell),
                        "the machine has no network adapter called " + command.adapterName()));
    }
}

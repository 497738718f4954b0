package io.quorate.winrm.recipe.vm;

import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.vm.VirtualAdapter;
import io.quorate.vm.command.RemoveVirtualAdapter;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/** Pipes just the adapter that the consent names into {@code Remove-VMNetworkAdapter}; judges by the list afterwards. */
final class RemoveVirtualAdapterRecipe
        extends Changing<RemoveVirtualAdapter, List<VirtualAdapter>, List<VirtualAdapter>>
        implements VirtualMachineRecipe<RemoveVirtualAdapter, List<VirtualAdapter>> {
    @Override
    public Class<RemoveVirtualAdapter> handles() {
        return RemoveVirtualAdapter.class;
    }

    @Override
    protected List<VirtualAdapter> read(RemoveVirtualAdapter command, WindowsHost host) {
        return VirtualAdapterReads.of(command.id(), host.powerShell());
    }

    @Override
    protected Observation<List<VirtualAdapter>> done(RemoveVirtualAdapter command, List<VirtualAdapter> seen) {
        return isThere(command, seen) ? Observation.absent() : Observation.present(seen);
    }

    private static boolean isThere(RemoveVirtualAdapter command, List<VirtualAdapter> seen) {
        return seen.stream().anyMatch(one -> one.hasId(command.adapter()));
    }

    @Override
    protected List<PipelineStep> change(RemoveVirtualAdapter command, List<VirtualAdapter> seen) {
        return PipelineStep.of(message(command));
    }

    @Override
    protected List<VirtualAdapter> unseen(RemoveVirtualAdapter command) {
        return List.of();
    }

    private static PsPipeline message(RemoveVirtualAdapter command) {
        return Line.message(VirtualAdapterReads.into(
                command.id(),
                command.adapter(),
                Cmdlet.REMOVE_VM_NETWORK_ADAPTER.line().unasked()));
    }

    @Override
    protected List<VirtualAdapter> carryOut(RemoveVirtualAdapter command, List<VirtualAdapter> seen, WindowsHost host) {
        PowerShell shell = host.powerShell();
        Fault refusal = Answers.attempt(shell, message(command));
        List<VirtualAdapter> left = VirtualAdapterReads.of(command.id(), shell);
        if (isThere(command, left)) {
            throw Answers.failed(
                    StateRefusal.explained(refusal, command.id(), shell),
                    "the machine has the adapter " + command.adapter() + " still");
        }
        return left;
    }
}

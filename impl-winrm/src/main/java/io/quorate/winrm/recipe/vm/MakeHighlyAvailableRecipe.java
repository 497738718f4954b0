package io.quorate.winrm.recipe.vm;

import io.quorate.cluster.ClusterGroup;
import io.quorate.spi.Observation;
import io.quorate.vm.command.MakeHighlyAvailable;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Delegation;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.cluster.ClusterReads;
import java.util.List;
import java.util.Optional;

/** Makes a machine a role of the cluster with {@code Add-ClusterVirtualMachineRole}, by id, on the host it is on. */
final class MakeHighlyAvailableRecipe extends VirtualMachineRecipe<MakeHighlyAvailable, ClusterGroup> {
    @Override
    public Class<MakeHighlyAvailable> handles() {
        return MakeHighlyAvailable.class;
    }

    @Override
    public Delegation delegation() {
        return Delegation.FALLBACK;
    }

    @Override
    public List<PsPipeline> steps(MakeHighlyAvailable command) {
        Line add = Cmdlet.ADD_CLUSTER_VIRTUAL_MACHINE_ROLE.line().with("VMId", command.id());
        return List.of(Line.message(ClusterReads.projectGroup(add), VmGroup.statement(command.id())));
    }

    @Override
    public ClusterGroup run(MakeHighlyAvailable command, PowerShell shell) {
        return VmGroup.last(shell.run(steps(command).get(0)));
    }

    /** The machine itself says whether a cluster has it; on a host that does not list it nothing can be told. */
    @Override
    public Observation<ClusterGroup> observe(MakeHighlyAvailable command, PowerShell shell) {
        return Answers.observe(() -> VmReads.get(command.id(), shell).clustered()
                ? Optional.of(VmGroup.read(command.id(), shell))
                : Optional.empty());
    }
}

package io.quorate.winrm.recipe.vm;

import io.quorate.cluster.ClusterGroup;
import io.quorate.spi.Observation;
import io.quorate.vm.command.MakeHighlyAvailable;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Delegation;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Sending;
import io.quorate.winrm.recipe.WindowsHost;
import io.quorate.winrm.recipe.cluster.ClusterReads;
import java.util.List;

/** Makes a machine a role of the cluster with {@code Add-ClusterVirtualMachineRole}, by id, on the host it is on. */
final class MakeHighlyAvailableRecipe extends Sending<MakeHighlyAvailable, ClusterGroup>
        implements VirtualMachineRecipe<MakeHighlyAvailable, ClusterGroup> {
    @Override
    public Class<MakeHighlyAvailable> handles() {
        return MakeHighlyAvailable.class;
    }

    @Override
    public Delegation delegation() {
        return Delegation.FALLBACK;
    }

    @Override
    protected PsPipeline message(MakeHighlyAvailable command) {
        Line add = Cmdlet.ADD_CLUSTER_VIRTUAL_MACHINE_ROLE.line().with("VMId", command.id());
        return Line.message(ClusterReads.projectGroup(add), VmGroup.statement(command.id()));
    }

    @Override
    protected ClusterGroup judge(MakeHighlyAvailable command, List<PsValue> output, PowerShell shell) {
        return VmGroup.last(output);
    }

    /** The machine itself says whether a cluster has it; on a host that does not list it nothing can be told. */
    @Override
    public Observation<ClusterGroup> look(MakeHighlyAvailable command, WindowsHost host) {
        PowerShell shell = host.powerShell();
        return VmReads.isClustered(command.id(), shell)
                ? Observation.present(VmGroup.read(command.id(), shell))
                : Observation.absent();
    }
}

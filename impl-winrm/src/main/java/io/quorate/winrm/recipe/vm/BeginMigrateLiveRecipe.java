package io.quorate.winrm.recipe.vm;

import io.quorate.cluster.ClusterGroup;
import io.quorate.spi.Observation;
import io.quorate.vm.command.BeginMigrateLive;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Delegation;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.WindowsHost;
import io.quorate.winrm.recipe.cluster.GroupMove;
import java.util.List;

/** Begins a migration with {@code Move-ClusterVirtualMachineRole -Wait 0}; looks first, and checks that something began. */
final class BeginMigrateLiveRecipe extends Changing<BeginMigrateLive, ClusterGroup, ClusterGroup> {
    @Override
    public Class<BeginMigrateLive> handles() {
        return BeginMigrateLive.class;
    }

    @Override
    public Delegation delegation() {
        return Delegation.FALLBACK;
    }

    @Override
    protected ClusterGroup read(BeginMigrateLive command, WindowsHost host) {
        return VmGroup.read(command.id(), host.powerShell());
    }

    @Override
    protected Observation<ClusterGroup> done(BeginMigrateLive command, ClusterGroup seen) {
        return GroupMove.seen(seen, command.node());
    }

    @Override
    protected void refuse(BeginMigrateLive command, ClusterGroup seen) {
        GroupMove.refuseWhileMoving(seen);
    }

    @Override
    protected List<PipelineStep> change(BeginMigrateLive command, ClusterGroup seen) {
        return PipelineStep.of(move(command));
    }

    @Override
    protected ClusterGroup unseen(BeginMigrateLive command) {
        return command.rehearsed();
    }

    private static PsPipeline move(BeginMigrateLive command) {
        return VmGroup.move(command.id(), command.node(), 0);
    }

    @Override
    protected ClusterGroup carryOut(BeginMigrateLive command, ClusterGroup seen, WindowsHost host) {
        return GroupMove.begun(VmGroup.last(host.powerShell().run(move(command))), command.node());
    }
}

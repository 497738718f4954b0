package io.quorate.winrm.recipe.vm;

import io.quorate.cluster.ClusterGroup;
import io.quorate.spi.Observation;
import io.quorate.vm.command.MigrateLive;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Delegation;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.WindowsHost;
import io.quorate.winrm.recipe.cluster.GroupMove;
import java.util.List;

/** Migrates with {@code Move-ClusterVirtualMachineRole}; looks first, and judges by owner and state afterwards. */
final class MigrateLiveRecipe extends Changing<MigrateLive, ClusterGroup, ClusterGroup> {
    @Override
    public Class<MigrateLive> handles() {
        return MigrateLive.class;
    }

    @Override
    public Delegation delegation() {
        return Delegation.FALLBACK;
    }

    @Override
    protected ClusterGroup read(MigrateLive command, WindowsHost host) {
        return VmGroup.read(command.id(), host.powerShell());
    }

    @Override
    protected Observation<ClusterGroup> done(MigrateLive command, ClusterGroup seen) {
        return GroupMove.seen(seen, command.node());
    }

    @Override
    protected void refuse(MigrateLive command, ClusterGroup seen) {
        GroupMove.refuseWhileMoving(seen);
    }

    @Override
    protected List<PipelineStep> change(MigrateLive command, ClusterGroup seen) {
        return PipelineStep.of(move(command));
    }

    @Override
    protected ClusterGroup unseen(MigrateLive command) {
        return command.rehearsed();
    }

    private static PsPipeline move(MigrateLive command) {
        return VmGroup.move(command.id(), command.node(), (int) command.atMost().toSeconds());
    }

    @Override
    protected ClusterGroup carryOut(MigrateLive command, ClusterGroup seen, WindowsHost host) {
        return GroupMove.judge(VmGroup.last(host.powerShell().run(move(command))), command.node());
    }
}

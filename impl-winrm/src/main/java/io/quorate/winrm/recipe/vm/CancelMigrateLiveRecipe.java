package io.quorate.winrm.recipe.vm;

import io.quorate.cluster.ClusterGroup;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.vm.command.CancelMigrateLive;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Delegation;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.WindowsHost;
import io.quorate.winrm.recipe.cluster.ClusterReads;
import java.util.List;

/** Cancels with {@code Move-ClusterVirtualMachineRole -Cancel}; looks first, and reads back, because what has ended cannot be cancelled. */
final class CancelMigrateLiveRecipe extends Changing<CancelMigrateLive, ClusterGroup, ClusterGroup> {
    @Override
    public Class<CancelMigrateLive> handles() {
        return CancelMigrateLive.class;
    }

    @Override
    public Delegation delegation() {
        return Delegation.FALLBACK;
    }

    @Override
    protected ClusterGroup read(CancelMigrateLive command, WindowsHost host) {
        return VmGroup.read(command.id(), host.powerShell());
    }

    @Override
    protected Observation<ClusterGroup> done(CancelMigrateLive command, ClusterGroup seen) {
        return seen.isMoving() ? Observation.absent() : Observation.present(seen);
    }

    @Override
    protected List<PipelineStep> change(CancelMigrateLive command, ClusterGroup seen) {
        return PipelineStep.of(cancel(command));
    }

    @Override
    protected ClusterGroup unseen(CancelMigrateLive command) {
        return command.rehearsed();
    }

    private static PsPipeline cancel(CancelMigrateLive command) {
        return Line.message(ClusterReads.projectGroup(Cmdlet.MOVE_CLUSTER_VIRTUAL_MACHINE_ROLE
                .line()
                .with("VMId", command.id())
                .flag("Cancel")));
    }

    /** A group that still moves was asked to stop: it takes its time, or it was too late. */
    @Override
    protected ClusterGroup carryOut(CancelMigrateLive command, ClusterGroup seen, WindowsHost host) {
        Fault refusal = Answers.attempt(host.powerShell(), cancel(command));
        ClusterGroup after = VmGroup.read(command.id(), host.powerShell());
        if (refusal != null && after.isMoving()) {
            throw refusal;
        }
        return after;
    }
}

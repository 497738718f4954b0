package io.quorate.winrm.recipe.vm;

import io.quorate.cluster.ClusterGroup;
import io.quorate.vm.command.MigrateLive;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Delegation;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import io.quorate.winrm.recipe.cluster.ClusterReads;
import io.quorate.winrm.recipe.cluster.GroupMove;
import java.util.List;

/** Migrates with {@code Move-ClusterVirtualMachineRole}; looks first, and judges by owner and state afterwards. */
final class MigrateLiveRecipe implements Recipe<MigrateLive, ClusterGroup> {
    @Override
    public Class<MigrateLive> handles() {
        return MigrateLive.class;
    }

    @Override
    public Delegation delegation() {
        return Delegation.FALLBACK;
    }

    @Override
    public List<PsPipeline> steps(MigrateLive command) {
        return List.of(Line.message(VmGroup.statement(command.id())), move(command));
    }

    private static PsPipeline move(MigrateLive command) {
        Line move = Cmdlet.MOVE_CLUSTER_VIRTUAL_MACHINE_ROLE
                .line()
                .with("VMId", command.id())
                .with("Node", command.node())
                .with("MigrationType", "Live")
                .with("Wait", (int) command.atMost().toSeconds());
        return Line.message(ClusterReads.projectGroup(move), VmGroup.statement(command.id()));
    }

    @Override
    public ClusterGroup run(MigrateLive command, PowerShell shell) {
        ClusterGroup group = VmGroup.read(command.id(), shell);
        if (!GroupMove.isOn(group, command.node())) {
            GroupMove.refuseWhileMoving(group);
            group = VmGroup.last(shell.run(move(command)));
        }
        return GroupMove.judge(group, command.node());
    }
}

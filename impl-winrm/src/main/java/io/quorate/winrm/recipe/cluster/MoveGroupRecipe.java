package io.quorate.winrm.recipe.cluster;

import io.quorate.cluster.ClusterGroup;
import io.quorate.cluster.command.MoveGroup;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Moves with {@code Move-ClusterGroup}; looks first, and judges by the owner. */
final class MoveGroupRecipe implements Recipe<MoveGroup, ClusterGroup> {
    @Override
    public Class<MoveGroup> handles() {
        return MoveGroup.class;
    }

    @Override
    public List<PsPipeline> steps(MoveGroup command) {
        return List.of(Line.message(ClusterReads.groups()), move(command, command.group()));
    }

    private static PsPipeline move(MoveGroup command, String group) {
        Line move = Cmdlet.MOVE_CLUSTER_GROUP
                .line()
                .with("Name", group)
                .with("Node", command.node())
                .with("Wait", (int) command.atMost().toSeconds());
        return Line.message(ClusterReads.projectGroup(move), ClusterReads.groups());
    }

    @Override
    public ClusterGroup run(MoveGroup command, PowerShell shell) {
        ClusterGroup group = ClusterReads.groupNamed(ClusterReads.groups(shell), command.group());
        if (!GroupMove.isOn(group, command.node())) {
            GroupMove.refuseWhileMoving(group);
            List<ClusterGroup> after =
                    new ArrayList<>(Decode.each(shell.run(move(command, group.name())), ClusterReads::group));
            Collections.reverse(after);
            group = ClusterReads.groupNamed(after, group.name());
        }
        return GroupMove.judge(group, command.node());
    }
}

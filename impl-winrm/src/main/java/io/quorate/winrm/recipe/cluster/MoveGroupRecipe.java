package io.quorate.winrm.recipe.cluster;

import io.quorate.cluster.ClusterGroup;
import io.quorate.cluster.command.MoveGroup;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Moves with {@code Move-ClusterGroup}; looks first, and judges by the owner. A group whose name would be read as a pattern, such as that of a
 * virtual machine called {@code a*b}, is kept in a variable and piped.
 */
final class MoveGroupRecipe extends Changing<MoveGroup, ClusterGroup, ClusterGroup> {
    private static final String GROUP = "quorateGroup";

    @Override
    public Class<MoveGroup> handles() {
        return MoveGroup.class;
    }

    @Override
    protected ClusterGroup read(MoveGroup command, WindowsHost host) {
        return ClusterReads.groupNamed(command.group(), host.powerShell());
    }

    @Override
    protected Observation<ClusterGroup> done(MoveGroup command, ClusterGroup seen) {
        return GroupMove.seen(seen, command.node());
    }

    @Override
    protected void refuse(MoveGroup command, ClusterGroup seen) {
        GroupMove.refuseWhileMoving(seen);
    }

    @Override
    protected List<PipelineStep> change(MoveGroup command, ClusterGroup seen) {
        return PipelineStep.of(move(command, seen.name()));
    }

    @Override
    protected ClusterGroup unseen(MoveGroup command) {
        return command.rehearsed();
    }

    private static PsPipeline move(MoveGroup command, String group) {
        boolean pattern = Line.isPattern(group);
        Line line = Cmdlet.MOVE_CLUSTER_GROUP.line();
        Line move = (pattern ? line : line.with("Name", group))
                .with("Node", command.node())
                .with("Wait", (int) command.atMost().toSeconds());
        if (!pattern) {
            return Line.message(ClusterReads.projectGroup(move), ClusterReads.oneGroup(group));
        }
        return Line.message(
                Line.statement(
                        Cmdlet.GET_CLUSTER_GROUP.line(),
                        Line.where("Name", group),
                        Cmdlet.SET_VARIABLE.line().with("Name", GROUP).unasked()),
                Line.statement(
                        Cmdlet.GET_VARIABLE.line().with("Name", List.of(GROUP)).flag("ValueOnly"),
                        move,
                        ClusterReads.projectGroupOf()),
                ClusterReads.groups());
    }

    @Override
    protected ClusterGroup carryOut(MoveGroup command, ClusterGroup seen, WindowsHost host) {
        List<ClusterGroup> after =
                new ArrayList<>(Decode.each(host.powerShell().run(move(command, seen.name())), ClusterReads::group));
        Collections.reverse(after);
        return GroupMove.judge(ClusterReads.groupNamed(after, seen.name()), command.node());
    }
}

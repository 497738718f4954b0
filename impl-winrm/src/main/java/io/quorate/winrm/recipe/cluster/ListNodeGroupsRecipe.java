package io.quorate.winrm.recipe.cluster;

import io.quorate.cluster.ClusterGroup;
import io.quorate.cluster.ClusterNode;
import io.quorate.cluster.command.ListNodeGroups;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.ById;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.ReadingRecipe;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/** Asks the node for its groups; where that is refused, the list of all decides. Which are on it is judged here. */
final class ListNodeGroupsRecipe implements ReadingRecipe<ListNodeGroups, List<ClusterGroup>> {
    @Override
    public Class<ListNodeGroups> handles() {
        return ListNodeGroups.class;
    }

    @Override
    public List<ClusterGroup> run(ListNodeGroups command, WindowsHost host) {
        PowerShell shell = host.powerShell();
        PsPipeline all = Line.message(ClusterReads.groups());
        PsPipeline own = ClusterReads.groupsOf(command.node());
        return (own == null ? shell.run(all) : ById.ask(shell, own).orElseGet(() -> shell.run(all)))
                .stream()
                        .map(ClusterReads::group)
                        .filter(group -> ClusterNode.sameHost(group.owner(), command.node()))
                        .toList();
    }
}

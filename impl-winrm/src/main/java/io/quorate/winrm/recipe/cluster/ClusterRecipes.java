package io.quorate.winrm.recipe.cluster;

import io.quorate.cluster.command.GetCluster;
import io.quorate.cluster.command.GetGroup;
import io.quorate.cluster.command.GetNode;
import io.quorate.cluster.command.GetQuorum;
import io.quorate.cluster.command.GetSharedVolume;
import io.quorate.cluster.command.ListAvailableDisks;
import io.quorate.cluster.command.ListClusterDisks;
import io.quorate.cluster.command.ListGroups;
import io.quorate.cluster.command.ListNodes;
import io.quorate.cluster.command.ListSharedVolumeStates;
import io.quorate.cluster.command.ListSharedVolumes;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Finding;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.Listing;
import io.quorate.winrm.recipe.Reading;
import io.quorate.winrm.recipe.Recipe;
import java.util.List;

/** The recipes of this package. */
public final class ClusterRecipes {
    private ClusterRecipes() {}

    /** Returns all of them. */
    public static List<Recipe<?, ?>> all() {
        return List.of(
                new Reading<>(
                        GetCluster.class,
                        Line.message(ClusterReads.cluster()),
                        (command, output) ->
                                Decode.last(output, ClusterReads.CLUSTER_MARK, "cluster", ClusterReads::cluster)),
                new FindClusterRecipe(),
                new CreateClusterRecipe(),
                new UpdateSettingsRecipe(),
                new Reading<>(
                        ListNodes.class,
                        Line.message(ClusterReads.nodes()),
                        (command, output) -> Decode.each(output, ClusterReads::node)),
                new Finding<>(
                        GetNode.class,
                        command -> ClusterReads.node(command.node()),
                        Line.message(ClusterReads.nodes()),
                        (command, output) -> ClusterReads.find(command.node(), Decode.each(output, ClusterReads::node)),
                        (command, output) ->
                                ClusterReads.noNode(command.node(), Decode.each(output, ClusterReads::node))),
                new AddNodeRecipe(),
                new PauseNodeRecipe(),
                new ResumeNodeRecipe(),
                new EvictNodeRecipe(),
                new Listing<>(
                        ListGroups.class,
                        command -> Line.message(ClusterReads.groups()),
                        (command, output) -> Decode.each(output, ClusterReads::group),
                        () -> Listing.Pieces.each(ClusterReads::group)),
                new Finding<>(
                        GetGroup.class,
                        command -> ClusterReads.group(command.group()),
                        Line.message(ClusterReads.groups()),
                        (command, output) ->
                                ClusterReads.findGroup(command.group(), Decode.each(output, ClusterReads::group)),
                        (command, output) ->
                                ClusterReads.noGroup(command.group(), Decode.each(output, ClusterReads::group))),
                new ListNodeGroupsRecipe(),
                new MoveGroupRecipe(),
                new Reading<>(
                        ListAvailableDisks.class,
                        Line.message(ClusterReads.availableDisks()),
                        (command, output) -> Decode.each(output, ClusterReads::availableDisk)),
                new Reading<>(
                        ListClusterDisks.class,
                        ClusterReads.disksMessage(),
                        (command, output) -> ClusterReads.disks(output)),
                new AddDiskRecipe(),
                new Reading<>(
                        ListSharedVolumes.class,
                        ClusterReads.volumesMessage(),
                        (command, output) -> ClusterReads.volumes(output)),
                new Finding<>(
                        GetSharedVolume.class,
                        ClusterReads.volumesMessage(),
                        (command, output) -> ClusterReads.volumeNamed(command.volume(), ClusterReads.volumes(output)),
                        (command, output) -> ClusterReads.noVolume(command.volume(), ClusterReads.volumes(output))),
                new AddSharedVolumeRecipe(),
                new Reading<>(
                        ListSharedVolumeStates.class,
                        ClusterReads.volumeStatesMessage(),
                        (command, output) -> ClusterReads.volumeStates(command.volume(), output)),
                new MoveSharedVolumeRecipe(),
                new RemoveSharedVolumeRecipe(),
                new RemoveDiskRecipe(),
                new Reading<>(
                        GetQuorum.class,
                        ClusterReads.quorumMessage(),
                        (command, output) -> ClusterReads.quorum(output)),
                new SetDiskWitnessRecipe());
    }
}

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
import io.quorate.cluster.SharedVolume;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
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
                new Reading<>(
                        GetNode.class,
                        Line.message(ClusterReads.nodes()),
                        (command, output) ->
                                ClusterReads.named(Decode.each(output, ClusterReads::node), command.node())),
                new AddNodeRecipe(),
                new PauseNodeRecipe(),
                new ResumeNodeRecipe(),
                new EvictNodeRecipe(),
                new Reading<>(
                        ListGroups.class,
                        Line.message(ClusterReads.groups()),
                        (command, output) -> Decode.each(output, ClusterReads::group)),
                new Reading<>(
                        GetGroup.class,
                        Line.message(ClusterReads.groups()),
                        (command, output) ->
                                ClusterReads.groupNamed(Decode.each(output, ClusterReads::group), command.group())),
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
                new Reading<>(
                        GetSharedVolume.class,
                        ClusterReads.volumesMessage(),
                        (command, output) -> volumeNamed(ClusterReads.volumes(output), command.volume())),
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

    private static SharedVolume volumeNamed(List<SharedVolume> volumes, String name) {
        return ClusterReads.volumeNamed(name, volumes)
                .orElseThrow(() -> Answers.notFound("the cluster has no shared volume " + name));
    }
}

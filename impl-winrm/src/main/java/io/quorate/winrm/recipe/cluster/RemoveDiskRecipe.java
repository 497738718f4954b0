package io.quorate.winrm.recipe.cluster;

import io.quorate.cluster.ClusterDisk;
import io.quorate.cluster.command.RemoveDisk;
import io.quorate.spi.Fault;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import java.util.List;
import java.util.Optional;

/**
 * Pipes exactly the disk that the consent names, kept in a variable first, into {@code Remove-ClusterResource}, unless it is the witness; judges
 * by the list afterwards.
 */
final class RemoveDiskRecipe implements Recipe<RemoveDisk, List<ClusterDisk>> {
    private static final String DISK = "quorateResource";

    @Override
    public Class<RemoveDisk> handles() {
        return RemoveDisk.class;
    }

    @Override
    public List<PsPipeline> steps(RemoveDisk command) {
        return List.of(ClusterReads.quorumMessage(), ClusterReads.disksMessage(), remove(command.id()));
    }

    private static PsPipeline remove(String id) {
        return Line.message(
                Line.statement(
                        Cmdlet.GET_CLUSTER_RESOURCE.line(),
                        Line.where("Id", id),
                        Cmdlet.SET_VARIABLE.line().with("Name", DISK).unasked()),
                Line.statement(
                        Cmdlet.GET_VARIABLE.line().with("Name", List.of(DISK)).flag("ValueOnly"),
                        Cmdlet.REMOVE_CLUSTER_RESOURCE.line().flag("Force").unasked()));
    }

    @Override
    public List<ClusterDisk> run(RemoveDisk command, PowerShell shell) {
        List<ClusterDisk> disks = ClusterReads.disks(shell.run(ClusterReads.disksMessage()));
        Optional<ClusterDisk> there = find(command, disks);
        if (there.isEmpty()) {
            return disks;
        }
        refuse(command, there.get(), shell);
        Fault refusal = Answers.attempt(shell, remove(there.get().id()));
        List<ClusterDisk> left = ClusterReads.disks(shell.run(ClusterReads.disksMessage()));
        if (find(command, left).isPresent()) {
            throw Answers.failed(
                    refusal, "the cluster still manages disk " + there.get().name());
        }
        return left;
    }

    private static void refuse(RemoveDisk command, ClusterDisk disk, PowerShell shell) {
        if (!disk.identity().equalsIgnoreCase(command.identity())) {
            throw Answers.refused(
                    "nothing was removed: the disk is " + disk.identity() + ", and the consent is for "
                            + command.identity(),
                    null);
        }
        if (ClusterReads.quorum(shell).hasDiskWitness(disk.name())) {
            throw Answers.refused(
                    "nothing was removed: disk " + disk.name() + " is the cluster's witness",
                    "give the cluster another witness first");
        }
    }

    private static Optional<ClusterDisk> find(RemoveDisk command, List<ClusterDisk> disks) {
        return disks.stream()
                .filter(disk -> disk.id().equalsIgnoreCase(command.id()))
                .findFirst();
    }
}

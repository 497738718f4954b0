package io.quorate.winrm.recipe.cluster;

import io.quorate.cluster.ClusterDisk;
import io.quorate.cluster.command.RemoveDisk;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pipes exactly the disk that the consent names, kept in a variable first, into {@code Remove-ClusterResource}, unless it is the witness; judges
 * by the list afterwards.
 */
final class RemoveDiskRecipe extends Changing<RemoveDisk, RemoveDiskRecipe.Disks, List<ClusterDisk>> {
    private static final String DISK = "quorateResource";

    /**
     * The disks of the cluster.
     *
     * @param wanted the one to remove; null if it is not among them
     */
    record Disks(@Nullable ClusterDisk wanted, List<ClusterDisk> all) {
        static Disks read(RemoveDisk command, PowerShell shell) {
            List<ClusterDisk> all = ClusterReads.disks(shell.run(ClusterReads.disksMessage()));
            ClusterDisk wanted = all.stream()
                    .filter(disk -> disk.id().equalsIgnoreCase(command.id()))
                    .findFirst()
                    .orElse(null);
            return new Disks(wanted, all);
        }
    }

    @Override
    public Class<RemoveDisk> handles() {
        return RemoveDisk.class;
    }

    @Override
    protected Disks read(RemoveDisk command, WindowsHost host) {
        return Disks.read(command, host.powerShell());
    }

    @Override
    protected Observation<List<ClusterDisk>> done(RemoveDisk command, Disks seen) {
        return seen.wanted() == null ? Observation.present(seen.all()) : Observation.absent();
    }

    @Override
    protected void refuse(RemoveDisk command, Disks seen) {
        ClusterDisk disk = seen.wanted();
        if (disk != null && !disk.identity().equalsIgnoreCase(command.identity())) {
            throw Answers.refused(
                    "nothing was removed: the disk is " + disk.identity() + ", and the consent is for "
                            + command.identity(),
                    null);
        }
    }

    @Override
    protected Disks lookCloser(RemoveDisk command, Disks seen, WindowsHost host) {
        ClusterDisk disk = seen.wanted();
        if (disk != null && ClusterReads.quorum(host.powerShell()).hasDiskWitness(disk.name())) {
            throw Answers.refused(
                    "nothing was removed: disk " + disk.name() + " is the cluster's witness",
                    "give the cluster another witness first");
        }
        return seen;
    }

    @Override
    protected List<PipelineStep> change(RemoveDisk command, Disks seen) {
        return PipelineStep.of(remove(command, seen));
    }

    @Override
    protected Disks unseen(RemoveDisk command) {
        return new Disks(null, List.of());
    }

    private static PsPipeline remove(RemoveDisk command, Disks seen) {
        String id = seen.wanted() == null ? command.id() : seen.wanted().id();
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
    protected List<ClusterDisk> carryOut(RemoveDisk command, Disks seen, WindowsHost host) {
        PowerShell shell = host.powerShell();
        Fault refusal = Answers.attempt(shell, remove(command, seen));
        Disks left = Disks.read(command, shell);
        if (left.wanted() != null) {
            throw Answers.failed(
                    refusal, "the cluster still manages disk " + left.wanted().name());
        }
        return left.all();
    }
}

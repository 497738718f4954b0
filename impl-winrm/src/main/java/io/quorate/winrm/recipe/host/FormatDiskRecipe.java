package io.quorate.winrm.recipe.host;

import io.quorate.Size;
import io.quorate.host.DiskContent;
import io.quorate.host.DiskContent.State;
import io.quorate.host.DiskMark;
import io.quorate.host.DiskVolume;
import io.quorate.host.command.FormatDisk;
import io.quorate.host.PreparedDisk;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import io.quorate.winrm.recipe.host.DiskReads.Look;
import io.quorate.winrm.recipe.host.DiskReads.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Formats the bare volume of a disk that carries the mark of work begun ({@code Format-Volume}, quick, without {@code -Force}: a volume in use
 * stops it), then replaces the mark. A volume that has its file system already only gets the mark.
 */
final class FormatDiskRecipe implements Recipe<FormatDisk, PreparedDisk> {
    @Override
    public Class<FormatDisk> handles() {
        return FormatDisk.class;
    }

    @Override
    public List<PsPipeline> steps(FormatDisk command) {
        Seen sample = Samples.begun(command.naa());
        List<PsPipeline> steps =
                new ArrayList<>(DiskReads.lookMessages(command.naa().hex()));
        steps.add(format(sample, Samples.AS_SEEN, command.label()));
        steps.add(DiskReads.change(sample, Preparing.mark(DiskMark.prepared(command.naa()))));
        return List.copyOf(steps);
    }

    private static PsPipeline format(Seen seen, PsValue fileSystem, String label) {
        return DiskReads.change(
                seen,
                Cmdlet.GET_PARTITION.line(),
                Line.where("GptType", DiskReads.BASIC),
                Cmdlet.GET_VOLUME.line(),
                Line.where("FileSystem", fileSystem),
                Cmdlet.FORMAT_VOLUME
                        .line()
                        .with("FileSystem", "NTFS")
                        .with("AllocationUnitSize", (int) PreparedDisk.CLUSTER_SIZE.bytes())
                        .with("NewFileSystemLabel", label)
                        .unasked(),
                Cmdlet.SELECT_OBJECT.line().with("Property", List.of("FileSystem")));
    }

    @Override
    public PreparedDisk run(FormatDisk command, PowerShell shell) {
        Look seen = DiskReads.look(command.host(), command.naa(), shell);
        Preparing.refuseOthers(seen.content());
        if (seen.content().state() == State.PREPARED) {
            return prepared(seen.content());
        }
        if (!seen.content().partitioned()) {
            throw Answers.refused(
                    "nothing was changed: the disk carries " + seen.content().detail(), null);
        }
        DiskReads.VolumeRow volume = seen.volume();
        if (volume == null) {
            throw Answers.pending("Windows shows no volume on the disk's partition yet");
        }
        if (!volume.ntfs()) {
            seen = formatted(command, seen, volume, shell);
        }
        Look marked = Preparing.marked(command.host(), command.naa(), seen, DiskMark.prepared(command.naa()), shell);
        if (marked.content().state() != State.PREPARED) {
            throw Answers.notTaken(
                    "the disk was prepared and carries " + marked.content().detail());
        }
        return prepared(marked.content());
    }

    private static Look formatted(FormatDisk command, Look seen, DiskReads.VolumeRow volume, PowerShell shell) {
        Fault refusal = Answers.attempt(shell, format(seen.row().seen(), volume.rawFileSystem(), command.label()));
        Look after = DiskReads.look(command.host(), command.naa(), shell);
        DiskReads.VolumeRow now = after.volume();
        if (after.content().state() != State.BEGUN || now == null || !now.ntfs()) {
            throw Answers.failed(refusal, "the disk carries " + after.content().detail());
        }
        return after;
    }

    private static PreparedDisk prepared(DiskContent content) {
        DiskVolume volume = content.volume();
        Size clusterSize = volume == null ? null : volume.clusterSize();
        return new PreparedDisk(
                content.disk(),
                volume == null ? "" : volume.label(),
                clusterSize == null ? PreparedDisk.CLUSTER_SIZE : clusterSize);
    }

    @Override
    public Observation<PreparedDisk> observe(FormatDisk command, PowerShell shell) {
        return Preparing.observe(
                command.host(),
                command.naa(),
                shell,
                content -> Optional.of(content)
                        .filter(one -> one.state() == State.PREPARED)
                        .map(FormatDiskRecipe::prepared));
    }
}

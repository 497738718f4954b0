package io.quorate.winrm.recipe.host;

import io.quorate.Size;
import io.quorate.host.DiskContent;
import io.quorate.host.DiskContent.State;
import io.quorate.host.DiskVolume;
import io.quorate.host.PreparedDisk;
import io.quorate.host.command.FormatDisk;
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
import io.quorate.winrm.recipe.host.DiskReads.Look;
import io.quorate.winrm.recipe.host.DiskReads.Seen;
import io.quorate.winrm.recipe.host.DiskReads.VolumeRow;
import io.quorate.winrm.recipe.host.Preparing.Found;
import java.util.List;
import java.util.Optional;

/**
 * Formats the bare volume of a disk that carries the mark of work begun ({@code Format-Volume}, quick, without {@code -Force}: a volume in use
 * stops it), then replaces the mark. A volume that has its file system already only gets the mark.
 */
final class FormatDiskRecipe extends Changing<FormatDisk, Found, PreparedDisk> {
    @Override
    public Class<FormatDisk> handles() {
        return FormatDisk.class;
    }

    @Override
    protected Found read(FormatDisk command, WindowsHost host) {
        return Found.read(command.host(), command.naa(), host.powerShell());
    }

    @Override
    protected Observation<PreparedDisk> done(FormatDisk command, Found seen) {
        return Preparing.judged(
                seen.content(),
                content -> Optional.of(content)
                        .filter(one -> one.state() == State.PREPARED)
                        .map(FormatDiskRecipe::prepared));
    }

    @Override
    protected void refuse(FormatDisk command, Found seen) {
        Preparing.refuseOthers(seen.content());
        if (!seen.content().partitioned()) {
            throw Answers.refused(
                    "nothing was changed: the disk carries " + seen.content().detail(), null);
        }
        volume(seen);
    }

    /** Formatting changes nothing of what tells the disk. */
    @Override
    protected List<PipelineStep> change(FormatDisk command, Found seen) {
        VolumeRow volume = volume(seen);
        PsPipeline mark = DiskReads.change(seen.as(), Preparing.mark(PreparedDisk.mark(command.naa())));
        return volume.ntfs() ? PipelineStep.of(mark) : PipelineStep.of(format(command, seen.as(), volume), mark);
    }

    @Override
    protected Found unseen(FormatDisk command) {
        return Unseen.begun(command.host(), command.naa());
    }

    private static VolumeRow volume(Found seen) {
        VolumeRow volume = seen.look().volume();
        if (volume == null) {
            throw Answers.pending("Windows shows no volume on the disk's partition yet");
        }
        return volume;
    }

    private static PsPipeline format(FormatDisk command, Seen as, VolumeRow volume) {
        return DiskReads.change(
                as,
                Cmdlet.GET_PARTITION.line(),
                Line.where("GptType", DiskReads.BASIC),
                Cmdlet.GET_VOLUME.line(),
                Line.where("FileSystem", volume.rawFileSystem()),
                Cmdlet.FORMAT_VOLUME
                        .line()
                        .with("FileSystem", "NTFS")
                        .with("AllocationUnitSize", (int) PreparedDisk.CLUSTER_SIZE.bytes())
                        .with("NewFileSystemLabel", command.label())
                        .unasked(),
                Cmdlet.SELECT_OBJECT.line().with("Property", List.of("FileSystem")));
    }

    @Override
    protected PreparedDisk carryOut(FormatDisk command, Found seen, WindowsHost host) {
        PowerShell shell = host.powerShell();
        VolumeRow volume = volume(seen);
        Found formatted = volume.ntfs() ? seen : formatted(command, seen, volume, shell);
        Look marked =
                Preparing.marked(command.host(), command.naa(), formatted, PreparedDisk.mark(command.naa()), shell);
        if (marked.content().state() != State.PREPARED) {
            throw Answers.notTaken(
                    "the disk was prepared and carries " + marked.content().detail());
        }
        return prepared(marked.content());
    }

    private static Found formatted(FormatDisk command, Found seen, VolumeRow volume, PowerShell shell) {
        Fault refusal = Answers.attempt(shell, format(command, seen.as(), volume));
        Look after = DiskReads.look(command.host(), command.naa(), shell);
        VolumeRow now = after.volume();
        if (after.content().state() != State.BEGUN || now == null || !now.ntfs()) {
            throw Answers.failed(refusal, "the disk carries " + after.content().detail());
        }
        return Found.of(after);
    }

    private static PreparedDisk prepared(DiskContent content) {
        DiskVolume volume = content.volume();
        Size clusterSize = volume == null ? null : volume.clusterSize();
        return new PreparedDisk(
                content.disk(),
                volume == null ? "" : volume.label(),
                clusterSize == null ? PreparedDisk.CLUSTER_SIZE : clusterSize);
    }
}

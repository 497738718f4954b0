package io.quorate.winrm.recipe.host;

import io.quorate.Size;
import io.quorate.host.DiskContent;
import io.quorate.host.DiskVolume;
import io.quorate.host.HostDisk;
import io.quorate.host.PartitionStyle;
import io.quorate.host.PreparedDisk;
import io.quorate.san.Naa;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.host.DiskReads.DiskRow;
import io.quorate.winrm.recipe.host.DiskReads.Look;
import io.quorate.winrm.recipe.host.DiskReads.Seen;
import io.quorate.winrm.recipe.host.DiskReads.VolumeRow;
import io.quorate.winrm.recipe.host.Preparing.Found;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Disks nobody has looked at, for explaining what would be sent to them. */
final class Unseen {
    private static final String DETAIL = "(not looked at)";

    private Unseen() {}

    /** A disk that may be offline and read-only. */
    static HostDisk disk(String host, Naa naa) {
        return disk(host, naa, PartitionStyle.UNKNOWN, null, true);
    }

    private static HostDisk disk(String host, Naa naa, PartitionStyle style, @Nullable UUID guid, boolean offline) {
        return new HostDisk(host, naa.hex(), naa, -1, Size.bytes(0), style, guid, offline, offline, false, "");
    }

    /** A disk without a partition table. */
    static Found raw(String host, Naa naa) {
        HostDisk disk = disk(host, naa, PartitionStyle.RAW, null, false);
        return new Found(
                new Look(row(disk), new DiskContent(disk, DiskContent.State.EMPTY, DETAIL), null),
                new Seen(naa.hex(), PipelineStep.PLACEHOLDER, PipelineStep.PLACEHOLDER, null));
    }

    /** A disk with Quorate's mark of work begun, whose partition is not formatted. */
    static Found begun(String host, Naa naa) {
        UUID mark = PreparedDisk.begunMark(naa);
        HostDisk disk = disk(host, naa, PartitionStyle.GPT, mark, false);
        DiskVolume bare = new DiskVolume("", "", null);
        return new Found(
                new Look(
                        row(disk),
                        new DiskContent(disk, DiskContent.State.BEGUN, DETAIL, true, bare),
                        new VolumeRow(bare, "", PipelineStep.PLACEHOLDER)),
                new Seen(
                        naa.hex(),
                        PipelineStep.PLACEHOLDER,
                        PipelineStep.PLACEHOLDER,
                        PsValue.string("{" + mark + "}")));
    }

    static DiskRow row(HostDisk disk) {
        return new DiskRow(disk, true, 0, null);
    }
}

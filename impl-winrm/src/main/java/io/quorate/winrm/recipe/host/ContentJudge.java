package io.quorate.winrm.recipe.host;

import io.quorate.host.DiskContent;
import io.quorate.host.DiskContent.State;
import io.quorate.host.DiskVolume;
import io.quorate.host.HostDisk;
import io.quorate.host.PartitionStyle;
import io.quorate.host.PreparedDisk;
import io.quorate.san.Naa;
import io.quorate.winrm.recipe.host.DiskReads.DiskRow;
import io.quorate.winrm.recipe.host.DiskReads.PartitionRow;
import io.quorate.winrm.recipe.host.DiskReads.VolumeRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells from what Windows lists what a disk carries. Each answer but FOREIGN and UNKNOWN has to be proved; whatever is left is foreign if
 * something was seen, and unknown if it was not.
 */
final class ContentJudge {

    /** What the GUID of a disk's GPT says. */
    private enum Mark {
        NONE,
        BEGUN,
        PREPARED
    }

    private ContentJudge() {}

    /**
     * @param partitions all of the disk, if it is online and has a GPT
     * @param volumes on its partitions of data, if it has just one
     */
    static DiskContent judge(DiskRow row, List<PartitionRow> partitions, List<VolumeRow> volumes) {
        HostDisk disk = row.disk();
        Mark mark = mark(disk);
        boolean visible =
                !disk.offline() && row.readable() && row.partitions() >= 0 && partitions.size() >= row.partitions();
        if (disk.clustered() && mark != Mark.PREPARED) {
            return of(disk, State.FOREIGN, "the cluster owns it");
        }
        if (mark == Mark.PREPARED && (disk.offline() || (disk.clustered() && volumes.isEmpty()))) {
            return of(disk, State.PREPARED, "its mark says that it is prepared; its volume is not seen on this host");
        }
        if (disk.offline()) {
            return of(disk, State.UNKNOWN, "it is offline on this host, with " + table(disk));
        }
        if (!row.readable() || disk.style() == PartitionStyle.UNKNOWN) {
            return of(disk, State.UNKNOWN, "Windows could not read it, or does not say what table it has");
        }
        return switch (disk.style()) {
            case RAW ->
                row.partitions() == 0
                        ? of(disk, State.EMPTY, "no partition table")
                        : of(
                                disk,
                                State.UNKNOWN,
                                "Windows sees no partition table and does not say that there are no partitions");
            case MBR -> of(disk, State.FOREIGN, "an MBR");
            case GPT ->
                visible
                        ? gpt(disk, mark, partitions, volumes)
                        : of(
                                disk,
                                State.UNKNOWN,
                                "Windows counts " + row.partitions() + " partitions and shows " + partitions.size());
            case UNKNOWN -> of(disk, State.UNKNOWN, "an unknown table");
        };
    }

    private static DiskContent gpt(HostDisk disk, Mark mark, List<PartitionRow> partitions, List<VolumeRow> volumes) {
        List<PartitionRow> data =
                partitions.stream().filter(partition -> !partition.reserved()).toList();
        if (data.isEmpty()) {
            return switch (mark) {
                case NONE -> of(disk, State.EMPTY, "a GPT without partitions of data");
                case BEGUN -> of(disk, State.BEGUN, "Quorate's mark, and no partition yet");
                case PREPARED -> of(disk, State.FOREIGN, "it was prepared once, and its partition is gone");
            };
        }
        if (mark == Mark.NONE || data.size() > 1 || !data.get(0).basic() || volumes.size() > 1) {
            return of(disk, State.FOREIGN, "a GPT with " + data.size() + " partition(s) " + seen(volumes));
        }
        VolumeRow volume = volumes.isEmpty() ? null : volumes.get(0);
        if (volume == null) {
            return mark == Mark.BEGUN
                    ? with(disk, State.BEGUN, "Quorate's mark and partition; Windows shows no volume yet", null)
                    : of(disk, State.UNKNOWN, "its mark says that it is prepared, and Windows shows no volume");
        }
        if (volume.ntfs()) {
            return mark == Mark.BEGUN
                    ? with(disk, State.BEGUN, "Quorate's mark, formatted, not yet marked as prepared", volume.volume())
                    : with(disk, State.PREPARED, "prepared", volume.volume());
        }
        return volume.bare() && mark == Mark.BEGUN
                ? with(disk, State.BEGUN, "Quorate's mark and partition, not formatted yet", volume.volume())
                : of(
                        disk,
                        State.FOREIGN,
                        volume.bare()
                                ? "it was prepared once, and its file system is damaged, locked or gone"
                                : "Quorate's mark, and a file system that is not Quorate's: " + seen(volumes));
    }

    private static Mark mark(HostDisk disk) {
        Naa naa = disk.naa();
        if (naa == null || disk.style() != PartitionStyle.GPT) {
            return Mark.NONE;
        }
        return PreparedDisk.begunMark(naa).equals(disk.guid())
                ? Mark.BEGUN
                : PreparedDisk.mark(naa).equals(disk.guid()) ? Mark.PREPARED : Mark.NONE;
    }

    private static String table(HostDisk disk) {
        return disk.style() == PartitionStyle.RAW ? "no partition table" : "table " + disk.style();
    }

    private static String seen(List<VolumeRow> volumes) {
        return volumes.stream()
                .map(volume ->
                        volume.bare() ? "no file system" : volume.volume().fileSystem())
                .toList()
                .toString();
    }

    private static DiskContent of(HostDisk disk, State state, String detail) {
        return new DiskContent(disk, state, detail);
    }

    private static DiskContent with(HostDisk disk, State state, String detail, @Nullable DiskVolume volume) {
        return new DiskContent(disk, state, detail, true, volume);
    }
}

package io.quorate.host.command;

import io.quorate.Size;
import io.quorate.host.DiskContent;
import io.quorate.host.HostDisk;
import io.quorate.host.PartitionStyle;
import io.quorate.host.PreparedDisk;
import io.quorate.san.Naa;
import io.quorate.spi.Placeholder;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What every command of this package checks, and what a rehearsal pretends. */
final class Inputs {
    private static final Pattern ADDRESS =
            Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]+(%\\w+)?|[0-9a-fA-F]+::");
    private static final int LONGEST_LABEL = 32;

    private Inputs() {}

    static void checkHost(String host) {
        if (host.isBlank()) {
            throw new IllegalArgumentException("a host has a name");
        }
    }

    /** Tells whether a text is an IP address and no name. */
    static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }

    /** Refuses what NTFS does not take as a label. */
    static void checkLabel(String label) {
        if (label.isBlank()
                || label.length() > LONGEST_LABEL
                || label.chars().anyMatch(c -> c < ' ' || "*?/\\|\"<>".indexOf(c) >= 0)) {
            throw new IllegalArgumentException("not a volume label of 1 to 32 characters: '" + label + "'");
        }
    }

    /** What a rehearsal pretends of a disk that it has not looked at. */
    static HostDisk rehearsedDisk(String host, Naa naa) {
        return new HostDisk(
                host,
                naa.hex(),
                naa,
                0,
                Size.bytes(0),
                PartitionStyle.UNKNOWN,
                null,
                false,
                false,
                false,
                Placeholder.TEXT);
    }

    static DiskContent rehearsedContent(String host, Naa naa) {
        return new DiskContent(rehearsedDisk(host, naa), DiskContent.State.UNKNOWN, Placeholder.TEXT);
    }

    /** The same disk, offline or online and writable. */
    static HostDisk offline(HostDisk disk, boolean offline) {
        return changed(disk, disk.style(), disk.guid(), offline, offline && disk.readOnly());
    }

    /** The same disk with a GPT. */
    static HostDisk gpt(HostDisk disk, UUID guid) {
        return changed(disk, PartitionStyle.GPT, guid, disk.offline(), disk.readOnly());
    }

    /** The same disk without a partition table. */
    static HostDisk raw(HostDisk disk) {
        return changed(disk, PartitionStyle.RAW, null, disk.offline(), disk.readOnly());
    }

    private static HostDisk changed(
            HostDisk disk, PartitionStyle style, @Nullable UUID guid, boolean offline, boolean readOnly) {
        return new HostDisk(
                disk.host(),
                disk.uniqueId(),
                disk.naa(),
                disk.number(),
                disk.size(),
                style,
                guid,
                offline,
                readOnly,
                disk.clustered(),
                disk.bus());
    }

    /** What is seen of the same disk once it is offline or online: without a table it is empty, with the mark of work begun it goes on. */
    static DiskContent offline(DiskContent content, boolean offline) {
        HostDisk disk = offline(content.disk(), offline);
        Naa naa = disk.naa();
        boolean begun = naa != null && PreparedDisk.begunMark(naa).equals(disk.guid());
        DiskContent.State state = content.state();
        if (offline && state == DiskContent.State.EMPTY) {
            state = DiskContent.State.UNKNOWN;
        } else if (!offline && state == DiskContent.State.UNKNOWN && disk.style() == PartitionStyle.RAW) {
            state = DiskContent.State.EMPTY;
        } else if (!offline && state == DiskContent.State.UNKNOWN && begun) {
            state = DiskContent.State.BEGUN;
        }
        return new DiskContent(
                disk, state, content.detail(), !offline && content.partitioned(), offline ? null : content.volume());
    }

    /** A list of disks with one of them changed. */
    static List<HostDisk> each(List<HostDisk> disks, Naa naa, UnaryOperator<HostDisk> change) {
        return disks.stream()
                .map(disk -> naa.equals(disk.naa()) ? change.apply(disk) : disk)
                .toList();
    }
}

package io.quorate.host;

import io.quorate.Size;
import io.quorate.san.Naa;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;

/**
 * A disk that is ready to become a Cluster Shared Volume.
 *
 * <p>A disk tells that Quorate prepared it by the GUID of its GPT, its mark: name-based (RFC 9562, version 3, MD5) over the UTF-8 bytes of a word,
 * a colon and the logical unit's NAA identifier in upper case. So a disk carries the marks of no other disk: a clone has an identifier of its
 * own, and what it carries is foreign. There are two marks, because a volume that was damaged, or is locked by BitLocker, looks like a partition
 * that was never formatted. Only a disk with the first mark is ever formatted, and it loses that mark when it is done.
 *
 * @param disk the disk
 * @param volumeLabel its volume's label; empty if the disk is offline on this host, where its mark alone tells that it is prepared
 * @param clusterSize its volume's allocation unit; what disks are formatted with where Windows does not tell
 */
public record PreparedDisk(HostDisk disk, String volumeLabel, Size clusterSize) {
    /** The allocation unit that disks are formatted with. */
    public static final Size CLUSTER_SIZE = Size.kib(64);

    /** The version of UUIDs that marks are, as opposed to the random ones that Windows gives. */
    public static final int MARK_VERSION = 3;

    public PreparedDisk {
        Objects.requireNonNull(disk, "disk");
        Objects.requireNonNull(volumeLabel, "volumeLabel");
        Objects.requireNonNull(clusterSize, "clusterSize");
    }

    /** Returns the mark of a disk that is being prepared. */
    public static UUID begunMark(Naa naa) {
        return mark("quorate-begun", naa);
    }

    /** Returns the mark of a disk that is prepared. */
    public static UUID mark(Naa naa) {
        return mark("quorate-prepared", naa);
    }

    private static UUID mark(String word, Naa naa) {
        return UUID.nameUUIDFromBytes((word + ":" + naa.hex()).getBytes(StandardCharsets.UTF_8));
    }
}

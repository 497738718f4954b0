package io.quorate.host;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a disk carries, judged by its partition table, its GUID and its volume; other blocks are not read.
 *
 * @param disk the disk
 * @param state how far it is prepared
 * @param detail what was seen, for a person
 * @param partitioned whether it has exactly one data partition
 * @param volume the volume on that; null while Windows shows none
 */
public record DiskContent(
        HostDisk disk,
        State state,
        String detail,
        boolean partitioned,
        @Nullable DiskVolume volume) {

    /** How far a disk is prepared. */
    public enum State {
        /**
         * No partition table, or a GPT without partitions of data: Windows sees nothing that could be lost. Windows reads partition tables
         * only; whoever puts data onto bare disks (LVM, LUKS, a database) asks the storage, too, before he lets a disk be prepared.
         */
        EMPTY,
        /** Quorate began to prepare it and was interrupted; goes on by itself. */
        BEGUN,
        /** Prepared by Quorate: GPT with its mark ({@link PreparedDisk#mark}), one NTFS partition; where that cannot be seen, the mark alone. */
        PREPARED,
        /**
         * Something else, such as an MBR, partitions that Quorate did not make, a clone of a prepared disk, or a prepared disk whose file
         * system is damaged or locked: somebody's data until a person says otherwise, by a consent to {@link HostDisks#wipe wipe} it.
         */
        FOREIGN,
        /** It cannot be told, e.g. because the disk is offline here or cannot be read. */
        UNKNOWN
    }

    public DiskContent {
        Objects.requireNonNull(disk, "disk");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(detail, "detail");
    }

    /** Makes one without a data partition. */
    public DiskContent(HostDisk disk, State state, String detail) {
        this(disk, state, detail, false, null);
    }
}

package io.quorate.host;

import java.util.Objects;

/**
 * What a disk carries.
 *
 * @param disk the disk
 * @param state how far it is prepared
 * @param detail what was seen, for a person
 */
public record DiskContent(HostDisk disk, State state, String detail) {

    /** How far a disk is prepared. */
    public enum State {
        /** No partition table, or a GPT without partitions of data: nothing can be lost. */
        EMPTY,
        /** Quorate began to prepare it and was interrupted; goes on by itself. */
        BEGUN,
        /** Prepared by Quorate: GPT with its mark, one NTFS partition. */
        PREPARED,
        /** Something else: somebody's data until a person says otherwise. */
        FOREIGN,
        /** It cannot be told, e.g. because the disk is offline here or reserved elsewhere. */
        UNKNOWN
    }

    public DiskContent {
        Objects.requireNonNull(disk, "disk");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(detail, "detail");
    }
}

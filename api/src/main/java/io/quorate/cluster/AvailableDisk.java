package io.quorate.cluster;

import io.quorate.Shown;
import io.quorate.Size;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;

/**
 * A disk that every node sees and the cluster does not use yet.
 *
 * @param id its identity: the GUID of a GPT disk, the signature ({@code 0x...}) of an MBR disk
 * @param name the name the cluster would give it
 * @param number its number on the node that was asked; differs between nodes and reboots, never an identity
 * @param size its size
 */
public record AvailableDisk(String id, String name, long number, Size size) {
    public AvailableDisk {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(size, "size");
    }

    /** Finds the disk that a text means: by its identity; else the only one that the cluster would give that name, ignoring case. Does no I/O. */
    public static Optional<AvailableDisk> named(String text, Collection<AvailableDisk> disks) {
        return DiskIds.only(
                disks,
                disk -> DiskIds.sameDisk(disk.id(), text),
                disk -> disk.name().equalsIgnoreCase(text));
    }

    /** Returns it as an administrator reads it: ids come last. */
    @Override
    public String toString() {
        return Shown.record(this);
    }
}

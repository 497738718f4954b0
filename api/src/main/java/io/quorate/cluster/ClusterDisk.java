package io.quorate.cluster;

import io.quorate.Shown;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;

/**
 * A disk that the cluster manages as a resource and that is not a shared volume.
 *
 * @param name the resource's name, unique in the cluster
 * @param id the resource's id, a GUID
 * @param diskId the disk's identity: the GUID of a GPT disk, the signature ({@code 0x...}) of an MBR disk
 * @param state its state
 * @param owner the node that has it
 * @param group the group it belongs to
 */
public record ClusterDisk(String name, String id, String diskId, ResourceState state, String owner, String group) {
    public ClusterDisk {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(diskId, "diskId");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(group, "group");
    }

    /**
     * Finds the disk that a text means: by its resource's name, ignoring case; else the only one with that identity or that resource's id. Does no
     * I/O.
     */
    public static Optional<ClusterDisk> named(String text, Collection<ClusterDisk> disks) {
        return DiskIds.only(
                disks,
                disk -> disk.name().equalsIgnoreCase(text),
                disk -> DiskIds.sameDisk(disk.id(), text) || DiskIds.sameDisk(disk.diskId(), text));
    }

    /** Returns what a {@link io.quorate.Consent} to remove it names: the disk's identity or, where that is not known, its resource's id. */
    public String identity() {
        return diskId.isEmpty() ? id : diskId;
    }

    /** Returns it as an administrator reads it: ids come last. */
    @Override
    public String toString() {
        return Shown.record(this);
    }
}

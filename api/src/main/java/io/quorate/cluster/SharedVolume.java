package io.quorate.cluster;

import io.quorate.Shown;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Cluster Shared Volume: a disk that every node writes to at once.
 *
 * @param name the cluster's name for it
 * @param id its id, a GUID
 * @param state its state
 * @param owner the node that coordinates it
 * @param path where every node sees it, e.g. {@code C:\\ClusterStorage\\Volume1}; null while Windows does not tell, as it does only online
 * @param diskId the disk's identity: {@code {guid}} of a GPT disk, the signature ({@code 0x...}) of an MBR disk; empty if the cluster does not
 *     tell
 */
public record SharedVolume(
        String name,
        String id,
        ResourceState state,
        String owner,
        @Nullable String path,
        String diskId) {
    public SharedVolume {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(diskId, "diskId");
    }

    /** Makes one whose disk is not known. */
    public SharedVolume(String name, String id, ResourceState state, String owner, @Nullable String path) {
        this(name, id, state, owner, path, "");
    }

    /** Returns the name of its folder under {@code C:\\ClusterStorage}, e.g. {@code Volume1}; empty where its path is not known. */
    public Optional<String> folder() {
        return Optional.ofNullable(path)
                .map(text -> text.substring(Math.max(text.lastIndexOf('\\'), text.lastIndexOf('/')) + 1))
                .filter(text -> !text.isEmpty());
    }

    /**
     * Finds the volume that a text means: by the cluster's name for it, ignoring case; else the only one with that folder, path or id, or whose disk
     * has that identity. Does no I/O.
     */
    public static Optional<SharedVolume> named(String text, Collection<SharedVolume> volumes) {
        return DiskIds.only(
                volumes,
                volume -> volume.name().equalsIgnoreCase(text),
                volume -> volume.isAt(text)
                        || DiskIds.sameDisk(volume.id(), text)
                        || DiskIds.sameDisk(volume.diskId(), text));
    }

    private boolean isAt(String text) {
        return path != null && path.equalsIgnoreCase(text)
                || folder().filter(text::equalsIgnoreCase).isPresent();
    }

    /** Returns what a {@link io.quorate.Consent} to remove it names: its disk's identity or, where that is not known, its id. */
    public String identity() {
        return diskId.isEmpty() ? id : diskId;
    }

    /** Returns it as an administrator reads it: ids come last. */
    @Override
    public String toString() {
        return Shown.record(this);
    }
}

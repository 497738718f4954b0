package io.quorate.cluster;

import java.util.Objects;
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

    /** Returns what a {@link io.quorate.Consent} to remove it names: its disk's identity or, where that is not known, its id. */
    public String identity() {
        return diskId.isEmpty() ? id : diskId;
    }
}

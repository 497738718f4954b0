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
 */
public record SharedVolume(
        String name,
        String id,
        ResourceState state,
        String owner,
        @Nullable String path) {
    public SharedVolume {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(owner, "owner");
    }
}

package io.quorate.cluster;

import java.util.Objects;

/**
 * A Cluster Shared Volume as one node sees it.
 *
 * @param volume the cluster's name for the volume
 * @param node the node
 * @param access how the node reaches it
 * @param fileSystemReason why files are redirected: Windows' words, separated by commas, or its number; empty if they are not
 * @param blockReason why blocks are redirected, likewise
 */
public record SharedVolumeState(
        String volume, String node, SharedVolumeAccess access, String fileSystemReason, String blockReason) {
    public SharedVolumeState {
        Objects.requireNonNull(volume, "volume");
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(access, "access");
        Objects.requireNonNull(fileSystemReason, "fileSystemReason");
        Objects.requireNonNull(blockReason, "blockReason");
    }

    /** Tells whether the node reads and writes the disk itself. */
    public boolean isDirect() {
        return access.equals(SharedVolumeAccess.DIRECT);
    }
}

package io.quorate.flow;

import io.quorate.cluster.SharedVolume;
import io.quorate.cluster.SharedVolumeState;
import io.quorate.host.HostDisk;
import io.quorate.san.Publication;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A published volume that every node of a cluster has mounted.
 *
 * @param publication the volume as it is published
 * @param disks its disk on every node, in the order of the nodes
 * @param volume the Cluster Shared Volume, with its owner, its path and the cluster's identity of the disk
 * @param states how every node reaches it
 */
public record SharedDisk(
        Publication publication, List<HostDisk> disks, SharedVolume volume, List<SharedVolumeState> states) {
    public SharedDisk {
        Objects.requireNonNull(publication, "publication");
        disks = List.copyOf(disks);
        Objects.requireNonNull(volume, "volume");
        states = List.copyOf(states);
    }

    /** Returns where every node sees it, e.g. {@code C:\\ClusterStorage\\Volume1}; empty while Windows does not tell. */
    public Optional<String> path() {
        return Optional.ofNullable(volume.path());
    }
}

package io.quorate.cluster;

import io.quorate.engine.Engine;
import java.util.List;
import java.util.Optional;

/** The Cluster Shared Volumes. Immutable and thread-safe. */
public final class ClusterSharedVolumes {
    private final Engine engine;
    private final String endpoint;

    ClusterSharedVolumes(Engine engine, String endpoint) {
        this.engine = engine;
        this.endpoint = endpoint;
    }

    /** Lists them. Changes nothing. */
    public List<SharedVolume> list() {
        return engine.run(endpoint, new ListSharedVolumes());
    }

    /** Reads one by the cluster's name for it, ignoring case; empty after a list without it. Changes nothing. */
    public Optional<SharedVolume> find(String name) {
        return list().stream()
                .filter(volume -> volume.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** Reads one by the cluster's name for it, ignoring case; fails with not found after a list without it. Changes nothing. */
    public SharedVolume get(String name) {
        return engine.run(endpoint, new GetSharedVolume(name));
    }

    /**
     * Makes a disk a shared volume that every node sees under {@code C:\\ClusterStorage}. A disk that is only available yet is added to
     * the cluster first. Its content stays; it needs a formatted partition. A lost answer is settled by reading back.
     *
     * @param diskId the disk's identity ({@link AvailableDisk#id}, {@link ClusterDisk#diskId}), never its number
     * @return the volume as read back; fails with a conflict if the disk is a shared volume already
     */
    public SharedVolume add(String diskId) {
        return engine.run(endpoint, new AddSharedVolume(diskId));
    }
}

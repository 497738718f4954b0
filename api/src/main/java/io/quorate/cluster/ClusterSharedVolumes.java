package io.quorate.cluster;

import io.quorate.Ensured;
import io.quorate.engine.Engine;
import java.util.List;
import java.util.Optional;

/** The Cluster Shared Volumes. Deadlines, rights and common errors are those of {@link ClusterClient}. Immutable and thread-safe. */
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

    /**
     * Reads one by the cluster's name for it, ignoring case. Changes nothing.
     *
     * @throws io.quorate.error.NotFoundException after a list without it
     */
    public SharedVolume get(String name) {
        return engine.run(endpoint, new GetSharedVolume(name));
    }

    /**
     * Makes a disk a shared volume that every node sees under {@code C:\\ClusterStorage}. A disk that is only available yet is added to
     * the cluster first. Its content stays; it needs a formatted partition. Takes seconds, five minutes at most. Needs
     * full control of the cluster. A lost answer is settled by reading back.
     *
     * @param diskId the disk's identity ({@link AvailableDisk#id}, {@link ClusterDisk#diskId}), never its number
     * @return the volume as read back
     * @throws io.quorate.error.ConflictException if the disk is a shared volume already
     * @throws io.quorate.error.NotFoundException if no such disk is available to every node, nor managed by the cluster
     */
    public SharedVolume add(String diskId) {
        return engine.run(endpoint, new AddSharedVolume(diskId));
    }

    /** Makes a disk a shared volume like {@link #add}, unless it is one already. May be repeated. */
    public Ensured<SharedVolume> ensure(String diskId) {
        return engine.ensure(endpoint, new AddSharedVolume(diskId, true));
    }
}

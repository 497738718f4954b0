package io.quorate.cluster;

import io.quorate.Consent;
import io.quorate.Ensured;
import io.quorate.engine.Engine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    /**
     * Reads how every node reaches a volume: directly, or through its owner. Changes nothing.
     *
     * @param volume the cluster's name for it, ignoring case
     * @throws io.quorate.error.NotFoundException after a list without it
     */
    public List<SharedVolumeState> states(String volume) {
        return engine.run(endpoint, new ListSharedVolumeStates(volume));
    }

    /**
     * Makes a node the one that coordinates a volume. Nobody loses access. May be repeated; a volume that it coordinates is left alone. Takes
     * seconds, seven minutes at most. Needs full control of the cluster.
     *
     * @param volume the cluster's name for it, ignoring case
     * @return the volume as read back
     * @throws io.quorate.error.NotFoundException if the cluster has no such volume
     * @throws io.quorate.error.RejectedException if it did not move
     */
    public SharedVolume move(String volume, String node) {
        return engine.run(endpoint, new MoveSharedVolume(volume, node, Duration.ofMinutes(5)));
    }

    /**
     * Makes a volume an unused disk of the cluster again; one that is not there is fine. Its content stays, but its path under
     * {@code C:\\ClusterStorage} goes: virtual machines on it fail. May be repeated. Takes seconds, five minutes at most. Needs full control of
     * the cluster.
     *
     * @param volume the cluster's name for it, or the disk's identity ({@link SharedVolume#diskId})
     * @param consent bound to {@link SharedVolume#identity}; without it nothing is sent but a read
     * @throws io.quorate.error.ConsentRequiredException without a consent, or with one for another volume
     */
    public void remove(String volume, @Nullable Consent consent) {
        list().stream()
                .filter(one -> one.name().equalsIgnoreCase(volume) || Names.sameDisk(one.diskId(), volume))
                .findFirst()
                .ifPresent(
                        found -> engine.run(endpoint, new RemoveSharedVolume(found.id(), found.identity(), consent)));
    }
}

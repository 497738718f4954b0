package io.quorate.cluster;

import io.quorate.Consent;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.cluster.command.AddSharedVolume;
import io.quorate.cluster.command.GetSharedVolume;
import io.quorate.cluster.command.ListSharedVolumeStates;
import io.quorate.cluster.command.ListSharedVolumes;
import io.quorate.cluster.command.MoveSharedVolume;
import io.quorate.cluster.command.RemoveSharedVolume;
import io.quorate.spi.Shown;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The Cluster Shared Volumes. Deadlines, rights and common errors are those of {@link ClusterClient}. Immutable and thread-safe. */
public final class ClusterSharedVolumes {
    private final Calls calls;

    ClusterSharedVolumes(Calls calls) {
        this.calls = Objects.requireNonNull(calls, "calls");
    }

    /** Lists them. Changes nothing. */
    public List<SharedVolume> list() {
        return calls.run(new ListSharedVolumes());
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
        return calls.run(new GetSharedVolume(name));
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
        return calls.run(new AddSharedVolume(diskId));
    }

    /** Makes a disk a shared volume like {@link #add}, unless it is one already. May be repeated. */
    public Ensured<SharedVolume> ensure(String diskId) {
        return calls.ensure(new AddSharedVolume(diskId));
    }

    /**
     * Reads how every node reaches a volume: directly, or through its owner. Changes nothing.
     *
     * @param volume the cluster's name for it, ignoring case
     * @throws io.quorate.error.NotFoundException after a list without it
     */
    public List<SharedVolumeState> states(String volume) {
        return calls.run(new ListSharedVolumeStates(volume));
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
        return calls.run(new MoveSharedVolume(volume, node, Duration.ofMinutes(5)));
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
                .filter(one -> one.name().equalsIgnoreCase(volume) || DiskIds.sameDisk(one.diskId(), volume))
                .findFirst()
                .ifPresent(found -> calls.run(new RemoveSharedVolume(found.id(), found.identity()), consent));
    }

    @Override
    public String toString() {
        return Shown.as(this).with("endpoint", calls.endpoint()).toString();
    }
}

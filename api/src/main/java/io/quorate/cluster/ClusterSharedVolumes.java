package io.quorate.cluster;

import io.quorate.Consent;
import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.cluster.command.AddSharedVolume;
import io.quorate.cluster.command.GetSharedVolume;
import io.quorate.cluster.command.ListSharedVolumeStates;
import io.quorate.cluster.command.ListSharedVolumes;
import io.quorate.cluster.command.MoveSharedVolume;
import io.quorate.cluster.command.RemoveSharedVolume;
import io.quorate.error.NotFoundException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Cluster Shared Volumes. Deadlines, rights and common errors are those of {@link ClusterClient}. Immutable and thread-safe.
 *
 * <p>A volume is named by the cluster's name for it ({@link SharedVolume#name}, {@code Cluster Disk 1}); what is the folder
 * ({@code Volume1}), the path or the disk's identity ({@link SharedVolume#diskId}) of one volume alone means it, too. Case does not count.
 */
public final class ClusterSharedVolumes {
    private final Calls calls;

    ClusterSharedVolumes(Calls calls) {
        this.calls = Objects.requireNonNull(calls, "calls");
    }

    /** Lists them. Changes nothing. */
    public List<SharedVolume> list() {
        return calls.run(new ListSharedVolumes());
    }

    /** Reads one by any of its {@linkplain ClusterSharedVolumes names}; empty after a list without it. Changes nothing. */
    public Optional<SharedVolume> find(String volume) {
        return SharedVolume.named(volume, list());
    }

    /**
     * Reads one by any of its {@linkplain ClusterSharedVolumes names}. Changes nothing.
     *
     * @throws io.quorate.error.NotFoundException after a list without it; the hint tells what else has that name, or which volumes there are
     */
    public SharedVolume get(String volume) {
        return DiskLook.explaining(calls, volume, () -> calls.run(new GetSharedVolume(volume)));
    }

    /**
     * Makes a disk a shared volume that every node sees under {@code C:\\ClusterStorage}. A disk that is only available yet is added to
     * the cluster first. Its content stays; it needs a formatted partition. Takes seconds, five minutes at most. Needs
     * full control of the cluster. A lost answer is settled by reading back.
     *
     * @param disk the disk's identity ({@link AvailableDisk#id}, {@link ClusterDisk#diskId}), or its name ({@link AvailableDisk#name}, {@link
     *     ClusterDisk#name}), for which the disks are read first; never its number
     * @return the volume as read back
     * @throws io.quorate.error.ConflictException if the disk is a shared volume already
     * @throws io.quorate.error.NotFoundException if no such disk is available to every node, nor managed by the cluster
     */
    public SharedVolume add(String disk) {
        return calls.run(new AddSharedVolume(DiskLook.identity(calls, "cluster.volume.add", disk)));
    }

    /** Makes a disk a shared volume like {@link #add}, unless it is one already. May be repeated. */
    public Ensured<SharedVolume> ensure(String disk) {
        return calls.ensure(new AddSharedVolume(DiskLook.identity(calls, "cluster.volume.add", disk)));
    }

    /**
     * Reads how every node reaches a volume: directly, or through its owner. Changes nothing.
     *
     * @param volume any of its {@linkplain ClusterSharedVolumes names}
     * @throws io.quorate.error.NotFoundException after a list without it
     */
    public List<SharedVolumeState> states(String volume) {
        try {
            return calls.run(new ListSharedVolumeStates(volume));
        } catch (NotFoundException e) {
            // The states carry the cluster's name for the volume alone.
            SharedVolume meant = get(volume);
            if (meant.name().equalsIgnoreCase(volume)) {
                throw e;
            }
            return calls.run(new ListSharedVolumeStates(meant.name()));
        }
    }

    /**
     * Makes a node the one that coordinates a volume. Nobody loses access. May be repeated; a volume that it coordinates is left alone. Takes
     * seconds, seven minutes at most. Needs full control of the cluster.
     *
     * @param volume any of its {@linkplain ClusterSharedVolumes names}
     * @param node the host name of a node, short or fully qualified
     * @return the volume as read back
     * @throws io.quorate.error.NotFoundException if the cluster has no such volume
     * @throws io.quorate.error.RejectedException if it did not move
     */
    public SharedVolume move(String volume, String node) {
        return DiskLook.explaining(
                calls, volume, () -> calls.run(new MoveSharedVolume(volume, node, Duration.ofMinutes(5))));
    }

    /**
     * Makes a volume an unused disk of the cluster again; one that is not there is fine. Its content stays, but its path under
     * {@code C:\\ClusterStorage} goes: virtual machines on it fail. May be repeated. Takes seconds, five minutes at most. Needs full control of
     * the cluster.
     *
     * @param volume any of its {@linkplain ClusterSharedVolumes names}
     * @param consent bound to {@link SharedVolume#identity}; without it nothing is sent but a read
     * @throws io.quorate.error.ConsentRequiredException without a consent, or with one for another volume
     */
    public void remove(String volume, @Nullable Consent consent) {
        find(volume).ifPresent(found -> calls.run(new RemoveSharedVolume(found.id(), found.identity()), consent));
    }

    @Override
    public String toString() {
        return Shown.as(this).with("endpoint", calls.endpoint()).toString();
    }
}

package io.quorate.cluster;

import io.quorate.Consent;
import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.cluster.command.ListClusterDisks;
import io.quorate.cluster.command.RemoveDisk;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The disks that a cluster manages and that are not shared volumes. Deadlines, rights and common errors are those of {@link ClusterClient}. Immutable and thread-safe. */
public final class ClusterDisks {
    private final Calls calls;

    ClusterDisks(Calls calls) {
        this.calls = Objects.requireNonNull(calls, "calls");
    }

    /** Lists them. Changes nothing. */
    public List<ClusterDisk> list() {
        return calls.run(new ListClusterDisks());
    }

    /**
     * Reads one by its resource's name, ignoring case, or by its identity ({@link ClusterDisk#diskId}); empty after a list without it. Changes
     * nothing.
     */
    public Optional<ClusterDisk> find(String disk) {
        return ClusterDisk.named(disk, list());
    }

    /**
     * Takes a disk out of the cluster's care; one that is not there is fine. Its content stays; who uses it through the cluster loses it.
     * Any node may bring it online afterwards. May be repeated. Takes seconds, five minutes at most. Needs full control of the cluster.
     *
     * @param disk the resource's name, or the disk's identity ({@link ClusterDisk#diskId})
     * @param consent bound to {@link ClusterDisk#identity}; without it nothing is sent but a read
     * @throws io.quorate.error.ConsentRequiredException without a consent, or with one for another disk
     * @throws io.quorate.error.RejectedException if it is the witness, or a shared volume, which {@link ClusterSharedVolumes#remove} makes an
     *     unused disk first
     */
    public void remove(String disk, @Nullable Consent consent) {
        Optional<ClusterDisk> found = find(disk);
        if (found.isPresent()) {
            ClusterDisk it = found.get();
            calls.run(new RemoveDisk(it.id(), it.identity()), consent);
        } else {
            DiskLook.refuseVolume(calls, "cluster.disk.remove", disk);
        }
    }

    @Override
    public String toString() {
        return Shown.as(this).with("endpoint", calls.endpoint()).toString();
    }
}

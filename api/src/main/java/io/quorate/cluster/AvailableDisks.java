package io.quorate.cluster;

import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.cluster.command.AddDisk;
import io.quorate.cluster.command.ListAvailableDisks;
import java.util.List;
import java.util.Objects;

/**
 * The disks that every node sees and the cluster does not use yet. A disk that only one node sees is not among them. Deadlines, rights
 * and common errors are those of {@link ClusterClient}. Immutable and thread-safe.
 */
public final class AvailableDisks {
    private final Calls calls;

    AvailableDisks(Calls calls) {
        this.calls = Objects.requireNonNull(calls, "calls");
    }

    /** Lists them. Changes nothing; may take long on many disks. */
    public List<AvailableDisk> list() {
        return calls.run(new ListAvailableDisks());
    }

    /**
     * Puts a disk under the cluster's care: from then on only the cluster brings it online. It becomes a resource in the group for
     * unused disks, ready to be a witness or a shared volume. Its content stays. Takes seconds, five minutes at most. Needs full control of the
     * cluster. A lost answer is settled by reading back.
     *
     * @param disk the disk's identity ({@link AvailableDisk#id}), or the name that the cluster would give it ({@link AvailableDisk#name}), for which
     *     the disks are read first; never its number
     * @return the disk as the cluster manages it
     * @throws io.quorate.error.ConflictException if the cluster manages it already
     * @throws io.quorate.error.NotFoundException if no such disk is available to every node; the hint tells which there are
     */
    public ClusterDisk addToCluster(String disk) {
        return calls.run(new AddDisk(DiskLook.identity(calls, "cluster.disk.add", disk)));
    }

    /** Puts a disk under the cluster's care like {@link #addToCluster}, unless it is there already. May be repeated. */
    public Ensured<ClusterDisk> ensureInCluster(String disk) {
        return calls.ensure(new AddDisk(DiskLook.identity(calls, "cluster.disk.add", disk)));
    }

    @Override
    public String toString() {
        return Shown.as(this).with("endpoint", calls.endpoint()).toString();
    }
}

package io.quorate.cluster;

import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.cluster.command.GetQuorum;
import io.quorate.cluster.command.ListClusterDisks;
import io.quorate.cluster.command.SetDiskWitness;
import java.util.Objects;

/** How a cluster decides that it may run. Deadlines, rights and common errors are those of {@link ClusterClient}. Immutable and thread-safe. */
public final class ClusterQuorum {
    private final Calls calls;

    ClusterQuorum(Calls calls) {
        this.calls = Objects.requireNonNull(calls, "calls");
    }

    /** Reads it. Changes nothing. */
    public Quorum get() {
        return calls.run(new GetQuorum());
    }

    /**
     * Makes a cluster disk the witness, in place of the present one. Looks first and leaves the same witness alone, because setting it
     * again would drop its vote for a moment; so it may be repeated. Takes seconds, five minutes at most. Needs full control
     * of the cluster.
     *
     * @param disk the name of the disk's cluster resource ({@link ClusterDisk#name}), or the disk's identity ({@link ClusterDisk#diskId}), for
     *     which the disks are read first; the disk should hold nothing else
     * @return the quorum as read back
     * @throws io.quorate.error.NotFoundException if the cluster has no such resource; the hint tells what else has that name
     * @throws io.quorate.error.RejectedException if the resource cannot be a witness
     */
    public Quorum setDiskWitness(String disk) {
        String resource = DiskIds.isIdentity(disk)
                ? ClusterDisk.named(disk, calls.run(new ListClusterDisks()))
                        .map(ClusterDisk::name)
                        .orElse(disk)
                : disk;
        return DiskLook.explaining(calls, disk, () -> calls.run(new SetDiskWitness(resource)));
    }

    @Override
    public String toString() {
        return Shown.as(this).with("endpoint", calls.endpoint()).toString();
    }
}

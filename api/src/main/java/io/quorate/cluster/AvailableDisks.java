package io.quorate.cluster;

import io.quorate.engine.Engine;
import java.util.List;

/** The disks that every node sees and the cluster does not use yet. A disk that only one node sees is not among them. Immutable and thread-safe. */
public final class AvailableDisks {
    private final Engine engine;
    private final String endpoint;

    AvailableDisks(Engine engine, String endpoint) {
        this.engine = engine;
        this.endpoint = endpoint;
    }

    /** Lists them. Changes nothing; may take long on many disks. */
    public List<AvailableDisk> list() {
        return engine.run(endpoint, new ListAvailableDisks());
    }

    /**
     * Puts a disk under the cluster's care: from then on only the cluster brings it online. It becomes a resource in the group for
     * unused disks, ready to be a witness or a shared volume. Its content stays. A lost answer is settled by reading back.
     *
     * @param diskId the disk's identity ({@link AvailableDisk#id}), never its number
     * @return the disk as the cluster manages it; fails with a conflict if it manages it already
     */
    public ClusterDisk addToCluster(String diskId) {
        return engine.run(endpoint, new AddDisk(diskId));
    }
}

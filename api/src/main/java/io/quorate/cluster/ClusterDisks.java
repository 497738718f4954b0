package io.quorate.cluster;

import io.quorate.engine.Engine;
import java.util.List;
import java.util.Optional;

/** The disks that a cluster manages and that are not shared volumes. Deadlines, rights and common errors are those of {@link ClusterClient}. Immutable and thread-safe. */
public final class ClusterDisks {
    private final Engine engine;
    private final String endpoint;

    ClusterDisks(Engine engine, String endpoint) {
        this.engine = engine;
        this.endpoint = endpoint;
    }

    /** Lists them. Changes nothing. */
    public List<ClusterDisk> list() {
        return engine.run(endpoint, new ListClusterDisks());
    }

    /** Reads one by its resource name, ignoring case; empty after a list without it. Changes nothing. */
    public Optional<ClusterDisk> find(String name) {
        return list().stream()
                .filter(disk -> disk.name().equalsIgnoreCase(name))
                .findFirst();
    }
}

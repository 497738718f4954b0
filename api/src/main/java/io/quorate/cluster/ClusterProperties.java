package io.quorate.cluster;

import io.quorate.engine.Engine;
import java.util.function.Consumer;

/** The common properties of a cluster that can be changed. Immutable and thread-safe. */
public final class ClusterProperties {
    private final Engine engine;
    private final String endpoint;

    ClusterProperties(Engine engine, String endpoint) {
        this.engine = engine;
        this.endpoint = endpoint;
    }

    /**
     * Sets the named properties and leaves the others alone; reads back what the cluster took. Takes effect on all nodes at once, takes
     * seconds, and may be repeated. Needs full control of the cluster. Windows has no cmdlet for it: each property of the live cluster
     * object is assigned (refused in a ConstrainedLanguage session).
     *
     * @return the cluster as read back; fails if a property did not take the value
     */
    public Cluster update(Consumer<SettingsChange> change) {
        SettingsChange wanted = new SettingsChange();
        change.accept(wanted);
        return engine.run(endpoint, wanted.build());
    }
}

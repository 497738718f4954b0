package io.quorate.cluster;

import io.quorate.engine.Engine;
import java.util.Objects;

/** To be built. */
public final class ClusterClient {
    private final Engine engine;
    private final String endpoint;

    public ClusterClient(Engine engine, String endpoint) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    }
}

package io.quorate.vm;

import io.quorate.engine.Engine;
import java.util.Objects;

/** To be built. */
public final class VirtualMachineClient {
    private final Engine engine;
    private final String endpoint;

    public VirtualMachineClient(Engine engine, String endpoint) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    }
}

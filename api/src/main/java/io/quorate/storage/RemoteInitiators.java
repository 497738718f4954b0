package io.quorate.storage;

import io.quorate.engine.Engine;
import java.util.Objects;
import java.util.Optional;

/**
 * The initiators that the appliance knows by name.
 */
public final class RemoteInitiators {
    private final Engine engine;
    private final String endpoint;

    /** Made by its parent. */
    RemoteInitiators(Engine engine, String endpoint) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    }

    /** Reads one; empty after a look without it. */
    public Optional<RemoteInitiator> find(Iqn name) {
        throw new UnsupportedOperationException("not built yet: RemoteInitiators.find");
    }

    /** Sets the CHAP name and secret an initiator logs in with; makes the initiator known if it is not. */
    public RemoteInitiator setChap(Iqn name, ChapLogin login) {
        throw new UnsupportedOperationException("not built yet: RemoteInitiators.setChap");
    }
}

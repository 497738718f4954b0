package io.quorate.storage;

import io.quorate.engine.Engine;
import java.util.Objects;
import java.util.Optional;

/**
 * The initiators that the appliance knows by name. Deadlines, rights and common errors are those of {@link StorageClient}. Immutable
 * and thread-safe.
 */
public final class RemoteInitiators {
    private final Engine engine;
    private final String endpoint;

    RemoteInitiators(Engine engine, String endpoint) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    }

    /** Reads one; empty if the appliance does not know it. Changes nothing. */
    public Optional<RemoteInitiator> find(Iqn name) {
        return engine.run(endpoint, new Find<>(new GetInitiator(name)));
    }

    /**
     * Sets the CHAP name and secret an initiator logs in with; makes the initiator known if it is not. Who is logged in stays so. The
     * secret is sent each time, because the one that is set cannot be read. May be repeated.
     *
     * @return it as read back
     */
    public RemoteInitiator setChap(Iqn name, ChapLogin login) {
        return engine.run(endpoint, new SetChap(name, login));
    }
}

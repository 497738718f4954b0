package io.quorate.host;

import io.quorate.engine.Engine;
import java.util.Objects;

/**
 * One Windows host: its iSCSI initiator and its disks. Every command runs on this host and on no other. Immutable and thread-safe; navigation does no I/O.
 */
public final class HostClient {
    private final Engine engine;
    private final String endpoint;
    private final String host;

    /** Made by the entry. */
    public HostClient(Engine engine, String endpoint, String host) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
        this.host = Objects.requireNonNull(host, "host");
    }

    /** Leads to the iSCSI initiator. */
    public HostInitiator initiator() {
        return new HostInitiator(engine, endpoint, host);
    }

    /** Leads to the disks. */
    public HostDisks disks() {
        return new HostDisks(engine, endpoint, host);
    }
}

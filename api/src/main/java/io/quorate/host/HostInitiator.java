package io.quorate.host;

import io.quorate.Consent;
import io.quorate.Ensured;
import io.quorate.engine.Engine;
import io.quorate.storage.Iqn;
import io.quorate.storage.Portal;
import java.util.List;
import java.util.Objects;

/**
 * A host's iSCSI initiator (the service MSiSCSI).
 */
public final class HostInitiator {
    private final Engine engine;
    private final String endpoint;
    private final String host;

    /** Made by its parent. */
    HostInitiator(Engine engine, String endpoint, String host) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
        this.host = Objects.requireNonNull(host, "host");
    }

    /** Reads the service's state and the initiator's name; the name is null while the service has never run. */
    public InitiatorService get() {
        throw new UnsupportedOperationException("not built yet: HostInitiator.get");
    }

    /** Has the service run, now and after a restart. */
    public Ensured<InitiatorService> ensureRunning() {
        throw new UnsupportedOperationException("not built yet: HostInitiator.ensureRunning");
    }

    /** Lists the portals it discovers targets from. */
    public List<TargetPortal> portals() {
        throw new UnsupportedOperationException("not built yet: HostInitiator.portals");
    }

    /** Adds a portal unless it is there. A dead one is refused by a look at its port first, because Windows would block for minutes. */
    public Ensured<TargetPortal> ensurePortal(Portal portal) {
        throw new UnsupportedOperationException("not built yet: HostInitiator.ensurePortal");
    }

    /** Takes a portal away; already gone is fine. */
    public void removePortal(Portal portal) {
        throw new UnsupportedOperationException("not built yet: HostInitiator.removePortal");
    }

    /** Lists the targets it knows, discovered anew. */
    public List<NodeTarget> targets() {
        throw new UnsupportedOperationException("not built yet: HostInitiator.targets");
    }

    /** Lists its sessions with their portals. */
    public List<InitiatorSession> sessions() {
        throw new UnsupportedOperationException("not built yet: HostInitiator.sessions");
    }

    /** Has a persistent session to a target through one portal. */
    public Ensured<InitiatorSession> ensureConnected(ConnectSpec spec) {
        throw new UnsupportedOperationException("not built yet: HostInitiator.ensureConnected");
    }

    /** Ends a target's sessions and forgets them; refused while a clustered or online disk of it is seen. The consent names host and target: {@code HV1/iqn...}. */
    public void disconnect(Iqn target, Consent consent) {
        throw new UnsupportedOperationException("not built yet: HostInitiator.disconnect");
    }
}

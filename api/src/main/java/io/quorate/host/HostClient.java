package io.quorate.host;

import io.quorate.call.Calls;
import java.util.Objects;

/**
 * One Windows host: its iSCSI initiator, its disks, its services and the instances of SQL Server on it. Every command runs on this host and on no other.
 *
 * <p>For this client and all it leads to: a call takes two minutes at most unless its method says otherwise. Reading may always be repeated.
 * Changing needs a local administrator of the host. Every method throws a {@link io.quorate.error.QuorateException}: unreachable,
 * untrusted, access denied, busy, deadline exceeded, bad reply; {@code OutcomeUnknownException} if a change's answer is lost and reading back
 * cannot settle it; what else to expect stands with the method.
 *
 * <p>What a method knows of Windows' ways comes from Microsoft's documentation, {@code iscsierr.h} and field reports; it is verified in the
 * lab. Immutable and thread-safe; navigation does no I/O.
 */
public final class HostClient {
    private final Calls calls;
    private final String host;

    /** Made by {@code Quorate.host(endpoint, host)}. */
    public HostClient(Calls calls, String host) {
        this.calls = Objects.requireNonNull(calls, "calls");
        this.host = Objects.requireNonNull(host, "host");
    }

    /** Leads to the iSCSI initiator. */
    public HostInitiator initiator() {
        return new HostInitiator(calls, host);
    }

    /** Leads to the disks. */
    public HostDisks disks() {
        return new HostDisks(calls, host);
    }

    /** Leads to the services. */
    public HostServices services() {
        return new HostServices(calls, host);
    }

    /** Leads to the instances of SQL Server, as Windows sees them. */
    public HostSqlInstances sqlInstances() {
        return new HostSqlInstances(calls, host);
    }
}

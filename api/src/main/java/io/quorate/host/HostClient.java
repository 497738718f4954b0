package io.quorate.host;

import io.quorate.call.Calls;
import io.quorate.host.command.GetHostFacts;
import io.quorate.host.command.GetMultipath;
import io.quorate.host.command.ListAdapters;
import io.quorate.host.command.ListSwitches;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * One Windows host: what it is, its network, features, iSCSI initiator, disks and services, and the instances of SQL Server on it. Every command runs on this host and on no other.
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

    /**
     * Reads what the host is: Windows, processors, memory, start, clock, Hyper-V's settings. One round trip, by whose middle its clock is
     * compared with ours; a second one where Hyper-V is not installed. Changes nothing.
     */
    public HostFacts facts() {
        Instant sent = calls.runtime().now();
        HostFacts facts = calls.run(new GetHostFacts(host));
        return facts.asked(sent, calls.runtime().now());
    }

    /**
     * Lists the virtual switches. Changes nothing.
     *
     * @throws io.quorate.error.UnsupportedException where Hyper-V is not installed
     */
    public List<VirtualSwitch> switches() {
        return calls.run(new ListSwitches(host));
    }

    /** Lists the network adapters with their addresses. Changes nothing. */
    public List<NetworkAdapter> adapters() {
        return calls.run(new ListAdapters(host));
    }

    /** Reads the multipathing; that it is not installed is an answer, too. Changes nothing. */
    public HostMultipath multipath() {
        return calls.run(new GetMultipath(host));
    }

    /** Leads to the roles and features. */
    public HostFeatures features() {
        return new HostFeatures(calls, host);
    }

    /** Reads all that nodes of a cluster should have in common, for {@link NodeReport}. Changes nothing; seven round trips or so. */
    public HostPicture picture() {
        HostFacts facts = facts();
        return new HostPicture(
                calls.endpoint(),
                facts,
                facts.hyperV() == null ? List.of() : switches(),
                adapters(),
                features().list(),
                multipath(),
                initiator().get());
    }
}

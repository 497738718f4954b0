package io.quorate.host;

import io.quorate.Consent;
import io.quorate.call.Calls;
import io.quorate.call.Order;
import io.quorate.call.Waiter;
import io.quorate.error.OutcomeUnknownException;
import io.quorate.host.command.GetBoot;
import io.quorate.host.command.GetHostFacts;
import io.quorate.host.command.GetMembership;
import io.quorate.host.command.GetMultipath;
import io.quorate.host.command.ListAdapters;
import io.quorate.host.command.LookUpName;
import io.quorate.host.command.RestartHost;
import io.quorate.host.command.ShutDownHost;
import io.quorate.host.command.TestConnection;
import io.quorate.text.Shown;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
    private static final Duration RESTART = Duration.ofMinutes(30);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

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

    /** Leads to the network adapters and what they are set to. */
    public HostNetwork network() {
        return new HostNetwork(calls, host);
    }

    /** Leads to what Hyper-V is set to. */
    public HostHyperV hyperV() {
        return new HostHyperV(calls, host);
    }

    /** Leads to the rules of the firewall. */
    public HostFirewall firewall() {
        return new HostFirewall(calls, host);
    }

    /** Leads to where the host takes its time from. */
    public HostTime time() {
        return new HostTime(calls, host);
    }

    /** Leads to the virtual switches. */
    public HostSwitches switches() {
        return new HostSwitches(calls, host);
    }

    /** Lists the network adapters with their addresses. Changes nothing. */
    public List<NetworkAdapter> adapters() {
        return calls.run(new ListAdapters(host));
    }

    /** Reads the multipathing; that it is not installed is an answer, too. Changes nothing. */
    public HostMultipath multipath() {
        return calls.run(new GetMultipath(host));
    }

    /**
     * Reads how the host stands in its domain: its secure channel, its name in DNS, whether a join or a new name waits for a restart. Changes nothing.
     */
    public HostMembership membership() {
        return calls.run(new GetMembership(host));
    }

    /**
     * Has the host look up a name's addresses of IPv4 in DNS, by the servers it asks itself, and neither its hosts file nor its neighbours
     * ({@code Resolve-DnsName -DnsOnly}). Changes nothing; takes seconds where no server answers. Whoever wants every node looked up from every other one asks
     * {@link io.quorate.flow.Flows#compareNodes}.
     *
     * @param name the name, with its domain
     */
    public NameLookup lookUp(String name) {
        return calls.run(new LookUpName(host, name));
    }

    /** Leads to the roles and features. */
    public HostFeatures features() {
        return new HostFeatures(calls, host);
    }

    /** Reads when the host started last. Changes nothing. */
    public HostBoot boot() {
        return calls.run(new GetBoot(host));
    }

    /** Restarts the host; see {@link #restart(Consent, Duration)}, within thirty minutes. */
    public HostBoot restart(@Nullable Consent consent) {
        return restart(consent, RESTART);
    }

    /**
     * Restarts the host ({@code Restart-Computer -Force}) and waits until it has started again, which its boot time tells: neither a pause nor a
     * port that answers does. Whatever runs on it goes down with it: a node of a cluster is drained first, {@code nodes().pause}. A lost answer is
     * no failure, for the next start tells; it is told to restart once.
     *
     * @param consent bound to the host, as it was given to {@code Quorate.host}
     * @param atMost how long to wait for the next start
     * @return the new start
     * @throws io.quorate.error.RejectedException if it is a node of a cluster that was not drained, or Windows refuses
     * @throws io.quorate.error.DeadlineExceededException if it has not started again in time
     */
    public HostBoot restart(@Nullable Consent consent, Duration atMost) {
        return restart(boot(), consent, atMost);
    }

    /**
     * Restarts the host like {@link #restart(Consent, Duration)} unless it has started since: what was decided for one start is not done to the
     * next. Whoever restarts because of a state reads the start first, then the state.
     *
     * @param since the start that is to end, as {@link #boot} told it
     */
    public HostBoot restart(HostBoot since, @Nullable Consent consent, Duration atMost) {
        try {
            calls.give(Order.ensure(calls.endpoint(), new RestartHost(host, since.time()))
                    .with(consent));
        } catch (OutcomeUnknownException lost) {
            // it went down with the answer, or did not; the boot time tells
        }
        return awaitBootAfter(since.time(), atMost);
    }

    /**
     * Shuts the host down and has it switch itself off ({@code Win32Shutdown}), whoever is logged on. Returns once Windows has said that it does;
     * whether it is off no host tells of itself. Whatever runs on it goes down with it: a node of a cluster is drained first,
     * {@code nodes().pause}. Somebody has to switch it on again.
     *
     * @param consent bound to the host, as it was given to {@code Quorate.host}
     * @throws io.quorate.error.RejectedException if it is a node of a cluster that was not drained, or Windows refuses
     * @throws io.quorate.error.OutcomeUnknownException if the answer was lost, and it does not answer any more
     */
    public void shutDown(@Nullable Consent consent) {
        calls.run(new ShutDownHost(host, boot().time()), consent);
    }

    /**
     * Waits until the host has started after a point in time of its own clock, such as {@link #boot} told before. Changes nothing; while the
     * host does not answer it goes on waiting.
     *
     * @throws io.quorate.error.DeadlineExceededException if it has not in time
     */
    public HostBoot awaitBootAfter(Instant before, Duration atMost) {
        if (calls.rehearses()) {
            return boot();
        }
        return Waiter.of(calls.runtime(), host + " has started after " + before, this::boot)
                .until(seen -> seen.after(before))
                .describedBy(seen -> "started at " + seen.time())
                .every(LOOK_AGAIN)
                .await(atMost);
    }

    /**
     * Has the host find an address for a name and connect to a port there, and tells what came of it. Changes nothing; takes half a minute
     * where nobody answers. Whoever wants several from both sides asks {@link io.quorate.flow.Flows#reach}.
     *
     * @param target a name or an address
     */
    public HostConnection connectionTo(String target, int port) {
        return calls.run(new TestConnection(host, target, port));
    }

    /** Does the same within a time of the caller's; less than half a minute may be too short for Windows to tell. */
    public HostConnection connectionTo(String target, int port, Duration atMost) {
        return calls.run(new TestConnection(host, target, port), atMost);
    }

    /** Reads all that nodes of a cluster should have in common, for {@link NodeReport}. Changes nothing; ten round trips or so. */
    public HostPicture picture() {
        HostFacts facts = facts();
        return new HostPicture(
                calls.endpoint(),
                facts,
                facts.hyperV() == null ? List.of() : switches().list(),
                adapters(),
                features().list(),
                multipath(),
                initiator().get(),
                membership());
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("endpoint", calls.endpoint())
                .with("host", host)
                .toString();
    }
}

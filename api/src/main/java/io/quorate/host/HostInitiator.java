package io.quorate.host;

import io.quorate.Consent;
import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.host.command.AddPortal;
import io.quorate.host.command.ConnectTarget;
import io.quorate.host.command.DisconnectTarget;
import io.quorate.host.command.GetInitiator;
import io.quorate.host.command.ListPortals;
import io.quorate.host.command.ListSessions;
import io.quorate.host.command.ListTargets;
import io.quorate.host.command.RemovePortal;
import io.quorate.host.command.RunInitiator;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A host's iSCSI initiator (the service MSiSCSI). Deadlines, rights and common errors are those of {@link HostClient}. While the service does
 * not run, everything but {@link #get} and {@link #ensureRunning} throws {@link io.quorate.error.RejectedException}. Immutable and
 * thread-safe.
 */
public final class HostInitiator {
    private final Calls calls;
    private final String host;

    HostInitiator(Calls calls, String host) {
        this.calls = Objects.requireNonNull(calls, "calls");
        this.host = Objects.requireNonNull(host, "host");
    }

    /** Reads the service's state and the initiator's name; the name is null while the service does not run. Changes nothing. */
    public InitiatorService get() {
        return calls.run(new GetInitiator(host));
    }

    /** Has the service run, now and after a restart of the host: sets its start to automatic and starts it. May be repeated. */
    public Ensured<InitiatorService> ensureRunning() {
        return calls.ensure(new RunInitiator(host));
    }

    /** Lists the portals it discovers targets from. Changes nothing. */
    public List<TargetPortal> portals() {
        return calls.run(new ListPortals(host));
    }

    /**
     * Adds a portal unless it is there. The host first tries the portal's port, because Windows would block for minutes on a dead one. Three
     * minutes at most. May be repeated; a lost answer is settled by reading back.
     *
     * @throws io.quorate.error.UnreachableException if the host cannot connect to the portal; nothing was added then
     */
    public Ensured<TargetPortal> ensurePortal(Portal portal) {
        return calls.ensure(new AddPortal(host, portal));
    }

    /** Takes a portal away; already gone is fine. Sessions stay. May be repeated. */
    public void removePortal(Portal portal) {
        calls.run(new RemovePortal(host, portal));
    }

    /**
     * Lists the targets it knows, after it asked its portals again; targets whose names RFC 3720 does not allow are left out. Changes nothing
     * but what Windows remembers of its portals. Five minutes at most, because Windows waits long for a portal that does not answer.
     */
    public List<NodeTarget> targets() {
        return calls.run(new ListTargets(host));
    }

    /** Lists its sessions with their portals. Changes nothing. Sessions that Windows will make again but that are not up are not among them. */
    public List<InitiatorSession> sessions() {
        return calls.run(new ListSessions(host));
    }

    /**
     * Has a persistent session to a target through one portal. A session that is there and not persistent is made so, with the log-in that is
     * given here. A mutual secret is set on the initiator as a whole, for all its targets. Three minutes at most. May be repeated; a lost
     * answer is settled by reading back.
     *
     * @throws io.quorate.error.NotFoundException if no portal of the host offers the target
     * @throws io.quorate.error.AccessDeniedException if the target refuses the log-in
     * @throws io.quorate.error.ConflictException if there is a session through another portal and the spec does not allow for a second
     * @throws IllegalArgumentException if the portal is named and not given by its IP address
     */
    public Ensured<InitiatorSession> ensureConnected(ConnectSpec spec) {
        return calls.ensure(new ConnectTarget(host, spec));
    }

    /**
     * Ends a target's sessions and forgets them; none is fine. May be repeated. A log-in that Windows keeps for a session that is not up
     * cannot be seen here and stays ({@code iscsicli RemovePersistentTarget} on the host removes it).
     *
     * @param consent bound to host and target: {@code HV1/iqn...}, the host as it was given to {@code Quorate.host}
     * @throws io.quorate.error.RejectedException while the cluster owns a disk of the target, or one is online on this host
     */
    public void disconnect(Iqn target, @Nullable Consent consent) {
        calls.run(new DisconnectTarget(host, target), consent);
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("endpoint", calls.endpoint())
                .with("host", host)
                .toString();
    }
}

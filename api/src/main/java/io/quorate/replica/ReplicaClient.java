package io.quorate.replica;

import io.quorate.Consent;
import io.quorate.call.Calls;
import io.quorate.call.Gathered;
import io.quorate.call.Task;
import io.quorate.error.BadReplyException;
import io.quorate.error.ConflictException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.ErrorReport;
import io.quorate.error.QuorateException;
import io.quorate.error.RejectedException;
import io.quorate.replica.command.AddAuthorization;
import io.quorate.replica.command.ChangeReplication;
import io.quorate.replica.command.ConfigureReplication;
import io.quorate.replica.command.CopyExtension;
import io.quorate.replica.command.CreateBroker;
import io.quorate.replica.command.EnableReplication;
import io.quorate.replica.command.ExtendReplication;
import io.quorate.replica.command.FailOverUnplanned;
import io.quorate.replica.command.FindBroker;
import io.quorate.replica.command.GetReplicaListener;
import io.quorate.replica.command.GetReplicaServer;
import io.quorate.replica.command.GetReplication;
import io.quorate.replica.command.GiveUpReplication;
import io.quorate.replica.command.ImportInitialCopy;
import io.quorate.replica.command.ListFailoverAddresses;
import io.quorate.replica.command.ListRecoveryPoints;
import io.quorate.replica.command.ListReplications;
import io.quorate.replica.command.OpenReplicaListener;
import io.quorate.replica.command.ReceiveAsReplica;
import io.quorate.replica.command.RemoveAuthorization;
import io.quorate.replica.command.RemoveBroker;
import io.quorate.replica.command.RemoveExtension;
import io.quorate.replica.command.SetFailoverAddress;
import io.quorate.replica.command.SetReplicaServer;
import io.quorate.replica.command.StartInitialCopy;
import io.quorate.replica.command.TestRecoveryPoint;
import io.quorate.replica.command.TestReplicaConnection;
import io.quorate.text.Shown;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Hyper-V Replica on the hosts of an endpoint: what receives replicas, what is replicated, and the acts by which a replica takes over.
 *
 * <p>A machine has the same id on both sides, so every method names the host it means. Each act is kept apart, may be asked for again, and
 * leaves alone what is so already: whoever was cut off begins anew and ends in the same state. What a state does not allow is refused before
 * anything is sent ({@link ReplicationEdge}); replications of other products are left alone.
 *
 * <ul>
 *   <li>Planned, without loss: shut the machine down, {@link #prepare}, {@link #failOver}, {@link #reverse}, {@link #start}; or all of it
 *       by {@link #moveAsPlanned}. Nothing is completed there.
 *   <li>Unplanned: {@link #failOverUnplanned}, {@link #start}; then {@link #complete} or {@link #cancelFailover}; then {@link #reverse}.
 *   <li>Test: {@link #test}.
 * </ul>
 *
 * <p>Who takes over, as planned or not, starts a copy or cancels a preparation asks all other hosts side by side whether the machine runs
 * there, and whether its primary is still prepared, or a copy has taken over: also where the order is run by itself or by a plan.
 *
 * <p>A call takes two minutes at most, an act ten. It needs the rights of a Hyper-V administrator on the host. Every method throws a {@link
 * QuorateException}; an act that the state does not allow a {@link io.quorate.error.RejectedException}, one that has to wait a {@link
 * io.quorate.error.BusyException}, an id that the host does not have a {@link io.quorate.error.NotFoundException}. Immutable and thread-safe.
 */
public final class ReplicaClient {
    private final Calls calls;

    /** Made by {@code Quorate.replicas(name)}. */
    public ReplicaClient(Calls calls) {
        this.calls = Objects.requireNonNull(calls, "calls");
    }

    // the server

    /** Reads how a host receives replicas, and from whom. Changes nothing. */
    public ReplicaServer server(String host) {
        return calls.run(new GetReplicaServer(host));
    }

    /** Has a host receive replicas. Its firewall is not touched: that is {@link #ensureListener}. May be repeated. */
    public ReplicaServer ensureServer(String host, ReplicaServerSettings settings) {
        return calls.run(new SetReplicaServer(host, settings));
    }

    /**
     * Reads the cluster's replica broker, by its resource; empty if there is none. A clustered machine is replicated only through it, and other
     * servers know it by its name alone. Changes nothing.
     */
    public Optional<ReplicaBroker> broker() {
        return calls.run(new FindBroker());
    }

    /**
     * Makes the cluster's replica broker, online; what of it is there already is taken. The cluster's own account makes the computer object of
     * its name, so that needs the right to, or the object made before. Then {@link #ensureServer} on any node is for all, as is {@link
     * #ensureAuthorization}; {@link #ensureListeners} is for every node. Takes five minutes at most. Needs full control of the cluster.
     *
     * @param name its name, a host name of 15 characters at most
     * @param addresses its addresses; none for DHCP
     * @throws ConflictException if the cluster has a broker of another name
     */
    public ReplicaBroker ensureBroker(String name, List<String> addresses) {
        return calls.ensure(new CreateBroker(name, addresses)).value();
    }

    /**
     * Removes the cluster's replica broker with its client access point; already gone is fine, and what a removal that was cut off has left is
     * removed, too. Until there is a broker again no clustered machine is replicated, and the cluster receives no replicas. The computer
     * object of its name stays in the directory. Takes five minutes at most. Needs full control of the cluster.
     *
     * @param consent bound to the broker's name
     * @return the broker that the cluster has then: one of another name is left alone
     * @throws RejectedException if something else is in its group, too
     */
    public Optional<ReplicaBroker> removeBroker(String name, @Nullable Consent consent) {
        return calls.run(new RemoveBroker(name), consent);
    }

    /** Reads whether a host's firewall lets replicas in. Changes nothing. */
    public ReplicaListener listener(String host) {
        return calls.run(new GetReplicaListener(host));
    }

    /**
     * Has a host's firewall let replicas in, by the rules that Windows has for it. Of a cluster every node needs it: the one that has the broker
     * today does not have it tomorrow. May be repeated.
     *
     * @throws RejectedException if a port is none of those rules: make a rule of your own for it, and nothing is changed here
     */
    public ReplicaListener ensureListener(String host, ReplicaServerSettings settings) {
        requireUsual(host, settings.kerberosPort(), ReplicaAuthentication.KERBEROS);
        requireUsual(host, settings.certificatePort(), ReplicaAuthentication.CERTIFICATE);
        ReplicaListener open = null;
        if (settings.kerberosPort() != null) {
            open = calls.run(new OpenReplicaListener(host, ReplicaAuthentication.KERBEROS));
        }
        if (settings.certificatePort() != null) {
            open = calls.run(new OpenReplicaListener(host, ReplicaAuthentication.CERTIFICATE));
        }
        return Objects.requireNonNull(open, "settings listen somewhere");
    }

    /** Does the same at several hosts, one after the other. */
    public List<ReplicaListener> ensureListeners(List<String> hosts, ReplicaServerSettings settings) {
        return hosts.stream().map(host -> ensureListener(host, settings)).toList();
    }

    private void requireUsual(String host, @Nullable Integer port, ReplicaAuthentication authentication) {
        if (port != null && port != authentication.usualPort()) {
            throw new RejectedException(
                    new ErrorReport(
                            "replica.listener.open",
                            "replica listener " + host,
                            host,
                            null,
                            calls.endpoint(),
                            0,
                            Duration.ZERO,
                            "Windows' own rule opens port " + authentication.usualPort() + ", not " + port,
                            null,
                            "make a firewall rule of your own for it, on every node",
                            null),
                    null);
        }
    }

    /**
     * Has a replica server take the machines of a primary. A lost answer is settled by reading back. The same entry is left alone.
     *
     * @throws ConflictException if it has another entry for that primary
     */
    public ReplicaServer ensureAuthorization(String host, ReplicaAuthorization entry) {
        return calls.ensure(new AddAuthorization(host, entry)).value();
    }

    /** Has a replica server take the machines of a primary no more; those it has stay. Already gone is fine. */
    public ReplicaServer removeAuthorization(String host, String primary) {
        return calls.run(new RemoveAuthorization(host, primary));
    }

    /**
     * Tries whether a host reaches a replica server that would take its machines. Changes nothing.
     *
     * @throws io.quorate.error.RejectedException if it does not
     */
    public void checkConnection(String host, ReplicaPartner partner) {
        calls.run(new TestReplicaConnection(host, partner));
    }

    // what is replicated

    /** Lists the replications that a host has a side of. Changes nothing. */
    public List<VmReplication> list(String host) {
        return calls.run(new ListReplications(host));
    }

    /**
     * Lists the replications of those hosts of the endpoint that answer, side by side, each side of one by itself, and names the hosts that do not with
     * their failures. Changes nothing.
     */
    public Gathered<VmReplication> gather() {
        return calls.gather(calls.hosts(), this::list);
    }

    /** Reads the replication of a machine on a host; one that is not replicated has the mode None. Changes nothing. */
    public VmReplication get(String host, UUID id) {
        return calls.run(new GetReplication(host, id));
    }

    /**
     * Enables the replication of a machine; its first copy is begun by {@link #beginInitialCopy(String, UUID)}. A lost answer is settled by reading back. The
     * same replication is left alone; one to the same server that differs is changed, its frequency, points, compression, port,
     * authentication, certificate, hours of comparing and the disks that were left out.
     *
     * @throws RejectedException if {@link #preflight} knows that something is wrong, before anything is sent
     * @throws ConflictException if it is replicated otherwise in what cannot be changed: the server, or a disk more to be left out
     * @throws io.quorate.error.UnsupportedException if the host's Windows does not have it: of 2012 another frequency than five minutes, or
     *     more than 15 points; nothing is changed then
     */
    public VmReplication ensureEnabled(String host, UUID id, ReplicationSettings settings) {
        Objects.requireNonNull(settings, "settings");
        ReplicationMode mode = get(host, id).mode();
        if (mode.equals(ReplicationMode.PRIMARY)) {
            return calls.run(new ConfigureReplication(host, id, settings));
        }
        if (mode.equals(ReplicationMode.NONE)) {
            new ReplicaPreflight(calls, host, id, settings).refuse();
        }
        return calls.ensure(new EnableReplication(host, id, settings)).value();
    }

    /**
     * Looks at what a replication would stand on, before it is enabled. Of certificates, on both sides where the replica server is a host of the
     * endpoint: there, with their key, for servers and clients, with the server's name and for a clustered machine the broker's, valid by the
     * host's clock, ending in what the other side trusts, with a place that tells whether they are revoked within the other side's reach.
     * Of a machine with a virtual TPM: the guardian's certificates on the replica's host. What cannot be told is a finding, too. Changes
     * nothing; a round trip or two for each host, with certificates their stores are read.
     *
     * <p>{@link #ensureEnabled} does so where it enables, and refuses what is known to be wrong; what could not be told does not keep it. An
     * order that is run by itself, and a change to another certificate, look at the host's own certificate alone.
     */
    public ReplicaReport preflight(String host, UUID id, ReplicationSettings settings) {
        Objects.requireNonNull(settings, "settings");
        return new ReplicaPreflight(calls, host, id, settings).report();
    }

    /**
     * Begins to send the first copy over the network now. One that is under way or done is left alone. The task tells what is still to be sent;
     * cancelling it leaves the replication enabled.
     */
    public Task<VmReplication> beginInitialCopy(String host, UUID id) {
        change(host, id, ReplicationAct.START_INITIAL_COPY);
        return new InitialCopy(calls, host, id, null).task();
    }

    /**
     * Begins to have the first copy get to the replica by a medium or from a backup; one that is under way or done is left alone. The task tells
     * what is still to be written or sent, and is done when the replica has it: with a medium that is after {@link #importInitialCopy} there,
     * which is possible once all is written. Cancelling it leaves the replication enabled; what was written to a folder is not taken in
     * any more.
     *
     * @param source {@link CopySource#medium} or {@link CopySource#backup}; for the latter the machine has to wait there already, by {@link
     *     #receiveAsReplica}
     * @throws IllegalArgumentException for one that is scheduled: {@link #startInitialCopy} does that, and once its time has come {@link
     *     #beginInitialCopy(String, UUID)} finds it under way
     */
    public Task<VmReplication> beginInitialCopy(String host, UUID id, CopySource source) {
        if (source.kind() == CopySource.Kind.SCHEDULED) {
            throw new IllegalArgumentException("a copy that is scheduled has not begun: startInitialCopy schedules it");
        }
        calls.run(new StartInitialCopy(host, id, source));
        return new InitialCopy(calls, host, id, source).task();
    }

    /**
     * Finds a first copy again that {@code beginInitialCopy} began, however it gets there, here or in another process. Does no I/O.
     *
     * @throws IllegalArgumentException if it is no token of one on this endpoint
     */
    public Task<VmReplication> initialCopy(String token) {
        return InitialCopy.of(calls, token).task();
    }

    /**
     * Has the first copy get to the replica otherwise than over the network now; one that is under way or done is left alone. Scheduled, it
     * begins by itself; by medium, carry the folder over once it is written and call {@link #importInitialCopy} there; by backup, restore the machine on the
     * replica's host and call {@link #receiveAsReplica} before the replication is enabled. On the primary.
     *
     * @throws RejectedException if the time is past or more than seven days away
     */
    public VmReplication startInitialCopy(String host, UUID id, CopySource source) {
        return calls.run(new StartInitialCopy(host, id, source));
    }

    /** Takes the first copy in from the folder it was carried to; one that is there already is left alone. On the replica. */
    public VmReplication importInitialCopy(String host, UUID id, String folder) {
        return calls.run(new ImportInitialCopy(host, id, folder));
    }

    /** Has a machine that was restored from a backup, and is off, wait for its primary. May be repeated. On the replica's host. */
    public VmReplication receiveAsReplica(String host, UUID id) {
        return calls.run(new ReceiveAsReplica(host, id));
    }

    /**
     * Has a replica be replicated in turn, to a third server; its first copy is begun by {@link #startExtendedCopy}. A lost answer is settled by
     * reading back. The same extension is left alone. On the replica.
     *
     * @throws RejectedException for every 30 seconds, which Windows does not have there, and for more often than the replica receives itself
     * @throws ConflictException if it is extended otherwise
     */
    public VmReplication ensureExtended(String host, UUID id, ReplicationSettings settings) {
        return calls.ensure(new ExtendReplication(host, id, settings)).value();
    }

    /** Begins to send the first copy to the third server; one that is under way or done is left alone. On the replica. */
    public VmReplication startExtendedCopy(String host, UUID id) {
        return calls.run(new CopyExtension(host, id));
    }

    /**
     * Ends the replication from a replica to a third server: on the replica, where what it receives goes on, or on the third server, where the
     * machine stays, off. Each ends its own side alone, so do it on both. Already ended is fine.
     *
     * @param host the replica's host, or the third server
     * @param consent bound to the machine's id
     */
    public VmReplication removeExtension(String host, UUID id, @Nullable Consent consent) {
        return calls.run(new RemoveExtension(host, id), consent);
    }

    /** Reads what the network adapters of a copy are to have after a failover. Changes nothing. */
    public List<FailoverAddress> failoverAddresses(String host, UUID id) {
        return calls.run(new ListFailoverAddresses(host, id));
    }

    /**
     * Sets what a network adapter of a copy is to have after a failover; on the replica's host, and for the way back on the primary's. May be
     * repeated.
     *
     * @throws RejectedException if two adapters have that name: rename one first
     */
    public FailoverAddress setFailoverAddress(String host, UUID id, FailoverAddress address) {
        return calls.run(new SetFailoverAddress(host, id, address));
    }

    /** Suspends it. May be repeated. */
    public VmReplication suspend(String host, UUID id) {
        return change(host, id, ReplicationAct.SUSPEND);
    }

    /** Goes on with what was suspended or stopped at an error. May be repeated. */
    public VmReplication resume(String host, UUID id) {
        return change(host, id, ReplicationAct.RESUME);
    }

    /** Begins to compare both copies and to send what differs; one that replicates needs none and is left alone. On the primary. */
    public VmReplication resynchronize(String host, UUID id) {
        return change(host, id, ReplicationAct.RESYNCHRONIZE);
    }

    /**
     * Ends the replication on that host, not on the other one. The machine stays, the points of a replica go. Already ended is fine.
     *
     * @param consent bound to the machine's id
     * @throws RejectedException while a test's machine stands, or the replica is replicated in turn: {@link #removeExtension} first
     */
    public VmReplication remove(String host, UUID id, @Nullable Consent consent) {
        return calls.run(new GiveUpReplication(host, id, ReplicationAct.REMOVE), consent);
    }

    // planned

    /** Sends all that a machine wrote, which has to be off. On the primary. May be repeated. */
    public VmReplication prepare(String host, UUID id) {
        return change(host, id, ReplicationAct.PREPARE);
    }

    /**
     * Has the replica take over from what was prepared. Nothing is lost and the primary is off, which the replica itself tells: its last cycle
     * was the planned one. On the replica. May be repeated.
     *
     * @throws io.quorate.error.RejectedException if nothing was prepared
     * @throws ConflictException if another host of the endpoint says that the machine runs there, or that it is prepared there no more
     * @throws QuorateException as that host's own, if one cannot be asked: without evidence nobody takes over from where nothing can be seen
     */
    public VmReplication failOver(String host, UUID id) {
        return change(host, id, ReplicationAct.FAIL_OVER);
    }

    /** Makes the copy that took over the primary of the other one, whose host has to be reached. On the replica. May be repeated. */
    public VmReplication reverse(String host, UUID id) {
        return change(host, id, ReplicationAct.REVERSE);
    }

    /**
     * Starts the copy on that host, which has to be the primary or to have taken over. One that runs is left alone.
     *
     * @throws ConflictException if another host of the endpoint says that the machine runs there
     */
    public VmReplication start(String host, UUID id) {
        return change(host, id, ReplicationAct.START_MACHINE);
    }

    /**
     * Fails a machine that is off over to its replica and back-replicates it: prepare, fail over, reverse, start. Each step is taken only where
     * it is missing, so a call that was cut off is repeated. Takes as long as sending what is pending.
     *
     * @param from the primary
     * @param to the replica's host; both are hosts of this endpoint
     * @return the replication as its new primary sees it
     */
    public VmReplication moveAsPlanned(UUID id, String from, String to) {
        VmReplication there = get(to, id);
        if (there.mode().equals(ReplicationMode.NONE)) {
            throw new RejectedException(
                    report("replica.move-as-planned", id, to, "the machine is not replicated there", null), null);
        }
        while (there.mode().equals(ReplicationMode.REPLICA)) {
            boolean tookOver = ReplicationAct.FAIL_OVER.isDone(there);
            try {
                if (!tookOver) {
                    prepare(from, id);
                    failOver(to, id);
                }
                reverse(to, id);
                break;
            } catch (RejectedException e) {
                VmReplication now = calls.rehearses() ? there : get(to, id);
                boolean further = now.mode().equals(ReplicationMode.PRIMARY)
                        || now.mode().equals(ReplicationMode.REPLICA)
                                && !tookOver
                                && ReplicationAct.FAIL_OVER.isDone(now);
                if (!further) {
                    throw e;
                }
                // somebody else moves it, too, and is further
                there = now;
            }
        }
        return start(to, id);
    }

    // unplanned

    /** Lists the points that a replica can take over from besides the latest, the newest first. Changes nothing. */
    public List<RecoveryPoint> recoveryPoints(String host, UUID id) {
        return calls.run(new ListRecoveryPoints(host, id));
    }

    /**
     * Has the replica take over from a primary that is gone; what it had not sent is lost. Hyper-V Replica fences nothing: if the primary runs
     * after all, one machine runs twice. So this takes evidence of grade E3 or better, for this machine and in its time, and is refused while
     * another host of the endpoint says that it runs there. Not repeated when the answer is lost. On the replica.
     *
     * @param evidence what speaks for it that the primary does not run: {@link TakeoverEvidence#attestation}; it is the consent, too
     * @throws ConsentRequiredException without evidence, or with one that is too weak, for another machine or out of its time; nothing is sent
     * @throws ConflictException if a host says that the machine runs there
     * @throws io.quorate.error.OutcomeUnknownException if the answer was lost
     */
    public VmReplication failOverUnplanned(String host, UUID id, @Nullable TakeoverEvidence evidence) {
        return failOverUnplanned(host, id, evidence, null);
    }

    /**
     * Does the same from a recovery point: what was written after it is lost, too, for good once it is {@linkplain #complete completed}. A
     * replica that has taken over is left alone, from whichever point: cancel first to choose another.
     *
     * @param point its id, of {@link #recoveryPoints}; null for the latest
     * @throws RejectedException if the replica has no such point
     */
    public VmReplication failOverUnplanned(
            String host, UUID id, @Nullable TakeoverEvidence evidence, @Nullable UUID point) {
        Objects.requireNonNull(id, "id");
        String missing = evidence == null
                ? "nothing says that the primary does not run"
                : !evidence.machine().equals(id)
                        ? "the evidence is for " + evidence.machine()
                        : !evidence.isEnough()
                                ? "evidence of grade " + evidence.grade() + " is too weak"
                                : evidence.isOver(calls.runtime().now())
                                        ? "the evidence held until " + evidence.until()
                                        : null;
        if (evidence == null || missing != null) {
            throw new ConsentRequiredException(
                    report(
                            "replica.fail-over-unplanned",
                            id,
                            host,
                            missing + ": Hyper-V Replica fences nothing, and the machine would run twice",
                            "look whether the primary runs, switch it off, and say so:"
                                    + " TakeoverEvidence.attestation(id, operator, what was seen, now, time); or bring"
                                    + " evidence of grade E3 (its storage is silent) or E4 (its power is off)"),
                    id.toString());
        }
        return calls.run(new FailOverUnplanned(host, id, evidence, point), evidence.consent());
    }

    /**
     * Makes an unplanned failover final: the points besides the one it took over from are gone, and it cannot be cancelled any more. On the
     * replica. May be repeated.
     *
     * @param consent bound to the machine's id
     */
    public VmReplication complete(String host, UUID id, @Nullable Consent consent) {
        return calls.run(new GiveUpReplication(host, id, ReplicationAct.COMPLETE), consent);
    }

    /**
     * Goes back to before the failover: what the copy that took over has written is lost. The copy has to be off. On the replica, or on a primary
     * that was prepared. May be repeated.
     *
     * @param consent bound to the machine's id
     * @throws ConflictException on a prepared primary, if another host of the endpoint says that the machine runs there, or that its copy has
     *     taken over: both could be started
     * @throws QuorateException on a prepared primary as that host's own, if one cannot be asked
     */
    public VmReplication cancelFailover(String host, UUID id, @Nullable Consent consent) {
        return calls.run(new GiveUpReplication(host, id, ReplicationAct.CANCEL_FAILOVER), consent);
    }

    // test

    /**
     * Makes a machine of the replica that can be tried out while replication goes on. It is off, and connected to no network; a replica whose
     * adapters have a test switch is refused. One that a test made already is taken. On the replica.
     */
    public TestFailover test(String host, UUID id) {
        return testing(host, id, change(host, id, ReplicationAct.START_TEST));
    }

    /**
     * Does the same of a recovery point. One that a test made already is taken, from whichever point.
     *
     * @param point its id, of {@link #recoveryPoints}
     * @throws RejectedException if the replica has no such point
     */
    public TestFailover test(String host, UUID id, UUID point) {
        return testing(host, id, calls.run(new TestRecoveryPoint(host, id, point)));
    }

    private TestFailover testing(String host, UUID id, VmReplication testing) {
        UUID machine = testing.test();
        if (machine == null) {
            throw new BadReplyException(
                    report("replica.start-test", id, host, "the test made no machine that can be told", null), null);
        }
        return new TestFailover(this, testing, machine);
    }

    /** Lists the replications of a host that have a machine of a test, those whose client died included. Changes nothing. */
    public List<VmReplication> tests(String host) {
        return list(host).stream().filter(one -> one.test() != null).toList();
    }

    /** Turns the machine of a test off and removes it. Already gone is fine. On the replica. */
    public VmReplication endTest(String host, UUID id) {
        return change(host, id, ReplicationAct.END_TEST);
    }

    private VmReplication change(String host, UUID id, ReplicationAct act) {
        return calls.run(new ChangeReplication(host, id, act));
    }

    private ErrorReport report(String operation, UUID id, String host, String said, @Nullable String hint) {
        return new ErrorReport(
                operation,
                "virtual machine " + id,
                host,
                null,
                calls.endpoint(),
                0,
                Duration.ZERO,
                said,
                null,
                hint,
                null);
    }

    @Override
    public String toString() {
        return Shown.as(this).with("endpoint", calls.endpoint()).toString();
    }
}

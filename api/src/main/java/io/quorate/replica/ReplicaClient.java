package io.quorate.replica;

import io.quorate.Consent;
import io.quorate.call.Calls;
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
import io.quorate.replica.command.EnableReplication;
import io.quorate.replica.command.FailOverUnplanned;
import io.quorate.replica.command.GetReplicaServer;
import io.quorate.replica.command.GetReplication;
import io.quorate.replica.command.GiveUpReplication;
import io.quorate.replica.command.ListReplications;
import io.quorate.replica.command.RemoveAuthorization;
import io.quorate.replica.command.SetReplicaServer;
import io.quorate.replica.command.TestReplicaConnection;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
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

    /** Has a host receive replicas. Its firewall is not touched. May be repeated. */
    public ReplicaServer ensureServer(String host, ReplicaServerSettings settings) {
        return calls.run(new SetReplicaServer(host, settings));
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

    /** Reads the replication of a machine on a host; one that is not replicated has the mode None. Changes nothing. */
    public VmReplication get(String host, UUID id) {
        return calls.run(new GetReplication(host, id));
    }

    /**
     * Enables the replication of a machine; its first copy is begun by {@link #beginInitialCopy}. A lost answer is settled by reading back. The
     * same replication is left alone; one to the same server that differs is changed, its frequency, points, compression, port,
     * authentication, certificate, hours of comparing and the disks that were left out.
     *
     * @throws ConflictException if it is replicated otherwise in what cannot be changed: the server, or a disk more to be left out
     * @throws io.quorate.error.UnsupportedException if the host's Windows does not have it: of 2012 another frequency than five minutes, or
     *     more than 15 points; nothing is changed then
     */
    public VmReplication ensureEnabled(String host, UUID id, ReplicationSettings settings) {
        Objects.requireNonNull(settings, "settings");
        return get(host, id).mode().equals(ReplicationMode.PRIMARY)
                ? calls.run(new ConfigureReplication(host, id, settings))
                : calls.ensure(new EnableReplication(host, id, settings)).value();
    }

    /**
     * Begins to send the first copy over the network now. One that is under way or done is left alone. The task tells what is still to be sent;
     * cancelling it leaves the replication enabled.
     */
    public Task<VmReplication> beginInitialCopy(String host, UUID id) {
        change(host, id, ReplicationAct.START_INITIAL_COPY);
        return new InitialCopy(calls, host, id).task();
    }

    /**
     * Finds a first copy again that {@link #beginInitialCopy} began, here or in another process. Does no I/O.
     *
     * @throws IllegalArgumentException if it is no token of one on this endpoint
     */
    public Task<VmReplication> initialCopy(String token) {
        return InitialCopy.of(calls, token).task();
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
        OtherHosts others = new OtherHosts(calls, "replica.fail-over", host, id);
        List<String> where = others.requireOff();
        if (get(host, id).allows(ReplicationAct.FAIL_OVER)) {
            others.requirePrepared(where);
        }
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
        VmReplication seen = get(host, id);
        if (!seen.isUp() && seen.allows(ReplicationAct.START_MACHINE)) {
            new OtherHosts(calls, "replica.start-machine", host, id).refuseWhereItRuns();
        }
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
        if (there.mode().equals(ReplicationMode.REPLICA)) {
            if (!ReplicationAct.FAIL_OVER.isDone(there)) {
                prepare(from, id);
                failOver(to, id);
            }
            reverse(to, id);
        }
        return start(to, id);
    }

    // unplanned

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
        // A host that does not answer is what the evidence is about.
        new OtherHosts(calls, "replica.fail-over-unplanned", host, id).refuseWhereItRuns();
        return calls.run(new FailOverUnplanned(host, id, evidence), evidence.consent());
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
        if (consent != null && get(host, id).state().equals(ReplicationState.PREPARED_FOR_FAILOVER)) {
            OtherHosts others = new OtherHosts(calls, "replica.cancel-failover", host, id);
            others.requireNotTakenOver(others.requireOff());
        }
        return calls.run(new GiveUpReplication(host, id, ReplicationAct.CANCEL_FAILOVER), consent);
    }

    // test

    /**
     * Makes a machine of the replica that can be tried out while replication goes on. It is off, and connected to no network; a replica whose
     * adapters have a test switch is refused. One that a test made already is taken. On the replica.
     */
    public TestFailover test(String host, UUID id) {
        VmReplication testing = change(host, id, ReplicationAct.START_TEST);
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
}

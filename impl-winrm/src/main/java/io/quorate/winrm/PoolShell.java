package io.quorate.winrm;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.winrm.Retirement.Being;
import io.quorate.winrm.psrp.PipelineMachine;
import io.quorate.winrm.psrp.PsErrorRecord;
import io.quorate.winrm.psrp.PsrpVersion;
import io.quorate.winrm.psrp.RunspaceAvailability;
import io.quorate.winrm.psrp.RunspacePoolMachine;
import io.quorate.winrm.psrp.RunspacePoolState;
import io.quorate.winrm.wsman.HttpCarrier;
import io.quorate.winrm.wsman.HttpChannel;
import io.quorate.winrm.wsman.Reply;
import io.quorate.winrm.wsman.WsManFault;
import io.quorate.winrm.wsman.WsManFaultTable;
import io.quorate.winrm.wsman.WsManUris;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One shell on one host with a runspace pool in it: a channel for each command under way, one for the pool's standing Receive, and one for
 * what frees ended commands. Opened once, closed once. Commands run side by side in it, as many as the session lets; the host starts each
 * when one of its runspaces is free. A shell that is given up ends what is in doubt in it at once, lets the other commands end, and is
 * deleted after the last one.
 */
final class PoolShell {
    private static final Logger log = LoggerFactory.getLogger(PoolShell.class);

    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final Duration RELEASE_PATIENCE = Duration.ofSeconds(2);
    private static final Duration ABANDON_PATIENCE = Duration.ofSeconds(10);

    /** How long a host may take to send the session key ([MS-PSRP] 3.1.2 has a timer of so long). */
    private static final Duration KEY_PATIENCE = Duration.ofSeconds(60);

    /** Far below the 1 000 commands that a shell may hold by default: after so many that could not be freed, another shell is begun. */
    private static final int MOST_UNFREED = 50;

    private final QuorateRuntime runtime;
    private final SessionOptions options;
    private final ShellWire wire;
    private final GuardedPool pool;
    private final StandingReceive standing;
    private final Revival revival;
    private final Retirement retirement;
    private final Tenants tenants;
    private final Releaser releaser;
    private final AtomicInteger unfreed = new AtomicInteger();

    private volatile Being being = Being.NONE;
    private volatile boolean creating;
    private volatile boolean lost;
    private volatile boolean closing;
    private volatile boolean closed;

    PoolShell(HttpCarrier carrier, SessionOptions options, QuorateRuntime runtime) {
        this.runtime = runtime;
        this.options = options;
        this.wire = new ShellWire(carrier, options, runtime);
        this.pool = new GuardedPool(
                wire,
                new RunspacePoolMachine(wire.poolId(), options.runspaces().withConfidential(carrier.confidential())));
        this.standing = new StandingReceive(wire, pool, runtime, options.standing(), new Kept());
        this.retirement = new Retirement(wire, runtime);
        this.revival = new Revival(wire, runtime, this::lose);
        this.tenants = new Tenants(retirement, runtime, "quorate-winrm-retire-" + carrier.address(), this::close);
        this.releaser = new Releaser(runtime, "quorate-winrm-release-" + carrier.address(), this::free);
    }

    // ---------------------------------------------------------------- opening

    /**
     * Opens shell and pool: Create and, as a rule, two Receives. A shell that may have come about is deleted in the background.
     *
     * @throws Fault never {@code UNANSWERED}: no command was on its way yet
     */
    void open(Deadline deadline) {
        boolean opened = false;
        HttpChannel channel = wire.commands.take();
        try {
            create(channel, deadline);
            pool.sendPending(channel, deadline);
            awaitOpened(channel, deadline);
            log.debug("pool opened [host={} shell={} protocol={}]", wire.address(), shellId(), protocol());
            standing.heard();
            standing.ensure();
            opened = true;
        } catch (Fault fault) {
            throw beforehand(fault, "while the session was opened");
        } finally {
            wire.commands.giveBack(channel);
            if (!opened) {
                giveUp();
            }
        }
    }

    private void create(HttpChannel channel, Deadline deadline) {
        creating = true;
        try {
            if (closing) {
                throw sessionClosed();
            }
            byte[] creation = pool.open();
            being = Being.IN_DOUBT;
            Reply reply = wire.create(channel, creation, deadline);
            being = reply.fault() == null ? Being.THERE : Being.NONE;
            if (reply.fault() != null) {
                throw wire.fault(reply.fault());
            }
        } catch (Fault fault) {
            if (being == Being.IN_DOUBT && fault.phase() != FaultPhase.UNANSWERED) {
                being = Being.NONE;
            }
            throw fault;
        } finally {
            creating = false;
        }
        if (closing) {
            throw sessionClosed();
        }
    }

    private Fault sessionClosed() {
        return Fault.neverSent(ErrorKind.UNREACHABLE).because("the session to " + wire.address() + " is closed");
    }

    /** What did not open is given up; whatever may have come about of it on the host is cleared away in the background. */
    private void giveUp() {
        if (being != Being.NONE) {
            retire();
            return;
        }
        lost = true;
        closed = true;
        if (tenants.end()) {
            standing.end();
            wire.close();
            retirement.over();
        }
    }

    /** Tells whether the host is being asked for the shell right now. */
    boolean creating() {
        return creating;
    }

    private void awaitOpened(HttpChannel channel, Deadline deadline) {
        Pace pace = new Pace(runtime);
        while (pool.state() != RunspacePoolState.OPENED) {
            Reply reply = wire.receive(channel, null, deadline).only(null);
            pace.answered(Pace.saysNothing(reply), deadline);
            if (reply.isQuiet()) {
                requireTime(deadline, "the session on " + wire.address() + " did not open in time");
                continue;
            }
            if (reply.fault() != null) {
                throw wire.fault(reply.fault(), FaultPhase.NEVER_SENT);
            }
            pool.received(reply);
            pool.sendPending(channel, deadline);
            if (pool.state().ended()) {
                throw poolFailed(pool.reason());
            }
        }
    }

    private Fault poolFailed(@Nullable PsErrorRecord reason) {
        String why = reason == null ? "no reason given" : reason.message();
        return Fault.lasting(ErrorKind.REJECTED)
                .code(reason == null || reason.fullyQualifiedErrorId().isEmpty() ? null : reason.errorId())
                .because(wire.address() + " refused to open a session of " + options.configurationName() + ": " + why);
    }

    /** Before a command has left, nothing of it is in doubt. */
    private static Fault beforehand(Fault fault, String when) {
        if (fault.phase() != FaultPhase.UNANSWERED && fault.phase() != FaultPhase.TRANSIENT) {
            return fault;
        }
        return fault.as(FaultPhase.NEVER_SENT).because(when + ": " + fault.getMessage());
    }

    // ---------------------------------------------------------------- keeping

    /** What the standing Receive finds out. */
    private final class Kept implements StandingReceive.Keeper {
        @Override
        public void lost(String why) {
            lose(why);
        }

        @Override
        public Revival.Found disconnected(Deadline deadline) {
            return revive(deadline);
        }
    }

    private void lose(String why) {
        log.debug("pool lost [host={} shell={} why={}]", wire.address(), shellId(), why);
        lost = true;
        pool.nudge();
    }

    /** Tells whether no further command may use it. */
    boolean unusable() {
        return lost || closed;
    }

    PsrpVersion protocol() {
        return pool.protocol();
    }

    String shellId() {
        return wire.shellId();
    }

    /** Returns the size envelopes have come to. */
    int maxEnvelope() {
        return wire.maxEnvelope();
    }

    @Nullable
    String serverPsVersion() {
        return pool.serverPsVersion();
    }

    /**
     * After a time in which nothing was heard of the shell, finds out whether it is there, before a command relies on it. A shell that the
     * host has disconnected is taken up again; one that it has forgotten, or that another client has taken over, is {@link #unusable} then.
     *
     * @throws Fault if the host does not say; never {@code UNANSWERED}
     */
    void wake(Deadline deadline) {
        if (unusable() || !standing.inDoubt()) {
            return;
        }
        try {
            if (revive(deadline) != Revival.Found.GONE) {
                standing.ensure();
            }
        } catch (Fault fault) {
            if (!Revival.mayBe(fault)) {
                throw fault;
            }
            lose("HTTP 400");
        }
    }

    private Revival.Found revive(Deadline deadline) {
        Revival.Found found = revival.revive(deadline);
        if (found != Revival.Found.GONE) {
            standing.heard();
        }
        return found;
    }

    /**
     * Takes a running command up again whose shell the host has disconnected.
     *
     * @param said whether the host says so; else it may be something else
     * @return whether its output may be asked for again
     */
    boolean revive(String commandId, boolean said, Deadline deadline) {
        Revival.Found found = revive(deadline);
        boolean disconnected = found == Revival.Found.RECONNECTED || said && found == Revival.Found.CONNECTED;
        return disconnected && revival.reconnect(commandId, deadline);
    }

    /**
     * Asks the host whether the shell lives.
     *
     * @throws Fault if it cannot be told
     */
    boolean isAlive(Deadline deadline) {
        return revival.isAlive(deadline);
    }

    // ---------------------------------------------------------------- pipelines

    /**
     * Starts a pipeline.
     *
     * @param how makes the pipeline on the pool
     * @throws Fault with the phase its table cell depends on: {@code UNANSWERED} only if the server may have begun
     */
    RunningPipeline start(Function<RunspacePoolMachine, PipelineMachine> how, Deadline deadline) {
        boolean revived = false;
        while (true) {
            try {
                return started(how, deadline);
            } catch (NotYet notYet) {
                Fault refusal = notYet.refusal;
                if (notYet.full) {
                    if (!releaser.awaitFreed(deadline)) {
                        throw refusal;
                    }
                } else if (revived) {
                    lose("command: " + refusal.code());
                    throw refusal;
                } else if (revive(deadline) == Revival.Found.GONE) {
                    throw refusal;
                } else {
                    standing.ensure();
                    revived = true;
                }
            }
        }
    }

    /**
     * A command was refused that another attempt may get through: the shell is disconnected, or it is full of commands that have ended and
     * that we have not freed yet.
     */
    private static final class NotYet extends Exception {
        private static final long serialVersionUID = 1L;

        private final Fault refusal;
        private final boolean full;

        NotYet(Fault refusal, boolean full) {
            super(refusal.getMessage(), null, false, false);
            this.refusal = refusal;
            this.full = full;
        }
    }

    private RunningPipeline started(Function<RunspacePoolMachine, PipelineMachine> how, Deadline deadline)
            throws NotYet {
        if (unusable()) {
            throw sessionGone();
        }
        PipelineMachine pipeline;
        try {
            pipeline = pool.pipeline(how);
        } catch (IllegalStateException e) {
            lose(String.valueOf(e.getMessage()));
            throw Fault.refused(ErrorKind.UNREACHABLE)
                    .because("the session on " + wire.address() + " is gone: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw RunningPipeline.cannotSay(e);
        }
        RunningPipeline fresh = new RunningPipeline(this, wire, pipeline, wire.commands.take(), runtime, deadline);
        if (!tenants.enter(fresh)) {
            fresh.leave();
            throw sessionGone();
        }
        boolean begun = false;
        try {
            WsManFault refusal = fresh.begin();
            if (refusal != null) {
                throw commandRefused(refusal, fresh);
            }
            begun = true;
            return fresh;
        } finally {
            if (!begun) {
                fresh.leave();
            }
        }
    }

    private Fault sessionGone() {
        return Fault.refused(ErrorKind.UNREACHABLE).because("the session on " + wire.address() + " is gone");
    }

    /** Waits for the session key if the pipeline cannot go on without it, and asks for it if nobody has. */
    void awaitKey(PipelineMachine pipeline, HttpChannel channel, Deadline deadline) {
        pool.askKey();
        try {
            pool.sendPending(channel, deadline);
        } catch (Fault fault) {
            lose("public key: " + fault.getMessage());
            throw fault;
        }
        standing.ensure();
        Deadline patience = Deadline.in(min(KEY_PATIENCE, deadline.remaining()), runtime);
        if (!pool.awaitKey(pipeline, () -> lost || closing || !standing.runs(), patience)) {
            lose("no session key");
            throw Fault.unanswered(ErrorKind.DEADLINE_EXCEEDED)
                    .because(wire.address() + " did not send the session key in time");
        }
    }

    private Fault commandRefused(WsManFault refusal, RunningPipeline pipeline) throws NotYet {
        WsManFaultTable.AtCommand answer = wire.atCommand(refusal);
        if (answer.proof() != WsManFaultTable.Proof.NOT_BEGUN) {
            pipeline.abandon();
        } else if (refusal.isDisconnected()) {
            throw new NotYet(answer.fault(), false);
        } else if (refusal.code() == WsManFault.MAX_COMMANDS && unfreed.get() == 0) {
            throw new NotYet(answer.fault(), true);
        } else if (answer.retiresShell() || refusal.code() == WsManFault.MAX_COMMANDS) {
            lose("command: " + refusal.shortCode());
        }
        return answer.fault();
    }

    /** Counts a pipeline out that has ended, or that nobody waits for; the last one of a shell that was given up has it deleted. */
    void leave(RunningPipeline pipeline) {
        tenants.leave(pipeline);
    }

    /** Sees to it that an ended command is freed, after the caller has its result. */
    void release(String commandId, Deadline deadline) {
        if (unusable()) {
            return;
        }
        if (!releaser.add(commandId, tenants.running(), deadline)) {
            retire();
        }
        standing.ensure();
    }

    /** Frees one command. Where that fails again and again, the host's quota would be reached one day. */
    private void free(String commandId) {
        if (!wire.signalQuietly(commandId, WsManUris.SIGNAL_TERMINATE, SHORT)
                && unfreed.incrementAndGet() >= MOST_UNFREED
                && !unusable()) {
            log.debug("commands could not be freed [host={} shell={}]", wire.address(), shellId());
            retire();
        }
    }

    /** Forgets the runspace's variables and current folder; protocol 2.3, and a pool of one runspace. */
    void reset(Deadline deadline) {
        long callId = pool.askReset();
        HttpChannel channel = wire.commands.take();
        try {
            pool.sendPending(channel, deadline);
        } catch (Fault fault) {
            lose("reset: " + fault.getMessage());
            throw fault;
        } finally {
            wire.commands.giveBack(channel);
        }
        standing.ensure();
        RunspaceAvailability answer = pool.awaitAnswer(callId, () -> lost || closing || !standing.runs(), deadline);
        if (!answer.success()) {
            throw Fault.lasting(ErrorKind.REJECTED).because("the host did not reset the runspace");
        }
    }

    // ---------------------------------------------------------------- ending

    /**
     * Gives the pool up because of a pipeline whose answer is lost, and waits until the host has ended it or does not answer, at most ten
     * seconds: what the caller does next, looking and perhaps repeating, should not be overtaken by what it has given up. Where the host
     * does not answer, that cannot be ruled out.
     */
    void abandon(RunningPipeline pipeline, Deadline deadline) {
        QuorateRuntime.Permits end = retirement.end();
        lose("an answer is lost");
        tenants.retire(pipeline, end);
        retirement.await(end, min(ABANDON_PATIENCE, deadline.remaining()));
    }

    /** Gives the pool up because of a pipeline that is to be stopped: in a thread of its own, which waits a little, and frees it. */
    void retire(RunningPipeline pipeline) {
        lose("a pipeline is given up");
        tenants.retire(pipeline, retirement.end());
    }

    /** Gives the pool up: no further command uses it, and the shell is deleted after the last one. */
    void retire() {
        lose("given up");
        tenants.retire();
    }

    /** Ends what callers wait for here, without I/O; {@link #close} follows. */
    void cut() {
        closing = true;
        pool.nudge();
        retirement.hurry();
        wire.commands.closeButLast();
    }

    /** Deletes the shell, which frees what is left, ends threads and connections; bounded, never throws. */
    void close() {
        if (!tenants.end()) {
            return;
        }
        closed = true;
        closing = true;
        pool.closing();
        standing.end();
        try {
            wire.commands.closeButLast();
            releaser.close(RELEASE_PATIENCE);
            retirement.delete(being);
        } finally {
            wire.close();
            retirement.over();
        }
        releaser.join(SHORT);
        join(standing.thread());
    }

    /** Waits until a pool that was given up is gone; bounded. */
    void awaitRetired() {
        join(tenants.thread());
    }

    /** Tells whether nothing of it is left here. */
    boolean finished() {
        Thread thread = tenants.thread();
        return closed && (thread == null || !thread.isAlive());
    }

    private static void join(@Nullable Thread thread) {
        if (thread == null || thread == Thread.currentThread()) {
            return;
        }
        try {
            thread.join(SHORT.multipliedBy(3).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void requireTime(Deadline deadline, String otherwise) {
        if (deadline.expired()) {
            throw Fault.neverSent(ErrorKind.DEADLINE_EXCEEDED).because(otherwise);
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}

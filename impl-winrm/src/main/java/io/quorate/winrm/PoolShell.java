package io.quorate.winrm;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.winrm.Retirement.Being;
import io.quorate.winrm.psrp.ClixmlException;
import io.quorate.winrm.psrp.PipelineMachine;
import io.quorate.winrm.psrp.PsErrorRecord;
import io.quorate.winrm.psrp.PsrpInput;
import io.quorate.winrm.psrp.PsrpProtocolException;
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
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One shell on one host with a runspace pool in it, over three channels: commands; the pool's standing Receive, without which Windows
 * disconnects the shell; and what frees ended commands. Opened once, closed once. One pipeline at a time: the session sees to it.
 */
final class PoolShell {
    private static final Logger log = LoggerFactory.getLogger(PoolShell.class);

    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final Duration RELEASE_PATIENCE = Duration.ofSeconds(2);
    private static final Duration ABANDON_PATIENCE = Duration.ofSeconds(10);

    /** How long a host may take to send the session key ([MS-PSRP] 3.1.2 has a timer of so long). */
    private static final Duration KEY_PATIENCE = Duration.ofSeconds(60);

    private final QuorateRuntime runtime;
    private final HttpCarrier carrier;
    private final SessionOptions options;
    private final ShellWire wire;
    private final Retirement retirement;
    private final Releaser releaser;
    private final Pace commandPace;
    private final Pace standingPace;

    /** Guards the machine and the fields below; never held across I/O. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition poolChanged = lock.newCondition();
    private final RunspacePoolMachine machine;
    private volatile @Nullable Thread standingThread;
    private boolean standingRuns;
    private volatile @Nullable Thread retiring;

    private volatile Being being = Being.NONE;
    private volatile boolean creating;
    private volatile boolean lost;
    private volatile boolean closing;
    private volatile boolean closed;

    PoolShell(HttpCarrier carrier, SessionOptions options, QuorateRuntime runtime) {
        this.runtime = runtime;
        this.carrier = carrier;
        this.options = options;
        this.wire = new ShellWire(carrier, options, runtime);
        this.retirement = new Retirement(wire, runtime);
        this.commandPace = new Pace(runtime);
        this.standingPace = new Pace(runtime);
        this.machine =
                new RunspacePoolMachine(wire.poolId(), options.runspaces().withConfidential(carrier.confidential()));
        this.releaser = new Releaser(
                runtime,
                "quorate-winrm-release-" + carrier.address(),
                id -> wire.signalQuietly(id, WsManUris.SIGNAL_TERMINATE, SHORT));
    }

    // ---------------------------------------------------------------- opening

    /**
     * Opens shell and pool: Create and, as a rule, two Receives. A shell that may have come about is deleted in the background.
     *
     * @throws Fault never {@code UNANSWERED}: no command was on its way yet
     */
    void open(Deadline deadline) {
        boolean opened = false;
        try {
            create(deadline);
            sendPending(wire.commands, deadline);
            awaitOpened(deadline);
            log.debug("pool opened [host={} shell={} protocol={}]", carrier.address(), shellId(), protocol());
            startStanding();
            opened = true;
        } catch (Fault fault) {
            throw atOpening(fault);
        } finally {
            if (!opened) {
                giveUp();
            }
        }
    }

    private void create(Deadline deadline) {
        creating = true;
        try {
            byte[] creation = locked(() -> {
                if (closing) {
                    throw sessionClosed();
                }
                return machine.open(wire.payload());
            });
            being = Being.IN_DOUBT;
            Reply reply = wire.create(creation, deadline);
            being = reply.fault() == null ? Being.THERE : Being.NONE;
            if (reply.fault() != null) {
                throw WsManFaultTable.fault(reply.fault());
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
        return Fault.neverSent(ErrorKind.UNREACHABLE).because("the session to " + carrier.address() + " is closed");
    }

    /** What did not open is given up; whatever may have come about of it on the host is cleared away in the background. */
    private void giveUp() {
        if (being != Being.NONE) {
            retire(null);
            return;
        }
        lock.lock();
        try {
            lost = true;
            closed = true;
        } finally {
            lock.unlock();
        }
        wire.close();
        retirement.over();
    }

    /** Tells whether the host is being asked for the shell right now. */
    boolean creating() {
        return creating;
    }

    private void awaitOpened(Deadline deadline) {
        while (locked(machine::state) != RunspacePoolState.OPENED) {
            Reply reply = own(null, wire.receive(null, deadline));
            commandPace.answered(Pace.saysNothing(reply), deadline);
            if (reply.isQuiet()) {
                requireTime(deadline, "the session on " + carrier.address() + " did not open in time");
                continue;
            }
            if (reply.fault() != null) {
                throw WsManFaultTable.fault(reply.fault(), FaultPhase.NEVER_SENT);
            }
            poolReceived(reply);
            sendPending(wire.commands, deadline);
            RunspacePoolState state = locked(machine::state);
            if (state.ended()) {
                throw poolFailed(reason());
            }
        }
    }

    private Fault poolFailed(@Nullable PsErrorRecord reason) {
        String why = reason == null ? "no reason given" : reason.message();
        return Fault.lasting(ErrorKind.REJECTED)
                .code(reason == null || reason.fullyQualifiedErrorId().isEmpty() ? null : reason.errorId())
                .because(carrier.address() + " refused to open a session of " + options.configurationName() + ": "
                        + why);
    }

    /** While a pool opens nothing of a command has left, so nothing is in doubt. */
    private static Fault atOpening(Fault fault) {
        if (fault.phase() != FaultPhase.UNANSWERED && fault.phase() != FaultPhase.TRANSIENT) {
            return fault;
        }
        return fault.as(FaultPhase.NEVER_SENT).because("while the session was opened: " + fault.getMessage());
    }

    // ---------------------------------------------------------------- pool messages

    private void poolReceived(Reply reply) {
        lock.lock();
        try {
            for (Reply.Chunk chunk : reply.streams()) {
                machine.receive(chunk.bytes());
            }
            if (machine.state() != RunspacePoolState.NEGOTIATION_SENT
                    && machine.protocol().atLeast(PsrpVersion.V2_2)) {
                wire.takesLargeEnvelopes();
            }
            poolChanged.signalAll();
        } catch (PsrpProtocolException | ClixmlException e) {
            throw badReply(e);
        } finally {
            lock.unlock();
        }
    }

    /** What is to be sent next, and to which stream: host calls are answered on one of their own. */
    private record Pending(PsrpInput stream, byte[] bytes) {}

    /** Sends what the pool has to say, over a channel where no Receive is in the way. */
    private void sendPending(HttpChannel channel, Deadline deadline) {
        Pending next = locked(() -> new Pending(machine.nextStream(), machine.nextToSend(wire.payload())));
        while (next.bytes.length > 0) {
            wire.feed(channel, null, next.stream, next.bytes, deadline);
            next = locked(() -> new Pending(machine.nextStream(), machine.nextToSend(wire.payload())));
        }
    }

    /** Sends what a pipeline has to say; nothing once it has ended. */
    private void sendPending(PipelineMachine pipeline, String commandId, Deadline deadline) {
        while (!pipeline.ended() && pipeline.hasMoreToSend()) {
            PsrpInput stream = pipeline.nextStream();
            wire.feed(wire.commands, commandId, stream, pipeline.nextToSend(wire.payload()), deadline);
        }
    }

    private void startStanding() {
        lock.lock();
        try {
            if (standingRuns || closed || lost) {
                return;
            }
            standingRuns = true;
            Thread thread = runtime.thread(
                    "quorate-winrm-pool-" + carrier.address(), runtime.begun("standing Receive", this::stand));
            standingThread = thread;
            thread.start();
        } finally {
            lock.unlock();
        }
    }

    /** Keeps a Receive parked at the server. Ends when the connection breaks; the next command's end starts it anew. */
    private void stand() {
        try {
            while (!closed && !lost) {
                Deadline patience = Deadline.in(options.standing().plusSeconds(30), runtime);
                Reply reply = own(null, wire.receiveOnce(wire.standing, null, options.standing(), patience));
                standingPace.answered(Pace.saysNothing(reply), patience);
                if (reply.isQuiet()) {
                    continue;
                }
                if (reply.fault() != null) {
                    lose("standing receive: " + reply.fault().shortCode());
                    return;
                }
                poolReceived(reply);
                sendPending(wire.standing, patience);
                if (locked(machine::state) != RunspacePoolState.OPENED) {
                    lose("the pool is " + locked(machine::state));
                }
            }
        } catch (Fault fault) {
            if (fault.kind() == ErrorKind.BAD_REPLY) {
                lose("standing receive: " + fault.getMessage());
            } else if (!closed) {
                log.debug("standing receive ended [host={} cause={}]", carrier.address(), fault.getMessage());
            }
        } finally {
            lock.lock();
            try {
                standingRuns = false;
                poolChanged.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void lose(String why) {
        log.debug("pool lost [host={} shell={} why={}]", carrier.address(), shellId(), why);
        lock.lock();
        try {
            lost = true;
            machine.broken();
            poolChanged.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Tells whether no further command may use it. */
    boolean unusable() {
        return lost || closed;
    }

    PsrpVersion protocol() {
        return locked(machine::protocol);
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
        lock.lock();
        try {
            return machine.serverPsVersion();
        } finally {
            lock.unlock();
        }
    }

    // ---------------------------------------------------------------- pipelines

    /**
     * Starts a pipeline.
     *
     * @param how makes the pipeline on the pool
     * @throws Fault with the phase its table cell depends on: {@code UNANSWERED} only if the server may have begun
     */
    RunningPipeline start(Function<RunspacePoolMachine, PipelineMachine> how, Deadline deadline) {
        PipelineMachine pipeline;
        try {
            pipeline = locked(() -> how.apply(machine));
        } catch (IllegalStateException e) {
            lose(String.valueOf(e.getMessage()));
            throw gone(e.getMessage(), null, null);
        } catch (IllegalArgumentException e) {
            throw cannotSay(e);
        }
        String id = pipeline.id().toString().toUpperCase(Locale.ROOT);
        try {
            awaitKey(pipeline, deadline);
        } catch (Fault fault) {
            throw fault.as(FaultPhase.NEVER_SENT).because(String.valueOf(fault.getMessage()));
        }
        byte[] first;
        try {
            first = pipeline.start(wire.payload());
        } catch (IllegalArgumentException e) {
            throw cannotSay(e);
        }
        Reply reply;
        try {
            reply = wire.command(id, first, deadline);
        } catch (Fault fault) {
            throw commandNotAnswered(fault, id, deadline);
        }
        if (reply.fault() != null) {
            throw commandRefused(reply.fault(), id, deadline);
        }
        String commandId = reply.commandId() == null ? id : reply.commandId();
        sendRest(pipeline, commandId, deadline);
        return new RunningPipeline(this, pipeline, commandId, deadline);
    }

    private static Fault cannotSay(IllegalArgumentException cause) {
        return Fault.neverSent(ErrorKind.UNSUPPORTED)
                .cause(cause)
                .because("the host's protocol cannot say it: " + cause.getMessage());
    }

    /** Waits for the session key if the pipeline cannot go on without it, and asks for it if nobody has. */
    private void awaitKey(PipelineMachine pipeline, Deadline deadline) {
        if (!pipeline.awaitsKey()) {
            return;
        }
        lock.lock();
        try {
            machine.exchangeKey();
        } finally {
            lock.unlock();
        }
        try {
            sendPending(wire.commands, deadline);
        } catch (Fault fault) {
            lose("public key: " + fault.getMessage());
            throw fault;
        }
        startStanding();
        Deadline patience = Deadline.in(min(KEY_PATIENCE, deadline.remaining()), runtime);
        lock.lock();
        try {
            while (pipeline.awaitsKey()) {
                if (lost || closing || !standingRuns) {
                    throw Fault.unanswered(ErrorKind.UNREACHABLE)
                            .because("the session on " + carrier.address() + " ended before its key was exchanged");
                }
                if (patience.expired()) {
                    lose("no session key");
                    throw Fault.unanswered(ErrorKind.DEADLINE_EXCEEDED)
                            .because(carrier.address() + " did not send the session key in time");
                }
                poolChanged.await(Math.max(1, patience.remaining().toNanos()), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Fault.unanswered(ErrorKind.UNREACHABLE).cause(e).because("interrupted during a key exchange");
        } finally {
            lock.unlock();
        }
    }

    /** No WS-Man answer came. If the request has left, nobody knows what became of it, whatever came instead. */
    private Fault commandNotAnswered(Fault fault, String id, Deadline deadline) {
        if (fault.phase() == FaultPhase.NEVER_SENT) {
            return fault;
        }
        abandon(id, deadline);
        return unanswered(fault);
    }

    private Fault commandRefused(WsManFault refusal, String id, Deadline deadline) {
        WsManFaultTable.AtCommand answer = WsManFaultTable.atCommand(refusal);
        if (answer.proof() != WsManFaultTable.Proof.NOT_BEGUN) {
            abandon(id, deadline);
        } else if (answer.retiresShell()) {
            lose("command: " + refusal.shortCode());
        }
        return answer.fault();
    }

    private Fault gone(@Nullable String why, @Nullable String code, @Nullable Throwable cause) {
        return Fault.refused(ErrorKind.UNREACHABLE)
                .code(code)
                .cause(cause)
                .because("the session on " + carrier.address() + " is gone" + (why == null ? "" : ": " + why));
    }

    /** Sends what did not fit into the Command: the rest of a long pipeline, and its input. Until that is whole, nothing runs. */
    private void sendRest(PipelineMachine pipeline, String commandId, Deadline deadline) {
        try {
            sendPending(pipeline, commandId, deadline);
        } catch (Fault fault) {
            abandon(commandId, deadline);
            throw unanswered(fault);
        }
    }

    /** The command was accepted: whatever happens now, it may have been carried out. */
    private static Fault unanswered(Fault fault) {
        return fault.phase() == FaultPhase.UNANSWERED
                ? fault
                : fault.as(FaultPhase.UNANSWERED).because(String.valueOf(fault.getMessage()));
    }

    /** Does one Receive for a pipeline and hands its machine what came. */
    void advance(PipelineMachine pipeline, String commandId, Deadline deadline) {
        try {
            Reply reply = own(commandId, wire.receive(commandId, deadline));
            boolean told = false;
            if (reply.fault() != null) {
                if (!reply.isQuiet()) {
                    throw WsManFaultTable.fault(reply.fault(), FaultPhase.UNANSWERED);
                }
            } else {
                for (Reply.Chunk chunk : reply.streams()) {
                    told |= pipeline.receive(chunk.bytes());
                }
                if (pipeline.awaitsKey()) {
                    awaitKey(pipeline, deadline);
                    pipeline.resume();
                }
                sendPending(pipeline, commandId, deadline);
                Reply.CommandState state = reply.commandState();
                boolean done = state != null && state.done() && isFor(commandId, state.commandId());
                if (done && !pipeline.ended()) {
                    throw badReply(new PsrpProtocolException("the command is done, but its pipeline did not end"));
                }
            }
            commandPace.answered(!told && !pipeline.ended(), deadline);
        } catch (Fault fault) {
            abandon(commandId, deadline);
            throw unanswered(fault);
        } catch (PsrpProtocolException | ClixmlException e) {
            abandon(commandId, deadline);
            throw badReply(e);
        }
        if (!pipeline.ended() && deadline.expired()) {
            retire(commandId);
            throw Fault.unanswered(ErrorKind.DEADLINE_EXCEEDED).because("it did not end in time and was told to stop");
        }
    }

    /** Passes over output that names another command. */
    private Reply own(@Nullable String commandId, Reply reply) {
        Reply own = reply.only(commandId);
        if (own != reply) {
            log.debug("output of another command passed over [host={} command={}]", carrier.address(), commandId);
        }
        return own;
    }

    /** The end of another command is none of ours. */
    private static boolean isFor(String commandId, @Nullable String named) {
        if (named == null || named.equalsIgnoreCase(commandId)) {
            return true;
        }
        log.debug("passed over what is for another command [command={} named={}]", commandId, named);
        return false;
    }

    /** Asks a running pipeline to stop; its end still comes by {@link #advance}. */
    void stop(String commandId, Deadline deadline) {
        try {
            Reply reply = wire.stop(commandId, deadline);
            if (reply.fault() != null && !reply.isQuiet()) {
                throw WsManFaultTable.fault(reply.fault(), FaultPhase.UNANSWERED);
            }
        } catch (Fault fault) {
            throw unanswered(fault);
        }
    }

    /** Sees to it that an ended command is freed, after the caller has its result. */
    void release(String commandId, Deadline deadline) {
        if (unusable()) {
            return;
        }
        if (!releaser.add(commandId, deadline)) {
            retire(null);
        }
        startStanding();
    }

    /** Forgets the runspace's variables and current folder; protocol 2.3. */
    void reset(Deadline deadline) {
        long callId;
        try {
            callId = locked(machine::resetRunspaceState);
        } catch (IllegalStateException e) {
            throw Fault.neverSent(ErrorKind.UNSUPPORTED).cause(e).because(String.valueOf(e.getMessage()));
        }
        try {
            sendPending(wire.commands, deadline);
        } catch (Fault fault) {
            lose("reset: " + fault.getMessage());
            throw fault;
        }
        startStanding();
        if (!awaitAnswer(callId, deadline).success()) {
            throw Fault.lasting(ErrorKind.REJECTED).because("the host did not reset the runspace");
        }
    }

    private RunspaceAvailability awaitAnswer(long callId, Deadline deadline) {
        lock.lock();
        try {
            while (true) {
                Optional<RunspaceAvailability> answer = machine.answer(callId);
                if (answer.isPresent()) {
                    return answer.get();
                }
                if (lost || closing || !standingRuns) {
                    throw Fault.unanswered(ErrorKind.UNREACHABLE)
                            .because("the session on " + carrier.address() + " ended before the runspace was reset");
                }
                if (deadline.expired()) {
                    throw Fault.unanswered(ErrorKind.DEADLINE_EXCEEDED).because("the runspace was not reset in time");
                }
                poolChanged.await(Math.max(1, deadline.remaining().toNanos()), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Fault.unanswered(ErrorKind.UNREACHABLE).cause(e).because("interrupted during a reset");
        } finally {
            lock.unlock();
        }
    }

    /**
     * Asks the host whether the shell lives.
     *
     * @throws Fault if it cannot be told
     */
    boolean isAlive(Deadline deadline) {
        Reply reply;
        try {
            reply = wire.get(deadline);
        } catch (Fault fault) {
            if ("HTTP 400".equals(fault.code())) {
                lose("HTTP 400");
                return false;
            }
            throw fault;
        }
        WsManFault fault = reply.fault();
        if (fault == null) {
            return !reply.values().getOrDefault("State", "Connected").equals("Disconnected");
        }
        if (fault.code() == WsManFault.SHELL_NOT_FOUND) {
            lose("shell get: " + fault.shortCode());
            return false;
        }
        throw WsManFaultTable.fault(fault);
    }

    // ---------------------------------------------------------------- ending

    /**
     * Gives the pool up because of a pipeline whose answer is lost, and waits until the host has ended it or does not answer, at most
     * ten seconds: what the caller does next, looking and perhaps repeating, should not be overtaken by what it has given up. Where the
     * host does not answer, that cannot be ruled out.
     */
    private void abandon(String commandId, Deadline deadline) {
        retire(commandId);
        retirement.await(min(ABANDON_PATIENCE, deadline.remaining()));
    }

    /**
     * Gives the pool up, in a thread of its own: stops the pipeline whose state is in doubt, waits a little, frees it, deletes the shell.
     *
     * @param commandId the pipeline in doubt; null if there is none
     */
    void retire(@Nullable String commandId) {
        Thread thread;
        lock.lock();
        try {
            if (closed || retiring != null) {
                return;
            }
            lost = true;
            machine.broken();
            poolChanged.signalAll();
            Runnable stop = runtime.begun("stopping of a pipeline", () -> {
                if (commandId != null) {
                    retirement.stop(commandId);
                }
            });
            thread = runtime.thread("quorate-winrm-retire-" + carrier.address(), () -> {
                stop.run();
                close();
            });
            retiring = thread;
        } finally {
            lock.unlock();
        }
        log.debug("pool retired [host={} shell={} command={}]", carrier.address(), shellId(), commandId);
        thread.start();
    }

    /** Ends what callers wait for here, without I/O; {@link #close} follows. */
    void cut() {
        lock.lock();
        try {
            closing = true;
            poolChanged.signalAll();
        } finally {
            lock.unlock();
        }
        retirement.hurry();
        wire.commands.close();
    }

    /** Frees what is left, deletes the shell, ends threads and connections; bounded, never throws. */
    void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            closing = true;
            machine.closing();
            poolChanged.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            wire.commands.close();
            releaser.close(RELEASE_PATIENCE);
            retirement.delete(being);
        } finally {
            wire.close();
            retirement.over();
        }
        releaser.join(SHORT);
        join(standingThread);
    }

    /** Waits until a pool that was given up is gone; bounded. */
    void awaitRetired() {
        join(retiring);
    }

    /** Tells whether nothing of it is left here. */
    boolean finished() {
        Thread thread = retiring;
        return closed && (thread == null || !thread.isAlive());
    }

    private void join(@Nullable Thread thread) {
        if (thread == null || thread == Thread.currentThread()) {
            return;
        }
        try {
            thread.join(SHORT.multipliedBy(3).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---------------------------------------------------------------- small things

    private Fault badReply(RuntimeException cause) {
        return Fault.unanswered(ErrorKind.BAD_REPLY)
                .answered()
                .cause(cause)
                .because(carrier.address() + " broke the protocol: " + cause.getMessage());
    }

    private static void requireTime(Deadline deadline, String otherwise) {
        if (deadline.expired()) {
            throw Fault.neverSent(ErrorKind.DEADLINE_EXCEEDED).because(otherwise);
        }
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable PsErrorRecord reason() {
        lock.lock();
        try {
            return machine.reason();
        } finally {
            lock.unlock();
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}

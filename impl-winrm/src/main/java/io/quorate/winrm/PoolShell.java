package io.quorate.winrm;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.winrm.psrp.ClixmlException;
import io.quorate.winrm.psrp.PipelineMachine;
import io.quorate.winrm.psrp.PsErrorRecord;
import io.quorate.winrm.psrp.PsrpInput;
import io.quorate.winrm.psrp.PsrpProtocolException;
import io.quorate.winrm.psrp.PsrpVersion;
import io.quorate.winrm.psrp.RunspaceAvailability;
import io.quorate.winrm.psrp.RunspacePoolMachine;
import io.quorate.winrm.psrp.RunspacePoolState;
import io.quorate.winrm.wsman.Envelope;
import io.quorate.winrm.wsman.Envelopes;
import io.quorate.winrm.wsman.HttpCarrier;
import io.quorate.winrm.wsman.HttpChannel;
import io.quorate.winrm.wsman.Reply;
import io.quorate.winrm.wsman.WsManClient;
import io.quorate.winrm.wsman.WsManFault;
import io.quorate.winrm.wsman.WsManFaultTable;
import io.quorate.winrm.wsman.WsManUris;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
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
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);
    private static final Duration ABANDON_PATIENCE = Duration.ofSeconds(10);
    private static final int RECEIVE_ATTEMPTS = 3;
    private static final long DISCONNECTED = 2150859213L;

    private final QuorateRuntime runtime;
    private final HttpCarrier carrier;
    private final SessionOptions options;
    private final WsManClient client;
    private final Envelopes envelopes;
    private final HttpChannel commands;
    private final HttpChannel standing;
    private final HttpChannel releases;
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

    /** Holds one once it is cleared away. */
    private final QuorateRuntime.Permits retired;

    private volatile String shellId;
    private volatile boolean lost;
    private volatile boolean closed;

    PoolShell(HttpCarrier carrier, SessionOptions options, QuorateRuntime runtime) {
        this.runtime = runtime;
        this.carrier = carrier;
        this.options = options;
        this.client = new WsManClient(carrier);
        this.envelopes =
                new Envelopes(carrier.to(), WsManUris.powershell(options.configurationName()), runtime.random());
        if (options.maxEnvelope() > 0) {
            envelopes.maxEnvelope(options.maxEnvelope());
        }
        this.commands = carrier.channel();
        this.standing = carrier.channel();
        this.releases = carrier.channel();
        this.retired = runtime.permits(0);
        this.commandPace = new Pace(runtime);
        this.standingPace = new Pace(runtime);
        this.shellId = Envelopes.uuid(runtime.random());
        this.machine = new RunspacePoolMachine(UUID.fromString(shellId), options.runspaces());
        this.releaser =
                new Releaser(runtime, "quorate-winrm-release-" + carrier.address(), id -> signalQuietly(id, SHORT));
    }

    // ---------------------------------------------------------------- opening

    /**
     * Opens shell and pool: Create and, as a rule, two Receives. A shell that may have come about is deleted in the background.
     *
     * @throws Fault never {@code UNANSWERED}: no command was on its way yet
     */
    void open(Deadline deadline) {
        boolean created = false;
        try {
            byte[] creation = locked(() -> machine.open(envelopes.payloadLimit()));
            Reply reply = send(
                    commands,
                    envelopes.create(shellId, creation, options.shellOptions(), operation(deadline)),
                    operation(deadline),
                    deadline);
            if (reply.fault() != null) {
                throw WsManFaultTable.fault(reply.fault());
            }
            created = true;
            if (reply.shellId() != null) {
                shellId = reply.shellId();
            }
            sendPending(commands, deadline);
            awaitOpened(deadline);
            log.debug("pool opened [host={} shell={} protocol={}]", carrier.address(), shellId, protocol());
            startStanding();
        } catch (Fault fault) {
            if (created || fault.phase() == FaultPhase.UNANSWERED) {
                retire(null);
            } else {
                lost = true;
                closed = true;
                closeChannels();
            }
            throw atOpening(fault);
        }
    }

    private void awaitOpened(Deadline deadline) {
        while (locked(machine::state) != RunspacePoolState.OPENED) {
            Reply reply = receive(commands, null, options.quiet(), deadline);
            commandPace.answered(reply, deadline);
            if (reply.isQuiet()) {
                requireTime(deadline, "the session on " + carrier.address() + " did not open in time");
                continue;
            }
            if (reply.fault() != null) {
                throw WsManFaultTable.fault(reply.fault(), FaultPhase.NEVER_SENT);
            }
            poolReceived(reply);
            sendPending(commands, deadline);
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
        return Fault.neverSent(fault.kind())
                .code(fault.code())
                .hint(fault.hint())
                .cause(fault)
                .because("while the session was opened: " + fault.getMessage());
    }

    // ---------------------------------------------------------------- pool messages

    private void poolReceived(Reply reply) {
        lock.lock();
        try {
            for (Reply.Chunk chunk : reply.streams()) {
                machine.receive(chunk.bytes());
            }
            if (options.maxEnvelope() == 0
                    && machine.state() != RunspacePoolState.NEGOTIATION_SENT
                    && machine.protocol().atLeast(PsrpVersion.V2_2)) {
                envelopes.maxEnvelope(Envelopes.LARGE_ENVELOPE);
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
        Pending next = locked(() -> new Pending(machine.nextStream(), machine.nextToSend(envelopes.payloadLimit())));
        while (next.bytes.length > 0) {
            feed(channel, null, next, deadline);
            next = locked(() -> new Pending(machine.nextStream(), machine.nextToSend(envelopes.payloadLimit())));
        }
    }

    /** Sends what a pipeline has to say; nothing once it has ended. */
    private void sendPending(PipelineMachine pipeline, String commandId, Deadline deadline) {
        while (!pipeline.ended() && pipeline.hasMoreToSend()) {
            Pending next = new Pending(pipeline.nextStream(), pipeline.nextToSend(envelopes.payloadLimit()));
            feed(commands, commandId, next, deadline);
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
                Envelope envelope = envelopes.receive(shellId, null, options.standing());
                Reply reply = send(standing, envelope, options.standing(), patience);
                standingPace.answered(reply, patience);
                if (reply.isQuiet()) {
                    continue;
                }
                if (reply.fault() != null) {
                    lose("standing receive: " + reply.fault().shortCode());
                    return;
                }
                poolReceived(reply);
                sendPending(standing, patience);
                if (locked(machine::state) != RunspacePoolState.OPENED) {
                    lose("the pool is " + locked(machine::state));
                }
            }
        } catch (Fault fault) {
            if (!closed) {
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
        log.debug("pool lost [host={} shell={} why={}]", carrier.address(), shellId, why);
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
        return shellId;
    }

    /** Returns the size envelopes have come to. */
    int maxEnvelope() {
        return envelopes.maxEnvelope();
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
            throw Fault.neverSent(ErrorKind.UNSUPPORTED)
                    .cause(e)
                    .because("the host's protocol cannot say it: " + e.getMessage());
        }
        String id = pipeline.id().toString().toUpperCase(Locale.ROOT);
        byte[] first = pipeline.start(envelopes.payloadLimit());
        Reply reply;
        try {
            reply = send(
                    commands,
                    envelopes.command(shellId, id, first, operation(deadline)),
                    operation(deadline),
                    deadline);
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

    private Fault commandNotAnswered(Fault fault, String id, Deadline deadline) {
        if ("HTTP 400".equals(fault.code())) {
            lose("HTTP 400");
            return gone(fault.getMessage(), fault.code(), fault);
        }
        if (fault.phase() == FaultPhase.UNANSWERED) {
            abandon(id, deadline);
        }
        return fault;
    }

    private Fault commandRefused(WsManFault refusal, String id, Deadline deadline) {
        Fault fault = WsManFaultTable.fault(refusal);
        if (refusal.code() == WsManFault.SHELL_NOT_FOUND || refusal.code() == DISCONNECTED) {
            lose("command: " + refusal.shortCode());
        } else if (fault.phase() == FaultPhase.UNANSWERED) {
            abandon(id, deadline);
        }
        return fault;
    }

    private Fault gone(@Nullable String why, @Nullable String code, @Nullable Throwable cause) {
        return Fault.refused(ErrorKind.UNREACHABLE)
                .code(code)
                .cause(cause)
                .because("the session on " + carrier.address() + " is gone" + (why == null ? "" : ": " + why));
    }

    /** Sends what did not fit into the Command: the rest of a long pipeline, and its input. Until that is whole, nothing runs. */
    private void sendRest(PipelineMachine pipeline, String commandId, Deadline deadline) {
        boolean whole = !pipeline.hasMoreToSend();
        try {
            sendPending(pipeline, commandId, deadline);
        } catch (Fault fault) {
            abandon(commandId, deadline);
            throw whole ? fault : unanswered(fault);
        }
    }

    /** The command was accepted: whatever happens now, it may have been carried out. */
    private static Fault unanswered(Fault fault) {
        return fault.phase() == FaultPhase.UNANSWERED
                ? fault
                : Fault.unanswered(fault.kind())
                        .code(fault.code())
                        .hint(fault.hint())
                        .cause(fault)
                        .because(String.valueOf(fault.getMessage()));
    }

    /** Does one Receive for a pipeline and hands its machine what came. */
    void advance(PipelineMachine pipeline, String commandId, Deadline deadline) {
        try {
            Reply reply = receive(commands, commandId, options.quiet(), deadline);
            requireFor(commandId, reply);
            commandPace.answered(reply, deadline);
            if (reply.fault() != null) {
                if (!reply.isQuiet()) {
                    throw WsManFaultTable.fault(reply.fault(), FaultPhase.UNANSWERED);
                }
            } else {
                for (Reply.Chunk chunk : reply.streams()) {
                    pipeline.receive(chunk.bytes());
                }
                sendPending(pipeline, commandId, deadline);
                Reply.CommandState state = reply.commandState();
                if (state != null && state.done() && !pipeline.ended()) {
                    throw badReply(new PsrpProtocolException("the command is done, but its pipeline did not end"));
                }
            }
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

    private static void requireFor(String commandId, Reply reply) {
        Reply.CommandState state = reply.commandState();
        boolean others = reply.streams().stream().anyMatch(chunk -> isOther(commandId, chunk.commandId()))
                || (state != null && isOther(commandId, state.commandId()));
        if (others) {
            throw new PsrpProtocolException("what came belongs to another command");
        }
    }

    private static boolean isOther(String commandId, @Nullable String named) {
        return named != null && !named.equalsIgnoreCase(commandId);
    }

    /** Asks a running pipeline to stop; its end still comes by {@link #advance}. */
    void stop(String commandId, Deadline deadline) {
        Reply reply = send(
                releases,
                envelopes.signal(shellId, commandId, WsManUris.SIGNAL_STOP, operation(deadline)),
                operation(deadline),
                deadline);
        if (reply.fault() != null && !reply.isQuiet()) {
            throw WsManFaultTable.fault(reply.fault());
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
        sendPending(commands, deadline);
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
                if (lost || closed || !standingRuns) {
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
            reply = send(commands, envelopes.getShell(shellId, operation(deadline)), operation(deadline), deadline);
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
        Thread thread = retiring;
        Duration patience = min(ABANDON_PATIENCE, deadline.remaining());
        if (thread == null || thread == Thread.currentThread() || patience.toMillis() == 0) {
            return;
        }
        try {
            if (retired.acquire(patience)) {
                retired.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
            thread = runtime.thread(
                    "quorate-winrm-retire-" + carrier.address(),
                    runtime.begun("retiring of a shell", () -> clearAway(commandId)));
            retiring = thread;
        } finally {
            lock.unlock();
        }
        log.debug("pool retired [host={} shell={} command={}]", carrier.address(), shellId, commandId);
        thread.start();
    }

    private void clearAway(@Nullable String commandId) {
        try {
            if (commandId != null && signalQuietly(commandId, WsManUris.SIGNAL_STOP, STOP_PATIENCE)) {
                awaitStopQuietly(commandId);
                signalQuietly(commandId, WsManUris.SIGNAL_TERMINATE, STOP_PATIENCE);
            }
            close();
        } finally {
            retired.release();
        }
    }

    private void awaitStopQuietly(String commandId) {
        Deadline patience = Deadline.in(STOP_PATIENCE, runtime);
        try {
            for (int i = 0; i < RECEIVE_ATTEMPTS && !patience.expired(); i++) {
                Reply reply =
                        send(releases, envelopes.receive(shellId, commandId, STOP_PATIENCE), STOP_PATIENCE, patience);
                boolean ended =
                        reply.commandState() != null && reply.commandState().done();
                if (reply.fault() != null || ended) {
                    return;
                }
            }
        } catch (Fault fault) {
            log.debug("stopped pipeline not heard of [host={} cause={}]", carrier.address(), fault.getMessage());
        }
    }

    private void signalQuietly(String commandId, Duration patience) {
        signalQuietly(commandId, WsManUris.SIGNAL_TERMINATE, patience);
    }

    /** Returns whether the host took it. */
    private boolean signalQuietly(String commandId, String code, Duration patience) {
        try {
            Reply reply = send(
                    releases,
                    envelopes.signal(shellId, commandId, code, patience),
                    patience,
                    Deadline.in(patience, runtime));
            if (reply.fault() != null) {
                log.debug(
                        "signal refused [host={} command={} code={}]",
                        carrier.address(),
                        commandId,
                        reply.fault().shortCode());
            }
            return reply.fault() == null;
        } catch (Fault fault) {
            log.debug("signal lost [host={} command={} cause={}]", carrier.address(), commandId, fault.getMessage());
            return false;
        }
    }

    private void deleteQuietly(Duration patience) {
        try {
            send(releases, envelopes.delete(shellId, patience), patience, Deadline.in(patience, runtime));
        } catch (Fault fault) {
            log.debug("shell not deleted [host={} shell={} cause={}]", carrier.address(), shellId, fault.getMessage());
        }
    }

    /** Frees what is left, deletes the shell, ends threads and connections; bounded, never throws. */
    void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            machine.closing();
            poolChanged.signalAll();
        } finally {
            lock.unlock();
        }
        commands.close();
        releaser.close(SHORT);
        deleteQuietly(SHORT);
        closeChannels();
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

    private void closeChannels() {
        commands.close();
        standing.close();
        releases.close();
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

    // ---------------------------------------------------------------- requests

    /** A Receive may be sent again when its answer is lost: the server repeats what it said. The same message goes out. */
    private Reply receive(HttpChannel channel, @Nullable String commandId, Duration quiet, Deadline deadline) {
        Duration timeout = min(quiet, deadline.remaining());
        Envelope envelope = envelopes.receive(shellId, commandId, timeout);
        for (int attempt = 1; ; attempt++) {
            try {
                return send(channel, envelope, timeout, deadline);
            } catch (Fault fault) {
                boolean again = fault.kind() == ErrorKind.UNREACHABLE
                        && attempt < RECEIVE_ATTEMPTS
                        && !closed
                        && !deadline.expired()
                        && !Thread.currentThread().isInterrupted();
                if (!again) {
                    throw fault;
                }
                log.debug("receive again [host={} cause={}]", carrier.address(), fault.getMessage());
            }
        }
    }

    private void feed(HttpChannel channel, @Nullable String commandId, Pending next, Deadline deadline) {
        Reply reply = send(
                channel,
                envelopes.send(shellId, commandId, next.stream.wsmanName(), List.of(next.bytes), operation(deadline)),
                operation(deadline),
                deadline);
        if (reply.fault() != null) {
            throw WsManFaultTable.fault(reply.fault());
        }
    }

    private Reply send(HttpChannel channel, Envelope envelope, Duration timeout, Deadline deadline) {
        return client.send(channel, envelope, timeout, deadline, envelopes.maxEnvelope());
    }

    private Duration operation(Deadline deadline) {
        return min(options.quiet(), deadline.remaining());
    }

    private Fault badReply(RuntimeException cause) {
        return Fault.unanswered(ErrorKind.BAD_REPLY)
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

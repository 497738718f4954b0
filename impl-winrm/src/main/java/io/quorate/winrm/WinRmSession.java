package io.quorate.winrm;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.winrm.psrp.PipelineListener;
import io.quorate.winrm.psrp.PipelineMachine;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsResult;
import io.quorate.winrm.psrp.PsrpVersion;
import io.quorate.winrm.psrp.RunspacePoolMachine;
import io.quorate.winrm.wsman.Envelopes;
import io.quorate.winrm.wsman.HttpCarrier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Commands on one host through one session configuration. The runspace pool is opened by the first command, kept for the next ones and
 * opened anew when it is gone; as many commands run side by side in it as it has runspaces at most, the others queue until their deadline.
 * Each message runs in whatever runspace is free: what it keeps in variables is good for that message alone. Thread-safe; {@link #close}
 * leaves nothing on the server.
 */
final class WinRmSession implements AutoCloseable {
    private final HttpCarrier carrier;
    private final SessionOptions options;
    private final QuorateRuntime runtime;

    /** Held from a command's start to its end, one for each runspace. No lock, because a handle may be closed by another thread. */
    private final QuorateRuntime.Permits turn;

    /** Held while a pool is opened, by one for all. */
    private final QuorateRuntime.Permits opening;

    /** Why the last pool did not open that did not. */
    private volatile @Nullable Fault failure;

    private final List<PoolShell> shells = new ArrayList<>();
    private volatile @Nullable PoolShell pool;
    private volatile boolean closed;

    /** Makes a session; does no I/O. The carrier is closed with it. */
    WinRmSession(HttpCarrier carrier, SessionOptions options, QuorateRuntime runtime) {
        this.carrier = Objects.requireNonNull(carrier, "carrier");
        this.options = Objects.requireNonNull(options, "options");
        this.runtime = Objects.requireNonNull(runtime, "runtime");
        this.turn = runtime.permits(options.runspaces().size().maxRunspaces());
        this.opening = runtime.permits(1);
    }

    /**
     * Runs a pipeline to its end. A pipeline that fails is a result like another.
     *
     * @throws Fault if it could not be started, or its end is not known
     */
    PsResult run(PsPipeline pipeline, Deadline deadline) {
        try (RunningPipeline running = start(pipeline, null, deadline)) {
            return running.result();
        }
    }

    /**
     * Starts a pipeline; it takes a runspace until it is closed.
     *
     * @param listener sees what comes as it comes; null collects it in the result
     */
    RunningPipeline start(PsPipeline pipeline, @Nullable PipelineListener listener, Deadline deadline) {
        return start(machine -> machine.pipeline(newId(), pipeline, listener), deadline);
    }

    /** Starts a pipeline whose output may be longer than memory; it takes a runspace until it is closed. */
    RunningPipeline stream(PsPipeline pipeline, PipelineListener listener, Deadline deadline) {
        return start(machine -> machine.streaming(newId(), pipeline, listener), deadline);
    }

    RunningPipeline start(Function<RunspacePoolMachine, PipelineMachine> how, Deadline deadline) {
        takeTurn(deadline);
        boolean started = false;
        try {
            RunningPipeline running = begin(how, deadline).whenClosed(turn::release);
            started = true;
            return running;
        } finally {
            if (!started) {
                turn.release();
            }
        }
    }

    /** Where the host refuses a command because the shell is not there any more, nothing was begun: once it is sent to a new one. */
    private RunningPipeline begin(Function<RunspacePoolMachine, PipelineMachine> how, Deadline deadline) {
        PoolShell shell = openPool(deadline);
        try {
            return shell.start(how, deadline);
        } catch (Fault fault) {
            boolean gone =
                    fault.phase() == FaultPhase.REFUSED && fault.kind() == ErrorKind.UNREACHABLE && shell.unusable();
            if (!gone || closed || deadline.expired()) {
                throw fault;
            }
        }
        return openPool(deadline).start(how, deadline);
    }

    /** Returns a deadline by the session's clock. */
    Deadline in(Duration time) {
        return Deadline.in(time, runtime);
    }

    UUID newId() {
        return UUID.fromString(Envelopes.uuid(runtime.random()));
    }

    /** Opens the pool if it is not open. */
    void open(Deadline deadline) {
        takeTurn(deadline);
        try {
            openPool(deadline);
        } finally {
            turn.release();
        }
    }

    /**
     * Makes the session forget variables and current folders. With one runspace the host is asked to; with several, which a host does not
     * reset, the next command opens a new pool, and those under way end in the old one.
     *
     * @throws Fault {@code UNSUPPORTED} if the session has one runspace and the host's protocol is older than 2.3
     */
    void reset(Deadline deadline) {
        takeTurn(deadline);
        try {
            if (options.runspaces().size().maxRunspaces() == 1) {
                openPool(deadline).reset(deadline);
            } else if (pool != null) {
                discard(pool);
            }
        } finally {
            turn.release();
        }
    }

    /**
     * Tells whether there is an open pool and the host still knows it.
     *
     * @throws Fault if it cannot be told
     */
    boolean isAlive(Deadline deadline) {
        takeTurn(deadline);
        try {
            PoolShell current = pool;
            return current != null && !current.unusable() && current.isAlive(deadline);
        } finally {
            turn.release();
        }
    }

    /**
     * Does something while no command of this session is under way or begins.
     *
     * @throws Fault {@code NEVER_SENT} if one is not over in time
     */
    void alone(Deadline deadline, Runnable work) {
        int places = options.runspaces().size().maxRunspaces();
        int taken = 0;
        try {
            while (taken < places) {
                takeTurn(deadline);
                taken++;
            }
            work.run();
        } finally {
            for (int i = 0; i < taken; i++) {
                turn.release();
            }
        }
    }

    /**
     * Lists the shells of the host: everybody's, if we are an administrator.
     *
     * @throws Fault if the list did not come, or is not whole; never {@code UNANSWERED}
     */
    List<ShellOnHost> shells(Deadline deadline) {
        return new ShellList(carrier, options, runtime).read(deadline);
    }

    /** Returns the ids of the shells that are this session's own. */
    Set<String> ownShells() {
        return kept().stream().map(PoolShell::shellId).collect(Collectors.toSet());
    }

    /** Returns the negotiated protocol; null before the pool was opened. */
    @Nullable
    PsrpVersion protocol() {
        PoolShell current = pool;
        return current == null ? null : current.protocol();
    }

    /** Returns the host's PowerShell version; null before the pool was opened, or if it does not tell. */
    @Nullable
    String serverPsVersion() {
        PoolShell current = pool;
        return current == null ? null : current.serverPsVersion();
    }

    /** Returns how we logged in; empty before that, and where there is nothing to tell. */
    String login() {
        return carrier.story();
    }

    /** Returns the size of envelopes agreed on; 0 before the pool was opened. */
    int maxEnvelope() {
        PoolShell current = pool;
        return current == null ? 0 : current.maxEnvelope();
    }

    String wire() {
        return carrier.wire();
    }

    private @Nullable PoolShell usable(Deadline deadline) {
        PoolShell current = pool;
        if (current == null || closed) {
            return null;
        }
        current.wake(deadline);
        return current.unusable() ? null : current;
    }

    /** One opens the pool, the others wait for it; where it does not open, those who waited are told the same. */
    private PoolShell openPool(Deadline deadline) {
        PoolShell current = usable(deadline);
        if (current != null) {
            return current;
        }
        Fault before = failure;
        take(opening, deadline);
        try {
            current = usable(deadline);
            if (current != null) {
                return current;
            }
            Fault meanwhile = failure;
            if (meanwhile != null && meanwhile != before) {
                throw meanwhile.as(meanwhile.phase()).because(String.valueOf(meanwhile.getMessage()));
            }
            return opened(deadline);
        } finally {
            opening.release();
        }
    }

    private PoolShell opened(Deadline deadline) {
        PoolShell old = pool;
        if (old != null) {
            discard(old);
        }
        PoolShell fresh = new PoolShell(carrier, options, runtime);
        keep(fresh);
        try {
            fresh.open(deadline);
        } catch (Fault fault) {
            boolean own = fault.kind() == ErrorKind.DEADLINE_EXCEEDED
                    || Thread.currentThread().isInterrupted()
                    || closed;
            if (!own) {
                failure = fault;
            }
            throw fault;
        }
        pool = fresh;
        if (closed) {
            throw closedFault();
        }
        return fresh;
    }

    /** Uses a pool no more; its shell is deleted when nothing runs in it any more. */
    private void discard(PoolShell old) {
        if (pool == old) {
            pool = null;
        }
        old.retire();
    }

    /** Keeps every pool until nothing is left of it, so that closing finds it wherever it stands. */
    private void keep(PoolShell fresh) {
        synchronized (shells) {
            if (closed) {
                throw closedFault();
            }
            shells.removeIf(PoolShell::finished);
            shells.add(fresh);
        }
    }

    private List<PoolShell> kept() {
        synchronized (shells) {
            return List.copyOf(shells);
        }
    }

    private void takeTurn(Deadline deadline) {
        take(turn, deadline);
    }

    private void take(QuorateRuntime.Permits permits, Deadline deadline) {
        try {
            if (permits.acquire(deadline.remaining())) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Fault.neverSent(ErrorKind.UNREACHABLE)
                    .cause(e)
                    .because("interrupted while waiting for the session to " + carrier.address());
        }
        throw Fault.neverSent(ErrorKind.DEADLINE_EXCEEDED)
                .because("the session to " + carrier.address() + " stayed busy with other commands");
    }

    private Fault closedFault() {
        return Fault.neverSent(ErrorKind.UNREACHABLE).because("the session to " + carrier.address() + " is closed");
    }

    /** Tells whether a host is being asked for a shell right now: whoever cuts that cannot know whether it comes about. */
    boolean creating() {
        return kept().stream().anyMatch(PoolShell::creating);
    }

    /** Refuses further commands. Does no I/O, ends nothing yet. */
    void refuse() {
        synchronized (shells) {
            closed = true;
        }
    }

    /** Ends the commands under way, without I/O; {@link #close} clears up after them. */
    void cut() {
        refuse();
        kept().forEach(PoolShell::cut);
    }

    /** Frees ended commands, deletes the shells, ends threads and connections. A command under way fails. Takes seconds at most. */
    @Override
    public void close() {
        cut();
        List<PoolShell> all = kept();
        all.forEach(PoolShell::close);
        all.forEach(PoolShell::awaitRetired);
        carrier.close();
    }
}

package io.quorate.winrm;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.winrm.psrp.RunspacePoolState;
import io.quorate.winrm.wsman.Reply;
import io.quorate.winrm.wsman.WsManFault;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a Receive parked at the host for a pool, in a thread of its own: without one Windows disconnects the shell after minutes. When the
 * network breaks it tries again, ever less often, for about four minutes; after that, or at the next command before, {@link #ensure} begins
 * anew.
 */
final class StandingReceive {
    private static final Logger log = LoggerFactory.getLogger(StandingReceive.class);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    /** 1, 2, 4 ... 60 s: after that a host has disconnected the shell anyway. */
    private static final int MOST_TRIES = 9;

    private static final Duration SLACK = Duration.ofSeconds(30);

    /** What it finds out about the shell. */
    interface Keeper {
        /** Nothing can be run in the shell any more. */
        void lost(String why);

        /** The host says that it has disconnected the shell. Takes it up again; returns what became of it. */
        Revival.Found disconnected(Deadline deadline);
    }

    private final ShellWire wire;
    private final GuardedPool pool;
    private final QuorateRuntime runtime;
    private final Keeper keeper;
    private final Duration quiet;
    private final Pace pace;

    /** What a wait for the next try waits for, in the runtime's time: whoever needs it gives one, and the end sends it away. */
    private final QuorateRuntime.Permits wanted;

    private final Object lock = new Object();
    private @Nullable Thread thread;
    private boolean runs;
    private boolean waits;
    private volatile boolean ended;
    private volatile long heardNanos;
    private volatile Instant heardAt;

    /** @param quiet how long the host may keep a Receive */
    StandingReceive(ShellWire wire, GuardedPool pool, QuorateRuntime runtime, Duration quiet, Keeper keeper) {
        this.wire = wire;
        this.pool = pool;
        this.runtime = runtime;
        this.keeper = keeper;
        this.quiet = quiet;
        this.pace = new Pace(runtime);
        this.wanted = runtime.permits(0);
        this.heardNanos = runtime.nanos();
        this.heardAt = runtime.now();
    }

    /** Starts it unless it runs or is over. A try that waits is made now. */
    void ensure() {
        synchronized (lock) {
            if (waits) {
                waits = false;
                wanted.release();
            }
            if (runs || ended) {
                return;
            }
            runs = true;
            Thread fresh = runtime.thread(
                    "quorate-winrm-pool-" + wire.address(), runtime.begun("standing Receive", this::stand));
            thread = fresh;
            fresh.start();
        }
    }

    boolean runs() {
        synchronized (lock) {
            return runs;
        }
    }

    /**
     * Tells whether nothing was heard for so long that the host may have disconnected the shell: the network was cut, or this machine slept,
     * which not every monotonic clock counts.
     */
    boolean inDoubt() {
        Duration most = quiet.plus(SLACK);
        return runtime.nanos() - heardNanos > most.toNanos()
                || Duration.between(heardAt, runtime.now()).compareTo(most) > 0;
    }

    /** Notes that the host has just told of the shell. */
    void heard() {
        heardNanos = runtime.nanos();
        heardAt = runtime.now();
    }

    private void stand() {
        int failures = 0;
        try {
            while (!ended) {
                try {
                    if (!once(Deadline.in(quiet.plus(SLACK), runtime))) {
                        return;
                    }
                    failures = 0;
                } catch (Fault fault) {
                    if (fault.kind() == ErrorKind.BAD_REPLY) {
                        keeper.lost("standing receive: " + fault.getMessage());
                        return;
                    }
                    log.debug("standing receive broke [host={} cause={}]", wire.address(), fault.getMessage());
                    failures++;
                    if (ended || failures > MOST_TRIES || !mayPass(fault) || !pause(failures)) {
                        return;
                    }
                }
            }
        } finally {
            synchronized (lock) {
                runs = false;
            }
            pool.nudge();
        }
    }

    /** What was refused is not asked for again but for a command that needs it. */
    private static boolean mayPass(Fault fault) {
        return !fault.refusesLogin() && fault.kind() != ErrorKind.ACCESS_DENIED && fault.kind() != ErrorKind.UNTRUSTED;
    }

    /** Does one Receive; returns whether there is to be another one. */
    private boolean once(Deadline patience) {
        Reply reply;
        try {
            reply = wire.receiveOnce(wire.standing, null, quiet, patience).only(null);
        } catch (Fault fault) {
            if (!Revival.mayBe(fault) || keeper.disconnected(patience) != Revival.Found.RECONNECTED) {
                throw fault;
            }
            return true;
        }
        pace.answered(Pace.saysNothing(reply), patience);
        if (reply.isQuiet()) {
            heard();
            return true;
        }
        WsManFault fault = reply.fault();
        if (fault != null) {
            if (fault.isDisconnected() && keeper.disconnected(patience) != Revival.Found.GONE) {
                return true;
            }
            keeper.lost("standing receive: " + fault.shortCode());
            return false;
        }
        heard();
        pool.received(reply);
        pool.sendPending(wire.standing, patience);
        RunspacePoolState state = pool.state();
        if (state != RunspacePoolState.OPENED) {
            keeper.lost("the pool is " + state);
            return false;
        }
        return true;
    }

    /** Waits before the next try; returns whether there is to be one. */
    private boolean pause(int failures) {
        long millis = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(failures - 1, 10));
        synchronized (lock) {
            waits = true;
        }
        try {
            if (wanted.acquire(Duration.ofMillis(millis))) {
                log.trace("standing receive wanted [host={}]", wire.address());
            }
            return !ended;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            synchronized (lock) {
                waits = false;
            }
        }
    }

    /** Ends it; what is in flight is ended by closing its channel. */
    void end() {
        ended = true;
        wanted.close();
    }

    @Nullable
    Thread thread() {
        synchronized (lock) {
            return thread;
        }
    }
}

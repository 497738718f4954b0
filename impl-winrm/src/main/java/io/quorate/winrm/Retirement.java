package io.quorate.winrm;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.spi.Fault;
import io.quorate.winrm.wsman.Reply;
import io.quorate.winrm.wsman.WsManFault;
import io.quorate.winrm.wsman.WsManUris;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How one shell ends on the host: its running command is stopped and freed, and it is deleted. Never throws. */
final class Retirement {
    private static final Logger log = LoggerFactory.getLogger(Retirement.class);

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);
    private static final Duration DELETE_PATIENCE = Duration.ofSeconds(4);
    private static final int STOP_RECEIVES = 3;

    /** What fails sooner was cut, and is asked again also in haste. */
    private static final Duration SOON = Duration.ofMillis(500);

    /** How often a shell is looked for that may yet come about: for ten seconds, or two when the session is being closed. */
    private static final int MOST_ROUNDS = 9;

    private static final int MOST_ROUNDS_IN_HASTE = 5;
    private static final int MOST_UNHEARD = 2;
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 3_000;

    /** What is known of the shell's being there. */
    enum Being {
        /** There is none: nothing was sent, or it was refused. */
        NONE,
        /** It was asked for, and no answer came: it may be there, or come about yet. */
        IN_DOUBT,
        THERE
    }

    private final ShellWire wire;
    private final QuorateRuntime runtime;

    /** For each who waits until something has ended: holds one or more then. */
    private final Set<QuorateRuntime.Permits> awaited = ConcurrentHashMap.newKeySet();

    private final CountDownLatch hurried = new CountDownLatch(1);

    Retirement(ShellWire wire, QuorateRuntime runtime) {
        this.wire = wire;
        this.runtime = runtime;
    }

    /** Stops a command whose state is in doubt, waits a little, and frees it. */
    void stop(String commandId) {
        if (!haste() && wire.signalQuietly(commandId, WsManUris.SIGNAL_STOP, STOP_PATIENCE)) {
            awaitStop(commandId);
            wire.signalQuietly(commandId, WsManUris.SIGNAL_TERMINATE, STOP_PATIENCE);
        }
    }

    private void awaitStop(String commandId) {
        Deadline patience = Deadline.in(STOP_PATIENCE, runtime);
        try {
            for (int i = 0; i < STOP_RECEIVES && !haste() && !patience.expired(); i++) {
                Reply reply = wire.receiveOnce(wire.releases, commandId, STOP_PATIENCE, patience);
                boolean ended =
                        reply.commandState() != null && reply.commandState().done();
                if (reply.fault() != null || ended) {
                    return;
                }
            }
        } catch (Fault fault) {
            log.debug("stopped pipeline not heard of [shell={} cause={}]", wire.shellId(), fault.getMessage());
        }
    }

    /** Deletes the shell. One that is in doubt is looked for again for a while: the host may still be making it. */
    void delete(Being being) {
        int unheard = 0;
        for (int round = 1; being != Being.NONE; round++) {
            Reply reply;
            long asked = runtime.nanos();
            try (QuorateRuntime.Work work = runtime.begin("deleting of a shell")) {
                reply = wire.deleteQuietly(DELETE_PATIENCE);
            }
            WsManFault fault = reply == null ? null : reply.fault();
            boolean gone = fault != null && fault.code() == WsManFault.SHELL_NOT_FOUND;
            if (reply != null && fault == null || gone && being == Being.THERE) {
                return;
            }
            unheard += reply == null ? 1 : 0;
            boolean hangs = runtime.nanos() - asked > SOON.toNanos();
            int mostUnheard = haste() && hangs ? 1 : MOST_UNHEARD;
            if (round >= (haste() ? MOST_ROUNDS_IN_HASTE : MOST_ROUNDS) || unheard >= mostUnheard) {
                log.debug("shell given up [shell={} being={} rounds={}]", wire.shellId(), being, round);
                return;
            }
            if (!pause(Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(round, 10)))) {
                return;
            }
        }
    }

    /** Waits in real time, in which the host does what it was asked for; returns false if nobody is to wait any more. */
    private boolean pause(long millis) {
        try {
            CountDownLatch end = haste() ? new CountDownLatch(1) : hurried;
            if (!end.await(millis, TimeUnit.MILLISECONDS)) {
                log.trace("looks for the shell again [shell={}]", wire.shellId());
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean haste() {
        return hurried.getCount() == 0;
    }

    /** Makes an end that somebody can wait for. */
    QuorateRuntime.Permits end() {
        QuorateRuntime.Permits end = runtime.permits(0);
        awaited.add(end);
        if (haste()) {
            end.release();
        }
        return end;
    }

    /** Says that something has ended, as far as it can be. */
    void over(QuorateRuntime.Permits end) {
        awaited.remove(end);
        end.release();
    }

    /** Says that the shell is gone as far as it can be, and with it all that was in it. */
    void over() {
        awaited.forEach(QuorateRuntime.Permits::release);
    }

    /** Says that nobody has the time to wait any more; what waits for an end is let go. */
    void hurry() {
        hurried.countDown();
        over();
    }

    /** Waits until it has ended, or in haste. */
    void await(QuorateRuntime.Permits end, Duration patience) {
        try {
            if (!end.acquire(patience)) {
                log.debug("not yet ended [shell={}]", wire.shellId());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            awaited.remove(end);
        }
    }
}

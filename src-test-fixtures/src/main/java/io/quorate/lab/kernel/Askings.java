package io.quorate.lab.kernel;

import io.quorate.Shown;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which work of the SDK waits for an answer over which connection, and how long: so the time knows that a call need not hold it while its
 * request is kept waiting, and ends the call's patience where it ends in the world's time. Thread-safe.
 */
public final class Askings {
    private final LabTime time;
    private final Map<Integer, Asking> byPort = new ConcurrentHashMap<>();

    /** From where nothing comes back, not even a refusal. */
    private final Set<InetSocketAddress> silent = ConcurrentHashMap.newKeySet();

    /** Guarded by the world's lock. */
    private final Set<Asking> parked = new LinkedHashSet<>();

    Askings(LabTime time) {
        this.time = time;
    }

    /**
     * Says that the current thread asks something over a connection.
     *
     * @param giveUp ends the wait for the answer, from any thread
     * @return who waits now; null if the thread does no work that is known of
     */
    public @Nullable Asking asks(int clientPort, Runnable giveUp) {
        Hold work = time.currentHold();
        Asking before = byPort.get(clientPort);
        if (before != null && before.work == work && !before.isOver() && !before.isParked()) {
            return before;
        }
        if (before != null) {
            time.locked(before::unpark);
        }
        if (work == null) {
            byPort.remove(clientPort);
            return null;
        }
        Asking asking = new Asking(this, work, giveUp);
        byPort.put(clientPort, asking);
        return asking;
    }

    /** Tells whether nothing comes back from an address now. */
    public boolean isSilent(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress known && silent.contains(known);
    }

    /** Says that something was heard, or, at an end, that nothing will be. */
    public void heard(Asking asking, boolean end) {
        if (end || asking.isParked()) {
            time.locked(() -> asking.heard(end));
        }
    }

    /** Forgets a connection that is about to be closed. */
    public void closed(int clientPort) {
        Asking last = byPort.remove(clientPort);
        if (last != null) {
            heard(last, true);
        }
    }

    /** Says that a request that came from a port will never be answered. */
    public void keepsWaiting(int clientPort) {
        Asking asking = byPort.get(clientPort);
        if (asking != null) {
            time.locked(() -> asking.park(true, null));
        }
    }

    /** Says that connections to an address are neither made nor refused from now on, or that they are again. */
    public void swallows(InetSocketAddress address, boolean on) {
        boolean changed = on ? silent.add(address) : silent.remove(address);
        if (changed) {
            time.nudge();
        }
    }

    /**
     * Waits, in a world whose time skips, while connections to an address are neither made nor refused: as long as the work of the current
     * thread is patient, which it need not be by the real clock. In other worlds, and for other threads, the network itself keeps them waiting.
     *
     * @param atMost how long, where the work has not said; null for ever
     * @param over looked at now and then: whether nobody waits for the connection any more
     * @return whether it may be tried; false if the time is over
     */
    public boolean awaitReachable(InetSocketAddress address, @Nullable Duration atMost, BooleanSupplier over)
            throws InterruptedException {
        Hold work = time.currentHold();
        if (work == null || time.mode() != LabTime.Mode.SKIPPING || !silent.contains(address)) {
            return true;
        }
        Duration ends = work.patienceEnds;
        Duration most = ends == null ? atMost : ends.minus(time.now());
        if (most == null) {
            return true;
        }
        time.sleep(most, () -> over.getAsBoolean() || !silent.contains(address));
        return over.getAsBoolean() || !silent.contains(address);
    }

    /** Says how long the work of the current thread waits for its next answer. Returns how long it may wait by the real clock. */
    public Duration patience(Duration atMost) {
        Hold work = time.currentHold();
        if (work == null || time.mode() == LabTime.Mode.WALL) {
            return atMost;
        }
        work.patience = atMost;
        work.patienceEnds = time.current().plus(atMost);
        return time.mode() == LabTime.Mode.SKIPPING ? atMost.plus(time.safetyLimit()) : atMost;
    }

    @Nullable
    Asking from(int clientPort) {
        return byPort.get(clientPort);
    }

    // with the world's lock

    void parked(Asking asking) {
        if (time.mode() != LabTime.Mode.WALL) {
            parked.add(asking);
        }
    }

    void unparked(Asking asking) {
        parked.remove(asking);
    }

    void afterwards(Runnable notice) {
        time.afterwards(notice);
    }

    /** Returns the earliest time at which somebody gives up; null if there is none. */
    @Nullable
    Duration next() {
        Duration next = null;
        for (Asking asking : parked) {
            next = LabTime.earlier(next, asking.givesUpAt());
        }
        return next;
    }

    /** Tells whether somebody waits for an answer that never comes, and will give up in the world's time. */
    boolean hang() {
        return parked.stream().anyMatch(asking -> asking.isHung() && asking.givesUpAt() != null);
    }

    /** Has those give up whose patience ends; they go on before the time does. Returns whether there were any. */
    boolean giveUp(Duration now) {
        List<Asking> ends = parked.stream()
                .filter(asking -> {
                    Duration end = asking.givesUpAt();
                    return end != null && end.compareTo(now) <= 0;
                })
                .toList();
        ends.forEach(Asking::giveUp);
        return !ends.isEmpty();
    }

    @Override
    public String toString() {
        return Shown.as(this).toString();
    }
}

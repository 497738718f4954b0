package io.quorate.lab.kernel;

import io.quorate.QuorateRuntime;
import io.quorate.Shown;
import io.quorate.lab.kernel.Waiters.Waiter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The world's time and its lock. Time is a duration since {@link #START} and moves in one of three ways:
 *
 * <ul>
 *   <li>{@link Mode#VIRTUAL}: only {@link #advance} moves it;
 *   <li>{@link Mode#SKIPPING}: whoever waits drives it: while no {@link Activity} is active, a waiting thread jumps to the next task or the
 *       next waiter's deadline, instant by instant. With one client thread the order of everything is the same every time;
 *   <li>{@link Mode#WALL}: it follows the real clock, times a factor.
 * </ul>
 *
 * <p>An instant is finished before anybody sees it: all tasks due then have run. Nobody waits while holding the lock (that is refused), so
 * nothing deadlocks; a wait that real time shows to be hopeless ends with a {@link LabStuckException} that says who holds the time.
 *
 * <p>Work of the SDK holds the time, too, from its beginning to its end, except while it sleeps here, waits for {@linkplain #permits permits}
 * or waits for the answer to a request that is itself kept waiting here ({@link Askings}); and the time stops wherever a wait of such work
 * ends, so nothing is late because others wait.
 *
 * <p>Real time is read for that safety limit and by the wall clock only. Thread-safe.
 */
public final class LabTime implements AutoCloseable {

    /** The instant at which every world starts. */
    public static final Instant START = Instant.parse("2026-01-05T08:00:00Z");

    /** The real-time safety limit if none is given. */
    public static final Duration DEFAULT_SAFETY_LIMIT = Duration.ofSeconds(60);

    private static final Logger log = LoggerFactory.getLogger(LabTime.class);
    private static final int TASKS_PER_INSTANT = 100_000;
    private static final Duration WALL_TICK = Duration.ofMillis(100);

    /** How often, in real time, a wait looks at what nobody tells it of. */
    private static final Duration LOOK = Duration.ofMillis(250);

    private static final long PASSED_OVER = Duration.ofMillis(1500).toNanos();

    /** How time moves. */
    public enum Mode {
        VIRTUAL,
        SKIPPING,
        WALL
    }

    private final ReentrantLock lock = new ReentrantLock();
    /** For who waits for all the others. */
    private final Condition settled = lock.newCondition();

    /** For the wall clock's thread. */
    private final Condition ended = lock.newCondition();

    private final Mode mode;
    private final double factor;
    private final Duration safetyLimit;
    private final QuorateRuntime real;
    private final Scheduler scheduler;
    private final Consumer<Scheduler.Task> runner;
    private final long realStart;
    private final ThreadLocal<@Nullable Hold> current = new ThreadLocal<>();
    private final Set<Hold> active = new LinkedHashSet<>();
    private final Waiters waiters = new Waiters();
    private final Askings askings = new Askings(this);
    private final Deque<Runnable> notices = new ArrayDeque<>();
    private volatile Duration now = Duration.ZERO;
    private boolean notifying;
    private boolean running;
    private long lastProgress;
    private @Nullable Thread ticker;
    private boolean closed;

    LabTime(
            Mode mode,
            double factor,
            Duration safetyLimit,
            QuorateRuntime real,
            Scheduler scheduler,
            Consumer<Scheduler.Task> runner) {
        this.mode = mode;
        this.factor = factor;
        this.safetyLimit = safetyLimit;
        this.real = real;
        this.scheduler = scheduler;
        this.runner = runner;
        this.realStart = real.nanos();
        this.lastProgress = realStart;
    }

    /** Returns how time moves. */
    public Mode mode() {
        return mode;
    }

    /** Returns the virtual time since the start. */
    public Duration now() {
        lock.lock();
        try {
            catchUp();
            return now;
        } finally {
            unlock();
        }
    }

    /** Returns the clock the SDK takes its time from. */
    public LabClock clock() {
        return new LabClock(this);
    }

    /**
     * Moves the time, running everything that falls due on the way; threads whose wait ends on the way act before time goes on.
     *
     * @throws IllegalStateException on the wall clock, or from inside a change
     * @throws LabStuckException if a request that is executing does not end within the safety limit
     */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("time does not go back");
        }
        if (mode == Mode.WALL) {
            throw new IllegalStateException("the wall clock moves by itself");
        }
        requireUnlocked();
        lock.lock();
        try {
            Duration target = now.plus(duration);
            while (true) {
                settle();
                Duration next = nextInstant();
                if (next == null || next.compareTo(target) > 0) {
                    now = target;
                    progress();
                    settle();
                    return;
                }
                moveTo(next);
            }
        } finally {
            unlock();
        }
    }

    /** Waits in virtual time; see {@link LabClock#sleep}. */
    void sleep(Duration duration) throws InterruptedException {
        if (duration.isNegative() || duration.isZero()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return;
        }
        await("sleep " + text(duration), () -> false, duration, null, true, null, null);
    }

    /** Waits in virtual time until something is so that nobody tells this of; looks at it now and then in real time, too. */
    void sleep(Duration duration, BooleanSupplier over) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        boolean ignored = await("sleep " + text(duration), over, duration, null, true, LOOK, null);
    }

    /**
     * Waits until the condition holds or the virtual limit has passed, driving the world forward in skipping mode. The current thread's
     * activity is parked meanwhile.
     *
     * @return whether the condition holds
     */
    boolean await(String what, BooleanSupplier condition, Duration virtualLimit) throws InterruptedException {
        return await(what, condition, virtualLimit, null, true, null, null);
    }

    /**
     * Waits like a long poll: never moves the time, counts as idle.
     *
     * @param what what is waited for, for messages
     * @param condition looked at whenever the world changes; must be quick and without effect
     * @param virtualLimit how long in virtual time; null for ever
     * @param realLimit how long in real time; null for ever
     * @return whether the condition holds
     */
    public boolean poll(
            String what, BooleanSupplier condition, @Nullable Duration virtualLimit, @Nullable Duration realLimit)
            throws InterruptedException {
        return await(what, condition, virtualLimit, realLimit, false, null, null);
    }

    /**
     * Waits in the same way for what depends on one thing alone.
     *
     * @param subject whoever changes it {@linkplain #nudge(Object) says so}
     */
    public boolean poll(
            Object subject,
            String what,
            BooleanSupplier condition,
            @Nullable Duration virtualLimit,
            @Nullable Duration realLimit)
            throws InterruptedException {
        return await(what, condition, virtualLimit, realLimit, false, null, subject);
    }

    /** Wakes those who wait for a condition outside the world's state, e.g. data in a queue. */
    public void nudge() {
        locked(this::wake);
    }

    /** Wakes those of them who wait for a subject, or for anything: where many wait, most need not look. */
    public void nudge(Object subject) {
        locked(() -> {
            settled.signalAll();
            if (!waiters.wakeAbout(subject, now) && canMove()) {
                waiters.wakeDriver();
            }
        });
    }

    /** Says that a request starts to execute on the current thread: time stands still until it is closed, parked or waits. */
    public Activity enter(String name) {
        return hold(name, false, null).bind();
    }

    /** Says the same of a request that came from a port: while it waits, whoever asked does not hold the time either. */
    public Activity enter(String name, int clientPort) {
        return hold(name, false, askings.from(clientPort)).bind();
    }

    /** Says that a request is about to execute on another thread, which {@linkplain Activity#bind() binds} it: time stands still from now on. */
    public Activity begin(String name) {
        return hold(name, false, null);
    }

    /** Says the same of work that nobody waits for: the time stands still for it, but need not stop at its deadlines. */
    public Activity beginInBackground(String name) {
        return hold(name, true, null);
    }

    private Hold hold(String name, boolean background, @Nullable Asking asking) {
        Hold hold = new Hold(this, name, background, asking, current.get());
        if (mode != Mode.WALL) {
            hold.unpark();
        }
        return hold;
    }

    /** Returns who waits for answers. */
    public Askings askings() {
        return askings;
    }

    /** Makes permits that are waited for in this time. */
    public LabPermits permits(int count) {
        return new LabPermits(this, count);
    }

    private boolean await(
            String what,
            BooleanSupplier condition,
            @Nullable Duration virtualLimit,
            @Nullable Duration realLimit,
            boolean drives,
            @Nullable Duration look,
            @Nullable Object subject)
            throws InterruptedException {
        requireUnlocked();
        Hold own = current.get();
        lock.lockInterruptibly();
        try {
            catchUp();
            Asking asked = own == null ? null : own.asked();
            Duration end = virtualLimit == null ? null : now.plus(virtualLimit);
            Waiter me = new Waiter(what, condition, end, drives, asked, lock.newCondition()).about(subject);
            long started = real.nanos();
            return until(
                    me,
                    condition,
                    virtualLimit == null && !drives,
                    () -> Math.min(
                            patience(me, realLimit, me.drives() ? safetyLimit : null, started),
                            look == null ? Long.MAX_VALUE : look.toNanos()));
        } finally {
            unlock();
        }
    }

    /** @param handedOn whether somebody else may have the permit; else an end is waited for, which drives nothing */
    Waiter permitWaiter(Duration atMost, boolean handedOn) {
        catchUp();
        // What a close cuts off gives its permit back in real time; only who has been passed over is kept waiting for
        // good.
        long since = real.nanos();
        return Waiter.granted(
                "a permit",
                now.plus(atMost),
                () -> handedOn && real.nanos() - since > PASSED_OVER && askings.hang(),
                lock.newCondition());
    }

    /** Waits, with the lock held once, until the waiter is granted what it waits for. */
    boolean awaitPermit(Waiter me, Duration atMost) throws InterruptedException {
        Duration safety = safetyLimit.compareTo(atMost) > 0 ? safetyLimit : atMost;
        long started = real.nanos();
        return until(me, me::isGranted, false, () -> patience(me, null, safety, started));
    }

    void grant(Waiter waiter) {
        waiters.grant(waiter);
    }

    /** Waits with the lock held once. Returns whether the condition holds. */
    private boolean until(Waiter me, BooleanSupplier condition, boolean forGood, LongSupplier patience)
            throws InterruptedException {
        Hold own = current.get();
        List<Hold> suspended = own == null ? List.of() : own.suspendAll(forGood);
        waiters.add(me);
        try {
            while (true) {
                catchUp();
                flushNotices();
                if (condition.getAsBoolean()) {
                    return true;
                }
                if (me.expired(now)) {
                    return false;
                }
                if (me.drives() && canMove() && !waiters.wake(now, me)) {
                    if (!askings.giveUp(now)) {
                        Duration next = nextInstant();
                        if (next == null) {
                            throw new LabStuckException("nothing is scheduled that could end the wait: " + me.what);
                        }
                        moveTo(next);
                    }
                    continue;
                }
                long left = patience.getAsLong();
                if (left <= 0) {
                    return false;
                }
                long ignored = me.signal.awaitNanos(left);
            }
        } finally {
            waiters.remove(me);
            if (own != null) {
                own.resumeAll(suspended);
            }
            if (mode != Mode.WALL) {
                // Nothing has changed, but somebody else may move the time now.
                wake();
            }
        }
    }

    /** Tells whether nothing holds the time that one who waits may move. */
    private boolean canMove() {
        return mode == Mode.SKIPPING && active.isEmpty() && quiet();
    }

    @Nullable
    Hold currentHold() {
        return current.get();
    }

    Duration safetyLimit() {
        return safetyLimit;
    }

    /** The wall clock is held by nobody. */
    void activate(Hold hold) {
        if (mode != Mode.WALL && active.add(hold)) {
            progress();
        }
    }

    boolean deactivate(Hold hold) {
        boolean was = mode != Mode.WALL && active.remove(hold);
        if (was) {
            progress();
        }
        return was;
    }

    void bound(Hold hold) {
        current.set(hold);
    }

    void unbound(Hold hold, @Nullable Hold next) {
        if (current.get() == hold) {
            if (next == null) {
                current.remove();
            } else {
                current.set(next);
            }
        }
    }

    void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            unlock();
        }
    }

    /** Wakes whoever can go on, and somebody to move the time if nobody can. The lock is held. */
    private void wake() {
        settled.signalAll();
        if (!waiters.wake(now, null) && canMove()) {
            waiters.wakeDriver();
        }
    }

    /** Returns how long to wait for a signal in real nanoseconds; 0 when the real limit of a poll has passed. */
    private long patience(Waiter me, @Nullable Duration realLimit, @Nullable Duration safety, long started) {
        long read = real.nanos();
        long left = Long.MAX_VALUE;
        if (realLimit != null) {
            left = realLimit.toNanos() - (read - started);
            if (left <= 0) {
                return 0;
            }
        }
        if (mode == Mode.WALL) {
            return Math.min(left, wallPatience(me));
        }
        if (safety != null) {
            long safe = safety.toNanos() - (read - Math.max(lastProgress, started));
            if (safe <= 0) {
                throw stuck(me.what);
            }
            left = Math.min(left, safe);
        }
        return left;
    }

    /** Until its own end, but not for long: not everything that it may wait for is told of; least for who does not poll. */
    private long wallPatience(Waiter me) {
        long most = (me.drives() ? WALL_TICK : LOOK).toNanos();
        Duration end = me.deadline;
        long left = end == null ? most : (long) (end.minus(now).toNanos() / factor);
        return Math.max(1, Math.min(left, most));
    }

    private LabStuckException stuck(String what) {
        StringJoiner why = new StringJoiner(", ");
        active.forEach(hold -> why.add("executing: " + hold.name));
        if (why.length() == 0) {
            why.add(mode == Mode.VIRTUAL ? "nobody advanced the time" : "listeners are still being told");
        }
        return new LabStuckException("no progress for " + safetyLimit.toSeconds() + " s of real time at virtual "
                + text(now) + " while waiting: " + what + " (" + why + ")");
    }

    /** Lets everybody act who can before time moves on. The lock is held. */
    private void settle() {
        long started = real.nanos();
        flushNotices();
        Hold own = current.get();
        while (true) {
            boolean others = active.stream().anyMatch(hold -> own == null || !own.nestedIn(hold));
            if (!others && quiet() && !waiters.wake(now, null)) {
                if (!askings.giveUp(now)) {
                    return;
                }
                flushNotices();
                continue;
            }
            long left = safetyLimit.toNanos() - (real.nanos() - Math.max(started, lastProgress));
            if (left <= 0) {
                throw stuck("advance");
            }
            try {
                long ignored = settled.awaitNanos(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LabStuckException("interrupted while advancing the time");
            }
            flushNotices();
        }
    }

    private boolean quiet() {
        return notices.isEmpty() && !notifying && !running;
    }

    /** Returns where the time stops next: at a task, or where somebody's wait ends. */
    private @Nullable Duration nextInstant() {
        Duration next = earlier(earlier(scheduler.next(), waiters.next()), askings.next());
        return next == null || next.compareTo(now) >= 0 ? next : now;
    }

    static @Nullable Duration earlier(@Nullable Duration a, @Nullable Duration b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.compareTo(b) <= 0 ? a : b;
    }

    private void moveTo(Duration instant) {
        now = instant;
        boolean ignored = runDue(instant);
        progress();
        flushNotices();
    }

    /** Returns whether anything was due. */
    private boolean runDue(Duration until) {
        running = true;
        int count = 0;
        try {
            Scheduler.Task task;
            while ((task = scheduler.poll(until)) != null) {
                if (++count > TASKS_PER_INSTANT) {
                    throw new LabStuckException("the world does not come to rest at " + text(now) + ": " + task.name);
                }
                if (task.at.compareTo(now) > 0) {
                    now = task.at;
                }
                runner.accept(task);
            }
        } finally {
            running = false;
        }
        return count > 0;
    }

    private void catchUp() {
        if (mode != Mode.WALL || running || lock.getHoldCount() > 1) {
            return;
        }
        Duration target = Duration.ofNanos((long) ((real.nanos() - realStart) * factor));
        if (target.compareTo(now) > 0) {
            boolean changed = runDue(target);
            now = target;
            if (changed) {
                wake();
            } else {
                // That time has passed ends waits, and makes nothing else so that was not so before.
                boolean ignored = waiters.wakeExpired(now, null);
            }
        }
    }

    private void progress() {
        lastProgress = real.nanos();
        wake();
    }

    // what World uses

    ReentrantLock lock() {
        return lock;
    }

    /** Takes the lock for a change or a read. */
    void enterChange() {
        lock.lock();
        catchUp();
    }

    /** Gives the lock back after a read, which on the wall clock leaves everybody as they are: they look now and then anyway. */
    void leaveRead() {
        if (mode == Mode.WALL && notices.isEmpty()) {
            unlock();
        } else {
            leaveChange();
        }
    }

    /** Gives the lock back; whoever gives it back last tells the listeners, without the lock. */
    void leaveChange() {
        try {
            if (lock.getHoldCount() == 1) {
                wake();
                if (!running) {
                    flushNotices();
                }
            }
        } finally {
            unlock();
        }
    }

    /** Returns the time as tasks and changes see it; the lock is held. */
    Duration current() {
        return now;
    }

    /** Queues a call to be made without the lock once the change that is being made is complete. */
    void afterwards(Runnable notice) {
        notices.add(notice);
    }

    void scheduled() {
        if (mode == Mode.WALL && ticker == null && !closed) {
            ticker = real.thread("quorate-lab-time", this::tick);
            ticker.start();
        }
    }

    private void tick() {
        lock.lock();
        try {
            while (!closed) {
                catchUp();
                flushNotices();
                long ignored = ended.awaitNanos(WALL_TICK.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            unlock();
        }
    }

    private void flushNotices() {
        if (notifying || lock.getHoldCount() != 1) {
            return;
        }
        Runnable notice;
        while ((notice = notices.poll()) != null) {
            notifying = true;
            lock.unlock();
            try {
                notice.run();
            } catch (RuntimeException e) {
                log.warn("a listener of the lab failed", e);
            } finally {
                lock.lock();
                notifying = false;
                wake();
            }
        }
    }

    private void unlock() {
        lock.unlock();
    }

    private void requireUnlocked() {
        if (lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("a change does not wait: it schedules");
        }
    }

    /** Stops the wall clock's thread; waits that are under way end by their own limits. */
    @Override
    public void close() {
        Thread stop;
        lock.lock();
        try {
            closed = true;
            stop = ticker;
            ended.signalAll();
            wake();
        } finally {
            unlock();
        }
        if (stop != null && stop != Thread.currentThread()) {
            try {
                stop.join(TimeUnit.SECONDS.toMillis(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns a virtual time as {@code [d.]hh:mm:ss.mmm}. */
    public static String text(Duration time) {
        String days = time.toDays() > 0 ? time.toDays() + "." : "";
        return days
                + String.format(
                        Locale.ROOT,
                        "%02d:%02d:%02d.%03d",
                        time.toHoursPart(),
                        time.toMinutesPart(),
                        time.toSecondsPart(),
                        time.toMillisPart());
    }

    @Override
    public String toString() {
        return Shown.as(this).with("mode", mode).with("now", now).toString();
    }
}

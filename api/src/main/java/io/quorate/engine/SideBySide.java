package io.quorate.engine;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Asks several hosts at once, each on a thread of its own, which waits half a second for further questions before it ends; so many at most
 * that a caller who finds none left asks by itself, one after the other. Who asks waits on the runtime's clock. An interrupt is passed on to whoever asks for the interrupted
 * thread, and comes back with what they say. Thread-safe.
 */
final class SideBySide implements AutoCloseable {
    /** How many threads ask for one caller; what is left follows as questions end. */
    static final int MOST_FOR_ONE = 64;

    /** How many threads ask for all callers together. */
    static final int MOST = 256;

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final long LINGER_MILLIS = 500;
    private static final long CLOSING_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final QuorateRuntime runtime;
    private final Object lock = new Object();

    /** Those that ask, or are about to. */
    private final Set<Thread> threads = new HashSet<>();

    /** Those that wait for more, by what they are named after. */
    private final Map<String, Deque<Worker>> idle = new HashMap<>();

    private int idling;
    private boolean closed;

    SideBySide(QuorateRuntime runtime) {
        this.runtime = runtime;
    }

    /**
     * Returns the answers in the order of the questions; throws the failure of the first that failed, as soon as one did: what is under way
     * then ends by itself, and nobody hears of it.
     *
     * @param name what the threads are named after
     */
    <T> List<T> all(String name, List<Supplier<T>> questions) {
        if (questions.size() == 1) {
            return List.of(questions.get(0).get());
        }
        Round<T> round = new Round<>(name, questions);
        round.begin(questions.size());
        boolean well = true;
        for (int left = questions.size(); left > 0 && well; left--) {
            well = round.isWell(round.next());
        }
        round.stop();
        return round.values();
    }

    /** Begins a round of questions, of which none is asked yet. */
    <T> Round<T> round(String name, List<Supplier<T>> questions) {
        return new Round<>(name, questions);
    }

    /** Returns how many threads ask now. */
    int size() {
        synchronized (lock) {
            return threads.size();
        }
    }

    /** Interrupts whoever asks yet and waits a moment for their end; nobody starts any more. Keeps an interrupt. */
    @Override
    public void close() {
        List<Thread> last;
        synchronized (lock) {
            closed = true;
            last = new ArrayList<>(threads);
            idle.values().forEach(workers -> workers.forEach(worker -> last.add(worker.thread)));
        }
        last.forEach(Thread::interrupt);
        long patience = CLOSING_NANOS;
        try {
            for (Thread thread : last) {
                while (thread != Thread.currentThread() && thread.isAlive() && patience > 0) {
                    thread.join(10);
                    patience -= TimeUnit.MILLISECONDS.toNanos(10);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes one that waits for more; null if none does. The lock is held. */
    private @Nullable Worker idle(String name) {
        Deque<Worker> those = idle.get(name);
        Worker last = those == null ? null : those.pollLast();
        if (last != null) {
            idling--;
        }
        return last;
    }

    /** What a thread does: it costs more to begin one than to ask, and one that has asked has its buffers. */
    private final class Worker implements Runnable {
        private final String name;
        private final Thread thread;
        private final BlockingQueue<Runnable> given = new ArrayBlockingQueue<>(1);

        Worker(String name, String threadName) {
            this.name = name;
            this.thread = runtime.thread(threadName, this);
        }

        @Override
        public void run() {
            for (Runnable work = given.poll(); work != null; work = next()) {
                work.run();
            }
        }

        /** Returns what comes within a moment; null if it is to end. */
        private @Nullable Runnable next() {
            // An interrupt was meant for who asked.
            boolean ignored = Thread.interrupted();
            synchronized (lock) {
                if (closed || idling >= MOST_FOR_ONE) {
                    return null;
                }
                idling++;
                idle.computeIfAbsent(name, none -> new ArrayDeque<>()).addLast(this);
            }
            Runnable more = null;
            try {
                more = given.poll(LINGER_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                // The end of all.
            }
            return more == null && !leaves() ? promised() : more;
        }

        /** Waits no more; returns false if it has been taken meanwhile. */
        private boolean leaves() {
            synchronized (lock) {
                Deque<Worker> those = idle.get(name);
                boolean free = those != null && those.remove(this);
                if (free) {
                    idling--;
                    if (those.isEmpty()) {
                        idle.remove(name);
                    }
                }
                return free;
            }
        }

        /** Whoever has taken it gives it something at once. */
        private Runnable promised() {
            while (true) {
                try {
                    return given.take();
                } catch (InterruptedException e) {
                    // Whoever asks is told by its round.
                }
            }
        }
    }

    /** What came of one question: a value or a failure. */
    private record Answer<T>(@Nullable T value, @Nullable Throwable failure) {

        @SuppressWarnings("NullAway") // a question whose answer may be null is of such a type
        T get() {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure != null) {
                throw failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
            }
            return value;
        }
    }

    /** Questions of one caller. All but what the threads do is called by the caller's thread. */
    final class Round<T> {
        private final String name;
        private final List<Supplier<T>> questions;
        private final QuorateRuntime.Permits ends = inOthersHands();
        private final Thread caller = Thread.currentThread();
        private final @Nullable Map<String, String> context = MDC.getCopyOfContextMap();

        // guarded by the lock
        private final List<@Nullable Answer<T>> answers;
        private final Queue<Integer> ended = new ArrayDeque<>();
        private final Set<Thread> mine = new HashSet<>();
        private int next;
        private int begun;
        private int named;

        private Round(String name, List<Supplier<T>> questions) {
            this.name = name;
            this.questions = List.copyOf(questions);
            this.answers = new ArrayList<>(Collections.nCopies(questions.size(), null));
        }

        /** Has the first so many asked. The time stands still until the threads are there that ask. */
        void begin(int upTo) {
            List<Worker> fresh = new ArrayList<>();
            List<Worker> again = new ArrayList<>();
            CountDownLatch there;
            synchronized (lock) {
                begun = Math.max(begun, upTo);
                int wanted = Math.min(begun - next, MOST_FOR_ONE - mine.size());
                int free = closed || caller.isInterrupted() ? 0 : MOST - threads.size();
                int count = Math.max(0, Math.min(wanted, free));
                there = new CountDownLatch(count);
                for (int i = 0; i < count; i++) {
                    Worker worker = idle(name);
                    if (worker == null) {
                        worker = new Worker(name, name + "-" + ++named);
                        fresh.add(worker);
                    } else {
                        again.add(worker);
                    }
                    mine.add(worker.thread);
                    threads.add(worker.thread);
                }
            }
            again.forEach(worker -> worker.given.add(() -> work(there)));
            start(fresh, there);
            await(there);
        }

        private void start(List<Worker> fresh, CountDownLatch there) {
            int started = 0;
            try {
                for (Worker worker : fresh) {
                    worker.given.add(() -> work(there));
                    worker.thread.start();
                    started++;
                }
            } finally {
                // Where the machine has no thread left, those that run do it, or the caller.
                for (Worker none : fresh.subList(started, fresh.size())) {
                    there.countDown();
                    synchronized (lock) {
                        mine.remove(none.thread);
                        threads.remove(none.thread);
                    }
                }
            }
        }

        private void await(CountDownLatch there) {
            boolean interrupted = false;
            while (there.getCount() > 0) {
                try {
                    there.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        /** Lets nothing more begin. */
        void stop() {
            synchronized (lock) {
                next = questions.size();
            }
        }

        /** Waits until one more of those that were begun has ended, and returns its number. */
        int next() {
            int one = -1;
            while (one < 0) {
                one = next(LONG);
            }
            return one;
        }

        /** Does the same within a time; returns -1 if none has ended by then. */
        int next(Duration atMost) {
            Deadline end = Deadline.in(atMost, runtime);
            boolean interrupted = false;
            try {
                while (true) {
                    Integer one;
                    synchronized (lock) {
                        one = ended.poll();
                    }
                    if (one != null) {
                        return one;
                    }
                    int ours = byCaller();
                    if (ours >= 0) {
                        if (interrupted) {
                            Thread.currentThread().interrupt();
                        }
                        ask(ours);
                    } else if (!interrupted && end.expired()) {
                        return -1;
                    } else {
                        interrupted |= !await(interrupted ? LONG : end.remaining());
                    }
                }
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        /** Whoever waits for it waits for somebody who has it. */
        private QuorateRuntime.Permits inOthersHands() {
            QuorateRuntime.Permits permits = runtime.permits(1);
            boolean ignored = permits.tryAcquire();
            return permits;
        }

        /** Waits a while; returns false if interrupted. */
        private boolean await(Duration atMost) {
            try {
                boolean ignored = ends.acquire(atMost);
                return true;
            } catch (InterruptedException e) {
                synchronized (lock) {
                    mine.forEach(Thread::interrupt);
                }
                return false;
            }
        }

        /** Returns what nobody else is there to ask; -1 if there is nothing. */
        private int byCaller() {
            synchronized (lock) {
                return mine.isEmpty() && next < begun ? next++ : -1;
            }
        }

        private void work(CountDownLatch there) {
            if (context != null) {
                MDC.setContextMap(context);
            }
            try (QuorateRuntime.Work work = runtime.begin(name)) {
                there.countDown();
                for (int one = mine(); one >= 0; one = mine()) {
                    ask(one);
                }
            } finally {
                MDC.clear();
            }
        }

        /** Returns what this thread asks next; -1 if there is nothing: then it is none of ours any more. */
        private int mine() {
            synchronized (lock) {
                if (next < begun && !closed && !Thread.currentThread().isInterrupted()) {
                    return next++;
                }
                mine.remove(Thread.currentThread());
                threads.remove(Thread.currentThread());
                if (mine.isEmpty()) {
                    ends.release();
                }
                return -1;
            }
        }

        private void ask(int one) {
            Answer<T> answer;
            try {
                answer = new Answer<>(questions.get(one).get(), null);
            } catch (Throwable e) {
                answer = new Answer<>(null, e);
            }
            synchronized (lock) {
                answers.set(one, answer);
                ended.add(one);
            }
            ends.release();
        }

        /** Returns the answer to a question that has ended; throws what it threw. */
        T answer(int one) {
            return known(one).get();
        }

        private boolean isWell(int one) {
            return known(one).failure == null;
        }

        private Answer<T> known(int one) {
            synchronized (lock) {
                return Objects.requireNonNull(answers.get(one));
            }
        }

        /** Returns all answers; throws the failure of the first that failed. */
        private List<T> values() {
            List<@Nullable Answer<T>> all;
            synchronized (lock) {
                all = new ArrayList<>(answers);
            }
            for (Answer<T> answer : all) {
                if (answer != null && answer.failure != null) {
                    tellWhoAsked(answer.failure);
                    answer.get();
                }
            }
            List<T> values = new ArrayList<>();
            for (Answer<T> answer : all) {
                values.add(Objects.requireNonNull(answer).get());
            }
            return values;
        }
    }

    /** A failure on another thread says nothing of who called: that is what a reader of the stack trace looks for. */
    private static void tellWhoAsked(Throwable failure) {
        List<StackTraceElement> both = new ArrayList<>(List.of(failure.getStackTrace()));
        both.addAll(List.of(new Throwable().getStackTrace()));
        failure.setStackTrace(both.toArray(new StackTraceElement[0]));
    }
}

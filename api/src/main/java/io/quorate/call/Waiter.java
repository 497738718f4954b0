package io.quorate.call;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.Shown;
import io.quorate.Span;
import io.quorate.error.BusyException;
import io.quorate.error.DeadlineExceededException;
import io.quorate.error.ErrorReport;
import io.quorate.error.QuorateException;
import io.quorate.error.RejectedException;
import io.quorate.error.UnreachableException;
import io.quorate.error.UnsupportedException;
import io.quorate.spi.RehearsedRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a condition with a name, on the runtime's clock and the caller's thread. Immutable; each setter returns a new waiter.
 *
 * <pre>{@code
 * quorate.waitFor("web1 runs on HV2", () -> vms.get("web1"))
 *         .until(vm -> vm.host().equals("HV2"))
 *         .never(vm -> vm.failed() ? Optional.of("it failed") : Optional.empty())
 *         .await(Duration.ofMinutes(5));
 * }</pre>
 *
 * <p>By default it looks every second, and goes on when a look gets no answer (Unreachable, Busy, DeadlineExceeded): that is what one
 * waits through when a node dies. Every other exception of a look ends the wait. A look that is under way when the time is up is not
 * cut short; give it a deadline of its own.
 *
 * @param <T> what a look sees
 */
public final class Waiter<T> {
    /** What takes long is looked at less and less often: its end is seen within a tenth of the time it took. */
    private static final int SHARE = 10;

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final QuorateRuntime runtime;
    private final String condition;
    private final Supplier<T> look;
    private final Predicate<? super T> met;
    private final Function<? super T, Optional<String>> hopeless;
    private final Function<? super T, String> words;
    private final Predicate<QuorateException> tolerated;
    private final Duration interval;
    private final boolean patient;

    private Waiter(
            QuorateRuntime runtime,
            String condition,
            Supplier<T> look,
            Predicate<? super T> met,
            Function<? super T, Optional<String>> hopeless,
            Function<? super T, String> words,
            Predicate<QuorateException> tolerated,
            Duration interval,
            boolean patient) {
        this.patient = patient;
        this.runtime = Objects.requireNonNull(runtime, "runtime");
        this.condition = Objects.requireNonNull(condition, "condition");
        this.look = Objects.requireNonNull(look, "look");
        this.met = Objects.requireNonNull(met, "met");
        this.hopeless = Objects.requireNonNull(hopeless, "hopeless");
        this.words = Objects.requireNonNull(words, "words");
        this.tolerated = Objects.requireNonNull(tolerated, "tolerated");
        this.interval = Objects.requireNonNull(interval, "interval");
    }

    /**
     * Makes a waiter that is content with whatever it sees first; say {@link #until} what it waits for.
     *
     * @param condition what is waited for, as the message of a time-out names it
     * @param look looks once
     */
    public static <T> Waiter<T> of(QuorateRuntime runtime, String condition, Supplier<T> look) {
        return new Waiter<>(
                runtime,
                condition,
                look,
                seen -> true,
                seen -> Optional.empty(),
                String::valueOf,
                e -> e instanceof UnreachableException
                        || e instanceof BusyException
                        || e instanceof DeadlineExceededException,
                Duration.ofSeconds(1),
                false);
    }

    /** Waits until what is seen passes the test. */
    public Waiter<T> until(Predicate<? super T> test) {
        return new Waiter<>(runtime, condition, look, test, hopeless, words, tolerated, interval, patient);
    }

    /** Gives up early, with the reason, when what is seen shows that it will never happen. */
    public Waiter<T> never(Function<? super T, Optional<String>> reason) {
        return new Waiter<>(runtime, condition, look, met, reason, words, tolerated, interval, patient);
    }

    /** Looks this often; the pause begins when a look has ended. More than zero. */
    public Waiter<T> every(Duration time) {
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException("the interval is longer than zero: " + Span.words(time));
        }
        return new Waiter<>(runtime, condition, look, met, hopeless, words, tolerated, time, patient);
    }

    /** Looks less often the longer it takes: the pauses grow to a tenth of the time that has passed, and to thirty seconds at most. */
    Waiter<T> patiently() {
        return new Waiter<>(runtime, condition, look, met, hopeless, words, tolerated, interval, true);
    }

    /** Puts what was seen into words for the message of a time-out. */
    public Waiter<T> describedBy(Function<? super T, String> description) {
        return new Waiter<>(runtime, condition, look, met, hopeless, description, tolerated, interval, patient);
    }

    /** Goes on when a look throws one of these; replaces the default. */
    public Waiter<T> tolerating(Predicate<QuorateException> test) {
        return new Waiter<>(runtime, condition, look, met, hopeless, words, test, interval, patient);
    }

    /**
     * Looks until the condition is met, at least once.
     *
     * @return what was seen then
     * @throws DeadlineExceededException if it was not met in time, or the thread was interrupted (its status is restored); tells what
     *     was seen last
     * @throws RejectedException if it will never be met
     * @throws UnsupportedException in a rehearsal, if what it looks at depends on what was not sent and so stays as it is
     */
    public T await(Duration timeout) {
        try (QuorateRuntime.Work work = runtime.begin("wait: " + condition)) {
            return look(timeout);
        }
    }

    private T look(Duration timeout) {
        long started = runtime.nanos();
        Deadline deadline = Deadline.in(timeout, runtime);
        String lastSeen = null;
        QuorateException lastFailure = null;
        for (int looks = 1; ; looks++) {
            Optional<String> hopelessness;
            Supplier<Optional<String>> futility =
                    runtime instanceof RehearsedRuntime rehearsed ? rehearsed.watch() : Optional::empty;
            try {
                T seen = look.get();
                if (met.test(seen)) {
                    return seen;
                }
                lastFailure = null;
                lastSeen = words.apply(seen);
                hopelessness = hopeless.apply(seen);
            } catch (QuorateException e) {
                if (!tolerated.test(e)) {
                    throw e;
                }
                lastFailure = e;
                lastSeen = e.getMessage();
                hopelessness = Optional.empty();
            }
            if (hopelessness.isPresent()) {
                throw new RejectedException(
                        report(looks, started, "it will never happen: " + hopelessness.get() + seen(lastSeen)), null);
            }
            Optional<String> futile = futility.get();
            if (futile.isPresent()) {
                String hint = "run what comes before, then rehearse the rest";
                throw new UnsupportedException(
                        report(looks, started, futile.get() + seen(lastSeen), hint), List.of(hint), lastFailure);
            }
            Duration left = deadline.remaining();
            if (left.isZero()) {
                throw late(looks, started, "not within " + Span.words(timeout), lastSeen, lastFailure);
            }
            try {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                // The last pause is cut short, so that the state at the deadline is seen, too.
                runtime.sleep(min(left, pause(started)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw late(looks, started, "interrupted", lastSeen, e);
            }
        }
    }

    private Duration pause(long started) {
        if (!patient) {
            return interval;
        }
        Duration share =
                min(LONGEST_PAUSE, Duration.ofNanos(runtime.nanos() - started).dividedBy(SHARE));
        return share.compareTo(interval) < 0 ? interval : share;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private DeadlineExceededException late(
            int looks, long started, String why, @Nullable String lastSeen, @Nullable Throwable cause) {
        return new DeadlineExceededException(report(looks, started, why + seen(lastSeen)), lastSeen, cause);
    }

    private static String seen(@Nullable String lastSeen) {
        return "; last seen: " + (lastSeen == null ? "nothing" : lastSeen);
    }

    private ErrorReport report(int looks, long started, String said) {
        return report(looks, started, said, null);
    }

    private ErrorReport report(int looks, long started, String said, @Nullable String hint) {
        return new ErrorReport(
                "wait",
                condition,
                null,
                null,
                null,
                looks,
                Duration.ofNanos(runtime.nanos() - started),
                said,
                null,
                hint,
                null);
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("condition", condition)
                .with("every", interval)
                .toString();
    }
}

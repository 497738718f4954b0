package io.quorate.call;

import io.quorate.QuorateRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something long that runs on a server: a migration, a copy, a validation. Losing this object loses nothing; the {@link #token()} finds
 * it again. No thread of ours runs behind it: it is looked at when it is asked. Thread-safe.
 *
 * @param <R> what it returns in the end
 */
public final class Task<R> {
    private final QuorateRuntime runtime;
    private final String name;
    private final String token;
    private final Supplier<TaskState<R>> look;
    private final Runnable cancel;
    private volatile @Nullable TaskState<R> ended;

    private Task(QuorateRuntime runtime, String name, String token, Supplier<TaskState<R>> look, Runnable cancel) {
        this.runtime = Objects.requireNonNull(runtime, "runtime");
        this.name = Objects.requireNonNull(name, "name");
        this.token = Objects.requireNonNull(token, "token");
        this.look = Objects.requireNonNull(look, "look");
        this.cancel = Objects.requireNonNull(cancel, "cancel");
    }

    /**
     * Makes a task; for clients.
     *
     * @param name what runs, as messages name it: {@code live migration of web1}
     * @param token a text that finds the task again, also from another process
     * @param look asks the server once
     * @param cancel asks the server to stop it
     */
    public static <R> Task<R> of(
            QuorateRuntime runtime, String name, String token, Supplier<TaskState<R>> look, Runnable cancel) {
        return new Task<>(runtime, name, token, look, cancel);
    }

    /**
     * Writes a token; for clients.
     *
     * @param kind what kind of task it is of, lower-case words with hyphens
     * @param endpoint which endpoint it runs on
     * @param parts what finds it there; no secrets
     */
    public static String tokenOf(String kind, String endpoint, String... parts) {
        return TaskToken.write(kind, endpoint, List.of(parts));
    }

    /**
     * Reads the parts of a token; for clients.
     *
     * @param token as {@link #tokenOf} wrote it
     * @param kind which kind of task it has to be of
     * @param endpoint which endpoint it has to be for
     * @param count how many parts it has to have
     * @throws IllegalArgumentException if it is not such a token, of another version or for another endpoint
     */
    public static List<String> partsOf(String token, String kind, String endpoint, int count) {
        return TaskToken.read(token, kind, endpoint, count);
    }

    /** Returns a text without secrets that finds the task again, also from another process. */
    public String token() {
        return token;
    }

    /** Asks the server how far it has come. */
    public Progress progress() {
        TaskState<R> state = state();
        return state instanceof TaskState.Running<R> running ? running.progress() : Progress.of(100);
    }

    /** Asks the server how it stands. Once it has ended nobody is asked again. */
    public TaskState<R> state() {
        TaskState<R> known = ended;
        if (known != null) {
            return known;
        }
        TaskState<R> now = look.get();
        if (!(now instanceof TaskState.Running)) {
            ended = now;
        }
        return now;
    }

    /** Asks the server to stop it, which may be too late; {@link #await} tells how it ended. Does nothing when it has ended. */
    public void cancel() {
        if (ended == null) {
            cancel.run();
        }
    }

    /**
     * Waits for the end; see {@link #await(Duration, Consumer)}.
     *
     * @return its result
     * @throws io.quorate.error.DeadlineExceededException if it goes on longer; the task itself is not stopped
     * @throws io.quorate.error.QuorateException if it failed
     */
    public R await(Duration timeout) {
        return await(timeout, progress -> {});
    }

    /**
     * Waits for the end and tells how far it has come. Asks every second at first, and less often the longer it takes, every thirty
     * seconds at the least: the end is seen within a tenth of the task's length.
     *
     * {@snippet :
     * cluster.nodes().beginDrain("HV2").await(Duration.ofMinutes(30), System.out::println);
     * }
     *
     * <p>It waits on the runtime's clock, which a loop of your own around {@link #state} and {@code Thread.sleep} does not: in a lab
     * whose time skips no time passes in such a loop, and the task never ends.
     *
     * @param heard hears of the progress that the first look sees, of each that differs from the one before, and of 100 % when it is
     *     done; on the caller's thread. What it throws ends the wait, not the task
     * @return its result
     * @throws io.quorate.error.DeadlineExceededException if it goes on longer; the task itself is not stopped
     * @throws io.quorate.error.QuorateException if it failed
     */
    public R await(Duration timeout, Consumer<? super Progress> heard) {
        Objects.requireNonNull(heard, "heard");
        AtomicReference<@Nullable Progress> told = new AtomicReference<>();
        TaskState<R> end = Waiter.of(runtime, name, this::state)
                .until(state -> {
                    if (state instanceof TaskState.Running<R> running
                            && !running.progress().equals(told.getAndSet(running.progress()))) {
                        heard.accept(running.progress());
                    }
                    return !(state instanceof TaskState.Running);
                })
                .describedBy(Task::words)
                .patiently()
                .await(timeout);
        if (end instanceof TaskState.Failed<R> failed) {
            throw failed.failure();
        }
        heard.accept(Progress.of(100));
        return result((TaskState.Done<R>) end);
    }

    @SuppressWarnings("NullAway") // a task whose result is Void returns null, and only such a task
    private static <R> R result(TaskState.Done<R> done) {
        return done.result();
    }

    private static String words(TaskState<?> state) {
        return state instanceof TaskState.Running<?> running
                ? running.progress().toString()
                : "ended";
    }

    @Override
    public String toString() {
        return "task " + name + " [" + token + "]";
    }
}

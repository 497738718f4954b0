package io.quorate.call;

import io.quorate.Consent;
import io.quorate.QuorateRuntime;
import io.quorate.error.ErrorReport;
import io.quorate.error.QuorateException;
import io.quorate.spi.Command;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.RehearsedRuntime;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Spliterator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The door through which clients give orders to one endpoint. Every method that runs something throws a
 * {@link io.quorate.error.QuorateException} if it did not succeed. Immutable and thread-safe; the caller's thread does the work, but where {@linkplain #atEach hosts are asked side by side}.
 */
public interface Calls {

    /** Returns the endpoint's name. */
    String endpoint();

    /** Returns the endpoint's host names, in the order they were given. */
    List<String> hosts();

    /** Returns the clock and the sleeper that waits use. */
    QuorateRuntime runtime();

    /** Returns which of a kind of capabilities the endpoint's backend has. Does no I/O. */
    <E extends Enum<E>> Set<E> capabilities(Class<E> of);

    /** Returns why the endpoint's backend has no way to run a command, with the remedies; empty if it has. Does no I/O. */
    List<String> missingFor(Command<?> command);

    /**
     * Runs an order.
     *
     * @return its result, and whether something was changed
     * @throws IllegalArgumentException if the order is for another endpoint
     */
    <R> Ensured<R> give(Order<R> order);

    /**
     * Does what takes several orders while nobody else of this client does so on the same object; who comes second waits until the first is
     * done. It may be called again from inside. A single order needs it not: the changes of one object wait for each other by themselves.
     * In a rehearsal there is nothing to wait for.
     *
     * @param object what is worked on; of a kind that no command has as its target
     * @param atMost how long to wait for the turn
     * @throws io.quorate.error.DeadlineExceededException if it did not come in time; nothing was done
     * @throws io.quorate.error.BusyException if the thread was interrupted meanwhile (its status is restored); nothing was done
     * @throws io.quorate.error.UnreachableException if the client was closed meanwhile; nothing was done
     */
    default <T> T inTurn(Target object, Duration atMost, Supplier<T> work) {
        return work.get();
    }

    /** Does the same, with the object's kind and name. */
    default <T> T inTurn(String kind, String name, Duration atMost, Supplier<T> work) {
        return inTurn(new Target(kind, name), atMost, work);
    }

    /**
     * Asks several hosts the same, side by side: each on a thread of its own that this client owns, as long as it has some to spare, and of one
     * host alone on the caller's. An interrupt of the caller reaches them all. In a rehearsal one is asked after the other.
     *
     * @param hosts whom to ask
     * @param ask asks one host; reads only, for what takes turns belongs to one thread
     * @return the answers, in the order of the hosts
     * @throws io.quorate.error.QuorateException what the first host that failed threw, as soon as one did; what is under way then at others
     *     ends by itself
     */
    default <T> List<T> atEach(List<String> hosts, Function<String, T> ask) {
        return hosts.stream().map(ask).toList();
    }

    /**
     * Asks several hosts for lists, side by side like {@link #atEach}, and takes what those have that answer. In a rehearsal, after an interrupt and on a
     * client that was closed it fails as that does.
     *
     * @param hosts whom to ask
     * @param ask asks one host; reads only
     * @return what they have, in the order of the hosts, and the failures of the others
     */
    default <T> Gathered<T> gather(List<String> hosts, Function<String, List<T>> ask) {
        record Answer<T>(List<T> found, @Nullable QuorateException failure) {}
        List<Answer<T>> answers = atEach(hosts, host -> {
            try {
                return new Answer<>(ask.apply(host), null);
            } catch (QuorateException failure) {
                if (rehearses() || Thread.currentThread().isInterrupted()) {
                    throw failure;
                }
                return new Answer<>(List.<T>of(), failure);
            }
        });
        List<T> found = new ArrayList<>();
        Map<String, QuorateException> failed = new LinkedHashMap<>();
        for (int i = 0; i < hosts.size(); i++) {
            found.addAll(answers.get(i).found());
            QuorateException failure = answers.get(i).failure();
            if (failure != null) {
                failed.put(hosts.get(i), failure);
            }
        }
        return new Gathered<>(found, failed);
    }

    /**
     * Reports a failure that was found here, behind what several calls said, and that none of them told.
     *
     * @param operation what was attempted, e.g. {@code cluster.node.drain}
     * @param object on what, e.g. {@code cluster node HV3}
     * @param started the {@linkplain io.quorate.QuorateRuntime#nanos clock} when it began
     * @param said what was found
     * @param hint what to try
     */
    default ErrorReport report(String operation, String object, long started, String said, @Nullable String hint) {
        Duration elapsed = Duration.ofNanos(runtime().nanos() - started);
        return new ErrorReport(operation, object, null, null, endpoint(), 1, elapsed, said, null, hint, null);
    }

    /**
     * Tells the {@link CallListener} something that went well and still is to be known, which no server said.
     *
     * @param operation what was done, e.g. {@code vm.make-highly-available}
     * @param host the host that it is about
     * @param said a sentence without secrets
     */
    default void notice(String operation, String host, String said) {}

    /** Tells whether this is a rehearsal, where waiting for what was not sent is of no use. */
    default boolean rehearses() {
        return runtime() instanceof RehearsedRuntime;
    }

    /**
     * Reads a list piece by piece. Nothing is asked before the stream is read; then as much is fetched as comes together, a few hundred KiB, and
     * the host waits with more until that has been read. The stream is to be closed, unless it was read to its end: until then it has a place at
     * the host. Belongs to one thread at a time.
     *
     * <p>Until the first piece has come a read is repeated, and goes to another host, like any other; the command's deadline is for that. From then on
     * nothing is repeated, so that no piece comes out twice: what breaks in the middle ends the stream with an exception, and what it gave out stays
     * right. Each further wait has the command's deadline anew; the time between them is the caller's. An interrupt ends the wait. In a rehearsal
     * the list is read whole.
     *
     * @param list reads the list
     * @throws io.quorate.error.QuorateException while the stream is read
     */
    default <T> Stream<T> stream(ReadCommand<List<T>> list) {
        return StreamSupport.stream(() -> run(list).spliterator(), Spliterator.ORDERED, false);
    }

    /** Runs a command with its own deadline. */
    default <R> R run(Command<R> command) {
        return give(Order.create(endpoint(), command)).value();
    }

    /** Runs a command within a time of the caller's. */
    default <R> R run(Command<R> command, Duration atMost) {
        return give(Order.create(endpoint(), command).within(atMost)).value();
    }

    /** Runs a command that needs the caller's word, with its own deadline. */
    default <R> R run(Command<R> command, @Nullable Consent consent) {
        return give(Order.create(endpoint(), command).with(consent)).value();
    }

    /** Runs a command that is satisfied when it is so already, with its own deadline. */
    default <R> Ensured<R> ensure(Command<R> command) {
        return give(Order.ensure(endpoint(), command));
    }
}

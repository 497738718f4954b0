package io.quorate.storage;

import io.quorate.call.Calls;
import io.quorate.error.BadReplyException;
import io.quorate.error.BusyException;
import io.quorate.error.ErrorReport;
import io.quorate.spi.Command;
import io.quorate.storage.command.Page;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A list that is read page by page while its stream is, each page a command of its own. Holds the page it hands out and the page it
 * reads, never more, and the keys of what it handed out.
 *
 * <p>A list may change while it is read, and offsets shift with it. So each page begins at the last item of the one before. As long as the
 * server keeps its order, what was handed out stands in front of what was not, and a page that holds some of it has nothing missing in front;
 * where a page does not, those before it are read again. What was handed out is known by its key wherever it turns up again. So what is there
 * all the time comes out exactly once; where the place is lost the stream fails.
 */
final class Pages<T> extends Spliterators.AbstractSpliterator<T> {
    /** A server that has no end to its list would fill a caller's memory. */
    private static final int MOST = 10_000;

    /** How many pages in a row may bring nothing new: insertions push what is known back over several of them. */
    private static final int MOST_STALLS = 50;

    /** One item alone may have gone and come again elsewhere. */
    private static final int WITNESSES = 3;

    private final Calls calls;
    private final IntFunction<Command<Page<T>>> command;
    private final Function<T, Object> key;
    private final long started;

    private Iterator<T> current = List.<T>of().iterator();
    private final Set<Object> handedOut = new HashSet<>();
    private @Nullable Object last;
    private int position;
    private int pages;
    private boolean more = true;

    private Pages(Calls calls, IntFunction<Command<Page<T>>> command, Function<T, Object> key) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
        this.calls = Objects.requireNonNull(calls, "calls");
        this.command = command;
        this.key = key;
        this.started = calls.runtime().nanos();
    }

    /**
     * Streams a list. Nothing is asked before the stream is read.
     *
     * @param command makes the command that reads a page of {@link Page#LIMIT} items from an offset
     * @param key tells items apart
     */
    static <T> Stream<T> stream(Calls calls, IntFunction<Command<Page<T>>> command, Function<T, Object> key) {
        return StreamSupport.stream(() -> new Pages<>(calls, command, key), Spliterator.ORDERED, false);
    }

    /** Parallel streams would read ahead in batches; they run in one piece instead. */
    @Override
    public @Nullable Spliterator<T> trySplit() {
        return null;
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        while (!current.hasNext()) {
            if (!more) {
                return false;
            }
            turn();
        }
        action.accept(current.next());
        return true;
    }

    private void turn() {
        int offset = Math.max(0, position - 1);
        int back = Page.LIMIT;
        for (int stalls = 0; stalls <= MOST_STALLS; stalls++) {
            Page<T> page = read(offset);
            if (!joins(page)) {
                if (offset == 0) {
                    break;
                }
                offset = Math.max(0, offset - back);
                back *= 2;
                continue;
            }
            List<T> fresh = page.items().stream()
                    .filter(item -> handedOut.add(keyOf(item)))
                    .toList();
            position = offset + page.items().size();
            more = page.more();
            if (!page.items().isEmpty()) {
                last = keyOf(page.items().get(page.items().size() - 1));
            }
            if (!fresh.isEmpty() || !more) {
                current = fresh.iterator();
                return;
            }
            offset = Math.max(0, position - 1);
        }
        throw lost();
    }

    /** Tells whether nothing is missing between what was handed out and a page. */
    private boolean joins(Page<T> page) {
        if (handedOut.isEmpty()) {
            return true;
        }
        if (!page.items().isEmpty() && keyOf(page.items().get(0)).equals(last)) {
            return true;
        }
        long known = page.items().stream()
                .filter(item -> handedOut.contains(keyOf(item)))
                .count();
        return known >= Math.min(WITNESSES, handedOut.size());
    }

    /** What has no name is told apart by all it says. */
    private Object keyOf(T item) {
        Object of = key.apply(item);
        return of.toString().isEmpty() ? item : of;
    }

    private Page<T> read(int offset) {
        Command<Page<T>> next = command.apply(offset);
        if (++pages > MOST) {
            throw new BadReplyException(
                    report(next, "the list has no end: more than " + MOST + " pages of it were read"), null);
        }
        return calls.run(next);
    }

    private BusyException lost() {
        return new BusyException(
                report(
                        command.apply(position),
                        "the list changed faster than it could be read, so items may be missing"),
                null);
    }

    private ErrorReport report(Command<?> reading, String said) {
        return new ErrorReport(
                reading.name(),
                reading.target().toString(),
                null,
                null,
                calls.endpoint(),
                pages,
                Duration.ofNanos(calls.runtime().nanos() - started),
                said,
                null,
                "read the list again",
                null);
    }
}

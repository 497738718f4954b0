package io.quorate.storage;

import io.quorate.call.Calls;
import io.quorate.error.BadReplyException;
import io.quorate.error.BusyException;
import io.quorate.error.ErrorReport;
import io.quorate.spi.Command;
import io.quorate.storage.command.Page;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
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
 * reads, never more, and the keys of the thousand items handed out last.
 *
 * <p>A list may change while it is read, and offsets shift with it. So each page begins at the last item of the one before: if that is
 * not there any more, the page before is read again, and the list goes on behind the last item that is known. What is there all the time
 * comes out exactly once, as long as the server keeps its order; where the place is lost the stream fails.
 */
final class Pages<T> extends Spliterators.AbstractSpliterator<T> {
    /** A server that has no end to its list would fill a caller's memory. */
    private static final int MOST = 10_000;

    private static final int MOST_STALLS = 3;
    private static final int REMEMBERED = 1_000;

    private final Calls calls;
    private final IntFunction<Command<Page<T>>> command;
    private final Function<T, Object> key;
    private final long started;

    private Iterator<T> current = List.<T>of().iterator();
    private final Set<Object> handedOut = new LinkedHashSet<>();
    private int lastSize;
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
        for (int stalls = 0; ; stalls++) {
            int offset = Math.max(0, position - 1);
            Page<T> page = read(offset);
            int seen = lastKnown(page);
            if (seen < 0 && !handedOut.isEmpty()) {
                offset = Math.max(0, position - lastSize);
                page = read(offset);
                seen = lastKnown(page);
                if (seen < 0) {
                    throw lost();
                }
            }
            List<T> fresh = page.items().subList(seen + 1, page.items().size());
            position = offset + page.items().size();
            more = page.more();
            if (!fresh.isEmpty() || !more) {
                lastSize = page.items().size();
                remember(page.items());
                current = fresh.iterator();
                return;
            }
            if (stalls == MOST_STALLS) {
                throw lost();
            }
        }
    }

    private Page<T> read(int offset) {
        Command<Page<T>> next = command.apply(offset);
        if (++pages > MOST) {
            throw new BadReplyException(
                    report(next, "the list has no end: more than " + MOST + " pages of it were read"), null);
        }
        return calls.run(next);
    }

    private int lastKnown(Page<T> page) {
        for (int i = page.items().size() - 1; i >= 0; i--) {
            Object item = key.apply(page.items().get(i));
            if (handedOut.contains(item)) {
                return i;
            }
        }
        return -1;
    }

    /** Insertions may push what was handed out back over several pages, and it must be known there. */
    private void remember(List<T> items) {
        for (T item : items) {
            Object of = key.apply(item);
            handedOut.remove(of);
            handedOut.add(of);
        }
        Iterator<Object> oldest = handedOut.iterator();
        for (int over = handedOut.size() - REMEMBERED; over > 0; over--) {
            oldest.next();
            oldest.remove();
        }
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

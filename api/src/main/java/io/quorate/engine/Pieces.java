package io.quorate.engine;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.error.QuorateException;
import io.quorate.spi.Cursor;
import io.quorate.spi.Fault;
import java.time.Duration;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A list that is read piece by piece while its stream is: one call, which passes the stages until its first piece has come, and ends with the
 * last one, a failure, or when the stream is closed. Holds the piece it hands out, and what came together with it.
 */
final class Pieces<T> extends Spliterators.AbstractSpliterator<T> {
    private final QuorateRuntime runtime;
    private final Supplier<Passage<Cursor<T>>> begin;
    private final Chain chain;
    private @Nullable Passage<Cursor<T>> passage;
    private @Nullable Cursor<T> cursor;
    private boolean over;

    private Pieces(QuorateRuntime runtime, Supplier<Passage<Cursor<T>>> begin, Chain chain) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
        this.runtime = runtime;
        this.begin = begin;
        this.chain = chain;
    }

    /**
     * Streams a list. Nothing is asked before the stream is read.
     *
     * @param begin makes the call's passage
     */
    static <T> Stream<T> stream(QuorateRuntime runtime, Supplier<Passage<Cursor<T>>> begin, Chain chain) {
        Pieces<T> pieces = new Pieces<>(runtime, begin, chain);
        return StreamSupport.stream(pieces, false).onClose(pieces::close);
    }

    /** Parallel streams would read ahead in batches; they run in one piece instead. */
    @Override
    public @Nullable Spliterator<T> trySplit() {
        return null;
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        if (over) {
            return false;
        }
        T next;
        try (QuorateRuntime.Work work = runtime.begin("stream")) {
            next = next();
        }
        if (next == null) {
            return false;
        }
        action.accept(next);
        return true;
    }

    private @Nullable T next() {
        Passage<Cursor<T>> known = passage;
        Cursor<T> from = cursor;
        if (known == null || from == null) {
            known = begin.get();
            passage = known;
            over = true;
            from = chain.run(known);
            over = false;
            cursor = from;
        }
        T next;
        long started = runtime.nanos();
        try {
            if (known.closed.getAsBoolean()) {
                throw Failures.closed();
            }
            next = from.next(Deadline.in(known.allowed, runtime));
        } catch (Fault broken) {
            Fault fault = known.redactor.clean(broken);
            known.sendFailed(
                    known.host == null ? known.site.firstGate().host : known.host,
                    Duration.ofNanos(runtime.nanos() - started),
                    fault);
            QuorateException failure = Failures.ended(known, fault);
            end(failure);
            throw failure;
        } catch (RuntimeException | Error defect) {
            end(defect);
            throw defect;
        }
        if (next == null) {
            end(null);
        }
        return next;
    }

    /** What nobody reads to its end has not failed. */
    private void close() {
        if (cursor != null && !over) {
            try (QuorateRuntime.Work work = runtime.begin("stream")) {
                end(null);
            }
        }
        over = true;
    }

    private void end(@Nullable Throwable failure) {
        over = true;
        try {
            if (cursor != null) {
                cursor.close();
            }
        } finally {
            if (passage != null) {
                MeasureStage.ended(passage, failure);
            }
        }
    }
}

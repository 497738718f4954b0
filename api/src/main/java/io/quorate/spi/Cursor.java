package io.quorate.spi;

import io.quorate.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * What a host puts out, piece by piece as it is asked for: nothing is fetched before it is wanted, and no more is held than came together.
 * Used by one thread at a time; whoever has one closes it, whatever came of it.
 *
 * @param <T> the pieces
 */
public interface Cursor<T> extends AutoCloseable {

    /**
     * Returns the next piece; null after the last one, and from then on.
     *
     * @param deadline when this wait must have ended
     * @throws Fault if it does not come; what came before stays right, and nothing more comes
     */
    @Nullable
    T next(Deadline deadline);

    /** Gives back what it holds on the host and here, also in the middle; never throws. May be repeated. */
    @Override
    void close();
}

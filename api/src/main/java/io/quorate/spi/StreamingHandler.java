package io.quorate.spi;

import java.util.List;

/**
 * How a list is read that may be longer than memory. Serves the command that reads it whole, and {@link Streamed} of that command, too.
 *
 * @param <C> the command
 * @param <T> what is listed
 * @param <L> the link to one host
 */
public interface StreamingHandler<C extends ReadCommand<List<T>>, T, L> extends Handler<C, List<T>, L> {

    /** Returns its pieces in order. Does no I/O before the first one is asked for. */
    Cursor<T> open(C command, L link);
}

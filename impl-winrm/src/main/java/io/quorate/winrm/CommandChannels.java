package io.quorate.winrm;

import io.quorate.winrm.wsman.HttpChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The channels that commands are sent over, each for one command at a time. One is opened when all others are taken, and kept for the next;
 * the last one given back is taken first, so that no more connections stay warm than are used. Thread-safe.
 */
final class CommandChannels {
    private final Supplier<HttpChannel> opener;
    private final Deque<HttpChannel> idle = new ArrayDeque<>();
    private final List<HttpChannel> all = new ArrayList<>();
    private boolean closed;
    private @Nullable HttpChannel last;

    CommandChannels(Supplier<HttpChannel> opener) {
        this.opener = opener;
    }

    /** Takes a channel, to be given back. After the end it is a closed one, which refuses. */
    HttpChannel take() {
        HttpChannel channel;
        boolean late;
        synchronized (all) {
            HttpChannel kept = idle.poll();
            channel = kept == null ? opener.get() : kept;
            if (kept == null) {
                all.add(channel);
            }
            late = closed;
        }
        if (late) {
            channel.close();
        }
        return channel;
    }

    /** Gives a channel back that nothing is asked over any more. */
    void giveBack(HttpChannel channel) {
        synchronized (all) {
            idle.push(channel);
        }
    }

    /** Ends what is in flight and closes the connections but an idle one, for what is still to be said: a new one costs more than that. */
    void closeButLast() {
        List<HttpChannel> open;
        synchronized (all) {
            if (!closed) {
                closed = true;
                last = idle.poll();
            }
            open = new ArrayList<>(all);
            open.remove(last);
        }
        open.forEach(HttpChannel::close);
    }

    /** Returns the one that was left open; null if none was, or nothing is closed yet. */
    @Nullable
    HttpChannel last() {
        synchronized (all) {
            return last;
        }
    }

    /** Ends what is in flight and closes the connections. */
    void close() {
        List<HttpChannel> open;
        synchronized (all) {
            closed = true;
            open = List.copyOf(all);
        }
        open.forEach(HttpChannel::close);
    }
}

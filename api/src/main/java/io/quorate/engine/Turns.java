package io.quorate.engine;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.spi.Target;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets one change at a time come to an object; the others wait in the order they came. A turn is a token: nothing is locked while its holder
 * works. Who has the turn and asks for it again has it already, so that what is made of several changes may hold it around them all. Objects
 * nobody changes are not kept. Thread-safe.
 */
final class Turns {
    private final Object lock = new Object();
    private final Map<Key, Deque<Turn>> lines = new HashMap<>();
    private boolean closed;

    /** An object of an endpoint. */
    private record Key(String endpoint, String kind, String name) {}

    /** A turn that was taken; its owner ends it. */
    final class Turn implements AutoCloseable {
        private final Key key;
        private final Thread owner = Thread.currentThread();
        private final String what;
        private int depth = 1;

        /** Holds one when the turn has come, or none will. */
        private final QuorateRuntime.Permits ready;

        private Turn(Key key, String what, QuorateRuntime.Permits ready) {
            this.key = key;
            this.what = what;
            this.ready = ready;
        }

        @Override
        public void close() {
            end(this);
        }
    }

    /** Says why a turn did not come. */
    static final class NoTurn extends Exception {
        private static final long serialVersionUID = 1L;

        /** Why it did not come. */
        enum Why {
            LATE,
            INTERRUPTED,
            CLOSED
        }

        final transient Why why;

        private NoTurn(Why why, String message, @Nullable Throwable cause) {
            super(message, cause);
            this.why = why;
        }
    }

    /**
     * Waits for the turn and takes it.
     *
     * @param what what is to be done, for the messages of those who wait behind it
     * @throws NoTurn if it did not come in time, the thread was interrupted (its status is restored) or this was closed
     */
    Turn take(String endpoint, Target object, String what, Deadline deadline, QuorateRuntime runtime) throws NoTurn {
        Key key = new Key(endpoint, object.kind(), object.name().toLowerCase(Locale.ROOT));
        Turn mine;
        synchronized (lock) {
            if (closed) {
                throw closed(object);
            }
            Deque<Turn> line = lines.computeIfAbsent(key, k -> new ArrayDeque<>());
            Turn first = line.peekFirst();
            if (first != null && first.owner == Thread.currentThread()) {
                first.depth++;
                return first;
            }
            mine = new Turn(key, what, runtime.permits(0));
            line.addLast(mine);
            if (first == null) {
                return mine;
            }
        }
        boolean taken = false;
        try {
            await(mine, object, deadline);
            taken = true;
            return mine;
        } finally {
            if (!taken) {
                end(mine);
            }
        }
    }

    private void await(Turn mine, Target object, Deadline deadline) throws NoTurn {
        while (true) {
            String before;
            synchronized (lock) {
                if (closed) {
                    throw closed(object);
                }
                Turn first = line(mine).getFirst();
                if (first == mine) {
                    return;
                }
                before = first.what;
            }
            try {
                if (!mine.ready.acquire(deadline.remaining())) {
                    throw new NoTurn(
                            NoTurn.Why.LATE,
                            "another call of this client, " + before + ", is changing " + object + " all the while",
                            null);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new NoTurn(
                        NoTurn.Why.INTERRUPTED,
                        "interrupted while waiting until another call of this client, " + before + ", has changed "
                                + object,
                        e);
            }
        }
    }

    private Deque<Turn> line(Turn turn) {
        Deque<Turn> line = lines.get(turn.key);
        if (line == null) {
            throw new IllegalStateException("no line for " + turn.key);
        }
        return line;
    }

    private static NoTurn closed(Target object) {
        return new NoTurn(
                NoTurn.Why.CLOSED, "the client was closed while the call waited for its turn at " + object, null);
    }

    private void end(Turn turn) {
        synchronized (lock) {
            turn.depth--;
            if (turn.depth == 0) {
                Deque<Turn> line = line(turn);
                line.remove(turn);
                Turn next = line.peekFirst();
                if (next == null) {
                    lines.remove(turn.key);
                } else {
                    next.ready.release();
                }
            }
        }
    }

    /** Returns how many objects have a holder or somebody who waits. */
    int size() {
        synchronized (lock) {
            return lines.size();
        }
    }

    /** Returns how many wait for their turn. */
    int waiting() {
        synchronized (lock) {
            return lines.values().stream().mapToInt(line -> line.size() - 1).sum();
        }
    }

    /** Sends away who waits; who has his turn keeps it to the end. */
    void close() {
        synchronized (lock) {
            closed = true;
            lines.values().forEach(line -> line.forEach(turn -> turn.ready.release()));
        }
    }
}

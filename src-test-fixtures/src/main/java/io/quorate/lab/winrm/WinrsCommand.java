package io.quorate.lab.winrm;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A command of a WinRS shell: its streams and its end. Thread-safe; the flags may be read without its lock. */
final class WinrsCommand {
    static final String STDOUT = "stdout";
    static final String STDERR = "stderr";

    /** The exit code of a process that Ctrl+C ended (STATUS_CONTROL_C_EXIT). */
    static final int CONTROL_C = 0xC000013A;

    private static final int MAX_PIECE = 16 * 1024;
    private static final int MAX_INPUT = 16 << 20;

    /** What a stream says at a time. */
    record Piece(String stream, byte[] bytes) {}

    /**
     * What a Receive takes away.
     *
     * @param exitCode null while it runs, or while the client's streams hold more
     */
    record Batch(List<Piece> pieces, @Nullable Integer exitCode) {}

    private final Object lock = new Object();
    private final String id;
    private final List<String> cmdlets;
    private final LinkedList<Piece> pieces = new LinkedList<>();
    private final ByteArrayOutputStream input = new ByteArrayOutputStream();
    private Batch last = new Batch(List.of(), null);
    private @Nullable String lastMessageId;
    private @Nullable Runspace running;
    private int exitCode;
    private volatile boolean outAvailable;
    private volatile boolean errAvailable;
    private volatile boolean inputEnded;
    private volatile boolean stopping;
    private volatile boolean ended;
    private volatile boolean closed;
    private volatile int receives;
    private volatile @Nullable Instant endedAt;

    /** @param id as the client spelt it; answers repeat it */
    WinrsCommand(String id, List<String> cmdlets) {
        this.id = id;
        this.cmdlets = List.copyOf(cmdlets);
    }

    String id() {
        return id;
    }

    List<String> cmdlets() {
        return cmdlets;
    }

    void write(String stream, byte[] bytes) {
        synchronized (lock) {
            if (ended) {
                return;
            }
            for (int from = 0; from < bytes.length; from += MAX_PIECE) {
                pieces.add(
                        new Piece(stream, Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + MAX_PIECE))));
            }
            refresh();
        }
    }

    void end(int code, Instant now) {
        synchronized (lock) {
            if (!ended) {
                exitCode = code;
                endedAt = now;
                ended = true;
            }
        }
    }

    /** Takes what the client sends to its standard input; tells whether there was room. */
    boolean feed(byte[] bytes, boolean last) {
        synchronized (lock) {
            if (input.size() + bytes.length > MAX_INPUT) {
                return false;
            }
            if (!inputEnded) {
                input.writeBytes(bytes);
                inputEnded = last;
            }
            return true;
        }
    }

    byte[] input() {
        synchronized (lock) {
            return input.toByteArray();
        }
    }

    /** Says what is to be stopped when the command is. */
    void runs(Runspace session) {
        boolean late;
        synchronized (lock) {
            running = session;
            late = stopping;
        }
        if (late) {
            session.stop();
        }
    }

    /** Asks what runs to stop. */
    void stop() {
        Runspace session;
        synchronized (lock) {
            if (ended || stopping) {
                return;
            }
            stopping = true;
            session = running;
        }
        if (session != null) {
            session.stop();
        }
    }

    /** The command is gone: whoever waits for it gets nothing. */
    void close() {
        closed = true;
        stop();
    }

    private void refresh() {
        outAvailable = pieces.stream().anyMatch(p -> p.stream().equals(STDOUT));
        errAvailable = pieces.stream().anyMatch(p -> p.stream().equals(STDERR));
    }

    /** Tells whether one of the streams has something to say. */
    boolean available(Set<String> streams) {
        return outAvailable && streams.contains(STDOUT) || errAvailable && streams.contains(STDERR);
    }

    boolean inputEnded() {
        return inputEnded;
    }

    boolean stopping() {
        return stopping;
    }

    boolean ended() {
        return ended;
    }

    boolean closed() {
        return closed;
    }

    /** Returns when it ended in the lab's time; null while it has not. */
    @Nullable
    Instant endedAt() {
        return endedAt;
    }

    /** Counts a new Receive, which supersedes the one before; returns its number. */
    int nextReceive() {
        synchronized (lock) {
            receives++;
            return receives;
        }
    }

    boolean superseded(int number) {
        return receives != number;
    }

    /** Tells whether the message was answered before: the same Receive, sent again after a network failure. */
    boolean isRepeat(String messageId) {
        synchronized (lock) {
            return messageId.equals(lastMessageId);
        }
    }

    /**
     * Takes what fits.
     *
     * @param streams the streams that the client wants
     * @param room for bytes in base64, with their elements
     * @param overhead what the element around each costs
     */
    Batch take(String messageId, Set<String> streams, int room, int overhead) {
        synchronized (lock) {
            if (messageId.equals(lastMessageId)) {
                return last;
            }
            List<Piece> taken = new ArrayList<>();
            int left = room;
            boolean more = false;
            for (Piece piece : List.copyOf(pieces)) {
                int cost = (piece.bytes().length + 2) / 3 * 4 + overhead;
                if (!streams.contains(piece.stream())) {
                    continue;
                }
                if (more || cost > left && !taken.isEmpty()) {
                    more = true;
                    continue;
                }
                left -= cost;
                taken.add(piece);
            }
            taken.forEach(piece -> pieces.removeIf(p -> p == piece));
            refresh();
            last = new Batch(List.copyOf(taken), ended && !more ? exitCode : null);
            lastMessageId = messageId;
            return last;
        }
    }

    /** Puts back what the last answer carried: it did not arrive. */
    void undelivered(String messageId) {
        synchronized (lock) {
            if (messageId.equals(lastMessageId)) {
                pieces.addAll(0, last.pieces());
                refresh();
                last = new Batch(List.of(), null);
                lastMessageId = null;
            }
        }
    }
}

package io.quorate.lab.winrm;

import io.quorate.winrm.psrp.FragmentQueue;
import io.quorate.winrm.psrp.Fragmenter;
import io.quorate.winrm.psrp.PsrpMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way to a client on one stream: the pool's own or one pipeline's. Handed out a fragment at a time; what an answer
 * carried that never arrived is handed out again. The flags may be read without the lock.
 */
final class Outbox {
    /** The server's fragments carry at most this much. */
    private static final int MAX_FRAGMENT = 32 * 1024;

    /** What a Receive takes away. */
    record Batch(List<byte[]> fragments, boolean done) {}

    private final Object lock = new Object();
    private final Fragmenter fragmenter;
    private final Deque<FragmentQueue> batches = new ArrayDeque<>();
    private final Deque<byte[]> again = new ArrayDeque<>();
    private List<byte[]> lastFragments = List.of();
    private @Nullable String lastMessageId;
    private volatile boolean available;
    private volatile boolean ended;
    private volatile boolean closed;
    private volatile boolean doneTold;
    private volatile int receiveNumber;

    Outbox(Fragmenter fragmenter) {
        this.fragmenter = fragmenter;
    }

    void add(PsrpMessage message) {
        synchronized (lock) {
            if (batches.isEmpty()) {
                batches.add(fragmenter.queue());
            }
            batches.getLast().add(message.encode());
            available = true;
        }
    }

    /** What is added from now on travels in another answer than what was added before. */
    void boundary() {
        synchronized (lock) {
            batches.add(fragmenter.queue());
        }
    }

    /** Nothing will be added any more. */
    void end() {
        ended = true;
    }

    /** The command or shell is gone; whoever waits gets nothing. */
    void close() {
        closed = true;
    }

    boolean available() {
        return available;
    }

    boolean ended() {
        return ended;
    }

    boolean closed() {
        return closed;
    }

    /** Counts a new Receive, which supersedes the one before; returns its number. */
    int nextReceive() {
        synchronized (lock) {
            receiveNumber++;
            return receiveNumber;
        }
    }

    boolean superseded(int number) {
        return receiveNumber != number;
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
     * @param room for fragments in base64, with their elements
     * @param overhead what the element around each costs
     */
    Batch take(String messageId, int room, int overhead) {
        synchronized (lock) {
            if (messageId.equals(lastMessageId)) {
                return new Batch(lastFragments, doneTold);
            }
            List<byte[]> fragments = new ArrayList<>();
            int left = room;
            while (!again.isEmpty() && cost(again.element().length, overhead) <= left) {
                byte[] fragment = again.remove();
                left -= cost(fragment.length, overhead);
                fragments.add(fragment);
            }
            if (again.isEmpty()) {
                left = takeNew(fragments, left, overhead);
            }
            while (batches.size() > 1 && batches.element().isEmpty()) {
                batches.remove();
            }
            available = !again.isEmpty() || batches.stream().anyMatch(b -> !b.isEmpty());
            doneTold = ended && !available;
            lastMessageId = messageId;
            lastFragments = List.copyOf(fragments);
            return new Batch(lastFragments, doneTold);
        }
    }

    private int takeNew(List<byte[]> fragments, int room, int overhead) {
        int left = room;
        while (!batches.isEmpty() && batches.element().isEmpty() && batches.size() > 1) {
            batches.remove();
        }
        FragmentQueue batch = batches.peek();
        while (batch != null && !batch.isEmpty()) {
            int budget = Math.min(MAX_FRAGMENT, (left - overhead) / 4 * 3);
            if (budget < FragmentQueue.MIN_BUDGET + 64 && !fragments.isEmpty() || budget < FragmentQueue.MIN_BUDGET) {
                break;
            }
            byte[] fragment = batch.takeOne(budget);
            left -= cost(fragment.length, overhead);
            fragments.add(fragment);
        }
        return left;
    }

    private static int cost(int bytes, int overhead) {
        return (bytes + 2) / 3 * 4 + overhead;
    }

    /** Puts back what the last answer carried: it did not arrive. */
    void undelivered(String messageId) {
        synchronized (lock) {
            if (!messageId.equals(lastMessageId)) {
                return;
            }
            for (int i = lastFragments.size() - 1; i >= 0; i--) {
                again.addFirst(lastFragments.get(i));
            }
            available = !again.isEmpty() || available;
            lastFragments = List.of();
            lastMessageId = null;
            doneTold = false;
        }
    }
}

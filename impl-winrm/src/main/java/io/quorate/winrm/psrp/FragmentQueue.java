package io.quorate.winrm.psrp;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Messages that wait to be sent, in order, handed out as fragments that fill whatever room an envelope has. A message may be spread over
 * several envelopes. Not safe for use by several threads.
 */
public final class FragmentQueue {
    /** The smallest room {@link #take} accepts: a header and one byte. */
    public static final int MIN_BUDGET = PsrpFragment.HEADER_BYTES + 1;

    private static final byte[] NOTHING = {};

    private final Fragmenter fragmenter;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /** What all that waits would take with a header each: counted as it changes, for many may wait. */
    private long pendingBytes;

    FragmentQueue(Fragmenter fragmenter) {
        this.fragmenter = fragmenter;
    }

    /** Appends a message ({@link PsrpMessage#encode}); it gets its object id now. */
    public void add(byte[] message) {
        waiting.add(new Waiting(fragmenter.nextObjectId(), message));
        pendingBytes += PsrpFragment.HEADER_BYTES + message.length;
    }

    /** Tells whether everything was handed out. */
    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Drops what was not handed out. */
    public void clear() {
        waiting.clear();
        pendingBytes = 0;
    }

    /**
     * Hands out as many fragments as fit, one after the other; nothing if the queue is empty.
     *
     * @param budget the room in bytes, headers included, at least {@link #MIN_BUDGET}
     */
    public byte[] take(int budget) {
        return take(budget, Integer.MAX_VALUE);
    }

    /** Hands out exactly one fragment that fits; nothing if the queue is empty. */
    public byte[] takeOne(int budget) {
        return take(budget, 1);
    }

    private byte[] take(int budget, int maxFragments) {
        if (budget < MIN_BUDGET) {
            throw new IllegalArgumentException("no fragment fits into " + budget + " bytes");
        }
        if (waiting.isEmpty()) {
            return NOTHING;
        }
        long most = maxFragments == 1
                ? PsrpFragment.HEADER_BYTES + waiting.element().left()
                : pendingBytes;
        // a byte more than it takes, so that an empty message finds the smallest room, too
        ByteBuffer out = ByteBuffer.allocate((int) Math.min(budget, most + 1));
        for (int i = 0; i < maxFragments && !waiting.isEmpty() && out.remaining() >= MIN_BUDGET; i++) {
            Waiting first = waiting.element();
            int left = first.left();
            first.next(out.remaining() - PsrpFragment.HEADER_BYTES).write(out);
            pendingBytes -= left - first.left();
            if (first.done()) {
                waiting.remove();
                pendingBytes -= PsrpFragment.HEADER_BYTES;
            }
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private static final class Waiting {
        private final long objectId;
        private final byte[] message;
        private long fragmentId;
        private int sent;

        Waiting(long objectId, byte[] message) {
            this.objectId = objectId;
            this.message = message;
        }

        int left() {
            return message.length - sent;
        }

        boolean done() {
            return left() == 0;
        }

        PsrpFragment next(int room) {
            int from = sent;
            sent += Math.min(room, left());
            return new PsrpFragment(
                    objectId, fragmentId++, from == 0, done(), PsBytes.owning(Arrays.copyOfRange(message, from, sent)));
        }
    }
}

package io.quorate.winrm.psrp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Cuts messages into fragments and numbers them: one fragmenter a direction of a runspace pool, shared by its pipelines. Safe for use by
 * several threads.
 */
public final class Fragmenter {
    private final AtomicLong lastObjectId = new AtomicLong();

    /**
     * Cuts a message into fragments that carry at most the given number of bytes each.
     *
     * @throws IllegalArgumentException if the blob size is below 1
     */
    public List<PsrpFragment> split(byte[] message, int maxBlob) {
        if (maxBlob < 1) {
            throw new IllegalArgumentException("a fragment must carry at least one byte, not " + maxBlob);
        }
        long objectId = nextObjectId();
        List<PsrpFragment> fragments = new ArrayList<>();
        int at = 0;
        do {
            int end = (int) Math.min(message.length, (long) at + maxBlob);
            fragments.add(new PsrpFragment(
                    objectId,
                    fragments.size(),
                    at == 0,
                    end == message.length,
                    PsBytes.owning(Arrays.copyOfRange(message, at, end))));
            at = end;
        } while (at < message.length);
        return fragments;
    }

    /** Makes an empty queue whose messages this fragmenter numbers. */
    public FragmentQueue queue() {
        return new FragmentQueue(this);
    }

    long nextObjectId() {
        return lastObjectId.incrementAndGet();
    }
}

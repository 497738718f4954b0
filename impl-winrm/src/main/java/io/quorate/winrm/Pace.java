package io.quorate.winrm;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.winrm.wsman.Reply;
import java.time.Duration;

/**
 * Keeps a long poll from turning into a storm. A server keeps quiet for as long as it is allowed to; one that answers at once, again and
 * again, without telling anything, is asked ever less often: after a few such answers up to four times a second. Used by one thread at a time.
 */
final class Pace {
    private static final Duration AT_ONCE = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofMillis(250);
    private static final int PARDONED = 3;

    private final QuorateRuntime runtime;
    private long lastAnswer;
    private int empty;

    Pace(QuorateRuntime runtime) {
        this.runtime = runtime;
        this.lastAnswer = runtime.nanos();
    }

    /** Tells whether an answer to a Receive holds neither output, nor an end, nor a fault. */
    static boolean saysNothing(Reply reply) {
        return reply.streams().isEmpty()
                && (reply.commandState() == null || !reply.commandState().done())
                && (reply.fault() == null || reply.isQuiet());
    }

    /** Takes note of an answer to a Receive and, if it came too soon with nothing in it, waits; never beyond the deadline. */
    void answered(boolean nothing, Deadline deadline) {
        long now = runtime.nanos();
        boolean atOnce = now - lastAnswer < AT_ONCE.toNanos();
        empty = nothing && atOnce ? empty + 1 : 0;
        if (empty > PARDONED) {
            pause(deadline);
        }
        lastAnswer = runtime.nanos();
    }

    private void pause(Deadline deadline) {
        Duration wanted = Duration.ofMillis(Math.min(LONGEST.toMillis(), 10L << Math.min(empty - PARDONED, 8)));
        Duration left = deadline.remaining();
        try {
            runtime.sleep(wanted.compareTo(left) < 0 ? wanted : left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.quorate.lab.winrm;

import org.jspecify.annotations.Nullable;

/** What is known of a request until its answer is out: the work it is, and for a Receive what its answer took away. */
final class Ticket {
    private final FaceTime.Work work;
    private @Nullable Runnable giveBack;

    Ticket(FaceTime.Work work) {
        this.work = work;
    }

    void takesFrom(Outbox box, String receive) {
        takes(() -> box.undelivered(receive));
    }

    /** @param putBack puts back what the answer takes away */
    void takes(Runnable putBack) {
        giveBack = putBack;
    }

    /** Puts back what the answer took; tells whether it took anything. */
    boolean undelivered() {
        if (giveBack == null) {
            return false;
        }
        giveBack.run();
        return true;
    }

    void close() {
        work.close();
    }
}

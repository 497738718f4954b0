package io.quorate.lab.winrm;

import org.jspecify.annotations.Nullable;

/** What is known of a request until its answer is out: the work it is, and for a Receive what its answer took away. */
final class Ticket {
    private final FaceTime.Work work;
    private @Nullable Outbox outbox;
    private @Nullable String messageId;

    Ticket(FaceTime.Work work) {
        this.work = work;
    }

    void takesFrom(Outbox box, String receive) {
        outbox = box;
        messageId = receive;
    }

    /** Puts back what the answer took; tells whether it took anything. */
    boolean undelivered() {
        if (outbox == null || messageId == null) {
            return false;
        }
        outbox.undelivered(messageId);
        return true;
    }

    void close() {
        work.close();
    }
}

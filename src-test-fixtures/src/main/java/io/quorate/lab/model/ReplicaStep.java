package io.quorate.lab.model;

import org.jspecify.annotations.Nullable;

/** What brings one side of a replication from one state to another. */
public enum ReplicaStep {
    ENABLE("enable"),
    CONFIGURE("configure"),
    START_COPY("start-initial-copy"),
    CANCEL_COPY("cancel-initial-copy"),
    SUSPEND("suspend"),
    RESUME("resume"),
    RESYNCHRONIZE("resynchronize"),
    PREPARE("prepare-failover"),
    FAIL_OVER("fail-over"),
    FAIL_OVER_UNPLANNED("fail-over-unplanned"),
    CANCEL_FAILOVER("cancel-failover"),
    COMPLETE("complete-failover"),
    REVERSE("reverse"),
    START_MACHINE("start-machine"),
    START_TEST("start-test"),
    END_TEST("end-test"),
    REMOVE("remove"),
    /** The other side was told to do something that takes both. */
    FOLLOW(null),
    /** Something was sent. */
    SENT(null),
    /** More waits to be sent than may wait. */
    LOG_FULL(null),
    /** Both copies were compared. */
    COMPARED(null),
    /** Something went wrong; only scenarios plant it. */
    FAULT(null);

    private final @Nullable String word;

    ReplicaStep(@Nullable String word) {
        this.word = word;
    }

    /** Tells whether an administrator takes it; else it happens by itself, or because of what is done at the other side. */
    public boolean asked() {
        return word != null;
    }

    /** Returns what it is called; of those that nobody asks for, their own name. */
    public String word() {
        return word == null ? name() : word;
    }
}

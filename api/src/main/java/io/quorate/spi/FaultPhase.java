package io.quorate.spi;

/** How far a request got before it failed: the columns of the safety table. */
public enum FaultPhase {
    /** It never left here (name, route, refused connection, a request not fully written). */
    NEVER_SENT,
    /** The other side refused before starting it (quota, lock). */
    REFUSED,
    /** It was sent and the answer is lost: it may or may not have been done. */
    UNANSWERED,
    /** It was answered: a failure that may pass. */
    TRANSIENT,
    /** It was answered: a failure that stays. */
    LASTING
}

package io.quorate.spi.net;

import io.quorate.spi.FaultPhase;

/** How far a request got before the network failed. */
public enum Reach {
    /** There was no connection. */
    NOT_CONNECTED,
    /** There was one; the request was not given away whole. */
    CONNECTED,
    /** The server may have the whole request. */
    MAY_HAVE_ARRIVED;

    /** Says it in one word. */
    public static Reach of(boolean connected, boolean mayHaveArrived) {
        if (mayHaveArrived) {
            return MAY_HAVE_ARRIVED;
        }
        return connected ? CONNECTED : NOT_CONNECTED;
    }

    /** Returns what a failure at this point means for the request. */
    public FaultPhase phase() {
        return this == MAY_HAVE_ARRIVED ? FaultPhase.UNANSWERED : FaultPhase.NEVER_SENT;
    }
}

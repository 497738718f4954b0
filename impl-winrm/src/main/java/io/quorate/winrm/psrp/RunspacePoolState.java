package io.quorate.winrm.psrp;

/** RunspacePoolState ([MS-PSRP] 2.2.3.4). */
public enum RunspacePoolState {
    BEFORE_OPEN(0),
    OPENING(1),
    OPENED(2),
    CLOSED(3),
    CLOSING(4),
    BROKEN(5),
    /** The client's side only: the opening messages were handed out. */
    NEGOTIATION_SENT(6),
    /** The client's side only: the versions agree. */
    NEGOTIATION_SUCCEEDED(7),
    CONNECTING(8),
    DISCONNECTED(9);

    private final int number;

    RunspacePoolState(int number) {
        this.number = number;
    }

    /** Returns the number on the wire. */
    public int number() {
        return number;
    }

    /** Tells whether nothing comes after it. */
    public boolean ended() {
        return this == CLOSED || this == BROKEN;
    }

    static RunspacePoolState of(int number) {
        for (RunspacePoolState state : values()) {
            if (state.number == number) {
                return state;
            }
        }
        throw new PsrpProtocolException("runspace pool state " + number + " is unknown");
    }
}

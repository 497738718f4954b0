package io.quorate.winrm.psrp;

/** PSInvocationState ([MS-PSRP] 2.2.3.5). */
public enum PsPipelineState {
    NOT_STARTED(0),
    RUNNING(1),
    STOPPING(2),
    STOPPED(3),
    COMPLETED(4),
    FAILED(5),
    DISCONNECTED(6);

    private final int number;

    PsPipelineState(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** Tells whether nothing comes after it. */
    public boolean ended() {
        return this == STOPPED || this == COMPLETED || this == FAILED;
    }
}

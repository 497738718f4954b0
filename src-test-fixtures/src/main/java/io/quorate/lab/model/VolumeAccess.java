package io.quorate.lab.model;

/** How a node reaches a shared volume; numbers are those of ClusterSharedVolumeState. */
public enum VolumeAccess {
    UNAVAILABLE(0),
    PAUSED(1),
    DIRECT(2),
    BLOCK_REDIRECTED(4);

    private final int number;

    VolumeAccess(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** Tells whether files on it can be used. */
    public boolean usable() {
        return this == DIRECT || this == BLOCK_REDIRECTED;
    }
}

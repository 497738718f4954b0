package io.quorate.spi;

/** Decides what may be repeated after which fault. The engine's table has one row for each. */
public enum Safety {
    /** Changes nothing. */
    READ,
    /** Sets a wanted state; doing it twice is doing it once. */
    CONVERGE,
    /** Creates or adds something whose presence can be observed, so a lost answer is settled by reading back. */
    GUARDED,
    /** May happen at most once; a lost answer stays unknown. */
    ONCE
}

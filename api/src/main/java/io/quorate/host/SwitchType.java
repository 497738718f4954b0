package io.quorate.host;

/** Whom a virtual switch connects. */
public enum SwitchType {
    /** Virtual machines alone. */
    PRIVATE,
    /** Virtual machines and their host. */
    INTERNAL,
    /** Both with a network, through an adapter. */
    EXTERNAL,
    /** A type that this version does not know. */
    UNKNOWN
}

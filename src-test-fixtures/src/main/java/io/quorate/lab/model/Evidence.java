package io.quorate.lab.model;

/** How well founded a simulated behaviour is. */
public enum Evidence {
    /** Recorded from the real product. */
    A,
    /** A normative specification. */
    B,
    /** Vendor documentation or metadata. */
    C,
    /** A report from the field. */
    D,
    /** Our assumption: an open question to a real lab. */
    E
}

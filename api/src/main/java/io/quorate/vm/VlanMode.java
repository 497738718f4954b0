package io.quorate.vm;

/** How an adapter takes part in virtual LANs. */
public enum VlanMode {
    /** Frames carry no tag. */
    UNTAGGED,
    /** The switch tags its frames with one number, and the machine knows nothing of it. */
    ACCESS,
    /** The machine tags its frames by itself. */
    TRUNK,
    /** A private VLAN; read, never set. */
    PRIVATE,
    /** What Windows says and Quorate does not know. */
    UNKNOWN
}

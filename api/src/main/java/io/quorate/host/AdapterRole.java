package io.quorate.host;

/** What a node's network adapters are for. */
public enum AdapterRole {
    /** The node itself: log-in, the domain, backups; where the host has an adapter on the virtual machines' switch, that one. */
    MANAGEMENT,
    /** The cluster's heartbeat, and what nodes send each other. */
    HEARTBEAT,
    /** The way to iSCSI storage; several adapters for several paths. */
    ISCSI,
    /** The virtual machines: named by their virtual switch. */
    MACHINES;

    /**
     * Tells whether one adapter may serve both: a node's own traffic and its machines' do, and where there are two adapters alone,
     * heartbeat and iSCSI.
     */
    public boolean shares(AdapterRole other) {
        return this == other
                || this == MANAGEMENT && other == MACHINES
                || this == MACHINES && other == MANAGEMENT
                || this == HEARTBEAT && other == ISCSI
                || this == ISCSI && other == HEARTBEAT;
    }
}

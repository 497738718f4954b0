package io.quorate.vm;

/** What is looked at in a virtual machine before it moves. */
public enum VmCheck {
    /** The switches of its adapters, on every host it may come to. */
    SWITCH,
    /** Whom the switches of its adapters connect there. */
    SWITCH_TYPE,
    /** Integration services in its guest: without them its interfaces disappear. */
    INTEGRATION,
    /** Integration services that its host does not offer. */
    INTEGRATION_OFF,
    /** Versions of integration services. */
    INTEGRATION_VERSION,
    /** A second DNS server that its guest asks. */
    GUEST_DNS,
    /** MAC addresses that somebody else has, too. */
    MAC_TWICE,
    /** MAC addresses that change with the host. */
    MAC_DYNAMIC,
    /** MAC addresses for good that a host may give to another machine. */
    MAC_RANGE,
    /** Its files: other nodes reach those on shared volumes. */
    STORAGE,
    /** Nodes that may take it over. */
    OWNERS,
    /** Adapters on no switch. */
    DISCONNECTED,
    /** What could not be told. */
    UNTOLD
}

package io.quorate.host;

/** What is looked at in machines that are, or are to become, nodes of one cluster. */
public enum NodeCheck {
    /** 64-bit processors. */
    ARCHITECTURE,
    /** Data execution prevention. */
    EXECUTION_PREVENTION,
    /** Virtualization in firmware and processor. */
    VIRTUALIZATION,
    /** A server's Windows. */
    SERVER,
    /** Membership of a domain, and of the same. */
    DOMAIN,
    /** A join to the domain, or a new name, that waits for a restart; errors speak of missing administrative privileges then. */
    JOIN,
    /** The secure channel to a controller; errors speak of missing administrative privileges without it. */
    SECURE_CHANNEL,
    /** The addresses DNS has for its name; errors speak of missing administrative privileges without them. */
    DNS_RECORD,
    /** The addresses that the other nodes and the controllers find for its name. */
    DNS_VIEW,
    /** Connected adapters for the network, the heartbeat and iSCSI. */
    ADAPTERS,
    /** Whether the adapters can play the roles they are given, none in another's way. */
    ROLES,
    /** Two adapters of a host in one subnet, which the cluster takes for one network. */
    SUBNET_CLASH,
    /** One gateway on one adapter. */
    GATEWAYS,
    /** A subnet that another node is not in. */
    SUBNETS,
    /** Networks that are trusted. */
    PROFILE,
    /** Sizes of packets in a subnet. */
    MTU,
    /** Vendors of processors; no live migration crosses them. */
    PROCESSOR_VENDOR,
    /** Models of processors. */
    PROCESSOR_MODEL,
    /** Numbers of logical processors. */
    PROCESSORS,
    /** Physical memory. */
    MEMORY,
    /** Builds of Windows. */
    BUILD,
    /** Clocks. */
    TIME,
    /** Distances of local time from UTC. */
    TIME_OFFSET,
    /** Installed features. */
    FEATURES,
    /** Features that wait for a restart. */
    RESTART,
    /** Names of virtual switches. */
    SWITCHES,
    /** Types of virtual switches. */
    SWITCH_TYPE,
    /** Where virtual machines go by default. */
    MACHINE_PATH,
    /** Where virtual disks go by default. */
    DISK_PATH,
    /** Whether live migrations are allowed. */
    MIGRATION,
    /** How live migrations log in and travel. */
    MIGRATION_SETTINGS,
    /** Load balancing of multipathing. */
    MULTIPATH_POLICY,
    /** What multipathing claims. */
    MULTIPATH_CLAIM,
    /** The start of the iSCSI initiator. */
    INITIATOR
}

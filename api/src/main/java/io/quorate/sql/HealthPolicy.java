package io.quorate.sql;

/** The fourteen conditions by which SQL Server's own tools judge a group, and what its endpoints need besides. */
public enum HealthPolicy {
    /** The cluster under the primary has its quorum. */
    CLUSTER_STATE(true),
    /** The group is on line: its primary leads. */
    GROUP_ONLINE(true),
    /** Where the cluster may fail over, one secondary at least is ready. */
    AUTOMATIC_FAILOVER_READY(true),
    /** Every replica is in step as its mode wants. */
    REPLICAS_SYNCHRONIZED(false),
    /** Every replica that commits synchronously is synchronized. */
    SYNCHRONOUS_REPLICAS_SYNCHRONIZED(false),
    /** Every replica is primary or secondary. */
    REPLICAS_HAVE_ROLES(false),
    /** Every secondary is connected. */
    REPLICAS_CONNECTED(false),
    /** This replica is primary or secondary. */
    REPLICA_ROLE(true),
    /** This replica is connected. */
    REPLICA_CONNECTED(true),
    /** This replica has joined. */
    REPLICA_JOINED(false),
    /** This replica is in step as its mode wants. */
    REPLICA_SYNCHRONIZED(false),
    /** This copy of a database is not suspended. */
    DATABASE_NOT_SUSPENDED(false),
    /** This copy of a database has joined. */
    DATABASE_JOINED(false),
    /** This copy of a database is in step as its replica's mode wants. */
    DATABASE_SYNCHRONIZED(false),
    /** The certificate that a replica's mirroring endpoint shows lasts thirty days at least. None of SQL Server's own. */
    ENDPOINT_CERTIFICATE_LASTS(false);

    private final boolean critical;

    HealthPolicy(boolean critical) {
        this.critical = critical;
    }

    /** Tells whether what violates it can take service away now. */
    public boolean critical() {
        return critical;
    }
}

package io.quorate.sql;

import io.quorate.Shown;
import io.quorate.call.Calls;
import java.util.Objects;

/**
 * Instances of SQL Server and their availability groups. An endpoint {@code sqlserver://sql1,sql2:1433,sql3} names a host for each instance; the
 * port is 1433 unless it says otherwise. What an instance is called is what its {@code @@SERVERNAME} says.
 *
 * <p>Reading needs VIEW SERVER STATE and VIEW ANY DEFINITION (2022 and later: VIEW SERVER PERFORMANCE STATE and VIEW SERVER SECURITY STATE),
 * changing CONTROL SERVER or sysadmin. A call takes two minutes at most unless its method says otherwise. Reading may always be repeated.
 * Every method throws a {@link io.quorate.error.QuorateException}: unreachable, untrusted, access denied, rejected, unsupported, busy,
 * deadline exceeded, bad reply; what else to expect stands with the method.
 *
 * <p>What a method knows of SQL Server's ways comes from its documentation and from tools that are in use, not from a server here. Immutable
 * and thread-safe; navigation does no I/O.
 */
public final class AvailabilityGroupClient {
    private final Calls calls;

    /** Made by {@code Quorate.availabilityGroups(name)}. */
    public AvailabilityGroupClient(Calls calls) {
        this.calls = Objects.requireNonNull(calls, "calls");
    }

    /** Leads to the instances. */
    public SqlInstances instances() {
        return new SqlInstances(calls);
    }

    /** Leads to the mirroring endpoints. */
    public MirroringEndpoints endpoints() {
        return new MirroringEndpoints(calls);
    }

    /** Leads to the groups. */
    public AvailabilityGroups groups() {
        return new AvailabilityGroups(calls);
    }

    /** Leads to the distributed groups. */
    public DistributedGroups distributed() {
        return new DistributedGroups(calls);
    }

    /** Leads to a group's replicas. */
    public GroupReplicas replicas(String group) {
        return new GroupReplicas(calls, group);
    }

    /** Leads to a group's databases. */
    public GroupDatabases databases(String group) {
        return new GroupDatabases(calls, group);
    }

    /** Leads to a group's listener. */
    public GroupListeners listeners(String group) {
        return new GroupListeners(calls, group);
    }

    /** Leads to a group's failover. */
    public GroupFailover failover(String group) {
        return new GroupFailover(calls, group);
    }

    /** Leads to the log-ins of a group's instances. */
    public GroupLogins logins(String group) {
        return new GroupLogins(calls, group);
    }

    /** Leads to the Agent jobs of a group's instances. */
    public GroupJobs jobs(String group) {
        return new GroupJobs(calls, group);
    }

    /** Leads to the rolling patch of a group's instances. */
    public GroupPatch patch(String group) {
        return new GroupPatch(calls, group);
    }

    @Override
    public String toString() {
        return Shown.as(this).with("endpoint", calls.endpoint()).toString();
    }
}

package io.quorate.lab.model;

import io.quorate.lab.model.Fidelity.Claim;
import java.util.List;

/** What the lab claims about SQL Server's instances and availability groups. */
final class SqlClaims {
    private static final String REFERENCE = "reference of the project, mssql";
    private static final String LEARN = "Microsoft Learn: Always On availability groups";
    private static final String ASSUMED = "assumption";

    static final List<Claim> LIST = List.of(
            new Claim(
                    "sql.views",
                    Evidence.C,
                    "catalogue and management views have the columns of their version; rows of other replicas' state are told by the"
                            + " primary alone",
                    REFERENCE + " 2.9"),
            new Claim(
                    "sql.oddities",
                    Evidence.C,
                    "a renamed machine shows in SERVERPROPERTY('ServerName') and not in @@SERVERNAME; FILESTREAM, containment, encryption,"
                            + " master keys and free space are told and have no effect of their own",
                    "Microsoft Learn: SERVERPROPERTY, sp_addserver, sys.databases, sys.configurations, sys.dm_os_volume_stats"),
            new Claim(
                    "sql.endpoint.port",
                    Evidence.C,
                    "a mirroring endpoint that is started takes connections on its port; one that is not, or whose port somebody else has,"
                            + " refuses them",
                    "Microsoft Learn: CREATE ENDPOINT, troubleshooting of database mirroring endpoints"),
            new Claim(
                    "sql.system",
                    Evidence.D,
                    "setup lets NT AUTHORITY\\SYSTEM connect, ALTER ANY AVAILABILITY GROUP and VIEW SERVER STATE, which the cluster's"
                            + " resource needs",
                    "SqlServerDsc, README (rights of the cluster); as found on installed instances"),
            new Claim(
                    "sql.errors",
                    Evidence.C,
                    "numbers of errors and which are information (severity 10); the texts are ours, states are 1",
                    REFERENCE + " 2.10"),
            new Claim(
                    "sql.commit",
                    Evidence.C,
                    "a commit waits for every synchronised secondary; after the session time-out (10 s) the secondary is no longer"
                            + " synchronised and who waits is let go; too few synchronised secondaries block it",
                    LEARN + ", availability modes; " + REFERENCE + " 2.7"),
            new Claim(
                    "sql.commit.quorum",
                    Evidence.E,
                    "a primary without quorum cannot note that a secondary fell behind, so it lets nobody go",
                    ASSUMED + " from where the cluster keeps that note"),
            new Claim(
                    "sql.failover.automatic",
                    Evidence.C,
                    "only to an automatic, synchronous replica whose databases are all noted as synchronised, within a budget of"
                            + " replicas minus one in six hours",
                    LEARN + ", failover; flexible failover policy"),
            new Claim(
                    "sql.failover.times",
                    Evidence.E,
                    "20 s until a silent host counts as down, 2 s for a stopped service, 20 s of lease for one that hangs",
                    "the cluster's defaults and the lease's documented length; their sum is " + ASSUMED),
            new Claim(
                    "sql.failover.forced",
                    Evidence.C,
                    "the others are suspended (SUSPEND_FROM_PARTNER) until RESUME, which throws away what the new primary has not",
                    LEARN + ", forced manual failover; " + REFERENCE + " 2.7"),
            new Claim(
                    "sql.recovery",
                    Evidence.C,
                    "recovery_lsn is, at the primary, where the log ended before it wrote anything after it took over, and at a"
                            + " secondary where it would have to go back to, else null; the former primary's suspended copy keeps"
                            + " its last hardened and last commit positions until it is resumed",
                    LEARN + ", sys.dm_hadr_database_replica_states and forced manual failover"),
            new Claim(
                    "sql.cluster.own",
                    Evidence.E,
                    "hosts without a lab cluster form one of their own: majority of all hosts, a witness when their number is even,"
                            + " no dynamic quorum",
                    ASSUMED),
            new Claim(
                    "sql.seeding",
                    Evidence.C,
                    "needs a full backup and CREATE ANY DATABASE (19506), maps default directories from 2017 on, starts anew with the"
                            + " grant",
                    REFERENCE + " 2.6"),
            new Claim(
                    "sql.seeding.failures",
                    Evidence.E,
                    "the numbers of failure_state; a broken session ends seeding with 19494",
                    ASSUMED),
            new Claim(
                    "sql.join.windows",
                    Evidence.E,
                    "JOIN under a Windows cluster is 35250 while primary and secondary cannot speak; 47106 without one",
                    ASSUMED + " for the first, " + REFERENCE + " 2.10 for the second"),
            new Claim(
                    "sql.endpoint",
                    Evidence.C,
                    "peers speak when both endpoints are started where the URL says, encryption fits, and each lets the other's"
                            + " account or certificate connect; one domain account for both needs no log-in",
                    LEARN + ", database mirroring endpoint security"),
            new Claim(
                    "sql.certificate",
                    Evidence.E,
                    "CERTENCODED tells random bytes that are no X.509, equal wherever they are taken in",
                    ASSUMED),
            new Claim(
                    "sql.certificate.expired",
                    Evidence.D,
                    "once the certificate that an endpoint shows has expired nobody connects to it anew, and who is connected stays so;"
                            + " the number of the refused handshake is " + ASSUMED,
                    "administrators' reports of handshakes refused with: certificate expired"),
            new Claim(
                    "sql.endpoint.altered",
                    Evidence.C,
                    "ALTER ENDPOINT changes what it names and leaves the rest; that sessions stay where both ends agree still is "
                            + ASSUMED,
                    "Microsoft Learn: ALTER ENDPOINT"),
            new Claim(
                    "sql.hash",
                    Evidence.E,
                    "hashes of 2025 (0x0300) have the older ones' length; no older version takes them",
                    REFERENCE + " 9 for the header; the rest is " + ASSUMED),
            new Claim(
                    "sql.login",
                    Evidence.C,
                    "log-ins with SID, hash, policy flags, default database and language, fixed server roles, rights with GRANT OPTION and"
                            + " DENY; what refuses: 4611, 15010, 15021, 15025, 15122, 15151, 15170, 15174, 15433, 15434; ids of Windows' own"
                            + " accounts are those of Windows",
                    "Microsoft Learn: CREATE LOGIN, ALTER LOGIN, sys.sql_logins, sys.server_permissions; well-known SIDs"),
            new Claim(
                    "sql.login.gaps",
                    Evidence.E,
                    "any language is taken; there are no user-defined server roles; no password is too simple",
                    "a shortcut"),
            new Claim(
                    "sql.users",
                    Evidence.E,
                    "users of a database are the same in all its copies at once; they do not travel in the log",
                    "a shortcut"),
            new Claim(
                    "sql.agent",
                    Evidence.C,
                    "msdb's tables and procedures of jobs, steps, schedules: a step that is put in moves the others and where they go to, a"
                            + " new job starts at step 1, names of jobs and of a job's steps are there once (14261, 14262, 14266, 14269, 14294,"
                            + " 14371, 14374)",
                    "Microsoft Learn: sp_add_job, sp_add_jobstep and others; texts of msdb's procedures in public"),
            new Claim(
                    "sql.agent.gaps",
                    Evidence.E,
                    "no job runs; there are no operators, proxies and target servers; an empty text takes a step's value away",
                    "a shortcut"),
            new Claim(
                    "sql.listener",
                    Evidence.C,
                    "one by T-SQL, an address for every replica's subnet, on line where the primary is",
                    REFERENCE + " 2.8"),
            new Claim(
                    "sql.routing",
                    Evidence.C,
                    "a log-in through the listener that reads only and names a database of the group is led by the routing list, sets in"
                            + " turn",
                    REFERENCE + " 2.2, 4 and 6.2"),
            new Claim(
                    "sql.distributed",
                    Evidence.E,
                    "the primary of the group that leads a distributed one seeds the other group's primary and sends it its log, which"
                            + " goes on to that one's secondaries; the other group is read-only; ROLE = SECONDARY leaves no primary, and"
                            + " the forced failover is the only one (documented). A commit never waits for the other group. Members show as"
                            + " replicas called as the groups (documented), but only where the group was created or joined, without rows"
                            + " for their databases",
                    LEARN + ", distributed availability groups; the rest is " + ASSUMED),
            new Claim(
                    "sql.contained",
                    Evidence.C,
                    "a contained group has <group>_master and <group>_msdb among its databases, seeded like the others and kept when it is"
                            + " dropped; log-ins through its listener are still the instance's ("
                            + ASSUMED
                            + " for the number of the error when they are there already, 1801)",
                    LEARN + ", contained availability groups"),
            new Claim(
                    "sql.replica.left",
                    Evidence.E,
                    "a replica that is removed while nobody reaches its instance shows there until DROP AVAILABILITY GROUP is said there,"
                            + " in no role, its copies restoring; that drop takes nothing from the others",
                    ASSUMED + " from what administrators report and from the remarks on DROP AVAILABILITY GROUP"),
            new Claim(
                    "sql.log.held",
                    Evidence.C,
                    "log that a secondary has not got is not used again and log_reuse_wait_desc says AVAILABILITY_REPLICA; that a record"
                            + " takes 64 KiB and a file grows by 64 MiB is " + ASSUMED,
                    "Microsoft Learn: the transaction log, factors that can delay log truncation"),
            new Claim(
                    "sql.patch",
                    Evidence.E,
                    "a patch stops the service and starts it with another build; nothing of a database changes",
                    ASSUMED),
            new Claim(
                    "sql.offline",
                    Evidence.C,
                    "after OFFLINE no replica serves a group's databases, and it does not come back by itself; that all replicas show"
                            + " as resolving is " + ASSUMED,
                    LEARN + ", ALTER AVAILABILITY GROUP"));

    private SqlClaims() {}
}

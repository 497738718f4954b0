package io.quorate.lab.sql;

import java.util.List;

/** Queries of the kinds that inventories and administrators' tools send, and what {@link FakeHost} answers to each. */
final class InventoryQueries {
    static final List<Case> ALL = List.of(
            new Case("SELECT name FROM sys.databases ORDER BY name", List.of("db1", "db2", "master")),
            new Case(
                    "SELECT d.name, d.state_desc FROM master.sys.databases AS d WHERE d.database_id > 4 ORDER BY d.database_id DESC",
                    List.of("db2|ONLINE", "db1|ONLINE")),
            new Case("SELECT [name] FROM [sys].[databases] WHERE [name] = N'DB1'", List.of("db1")),
            new Case("select name from SYS.DATABASES where NAME like 'DB%' order by 1", List.of("db1", "db2")),
            new Case("SELECT TOP (1) name FROM sys.databases ORDER BY database_id", List.of("master")),
            new Case(
                    "SELECT TOP 2 name FROM sys.databases WITH (NOLOCK) ORDER BY database_id DESC",
                    List.of("db2", "db1")),
            new Case(
                    "SELECT ag.name AS [Name], ags.primary_replica FROM sys.availability_groups ag INNER JOIN sys.dm_hadr_availability_group_states ags ON ag.group_id = ags.group_id",
                    List.of("AG1|SQL1")),
            new Case(
                    "SELECT ag.name, ar.replica_server_name, ars.role_desc FROM sys.availability_groups ag JOIN sys.availability_replicas ar ON ar.group_id = ag.group_id LEFT JOIN sys.dm_hadr_availability_replica_states ars ON ars.replica_id = ar.replica_id ORDER BY ar.replica_server_name",
                    List.of("AG1|SQL1|PRIMARY", "AG1|SQL2|SECONDARY")),
            new Case(
                    "SELECT ar.replica_server_name, CASE ars.role WHEN 1 THEN 'P' WHEN 2 THEN 'S' ELSE 'R' END AS role FROM sys.availability_replicas ar LEFT OUTER JOIN sys.dm_hadr_availability_replica_states AS ars ON ar.replica_id = ars.replica_id ORDER BY role",
                    List.of("SQL1|P", "SQL2|S")),
            new Case(
                    "SELECT replica_server_name FROM sys.availability_replicas WHERE availability_mode = 1 AND failover_mode = 0",
                    List.of("SQL1")),
            new Case("SELECT COUNT(*) FROM sys.availability_replicas", List.of("2")),
            new Case(
                    "SELECT COUNT(*) AS n, availability_mode_desc FROM sys.availability_replicas GROUP BY availability_mode_desc HAVING COUNT(*) = 1 ORDER BY availability_mode_desc",
                    List.of("1|ASYNCHRONOUS_COMMIT", "1|SYNCHRONOUS_COMMIT")),
            new Case(
                    "SELECT DB_NAME(drs.database_id) AS [db], drs.synchronization_state_desc, drs.is_local FROM sys.dm_hadr_database_replica_states drs ORDER BY drs.is_local DESC",
                    List.of("db1|SYNCHRONIZED|true", "db1|SYNCHRONIZING|false")),
            new Case(
                    "SELECT DB_NAME(database_id) FROM sys.dm_hadr_database_replica_states WHERE is_local = 1",
                    List.of("db1")),
            new Case("SELECT DB_ID('db2')", List.of("6")),
            new Case("SELECT DB_ID(N'nosuch')", List.of("null")),
            new Case("SELECT DB_NAME()", List.of("master")),
            new Case(
                    "SELECT drcs.database_name, drcs.is_failover_ready, ar.replica_server_name FROM sys.dm_hadr_database_replica_cluster_states AS drcs INNER JOIN sys.availability_replicas AS ar ON drcs.replica_id = ar.replica_id WHERE drcs.is_failover_ready = 0",
                    List.of("db1|false|SQL2")),
            new Case(
                    "SELECT l.dns_name, l.port, ip.ip_address, ip.state_desc FROM sys.availability_group_listeners l JOIN sys.availability_group_listener_ip_addresses ip ON ip.listener_id = l.listener_id ORDER BY ip.ip_address",
                    List.of("aglisten|1433|10.0.0.9|ONLINE", "aglisten|1433|10.0.1.9|OFFLINE")),
            new Case(
                    "SELECT l.dns_name + N',' + CAST(l.port AS nvarchar(10)) AS fqdn FROM sys.availability_group_listeners l",
                    List.of("aglisten,1433")),
            new Case(
                    "SELECT ar.replica_server_name, rl.routing_priority, ar2.replica_server_name AS target FROM sys.availability_read_only_routing_lists rl INNER JOIN sys.availability_replicas ar ON rl.replica_id = ar.replica_id INNER JOIN sys.availability_replicas ar2 ON rl.read_only_replica_id = ar2.replica_id ORDER BY rl.routing_priority",
                    List.of("SQL1|1|SQL2", "SQL1|2|SQL1")),
            new Case(
                    "SELECT STRING_AGG(replica_server_name, ',') FROM sys.availability_replicas", List.of("SQL1,SQL2")),
            new Case("SELECT SERVERPROPERTY('IsHadrEnabled')", List.of("1")),
            new Case("SELECT CAST(SERVERPROPERTY('EngineEdition') AS int)", List.of("3")),
            new Case("SELECT CONVERT(nvarchar(128), SERVERPROPERTY(N'ProductVersion'))", List.of("16.0.4135.4")),
            new Case("SELECT SERVERPROPERTY('NoSuchThing')", List.of("null")),
            new Case("SELECT ISNULL(SERVERPROPERTY('InstanceName'), 'MSSQLSERVER')", List.of("MSSQLSERVER")),
            new Case("SELECT @@SERVERNAME", List.of("SQL1")),
            new Case("SELECT LEFT(@@VERSION, 25)", List.of("Microsoft SQL Server 2022")),
            new Case("SELECT SUSER_SNAME()", List.of("sa")),
            new Case("SELECT SUSER_SNAME(owner_sid) FROM sys.databases WHERE name = 'db1'", List.of("sa")),
            new Case("SELECT SUSER_ID('app')", List.of("260")),
            new Case("SELECT CONVERT(varchar(100), SUSER_SID('app'), 1)", List.of("0x0707")),
            new Case(
                    "SELECT name, CONVERT(varchar(max), sid, 1) FROM sys.server_principals WHERE sid = 0x0707",
                    List.of("app|0x0707")),
            new Case("SELECT IS_SRVROLEMEMBER('sysadmin')", List.of("1")),
            new Case("SELECT IS_SRVROLEMEMBER(N'dbcreator')", List.of("0")),
            new Case("SELECT HAS_PERMS_BY_NAME(null, null, 'VIEW SERVER STATE')", List.of("1")),
            new Case("SELECT CERT_ID('cert1')", List.of("256")),
            new Case("SELECT CONVERT(varchar(max), CERTENCODED(CERT_ID('cert1')), 1)", List.of("0x010203")),
            new Case("SELECT sys.fn_hadr_backup_is_preferred_replica(N'db1')", List.of("true")),
            new Case(
                    "SELECT d.name FROM sys.databases d WHERE sys.fn_hadr_backup_is_preferred_replica(d.name) = 1",
                    List.of("db1")),
            new Case(
                    "SELECT name = d.name, kind = CASE WHEN d.replica_id IS NULL THEN 'local' ELSE 'group' END FROM sys.databases d ORDER BY d.database_id",
                    List.of("master|local", "db1|group", "db2|local")),
            new Case(
                    "SELECT name FROM sys.databases WHERE replica_id IS NOT NULL AND name IN (SELECT database_name FROM sys.availability_databases_cluster)",
                    List.of("db1")),
            new Case(
                    "SELECT name FROM sys.databases d WHERE NOT EXISTS (SELECT 1 FROM sys.availability_databases_cluster adc WHERE adc.database_name = d.name) AND d.database_id > 4",
                    List.of("db2")),
            new Case(
                    "WITH ags AS (SELECT group_id, name FROM sys.availability_groups) SELECT ags.name, COUNT(*) AS replicas FROM ags JOIN sys.availability_replicas r ON r.group_id = ags.group_id GROUP BY ags.name",
                    List.of("AG1|2")),
            new Case(
                    "SELECT ROW_NUMBER() OVER (PARTITION BY group_id ORDER BY replica_server_name) AS rn, replica_server_name FROM sys.availability_replicas",
                    List.of("1|SQL1", "2|SQL2")),
            new Case(
                    "SELECT MAX(last_hardened_lsn) - MIN(last_hardened_lsn) FROM sys.dm_hadr_database_replica_states",
                    List.of("100000")),
            new Case(
                    "SELECT DATEDIFF(SECOND, MIN(last_commit_time), MAX(last_commit_time)) FROM sys.dm_hadr_database_replica_states",
                    List.of("3")),
            new Case(
                    "SELECT DATEDIFF(ms, last_commit_time, GETDATE()) FROM sys.dm_hadr_database_replica_states WHERE is_primary_replica = 1",
                    List.of("2000")),
            new Case(
                    "SELECT ISNULL(log_send_queue_size, 0) AS q, COALESCE(redo_queue_size, -1) AS r FROM sys.dm_hadr_database_replica_states ORDER BY is_local DESC",
                    List.of("0|-1", "64|128")),
            new Case(
                    "SELECT CASE WHEN redo_rate > 0 THEN redo_queue_size * 1.0 / redo_rate ELSE NULL END AS rto FROM sys.dm_hadr_database_replica_states WHERE is_local = 0",
                    List.of("0.125000000000")),
            new Case(
                    "SELECT e.name, te.port, e.state_desc, e.encryption_algorithm_desc FROM sys.database_mirroring_endpoints e INNER JOIN sys.tcp_endpoints te ON e.endpoint_id = te.endpoint_id",
                    List.of("Hadr_endpoint|5022|STARTED|AES")),
            new Case(
                    "SELECT c.name FROM sys.database_mirroring_endpoints e LEFT JOIN sys.certificates c ON c.certificate_id = e.certificate_id",
                    List.of("cert1")),
            new Case("SELECT cluster_name, quorum_state_desc FROM sys.dm_hadr_cluster", List.of("CL1|NORMAL_QUORUM")),
            new Case(
                    "SELECT SUM(number_of_quorum_votes) FROM sys.dm_hadr_cluster_members WHERE member_state_desc = 'UP'",
                    List.of("2")),
            new Case(
                    "SELECT value_in_use FROM sys.configurations WHERE name = 'max degree of parallelism'",
                    List.of("8")),
            new Case(
                    "SELECT CASE WHEN ISNULL(ars.role, 3) = 1 AND ars.is_local = 1 THEN 1 ELSE 0 END AS IsPrimary FROM sys.dm_hadr_availability_replica_states ars ORDER BY ars.role",
                    List.of("1", "0")),
            new Case(
                    "SELECT IIF(is_local = 1, 'here', 'there') FROM sys.dm_hadr_availability_replica_states ORDER BY role_desc",
                    List.of("here", "there")),
            new Case(
                    "SELECT DISTINCT synchronization_health_desc FROM sys.dm_hadr_availability_replica_states ORDER BY synchronization_health_desc DESC",
                    List.of("PARTIALLY_HEALTHY", "HEALTHY")),
            new Case(
                    "SELECT ar.replica_server_name FROM sys.availability_replicas ar WHERE ar.replica_id = '22222222-2222-2222-2222-222222222222'",
                    List.of("SQL2")),
            new Case("SELECT DATABASEPROPERTYEX('db1', 'Status')", List.of("ONLINE")),
            new Case("SELECT DATABASEPROPERTYEX(N'db1', N'Updateability')", List.of("READ_WRITE")),
            new Case(
                    "SELECT name FROM sys.databases UNION ALL SELECT name FROM sys.server_principals EXCEPT SELECT 'sa' ORDER BY name",
                    List.of("app", "db1", "db2", "master")),
            new Case(
                    "SELECT SUBSTRING(endpoint_url, 7, CHARINDEX(':', endpoint_url, 7) - 7) FROM sys.availability_replicas ORDER BY 1",
                    List.of("sql1", "sql2")),
            new Case(
                    "SELECT CONVERT(varchar(30), last_commit_time, 121) FROM sys.dm_hadr_database_replica_states WHERE is_local = 1",
                    List.of("2026-01-05 07:59:58.123")),
            new Case("SELECT x.n FROM (SELECT COUNT(*) AS n FROM sys.databases) AS x WHERE x.n = 3", List.of("3")),
            new Case(
                    "SELECT (SELECT COUNT(*) FROM sys.availability_replicas r WHERE r.group_id = g.group_id) AS c FROM sys.availability_groups g",
                    List.of("2")),
            new Case(
                    "SELECT name FROM sys.databases ORDER BY name OFFSET 1 ROWS FETCH NEXT 1 ROWS ONLY",
                    List.of("db2")),
            new Case("SELECT 'a' AS 'quoted name', 1 AS [two words]", List.of("a|1")),
            new Case("SELECT QUOTENAME(name) FROM sys.availability_groups", List.of("[AG1]")),
            new Case("SELECT sys.availability_groups.name FROM sys.availability_groups", List.of("AG1")),
            new Case("SELECT availability_groups.name FROM sys.availability_groups", List.of("AG1")),
            new Case("SELECT g.* FROM (SELECT name FROM sys.availability_groups) g", List.of("AG1")),
            new Case(
                    "SELECT name FROM sys.databases WHERE database_id <> 1 AND state != 3 AND NOT (name = 'db2') OPTION (RECOMPILE)",
                    List.of("db1")),
            new Case("SELECT name COLLATE DATABASE_DEFAULT FROM sys.availability_groups", List.of("AG1")),
            new Case("SELECT XACT_STATE(), @@TRANCOUNT", List.of("0|0")),
            new Case(
                    "SELECT ar.seeding_mode_desc, ar.[session_timeout] FROM sys.availability_replicas ar WHERE ar.replica_server_name = @@SERVERNAME",
                    List.of("AUTOMATIC|10")),
            new Case("SELECT OBJECT_ID('sys.nosuch')", List.of("null")),
            new Case("SELECT CASE WHEN OBJECT_ID(N'sys.databases') IS NULL THEN 'no' ELSE 'yes' END", List.of("yes")),
            new Case("SELECT QUOTENAME(STUFF('xAG1', 1, 1, ''))", List.of("[AG1]")));

    private InventoryQueries() {}

    /**
     * A query.
     *
     * @param rows values apart by bars
     */
    record Case(String query, List<String> rows) {
        @Override
        public String toString() {
            return query;
        }
    }
}

package io.quorate.mssql;

import io.quorate.Secret;
import io.quorate.spi.Command;
import io.quorate.sql.AllowedConnections;
import io.quorate.sql.AvailabilityMode;
import io.quorate.sql.BackupPreference;
import io.quorate.sql.CertificateData;
import io.quorate.sql.ClusterType;
import io.quorate.sql.EndpointAlgorithm;
import io.quorate.sql.EndpointAuthentication;
import io.quorate.sql.EndpointEncryption;
import io.quorate.sql.EndpointRole;
import io.quorate.sql.EndpointState;
import io.quorate.sql.FailoverMode;
import io.quorate.sql.JobAction;
import io.quorate.sql.JobCondition;
import io.quorate.sql.JobDefinition;
import io.quorate.sql.JobNotice;
import io.quorate.sql.JobSchedule;
import io.quorate.sql.JobStep;
import io.quorate.sql.LoginSid;
import io.quorate.sql.RoutingList;
import io.quorate.sql.SeedingMode;
import io.quorate.sql.ServerPermission;
import io.quorate.sql.command.*;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Every command that changes something, with every option there is: what the golden file shows. */
final class SampleCommands {
    static final String HOST = "sql1";
    static final UUID ID = UUID.fromString("11111111-2222-3333-4444-555555555555");
    static final String PASSWORD = "Kanarienvogel'1!";
    static final String HASH = "0x0200CAFE0123456789ABCDEF";

    private SampleCommands() {}

    static ReplicaDefinition replica(String server) {
        return new ReplicaDefinition(
                server,
                "TCP://" + server.toLowerCase(java.util.Locale.ROOT) + ".example.com:5022",
                AvailabilityMode.SYNCHRONOUS_COMMIT,
                FailoverMode.AUTOMATIC,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static ReplicaDefinition full(
            String server, AvailabilityMode mode, FailoverMode failover, RoutingList list) {
        String host = server.toLowerCase(java.util.Locale.ROOT).replace('\\', '-');
        return new ReplicaDefinition(
                server,
                "TCP://" + host + ".example.com:5022",
                mode,
                failover,
                SeedingMode.AUTOMATIC,
                30,
                Duration.ofSeconds(15),
                AllowedConnections.READ_WRITE,
                AllowedConnections.READ_ONLY,
                "TCP://" + host + ".example.com:1433",
                list,
                "TCP://" + host + ".example.com:1433");
    }

    static EndpointDefinition endpoint(EndpointAuthentication authentication, String certificate) {
        return new EndpointDefinition(
                "Hadr_endpoint",
                5022,
                authentication,
                certificate,
                EndpointEncryption.REQUIRED,
                EndpointAlgorithm.AES,
                EndpointRole.ALL);
    }

    static ListenerDefinition listener() {
        return new ListenerDefinition(
                "ag1-lsn",
                false,
                List.of(ListenerIp.of("10.0.1.50", "255.255.255.0"), ListenerIp.of("fd00::50")),
                1433);
    }

    static List<Command<?>> all() {
        List<Command<?>> all = new ArrayList<>();
        groups(all);
        replicas(all);
        databases(all);
        listeners(all);
        security(all);
        logins(all);
        jobs(all);
        SampleWords.add(all);
        return all;
    }

    private static void logins(List<Command<?>> all) {
        all.add(new SetLoginPassword(HOST, "app", Secret.of(HASH)));
        all.add(new SetLogin(HOST, "it's ]app", "Sales", "us_english", true, false));
        all.add(new SetLogin(HOST, "app", null, null, false, null));
        all.add(new SetLogin(HOST, "DOM\\report", "Sales", null, null, null));
        all.add(new EnableLogin(HOST, "app", true));
        all.add(new EnableLogin(HOST, "app", false));
        all.add(new SetRoleMember(HOST, "dbcreator", "app", true));
        all.add(new SetRoleMember(HOST, "dbcreator", "app", false));
        for (ServerPermission.State state : ServerPermission.State.values()) {
            all.add(new SetServerPermission(HOST, "app", new ServerPermission("VIEW SERVER STATE", state)));
        }
        all.add(new DropLogin(HOST, "app", LoginSid.of("0123456789ABCDEF0123456789ABCDEF")));
    }

    private static void jobs(List<Command<?>> all) {
        JobDefinition plain = JobDefinition.of("nightly", JobStep.tsql("work", "Sales", "EXEC dbo.[it's] N'x'"));
        all.add(new SetJob(HOST, plain));
        all.add(new SetJob(
                HOST,
                new JobDefinition(
                        "back up Sales",
                        true,
                        "it's the backup",
                        "Backups",
                        "app",
                        JobCondition.preferredForBackup("O'Sales"),
                        2,
                        List.of(
                                JobStep.tsql("spare", "Sales", "SELECT 1"),
                                new JobStep(
                                        "back up",
                                        "CmdExec",
                                        "backup.cmd",
                                        JobAction.SUCCESS,
                                        JobAction.goTo(1),
                                        null,
                                        null,
                                        3,
                                        5,
                                        "D:\\out.txt",
                                        2,
                                        1,
                                        "backup proxy")),
                        List.of(JobSchedule.daily("nightly", LocalTime.of(1, 30)), JobSchedule.everyMinutes("log", 15)),
                        JobNotice.ALWAYS,
                        JobNotice.ON_FAILURE,
                        "dba",
                        JobNotice.NEVER)));
        all.add(new SetJob(HOST, plain.asking(JobCondition.primary("Sales")).enabled(false)));
        all.add(new TrimJob(HOST, "nightly", ID, true, 1, List.of()));
        all.add(new RemoveJob(HOST, "nightly", ID));
    }

    private static void groups(List<Command<?>> all) {
        all.add(new CreateGroup(HOST, "AG1", List.of(), List.of(), List.of(replica("SQL1"), replica("SQL2")), null));
        all.add(new CreateGroup(
                HOST,
                "odd ]name'",
                List.of(
                        GroupSetting.of(BackupPreference.SECONDARY_ONLY),
                        GroupSetting.of(GroupOption.FAILURE_CONDITION_LEVEL, 4),
                        GroupSetting.healthCheckTimeout(Duration.ofSeconds(45)),
                        GroupSetting.of(GroupOption.DB_FAILOVER, true),
                        GroupSetting.of(GroupOption.DTC_SUPPORT, true),
                        GroupSetting.of(ClusterType.WSFC),
                        GroupSetting.of(GroupOption.REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT, 1),
                        new GroupSetting(
                                GroupOption.CLUSTER_CONNECTION_OPTIONS, "Encrypt=Strict;HostNameInCertificate=it's")),
                List.of("Sales", "O'Hara]"),
                List.of(
                        full(
                                "SQL1\\A",
                                AvailabilityMode.SYNCHRONOUS_COMMIT,
                                FailoverMode.AUTOMATIC,
                                RoutingList.of("SQL2")),
                        full(
                                "SQL2",
                                AvailabilityMode.SYNCHRONOUS_COMMIT,
                                FailoverMode.AUTOMATIC,
                                new RoutingList(List.of(List.of("SQL1\\A", "SQL3"), List.of("SQL2")))),
                        full("SQL3", AvailabilityMode.ASYNCHRONOUS_COMMIT, FailoverMode.MANUAL, RoutingList.NONE)),
                listener()));
        all.add(new CreateGroup(
                HOST,
                "AGB",
                List.of(new GroupSetting(GroupOption.BASIC, "ON"), GroupSetting.of(BackupPreference.PRIMARY)),
                List.of("Sales"),
                List.of(replica("SQL1"), replica("SQL2")),
                new ListenerDefinition("agb", true, List.of(), null)));
        all.add(new CreateGroup(
                HOST,
                "AGC",
                List.of(
                        new GroupSetting(GroupOption.CONTAINED, "ON"),
                        new GroupSetting(GroupOption.REUSE_SYSTEM_DATABASES, "ON")),
                List.of(),
                List.of(replica("SQL1")),
                new ListenerDefinition("agc", true, List.of(ListenerIp.of("10.0.1.0", "255.255.255.0")), 1434)));
        all.add(new CreateGroup(
                HOST,
                "AGX",
                List.of(GroupSetting.of(ClusterType.EXTERNAL), GroupSetting.of(GroupOption.WRITE_LEASE_VALIDITY, 20)),
                List.of(),
                List.of(
                        external("SQL1"),
                        external("SQL2"),
                        new ReplicaDefinition(
                                "SQL3",
                                "TCP://sql3.example.com:5022",
                                AvailabilityMode.CONFIGURATION_ONLY,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null)),
                null));
        DistributedMember first = new DistributedMember(
                "AG1", "TCP://ag1.example.com:5022", AvailabilityMode.ASYNCHRONOUS_COMMIT, SeedingMode.AUTOMATIC);
        DistributedMember second =
                new DistributedMember("AG2", "TCP://ag2.example.com:5022", AvailabilityMode.SYNCHRONOUS_COMMIT, null);
        all.add(new CreateDistributedGroup(HOST, "DAG", first, second));
        all.add(new JoinDistributedGroup(HOST, "DAG", first, second));
        all.add(new ModifyDistributedGroup(HOST, "DAG", first));
        all.add(new JoinGroup(HOST, "AG1", ClusterType.WSFC));
        all.add(new JoinGroup(HOST, "AG1", ClusterType.EXTERNAL));
        all.add(new JoinGroup(HOST, "AG1", ClusterType.NONE));
        all.add(new SetGroupOption("AG1", GroupSetting.of(BackupPreference.PRIMARY)));
        all.add(new SetGroupOption("AG1", GroupSetting.of(GroupOption.FAILURE_CONDITION_LEVEL, 1)));
        all.add(new SetGroupOption("AG1", GroupSetting.healthCheckTimeout(Duration.ofSeconds(60))));
        all.add(new SetGroupOption("AG1", GroupSetting.of(GroupOption.DB_FAILOVER, false)));
        all.add(new SetGroupOption("AG1", GroupSetting.of(GroupOption.DTC_SUPPORT, false)));
        all.add(new SetGroupOption("AG1", GroupSetting.of(GroupOption.REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT, 0)));
        all.add(new SetGroupOption("AG1", GroupSetting.of(GroupOption.WRITE_LEASE_VALIDITY, 30)));
        all.add(new SetGroupOption("AG1", new GroupSetting(GroupOption.CLUSTER_CONNECTION_OPTIONS, "")));
        all.add(new GrantCreateAnyDatabase(HOST, "AG1"));
        all.add(new DenyCreateAnyDatabase(HOST, "AG1"));
        all.add(new FailOver(HOST, "AG1"));
        all.add(new ForceFailOver(HOST, "AG1", ID));
        all.add(new DemoteGroup(HOST, "AG1", ID));
        all.add(new TakeGroupOffline(HOST, "AG1", ID));
        all.add(new DropGroup(HOST, "AG1", ID));
        all.add(new ForgetGroup(HOST, "AG1", ID));
    }

    private static ReplicaDefinition external(String server) {
        return new ReplicaDefinition(
                server,
                "TCP://" + server + ":5022",
                AvailabilityMode.SYNCHRONOUS_COMMIT,
                FailoverMode.EXTERNAL,
                SeedingMode.MANUAL,
                null,
                null,
                null,
                AllowedConnections.NO,
                null,
                null,
                null);
    }

    private static void replicas(List<Command<?>> all) {
        all.add(new AddReplica(
                "AG1",
                full("SQL3", AvailabilityMode.ASYNCHRONOUS_COMMIT, FailoverMode.MANUAL, RoutingList.of("SQL1"))));
        all.add(new RemoveReplica("AG1", "SQL3"));
        for (ReplicaOption option : ReplicaOption.values()) {
            List<String> values = option.words().isEmpty()
                    ? option.form() == GroupOption.Form.NUMBER ? List.of("10") : List.of("TCP://sql2.example.com:5022")
                    : option.words();
            values.forEach(value -> all.add(new SetReplicaOption("AG1", "SQL2", new ReplicaSetting(option, value))));
        }
        all.add(new SetReplicaOption("AG1", "SQL2", new ReplicaSetting(ReplicaOption.READ_ONLY_ROUTING_URL, "")));
        all.add(new SetReplicaOption("AG1", "SQL2", new ReplicaSetting(ReplicaOption.READ_WRITE_ROUTING_URL, "")));
        all.add(new SetRoutingList("AG1", "SQL2", RoutingList.NONE));
        all.add(new SetRoutingList("AG1", "SQL2", new RoutingList(List.of(List.of("SQL1", "SQL3"), List.of("SQL2")))));
    }

    private static void databases(List<Command<?>> all) {
        all.add(new AddDatabase("AG1", "Sales"));
        all.add(new RemoveDatabase("AG1", "Sales"));
        all.add(new JoinDatabase(HOST, "AG1", "Sales"));
        all.add(new LeaveDatabase(HOST, "AG1", "Sales"));
        all.add(new SuspendDatabase(HOST, "AG1", "Sales"));
        all.add(new ResumeDatabase(HOST, "AG1", "Sales"));
        all.add(new BackUpDatabase(HOST, "Sales", "NUL", false));
        all.add(new BackUpDatabase(HOST, "Sales", "\\\\nas1\\seed\\Sales's.bak", true));
        all.add(new BackUpLog(HOST, "Sales", "\\\\nas1\\seed\\Sales.trn"));
        all.add(new RestoreDatabase(
                HOST,
                "Sales",
                "\\\\nas1\\seed\\Sales.bak",
                List.of(
                        new FileMove("Sales", "D:\\Data\\Sales.mdf"),
                        new FileMove("Sales_log", "L:\\Log\\Sales.ldf"))));
        all.add(new RestoreLog(HOST, "Sales", "\\\\nas1\\seed\\Sales.trn"));
    }

    private static void listeners(List<Command<?>> all) {
        all.add(new AddListener("AG1", listener()));
        all.add(new AddListener("AG1", new ListenerDefinition("ag1", true, List.of(), null)));
        all.add(new AddListenerAddress("AG1", "ag1-lsn", ListenerIp.of("10.0.2.50", "255.255.255.0")));
        all.add(new AddListenerAddress("AG1", "ag1-lsn", ListenerIp.of("fd00:2::50")));
        all.add(new RemoveListenerAddress("AG1", "ag1-lsn", "10.0.2.50"));
        all.add(new SetListenerPort("AG1", "ag1-lsn", 1434));
        all.add(new RestartListener("AG1", "ag1-lsn"));
        all.add(new RemoveListener("AG1", "ag1-lsn"));
    }

    private static void security(List<Command<?>> all) {
        all.add(new CreateEndpoint(HOST, endpoint(EndpointAuthentication.NEGOTIATE, null)));
        all.add(new CreateEndpoint(HOST, endpoint(EndpointAuthentication.CERTIFICATE, "cert]1")));
        all.add(new CreateEndpoint(HOST, endpoint(EndpointAuthentication.of("CERTIFICATE, KERBEROS"), "c1")));
        all.add(new CreateEndpoint(
                HOST,
                new EndpointDefinition(
                        "plain",
                        5023,
                        EndpointAuthentication.of("NTLM, CERTIFICATE"),
                        "c1",
                        EndpointEncryption.DISABLED,
                        EndpointAlgorithm.NONE,
                        EndpointRole.PARTNER)));
        all.add(new AlterEndpoint(
                HOST,
                new EndpointDefinition(
                        "Hadr_endpoint",
                        5022,
                        EndpointAuthentication.NEGOTIATE,
                        null,
                        EndpointEncryption.SUPPORTED,
                        EndpointAlgorithm.AES_RC4,
                        EndpointRole.ALL)));
        for (EndpointState state : List.of(EndpointState.STARTED, EndpointState.STOPPED, EndpointState.DISABLED)) {
            all.add(new SetEndpointState(HOST, "Hadr_endpoint", state));
        }
        all.add(new DropEndpoint(HOST, "Hadr_endpoint"));
        all.add(new SetEndpointCertificate(HOST, "end]point", EndpointAuthentication.CERTIFICATE, "cert'2"));
        all.add(new SetEndpointCertificate(
                HOST, "hadr", EndpointAuthentication.of("NEGOTIATE, CERTIFICATE"), "Hadr_endpoint_SQL1_20261129"));
        all.add(new DropCertificate(HOST, "cert]1", "AB12CD34"));
        all.add(new GrantConnect(HOST, "Hadr_endpoint", "DOM\\svc$"));
        all.add(new CreateMasterKey(HOST, Secret.of(PASSWORD)));
        all.add(new CreateCertificate(HOST, "c1", "it's ours", Instant.parse("2030-12-31T00:00:00Z")));
        all.add(new CreateCertificate(HOST, "c1", "ours", null));
        all.add(new ImportCertificate(HOST, "c2", new CertificateData(new byte[] {0x30, (byte) 0x82, 1}), "u2"));
        all.add(new ImportCertificate(HOST, "c2", new CertificateData(new byte[] {0x30}), null));
        all.add(new CreateWindowsLogin(HOST, "DOM\\SQL2$"));
        all.add(new CreateSqlLogin(HOST, "app", Secret.of(PASSWORD), false, null));
        all.add(new CreateSqlLogin(
                HOST, "app", Secret.of(HASH), true, LoginSid.of("0123456789ABCDEF0123456789ABCDEF")));
        all.add(new CreateUser(HOST, "u2", "app"));
    }
}

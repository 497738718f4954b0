package io.quorate.lab.behaviour;

import io.quorate.Secret;
import io.quorate.lab.HeardLab;
import io.quorate.lab.Lab;
import io.quorate.spi.Command;
import io.quorate.sql.AllowedConnections;
import io.quorate.sql.AvailabilityGroupClient;
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
import io.quorate.sql.LoginSid;
import io.quorate.sql.RoutingList;
import io.quorate.sql.SeedingMode;
import io.quorate.sql.command.AddDatabase;
import io.quorate.sql.command.AddListener;
import io.quorate.sql.command.AddListenerAddress;
import io.quorate.sql.command.AddReplica;
import io.quorate.sql.command.AlterEndpoint;
import io.quorate.sql.command.BackUpDatabase;
import io.quorate.sql.command.BackUpLog;
import io.quorate.sql.command.CreateCertificate;
import io.quorate.sql.command.CreateDistributedGroup;
import io.quorate.sql.command.CreateEndpoint;
import io.quorate.sql.command.CreateGroup;
import io.quorate.sql.command.CreateMasterKey;
import io.quorate.sql.command.CreateSqlLogin;
import io.quorate.sql.command.CreateUser;
import io.quorate.sql.command.CreateWindowsLogin;
import io.quorate.sql.command.DemoteGroup;
import io.quorate.sql.command.DenyCreateAnyDatabase;
import io.quorate.sql.command.DistributedMember;
import io.quorate.sql.command.DropCertificate;
import io.quorate.sql.command.DropEndpoint;
import io.quorate.sql.command.DropGroup;
import io.quorate.sql.command.EndpointDefinition;
import io.quorate.sql.command.FailOver;
import io.quorate.sql.command.ForceFailOver;
import io.quorate.sql.command.ForgetGroup;
import io.quorate.sql.command.GrantConnect;
import io.quorate.sql.command.GrantCreateAnyDatabase;
import io.quorate.sql.command.GroupOption;
import io.quorate.sql.command.GroupSetting;
import io.quorate.sql.command.ImportCertificate;
import io.quorate.sql.command.JoinDatabase;
import io.quorate.sql.command.JoinDistributedGroup;
import io.quorate.sql.command.JoinGroup;
import io.quorate.sql.command.LeaveDatabase;
import io.quorate.sql.command.ListenerDefinition;
import io.quorate.sql.command.ListenerIp;
import io.quorate.sql.command.ModifyDistributedGroup;
import io.quorate.sql.command.RemoveDatabase;
import io.quorate.sql.command.RemoveListener;
import io.quorate.sql.command.RemoveListenerAddress;
import io.quorate.sql.command.RemoveReplica;
import io.quorate.sql.command.ReplicaDefinition;
import io.quorate.sql.command.ReplicaOption;
import io.quorate.sql.command.ReplicaSetting;
import io.quorate.sql.command.RestartListener;
import io.quorate.sql.command.RestoreDatabase;
import io.quorate.sql.command.RestoreLog;
import io.quorate.sql.command.ResumeDatabase;
import io.quorate.sql.command.SetEndpointCertificate;
import io.quorate.sql.command.SetEndpointState;
import io.quorate.sql.command.SetGroupOption;
import io.quorate.sql.command.SetListenerPort;
import io.quorate.sql.command.SetReplicaOption;
import io.quorate.sql.command.SetRoutingList;
import io.quorate.sql.command.SuspendDatabase;
import io.quorate.sql.command.TakeGroupOffline;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An availability group on three instances from their endpoints to its end, and a distributed one over it and a second group. */
final class SqlScenes extends Scenes {
    private static final String ONE = "SQL1";
    private static final String TWO = "SQL2";
    private static final String THREE = "SQL3";
    private static final String GROUP = "ag1";
    private static final String OTHER = "ag2";
    private static final String BOTH = "dag";
    private static final String LISTENER = "ag1l";
    private static final String ACCOUNT = "LAB\\svc-sql";
    private static final String SHARE = "\\\\files\\backup\\";
    private static final Secret PASSWORD = Secret.of("It's a Passw0rd!");
    private static final Secret HASH = Secret.of("0x0200" + "0A1B2C3D" + "5E".repeat(64));
    private static final Duration AWHILE = Duration.ofMinutes(1);

    private final AvailabilityGroupClient sql = quorate.availabilityGroups(Lab.SQL);

    SqlScenes() {
        super(HeardLab.sql());
        ServiceScenes.add(this, THREE);
        security();
        SqlLoginScenes.add(this, sql);
        endpoints();
        group();
        databases();
        replicas();
        listener();
        failovers();
        distributed();
        scene(DropGroup.class, () -> sql(TWO, new DropGroup(TWO, GROUP, id(GROUP))));
    }

    private void security() {
        scene(CreateMasterKey.class, () -> sql(ONE, new CreateMasterKey(ONE, PASSWORD)));
        scene(
                CreateCertificate.class,
                () -> sql(
                        ONE, new CreateCertificate(ONE, "sql1", "it's SQL1's", Instant.parse("2040-01-01T00:00:00Z"))));
        scene(CreateSqlLogin.class, () -> sql(ONE, new CreateSqlLogin(ONE, "partner", PASSWORD, false, null)));
        scene(
                CreateSqlLogin.class,
                "by its hash",
                () -> sql(
                        ONE,
                        new CreateSqlLogin(ONE, "app", HASH, true, LoginSid.of("00112233445566778899AABBCCDDEEFF"))));
        scene(CreateUser.class, () -> sql(ONE, new CreateUser(ONE, "partner", "partner")));
        scene(ImportCertificate.class, () -> {
            done(TWO, new CreateMasterKey(TWO, PASSWORD));
            done(TWO, new CreateCertificate(TWO, "sql2", "SQL2's", null));
            CertificateData shown = Objects.requireNonNull(sql.instances()
                    .inventory(TWO)
                    .certificate("sql2")
                    .orElseThrow()
                    .encoded());
            return sql(ONE, new ImportCertificate(ONE, "sql2", shown, "partner"));
        });
        scene(CreateWindowsLogin.class, () -> sql(ONE, new CreateWindowsLogin(ONE, "LAB\\operators")));
    }

    private void endpoints() {
        scene(CreateEndpoint.class, () -> sql(ONE, new CreateEndpoint(ONE, endpoint(5023))));
        scene(AlterEndpoint.class, () -> sql(ONE, new AlterEndpoint(ONE, endpoint(5024))));
        scene(SetEndpointState.class, () -> sql(ONE, new SetEndpointState(ONE, "hadr", EndpointState.STOPPED)));
        scene(GrantConnect.class, () -> sql(ONE, new GrantConnect(ONE, "hadr", "LAB\\operators")));
        scene(DropEndpoint.class, () -> sql(ONE, new DropEndpoint(ONE, "hadr")));
        scene(SetEndpointCertificate.class, () -> {
            done(
                    ONE,
                    new CreateEndpoint(
                            ONE,
                            new EndpointDefinition(
                                    "hadr",
                                    5022,
                                    EndpointAuthentication.of("NEGOTIATE, CERTIFICATE"),
                                    "sql1",
                                    EndpointEncryption.REQUIRED,
                                    EndpointAlgorithm.AES,
                                    EndpointRole.ALL)));
            done(ONE, new CreateCertificate(ONE, "sql1_2", "SQL1's next", null));
            return sql(
                    ONE,
                    new SetEndpointCertificate(
                            ONE, "hadr", EndpointAuthentication.of("NEGOTIATE, CERTIFICATE"), "sql1_2"));
        });
        scene(DropCertificate.class, () -> {
            String thumbprint = sql.instances()
                    .inventory(ONE)
                    .certificate("sql1")
                    .orElseThrow()
                    .thumbprint();
            return sql(ONE, new DropCertificate(ONE, "sql1", thumbprint));
        });
        scene(DropEndpoint.class, "with a certificate", () -> sql(ONE, new DropEndpoint(ONE, "hadr")));
    }

    private void group() {
        scene(BackUpDatabase.class, () -> {
            for (String host : List.of(ONE, TWO, THREE)) {
                done(host, new CreateEndpoint(host, endpoint(5022)));
            }
            run(ONE, "CREATE DATABASE [orders]");
            run(ONE, "CREATE DATABASE [stock]");
            return sql(ONE, new BackUpDatabase(ONE, "orders", SHARE + "orders.bak", false));
        });
        scene(BackUpLog.class, () -> sql(ONE, new BackUpLog(ONE, "orders", SHARE + "orders.trn")));
        scene(
                CreateGroup.class,
                () -> sql(
                        ONE,
                        new CreateGroup(
                                ONE,
                                GROUP,
                                List.of(GroupSetting.of(BackupPreference.PRIMARY)),
                                List.of("orders"),
                                List.of(replica(ONE, SeedingMode.MANUAL), replica(TWO, SeedingMode.MANUAL)),
                                null)));
        scene(JoinGroup.class, () -> sql(TWO, new JoinGroup(TWO, GROUP, ClusterType.WSFC)));
        scene(
                SetGroupOption.class,
                () -> sql(ONE, new SetGroupOption(GROUP, GroupSetting.of(GroupOption.FAILURE_CONDITION_LEVEL, 4))));
        scene(
                SetGroupOption.class,
                "a text",
                () -> sql(
                        ONE,
                        new SetGroupOption(
                                GROUP, new GroupSetting(GroupOption.CLUSTER_CONNECTION_OPTIONS, "Encrypt=Strict"))));
    }

    private void databases() {
        scene(
                RestoreDatabase.class,
                () -> sql(TWO, new RestoreDatabase(TWO, "orders", SHARE + "orders.bak", List.of())));
        scene(RestoreLog.class, () -> sql(TWO, new RestoreLog(TWO, "orders", SHARE + "orders.trn")));
        scene(JoinDatabase.class, () -> sql(TWO, new JoinDatabase(TWO, GROUP, "orders")));
        scene(AddDatabase.class, () -> {
            done(ONE, new BackUpDatabase(ONE, "stock", SHARE + "stock.bak", false));
            return sql(ONE, new AddDatabase(GROUP, "stock"));
        });
        scene(SuspendDatabase.class, () -> sql(TWO, new SuspendDatabase(TWO, GROUP, "orders")));
        scene(ResumeDatabase.class, () -> sql(TWO, new ResumeDatabase(TWO, GROUP, "orders")));
        scene(LeaveDatabase.class, () -> sql(TWO, new LeaveDatabase(TWO, GROUP, "orders")));
        scene(JoinDatabase.class, "that left", () -> sql(TWO, new JoinDatabase(TWO, GROUP, "orders")));
        scene(RemoveDatabase.class, () -> sql(ONE, new RemoveDatabase(GROUP, "stock")));
    }

    private void replicas() {
        scene(AddReplica.class, () -> sql(ONE, new AddReplica(GROUP, replica(THREE, SeedingMode.AUTOMATIC))));
        scene(GrantCreateAnyDatabase.class, () -> {
            done(THREE, new JoinGroup(THREE, GROUP, ClusterType.WSFC));
            return sql(THREE, new GrantCreateAnyDatabase(THREE, GROUP));
        });
        scene(DenyCreateAnyDatabase.class, () -> sql(THREE, new DenyCreateAnyDatabase(THREE, GROUP)));
        scene(
                SetReplicaOption.class,
                () -> sql(ONE, new SetReplicaOption(GROUP, TWO, ReplicaSetting.of(ReplicaOption.BACKUP_PRIORITY, 70))));
        scene(
                SetReplicaOption.class,
                "of a role",
                () -> sql(
                        ONE,
                        new SetReplicaOption(
                                GROUP,
                                TWO,
                                ReplicaSetting.of(ReplicaOption.SECONDARY_CONNECTIONS, AllowedConnections.ALL))));
        scene(SetRoutingList.class, () -> sql(ONE, new SetRoutingList(GROUP, ONE, RoutingList.of(TWO, THREE))));
        scene(RemoveReplica.class, () -> {
            done(ONE, new SetRoutingList(GROUP, ONE, RoutingList.NONE));
            return sql(ONE, new RemoveReplica(GROUP, THREE));
        });
        scene(ForgetGroup.class, () -> {
            done(ONE, new AddReplica(GROUP, replica(THREE, SeedingMode.AUTOMATIC)));
            done(THREE, new JoinGroup(THREE, GROUP, ClusterType.WSFC));
            lab.sql().stop(THREE);
            done(ONE, new RemoveReplica(GROUP, THREE));
            lab.sql().start(THREE);
            lab.advance(AWHILE);
            return sql(THREE, new ForgetGroup(THREE, GROUP, id(THREE, GROUP)));
        });
    }

    private void listener() {
        scene(
                AddListener.class,
                () -> sql(
                        ONE,
                        new AddListener(
                                GROUP,
                                new ListenerDefinition(
                                        LISTENER,
                                        false,
                                        List.of(address("10.66.1.50"), address("10.66.2.50")),
                                        1433))));
        scene(AddListenerAddress.class, () -> sql(ONE, new AddListenerAddress(GROUP, LISTENER, address("10.66.3.50"))));
        scene(RemoveListenerAddress.class, () -> sql(ONE, new RemoveListenerAddress(GROUP, LISTENER, "10.66.3.50")));
        scene(SetListenerPort.class, () -> sql(ONE, new SetListenerPort(GROUP, LISTENER, 1434)));
        scene(RestartListener.class, () -> sql(ONE, new RestartListener(GROUP, LISTENER)));
        scene(RemoveListener.class, () -> sql(ONE, new RemoveListener(GROUP, LISTENER)));
    }

    private void failovers() {
        scene(FailOver.class, () -> {
            lab.advance(AWHILE);
            return sql(TWO, new FailOver(TWO, GROUP));
        });
        scene(ForceFailOver.class, () -> {
            lab.advance(AWHILE);
            return sql(ONE, new ForceFailOver(ONE, GROUP, id(GROUP)));
        });
    }

    private void distributed() {
        scene(CreateDistributedGroup.class, () -> {
            done(ONE, new AddListener(GROUP, listenerOf(LISTENER, "10.66.1.50", "10.66.2.50")));
            done(
                    THREE,
                    new CreateGroup(
                            THREE,
                            OTHER,
                            List.of(),
                            List.of(),
                            List.of(replica(THREE, SeedingMode.AUTOMATIC)),
                            listenerOf("ag2l", "10.66.3.50")));
            return sql(ONE, new CreateDistributedGroup(ONE, BOTH, member(GROUP, null), member(OTHER, null)));
        });
        scene(
                JoinDistributedGroup.class,
                () -> sql(THREE, new JoinDistributedGroup(THREE, BOTH, member(GROUP, null), member(OTHER, null))));
        scene(
                ModifyDistributedGroup.class,
                () -> sql(ONE, new ModifyDistributedGroup(ONE, BOTH, member(OTHER, SeedingMode.AUTOMATIC))));
        scene(DemoteGroup.class, () -> sql(ONE, new DemoteGroup(ONE, BOTH, id(BOTH))));
        scene(DemoteGroup.class, "without a cluster", () -> {
            done(
                    THREE,
                    new CreateGroup(
                            THREE,
                            "agn",
                            List.of(GroupSetting.of(ClusterType.NONE)),
                            List.of(),
                            List.of(replica(THREE, SeedingMode.AUTOMATIC)),
                            null));
            return sql(THREE, new DemoteGroup(THREE, "agn", id(THREE, "agn")));
        });
        scene(
                ForceFailOver.class,
                "without a cluster",
                () -> sql(THREE, new ForceFailOver(THREE, "agn", id(THREE, "agn"))));
        scene(DropGroup.class, "a distributed one", () -> sql(ONE, new DropGroup(ONE, BOTH, id(BOTH))));
        scene(TakeGroupOffline.class, () -> sql(ONE, new TakeGroupOffline(ONE, GROUP, id(GROUP))));
    }

    private static EndpointDefinition endpoint(int port) {
        return new EndpointDefinition(
                "hadr",
                port,
                EndpointAuthentication.NEGOTIATE,
                null,
                EndpointEncryption.REQUIRED,
                EndpointAlgorithm.AES,
                EndpointRole.ALL);
    }

    private static ReplicaDefinition replica(String host, SeedingMode seeding) {
        return new ReplicaDefinition(
                host,
                "TCP://" + host + ":5022",
                AvailabilityMode.SYNCHRONOUS_COMMIT,
                FailoverMode.MANUAL,
                seeding,
                null,
                null,
                null,
                AllowedConnections.READ_ONLY,
                "TCP://" + host + ":1433",
                null,
                null);
    }

    private static ListenerIp address(String ip) {
        return ListenerIp.of(ip, "255.255.255.0");
    }

    private static ListenerDefinition listenerOf(String name, String... addresses) {
        return new ListenerDefinition(
                name, false, List.of(addresses).stream().map(SqlScenes::address).toList(), 1433);
    }

    private static DistributedMember member(String group, @Nullable SeedingMode seeding) {
        return new DistributedMember(group, "TCP://" + group + "l:5022", AvailabilityMode.ASYNCHRONOUS_COMMIT, seeding);
    }

    private UUID id(String group) {
        return id(ONE, group);
    }

    private UUID id(String host, String group) {
        return sql.instances().inventory(host).group(group).orElseThrow().id();
    }

    private void done(String host, Command<?> command) {
        Shot shot = sql(host, command);
        backend(Lab.SQL).send(command, call(shot));
    }

    private void run(String instance, String batch) {
        try {
            SqlStory.execute(lab, instance, batch);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

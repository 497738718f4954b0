package io.quorate.mssql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Secret;
import io.quorate.spi.Command;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Observation;
import io.quorate.spi.Owner;
import io.quorate.sql.AvailabilityMode;
import io.quorate.sql.CertificateData;
import io.quorate.sql.ClusterType;
import io.quorate.sql.EndpointAuthentication;
import io.quorate.sql.EndpointState;
import io.quorate.sql.RoutingList;
import io.quorate.sql.command.*;
import io.quorate.sql.command.CreateDistributedGroup;
import io.quorate.sql.command.DistributedMember;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What handlers see, refuse, send and read back. */
class SqlHandlersTest {
    /**
     * A change that shows.
     *
     * @param command what is asked for
     * @param before what is there
     * @param effect what the statement does
     */
    private record Scene(Command<?> command, Consumer<FakeInstance> before, Consumer<FakeInstance> effect) {}

    private static void set(FakeInstance fake, Section section, int row, String column, Object value) {
        fake.rows.get(section).get(row).put(column, value);
    }

    private static void endpoint(FakeInstance fake) {
        fake.row(
                Section.ENDPOINTS,
                "name",
                "Hadr_endpoint",
                "endpoint_id",
                65536,
                "principal_id",
                1,
                "state_desc",
                "STARTED",
                "role_desc",
                "ALL",
                "encryption_algorithm_desc",
                "AES",
                "connection_auth_desc",
                "NEGOTIATE",
                "certificate_id",
                0);
        fake.row(Section.PORTS, "endpoint_id", 65536, "port", 5022);
    }

    private static void listener(FakeInstance fake) {
        fake.row(
                Section.LISTENERS,
                "group_id",
                SampleCommands.ID.toString(),
                "listener_id",
                "lsn-1",
                "dns_name",
                "ag1-lsn",
                "port",
                1433,
                "is_conformant",
                true);
        for (String[] ip : new String[][] {{"10.0.1.50", "255.255.255.0"}, {"fd00::50", null}}) {
            fake.row(
                    Section.LISTENER_ADDRESSES,
                    "listener_id",
                    "lsn-1",
                    "ip_address",
                    ip[0],
                    "ip_subnet_mask",
                    ip[1],
                    "is_dhcp",
                    false,
                    "state_desc",
                    "ONLINE");
        }
    }

    private static List<Scene> scenes() {
        Consumer<FakeInstance> primary = fake -> fake.group("PRIMARY");
        Consumer<FakeInstance> secondary = fake -> fake.group("SECONDARY");
        List<Scene> all = new ArrayList<>();
        all.add(new Scene(
                new CreateGroup(
                        "sql1",
                        "AG1",
                        List.of(),
                        List.of(),
                        List.of(SampleCommands.replica("SQL1"), SampleCommands.replica("SQL2")),
                        null),
                fake -> {},
                primary));
        all.add(new Scene(new JoinGroup("sql1", "AG1", ClusterType.WSFC), fake -> {}, secondary));
        all.add(new Scene(
                new DropGroup("sql1", "AG1", SampleCommands.ID), primary, fake -> fake.rows.remove(Section.GROUPS)));
        all.add(new Scene(
                new FailOver("sql1", "AG1"),
                fake -> fake.group("SECONDARY").database("SYNCHRONIZED", true),
                fake -> set(fake, Section.REPLICA_STATES, 0, "role_desc", "PRIMARY")));
        all.add(new Scene(
                new DemoteGroup("sql1", "AG1", SampleCommands.ID),
                primary,
                fake -> set(fake, Section.REPLICA_STATES, 0, "role_desc", "SECONDARY")));
        all.add(new Scene(
                new SetGroupOption("AG1", GroupSetting.of(GroupOption.FAILURE_CONDITION_LEVEL, 5)),
                primary,
                fake -> set(fake, Section.GROUPS, 0, "failure_condition_level", 5)));
        all.add(new Scene(
                new SetReplicaOption("AG1", "SQL2", ReplicaSetting.of(ReplicaOption.BACKUP_PRIORITY, 10)),
                primary,
                fake -> set(fake, Section.REPLICAS, 1, "backup_priority", 10)));
        all.add(new Scene(
                new AddReplica("AG1", SampleCommands.replica("SQL3")),
                primary,
                fake -> fake.replica("SQL3", "AAAAAAAA-0000-0000-0000-000000000003", "SECONDARY", false)));
        all.add(new Scene(
                new RemoveReplica("AG1", "SQL2"),
                primary,
                fake -> fake.rows.get(Section.REPLICAS).remove(1)));
        all.add(new Scene(
                new SetRoutingList("AG1", "SQL1", RoutingList.of("SQL2")),
                fake -> {
                    fake.group("PRIMARY");
                    set(fake, Section.REPLICAS, 1, "read_only_routing_url", "TCP://sql2:1433");
                },
                fake -> fake.row(
                        Section.ROUTING,
                        "replica_id",
                        FakeInstance.REPLICA_1,
                        "routing_priority",
                        1,
                        "read_only_replica_id",
                        FakeInstance.REPLICA_2)));
        all.add(new Scene(
                new AddDatabase("AG1", "Sales"),
                fake -> {
                    fake.group("PRIMARY");
                    fake.row(Section.DATABASES, "name", "Sales", "database_id", 5, "recovery_model_desc", "FULL");
                },
                fake -> fake.database("SYNCHRONIZED", true)));
        all.add(new Scene(
                new RemoveDatabase("AG1", "Sales"),
                fake -> fake.group("PRIMARY").database("SYNCHRONIZED", true),
                fake -> {
                    fake.rows.remove(Section.GROUP_DATABASES);
                    fake.rows.remove(Section.DATABASE_STATES);
                }));
        all.add(new Scene(
                new JoinDatabase("sql1", "AG1", "Sales"), secondary, fake -> fake.database("SYNCHRONIZING", false)));
        all.add(new Scene(
                new LeaveDatabase("sql1", "AG1", "Sales"),
                fake -> fake.group("SECONDARY").database("SYNCHRONIZED", true),
                fake -> set(fake, Section.DATABASE_JOINS, 0, "is_database_joined", false)));
        all.add(new Scene(
                new SuspendDatabase("sql1", "AG1", "Sales"),
                fake -> fake.group("SECONDARY").database("SYNCHRONIZED", true),
                fake -> set(fake, Section.DATABASE_STATES, 0, "is_suspended", true)));
        all.add(new Scene(
                new RestoreDatabase("sql1", "Sales", "NUL", List.of()),
                fake -> {},
                fake -> fake.row(Section.DATABASES, "name", "Sales", "database_id", 5, "state_desc", "RESTORING")));
        all.add(new Scene(new AddListener("AG1", SampleCommands.listener()), primary, SqlHandlersTest::listener));
        all.add(new Scene(
                new SetListenerPort("AG1", "ag1-lsn", 1499),
                fake -> {
                    fake.group("PRIMARY");
                    listener(fake);
                },
                fake -> set(fake, Section.LISTENERS, 0, "port", 1499)));
        all.add(new Scene(
                new RemoveListener("AG1", "ag1-lsn"),
                fake -> {
                    fake.group("PRIMARY");
                    listener(fake);
                },
                fake -> fake.rows.remove(Section.LISTENERS)));
        all.add(new Scene(
                new CreateEndpoint("sql1", SampleCommands.endpoint(EndpointAuthentication.NEGOTIATE, null)),
                fake -> {},
                SqlHandlersTest::endpoint));
        all.add(new Scene(
                new SetEndpointState("sql1", "Hadr_endpoint", EndpointState.STOPPED),
                SqlHandlersTest::endpoint,
                fake -> set(fake, Section.ENDPOINTS, 0, "state_desc", "STOPPED")));
        all.add(new Scene(
                new GrantConnect("sql1", "Hadr_endpoint", "DOM\\SQL2$"),
                fake -> {
                    endpoint(fake);
                    fake.row(
                            Section.PRINCIPALS,
                            "name",
                            "DOM\\SQL2$",
                            "principal_id",
                            270,
                            "type_desc",
                            "WINDOWS_LOGIN");
                },
                fake -> fake.row(
                        Section.GRANTS,
                        "class",
                        105,
                        "major_id",
                        65536,
                        "grantee_principal_id",
                        270,
                        "permission_name",
                        "CONNECT",
                        "state_desc",
                        "GRANT")));
        all.add(new Scene(
                new CreateMasterKey("sql1", Secret.of("a-long-secret")),
                fake -> {},
                fake -> fake.row(Section.KEYS, "name", "##MS_DatabaseMasterKey##")));
        all.add(new Scene(
                new ImportCertificate("sql1", "c2", new CertificateData(new byte[] {1, 2}), null),
                fake -> {},
                fake -> fake.row(
                        Section.CERTIFICATES,
                        "name",
                        "c2",
                        "certificate_id",
                        257,
                        "principal_id",
                        1,
                        "pvt_key_encryption_type",
                        "NA",
                        "thumbprint",
                        new byte[] {7},
                        "encoded",
                        new byte[] {1, 2})));
        all.add(new Scene(
                new CreateWindowsLogin("sql1", "DOM\\SQL2$"),
                fake -> {},
                fake -> fake.row(
                        Section.PRINCIPALS,
                        "name",
                        "DOM\\SQL2$",
                        "principal_id",
                        270,
                        "sid",
                        new byte[] {1, 5},
                        "type_desc",
                        "WINDOWS_LOGIN")));
        all.add(new Scene(
                new CreateUser("sql1", "u2", "app"),
                fake -> {},
                fake -> fake.row(Section.USERS, "name", "u2", "principal_id", 6, "sid", new byte[] {9}, "type", "S")));
        return all;
    }

    private static <R> Observation<R> look(MssqlBackend backend, Command<R> command) {
        return backend.look(command, FakeInstance.call(Duration.ofSeconds(60)));
    }

    @TestFactory
    @DisplayName("once carried out, it shows, and the second run sends nothing")
    List<DynamicTest> run_whenItIsDone_sendsNothingMore() {
        return scenes().stream()
                .map(scene -> DynamicTest.dynamicTest(scene.command().name(), () -> {
                    FakeInstance fake = new FakeInstance();
                    scene.before().accept(fake);
                    fake.effect = statement -> scene.effect().accept(fake);
                    MssqlBackend backend = fake.backend();
                    assertThat(look(backend, scene.command())).isInstanceOf(Observation.Absent.class);
                    var steps = backend.steps(scene.command(), FakeInstance.call(Duration.ofSeconds(60)));

                    FakeInstance.send(backend, scene.command());

                    if (!(scene.command() instanceof CreateMasterKey)) {
                        assertThat(steps.stream().map(step -> step.text()).toList())
                                .as("what is explained is what is sent")
                                .isEqualTo(fake.statements);
                    }
                    assertThat(look(backend, scene.command())).isInstanceOf(Observation.Present.class);
                    FakeInstance.send(backend, scene.command());
                    assertThat(fake.statements).hasSize(1);
                    assertThat(backend.steps(scene.command(), FakeInstance.call(Duration.ofSeconds(60))))
                            .isEmpty();
                    backend.close();
                }))
                .toList();
    }

    @TestFactory
    @DisplayName("cut after the commit it is in doubt, a look tells that it is done, and nothing is sent twice")
    List<DynamicTest> run_whenTheAnswerIsLost_isSettledByALook() {
        return scenes().stream()
                .map(scene -> DynamicTest.dynamicTest(scene.command().name(), () -> {
                    FakeInstance fake = new FakeInstance();
                    scene.before().accept(fake);
                    fake.effect = statement -> scene.effect().accept(fake);
                    fake.outcome = new StubSql.Event.Ends();
                    MssqlBackend backend = fake.backend();

                    Fault lost = catchThrowableOfType(Fault.class, () -> FakeInstance.send(backend, scene.command()));

                    assertThat(lost.phase()).isEqualTo(FaultPhase.UNANSWERED);
                    assertThat(look(backend, scene.command())).isInstanceOf(Observation.Present.class);
                    FakeInstance.send(backend, scene.command());
                    assertThat(fake.statements).hasSize(1);
                    backend.close();
                }))
                .toList();
    }

    private static Fault refused(FakeInstance fake, Command<?> command) {
        MssqlBackend backend = fake.backend();
        try {
            Fault fault = catchThrowableOfType(Fault.class, () -> FakeInstance.send(backend, command));
            assertThat(fault).as(command.name()).isNotNull();
            assertThat(fake.statements).as("nothing was sent").isEmpty();
            return fault;
        } finally {
            backend.close();
        }
    }

    @Test
    @DisplayName("what the version or edition cannot do is refused with a sentence before anything is sent")
    void gates_refuseBeforeSending() {
        FakeInstance old = new FakeInstance().group("PRIMARY");
        set(old, Section.INSTANCE, 0, "product_version", "13.0.4001.0");
        set(old, Section.INSTANCE, 0, "edition", "Standard Edition (64-bit)");
        listener(old);

        Fault option = refused(
                old,
                new SetGroupOption("AG1", new GroupSetting(GroupOption.CLUSTER_CONNECTION_OPTIONS, "Encrypt=Strict")));
        assertThat(option.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
        assertThat(option)
                .hasMessage("CLUSTER_CONNECTION_OPTIONS came with SQL Server 2025, and SQL1 is SQL Server 2016"
                        + " (13.0.4001.0); nothing was sent");
        assertThat(refused(old, new SetGroupOption("AG1", GroupSetting.of(GroupOption.DTC_SUPPORT, true))))
                .hasMessageContaining("SP2");
        assertThat(refused(old, new RemoveListenerAddress("AG1", "ag1-lsn", "10.0.1.50")))
                .hasMessageContaining("REMOVE IP came with SQL Server 2025");
        assertThat(refused(
                        old,
                        new SetReplicaOption(
                                "AG1", "SQL2", new ReplicaSetting(ReplicaOption.READ_WRITE_ROUTING_URL, "TCP://a:1"))))
                .hasMessageContaining("2019");

        FakeInstance both = new FakeInstance().group("PRIMARY");
        set(both, Section.INSTANCE, 0, "product_version", "15.0.4001.0");
        set(both, Section.GROUPS, 0, "is_distributed", 1);
        assertThat(refused(
                        both,
                        new SetGroupOption(
                                "AG1", GroupSetting.of(GroupOption.REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT, 1))))
                .hasMessageContaining("of a distributed group came with SQL Server 2022");
        FakeInstance older = new FakeInstance();
        set(older, Section.INSTANCE, 0, "product_version", "12.0.6024.0");
        DistributedMember member =
                new DistributedMember("AG1", "TCP://ag1:5022", AvailabilityMode.ASYNCHRONOUS_COMMIT, null);
        DistributedMember other =
                new DistributedMember("AG2", "TCP://ag2:5022", AvailabilityMode.ASYNCHRONOUS_COMMIT, null);
        assertThat(refused(older, new CreateDistributedGroup("sql1", "DAG", member, other))
                        .kind())
                .isEqualTo(ErrorKind.UNSUPPORTED);

        FakeInstance standard = new FakeInstance();
        set(standard, Section.INSTANCE, 0, "edition", "Standard Edition (64-bit)");
        CreateGroup create =
                new CreateGroup("sql1", "AG1", List.of(), List.of(), List.of(SampleCommands.replica("SQL1")), null);
        assertThat(refused(standard, create)).hasMessageContaining("basic availability groups only");
        set(standard, Section.INSTANCE, 0, "edition", "Express Edition (64-bit)");
        assertThat(refused(standard, create)).hasMessageContaining("has no availability groups");
        set(standard, Section.INSTANCE, 0, "edition", "Developer Edition (64-bit)");
        set(standard, Section.INSTANCE, 0, "is_hadr_enabled", 0);
        Fault disabled = refused(standard, create);
        assertThat(disabled.code()).isEqualTo("35221");
        assertThat(disabled.hint()).contains("enable Always On");
        set(standard, Section.INSTANCE, 0, "is_hadr_enabled", 1);
        set(standard, Section.INSTANCE, 0, "server_name", "SQL9");
        assertThat(refused(standard, create).code()).isEqualTo("35237");
    }

    @Test
    @DisplayName("a failover that would lose something, or that the group does not know, is refused")
    void failOver_whenItIsNotReady_isRefused() {
        Fault behind = refused(
                new FakeInstance().group("SECONDARY").database("SYNCHRONIZING", false), new FailOver("sql1", "AG1"));
        assertThat(behind.code()).isEqualTo("41142");
        assertThat(behind).hasMessageContaining("Sales");
        FakeInstance none = new FakeInstance().group("SECONDARY").database("SYNCHRONIZED", true);
        set(none, Section.GROUPS, 0, "cluster_type_desc", "NONE");
        assertThat(refused(none, new FailOver("sql1", "AG1")).code()).isEqualTo("47122");
        for (String state : new String[] {"REVERTING", "INITIALIZING"}) {
            assertThat(refused(
                            new FakeInstance().group("SECONDARY").database(state, false),
                            new ForceFailOver("sql1", "AG1", SampleCommands.ID)))
                    .hasMessageContaining(state);
        }
    }

    @Test
    @DisplayName(
            "movement of a database that has not come to the replica yet is neither suspended nor resumed: it is missing")
    void suspendAndResume_whenTheCopyHasNotComeYet_findNothing() {
        for (Command<?> command :
                List.of(new SuspendDatabase("sql1", "AG1", "Sales"), new ResumeDatabase("sql1", "AG1", "Sales"))) {
            FakeInstance fake = new FakeInstance().group("SECONDARY").database("SYNCHRONIZED", false);
            fake.rows.remove(Section.DATABASE_STATES);
            set(fake, Section.DATABASE_JOINS, 0, "is_database_joined", false);

            Fault missing = refused(fake, command);

            assertThat(missing.kind()).isEqualTo(ErrorKind.NOT_FOUND);
            assertThat(missing).hasMessage("SQL1 has no copy of database Sales in group AG1");
        }
    }

    @Test
    @DisplayName("what belongs on the primary is not sent to a secondary, which says who leads")
    void onPrimary_whenAnotherLeads_isRefusedBeforeSending() {
        Fault fault = refused(new FakeInstance().group("SECONDARY"), new RemoveDatabase("AG1", "Sales"));
        assertThat(fault.phase()).isEqualTo(FaultPhase.REFUSED);
        assertThat(fault.kind()).isEqualTo(ErrorKind.BUSY);
        assertThat(fault).hasMessage("SQL1 is a secondary of group AG1, not its primary, which is SQL2");

        Fault missing = refused(new FakeInstance(), new RemoveDatabase("AG1", "Sales"));
        assertThat(missing.kind()).isEqualTo(ErrorKind.NOT_FOUND);
        assertThat(missing.phase()).isEqualTo(FaultPhase.LASTING);
    }

    @Test
    @DisplayName("the primary is sure of itself; a secondary names another, and is not")
    void locate_tellsWhoLeads() {
        AddDatabase command = new AddDatabase("ag1", "Sales");
        assertThat(located(new FakeInstance().group("PRIMARY"), command)).contains(Owner.surely("sql1"));
        assertThat(located(new FakeInstance().group("SECONDARY"), command)).contains(new Owner("sql2", false, false));
        assertThat(located(new FakeInstance(), command)).isEmpty();
        FakeInstance elsewhere = new FakeInstance().group("SECONDARY");
        set(elsewhere, Section.GROUP_STATES, 0, "primary_replica", "OTHER");
        assertThat(located(elsewhere, command)).isEmpty();
    }

    private static Optional<Owner> located(FakeInstance fake, Command<?> command) {
        MssqlBackend backend = fake.backend();
        try {
            return backend.locate(command, FakeInstance.call(Duration.ofSeconds(30)));
        } finally {
            backend.close();
        }
    }

    @Test
    @DisplayName("what is there and is another is a conflict that names the difference")
    void create_whenAnotherIsThere_namesTheDifference() {
        FakeInstance fake = new FakeInstance();
        endpoint(fake);
        set(fake, Section.PORTS, 0, "port", 5999);
        Fault fault = refused(
                fake, new CreateEndpoint("sql1", SampleCommands.endpoint(EndpointAuthentication.NEGOTIATE, null)));
        assertThat(fault.kind()).isEqualTo(ErrorKind.CONFLICT);
        assertThat(fault).hasMessageContaining("port 5999");

        FakeInstance open = new FakeInstance();
        open.row(Section.DATABASES, "name", "Sales", "database_id", 5, "state_desc", "ONLINE");
        assertThat(refused(open, new RestoreDatabase("sql1", "Sales", "NUL", List.of())))
                .hasMessageContaining("never replaces");
    }

    @Test
    @DisplayName("automatic seeding that failed for good begins anew when its mode is set again")
    void seedingMode_whenSeedingFailed_isSetAgain() {
        FakeInstance fake = new FakeInstance().group("PRIMARY").database("SYNCHRONIZED", true);
        fake.effect = statement -> fake.rows.remove(Section.SEEDINGS);
        SetReplicaOption again =
                new SetReplicaOption("AG1", "SQL2", new ReplicaSetting(ReplicaOption.SEEDING_MODE, "AUTOMATIC"));
        MssqlBackend backend = fake.backend();
        FakeInstance.send(backend, again);
        assertThat(fake.statements).isEmpty();
        fake.row(
                Section.SEEDINGS,
                "ag_id",
                SampleCommands.ID.toString(),
                "ag_db_id",
                FakeInstance.DATABASE,
                "ag_remote_replica_id",
                FakeInstance.REPLICA_2,
                "current_state",
                "FAILED",
                "number_of_attempts",
                3);
        FakeInstance.send(backend, again);
        assertThat(fake.statements).hasSize(1);
        backend.close();
    }
}

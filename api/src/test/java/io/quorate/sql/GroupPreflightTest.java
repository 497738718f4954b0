package io.quorate.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Size;
import io.quorate.cluster.ClusterSettings;
import io.quorate.cluster.ResiliencyLevel;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What speaks against a group before anything is sent. */
class GroupPreflightTest {
    private static final Consumer<GroupSpec> PAIR =
            spec -> spec.addReplica("sql1").addReplica("sql2").addDatabase("sales");

    private final FakeSql sql = new FakeSql("sql1", "sql2").database("sales");

    private GroupPlan plan(Consumer<GroupSpec> spec) {
        return new AvailabilityGroupClient(sql).groups().plan("AG1", spec);
    }

    private void assertAgainst(Consumer<GroupSpec> spec, String... words) {
        assertThat(plan(spec).obstacles()).anySatisfy(why -> assertThat(why).contains(words));
    }

    @Test
    void plan_whenAllIsWell_hasNoObstacle() {
        assertThat(plan(PAIR).obstacles()).isEmpty();
    }

    @Test
    void plan_whenAlwaysOnIsOff_saysSo() {
        sql.at("sql2").hadr = false;
        assertAgainst(PAIR, "Always On is not enabled at SQL2");
    }

    @Test
    void plan_whenTwoHostsAreOneInstance_saysSo() {
        sql.at("sql2").name = "SQL1";
        assertAgainst(PAIR, "two hosts are the same instance, SQL1");
    }

    @Test
    @DisplayName("Standard has basic groups only; Express none; a basic group has two replicas and one database")
    void plan_byEdition() {
        sql.at("sql2").edition = "Standard Edition (64-bit)";
        assertAgainst(PAIR, "SQL2", "basic availability groups only", "41199");
        assertThat(plan(PAIR.andThen(GroupSpec::basic)).obstacles()).isEmpty();
        sql.database("stock");
        assertAgainst(PAIR.andThen(spec -> spec.basic().addDatabase("stock")), "one database", "35200");
        sql.at("sql2").edition = "Express Edition (64-bit)";
        assertAgainst(PAIR.andThen(GroupSpec::basic), "no availability groups");
    }

    @Test
    void plan_whenVersionDoesNotKnowAnOption_refusesItBeforeSending() {
        sql.hosts.values().forEach(one -> one.version = SqlVersion.of("15.0.4000.1"));
        assertAgainst(PAIR.andThen(GroupSpec::contained), "SQL Server 2019", "CONTAINED");
        assertAgainst(PAIR.andThen(spec -> spec.connectionOptions("Encrypt=Strict")), "CLUSTER_CONNECTION_OPTIONS");
    }

    @Test
    void plan_whenSecondaryIsOlder_saysSo() {
        sql.at("sql2").version = SqlVersion.of("15.0.4000.1");
        assertAgainst(PAIR, "SQL2 is SQL Server 2019", "cannot follow a newer one");
    }

    @Test
    void plan_whenClustersDifferOrHaveNoQuorum_saysSo() {
        sql.at("sql2").cluster = new InstanceCluster("OTHER", "NODE_MAJORITY", "FORCED_QUORUM", List.of());
        assertAgainst(PAIR, "different clusters: OTHER, RACK1");
        assertAgainst(PAIR, "quorum state FORCED_QUORUM");
        sql.at("sql2").cluster = null;
        assertAgainst(PAIR, "SQL2 is on no Windows cluster");
    }

    @Test
    void plan_whenFailoverClusterInstanceIsAutomatic_saysSo() {
        sql.at("sql2").clustered = true;
        assertAgainst(
                spec -> spec.addReplica("sql1").addReplica("sql2", replica -> replica.failover(FailoverMode.AUTOMATIC)),
                "35215");
        assertThat(plan(PAIR).obstacles()).isEmpty();
    }

    @Test
    void plan_byDatabase() {
        sql.at("sql1").databases.put("sales", FakeSql.database("sales", true, RecoveryModel.SIMPLE));
        assertAgainst(PAIR, "sales", "recovery model SIMPLE");
        assertAgainst(spec -> spec.addReplica("sql1").addDatabase("gone"), "database gone is not at SQL1");
    }

    @Test
    void plan_whenCopyIsThereAlready_saysSo() {
        sql.at("sql2").databases.put("sales", FakeSql.database("sales", true, RecoveryModel.FULL));
        assertAgainst(PAIR, "database sales is at SQL2 already", "automatic seeding replaces nothing");
    }

    @Test
    @DisplayName("before 2017 seeding needs the same default directories; later ones are mapped")
    void plan_byPaths() {
        sql.at("sql2").dataPath = "E:\\data";
        assertThat(plan(PAIR).obstacles()).isEmpty();
        sql.hosts.values().forEach(one -> one.version = SqlVersion.of("13.0.5000.0"));
        assertAgainst(PAIR, "D:\\data\\sales.mdf", "SQL2", "E:\\data");
    }

    @Test
    @DisplayName("space is added up by volume")
    void plan_bySpace() {
        sql.database("stock");
        sql.at("sql2").free = Size.gib(12);
        assertThat(plan(PAIR).obstacles()).isEmpty();
        assertAgainst(PAIR.andThen(spec -> spec.addDatabase("stock")), "volume D:\\ of SQL2", "12 GiB free", "22 GiB");
    }

    private static MirroringEndpoint endpoint(EndpointEncryption encryption, String algorithm, String authentication) {
        return new MirroringEndpoint(
                "Mirroring",
                5022,
                EndpointState.STARTED,
                EndpointRole.ALL,
                encryption,
                EndpointAlgorithm.of(algorithm),
                EndpointAuthentication.of(authentication),
                null,
                "sa",
                List.of());
    }

    @Test
    void plan_whenEndpointsCannotTalk_saysWhy() {
        sql.at("sql1").endpoint = endpoint(EndpointEncryption.REQUIRED, "AES", "NEGOTIATE");
        sql.at("sql2").endpoint = endpoint(EndpointEncryption.DISABLED, "NONE", "NEGOTIATE");
        assertAgainst(PAIR, "one requires encryption and the other has it disabled");
        sql.at("sql2").endpoint = endpoint(EndpointEncryption.REQUIRED, "RC4", "NEGOTIATE");
        assertAgainst(PAIR, "encrypts with AES, the other with RC4");
        sql.at("sql2").endpoint = endpoint(EndpointEncryption.REQUIRED, "AES", "CERTIFICATE");
        assertAgainst(PAIR, "one authenticates by NEGOTIATE, the other by CERTIFICATE");
    }

    @Test
    void plan_whenServiceRunsAsItsMachine_asksForThatAccount() {
        sql.at("sql2").account = "NT SERVICE\\MSSQLSERVER";
        assertAgainst(PAIR, "SQL2 runs as NT SERVICE\\MSSQLSERVER", "DOMAIN\\HOST$");
        assertThat(plan(spec -> spec.addReplica("sql1")
                                .addReplica("sql2", replica -> replica.serviceAccount("LAB\\SQL2$")))
                        .obstacles())
                .isEmpty();
    }

    @Test
    @DisplayName("what cannot be told from the instances is a hint: rights for the listener, NetBIOS, the lease")
    void plan_hints() {
        ClusterSettings quick = new ClusterSettings(
                Duration.ofSeconds(1),
                5,
                Duration.ofSeconds(1),
                5,
                ResiliencyLevel.ALWAYS_ISOLATE,
                Duration.ofMinutes(4),
                Duration.ofSeconds(20));

        GroupPlan plan = plan(PAIR.andThen(spec -> spec.clusterSettings(quick)
                .listener("a-listener-of-a-long-name", listener -> listener.addAddress("10.0.0.9", "255.255.255.0"))));

        assertThat(plan.obstacles()).isEmpty();
        assertThat(plan.hints())
                .anyMatch(hint -> hint.contains("create computer objects") && hint.contains("ten"))
                .anyMatch(hint -> hint.contains("NetBIOS"))
                .anyMatch(hint -> hint.contains("half of the usual lease of 20 s") && hint.contains("the 5 s after"));
    }

    @Test
    @DisplayName(
            "what the instances do not tell is said to be untold: lease, budget, the listener's SPN, certificates' names")
    void plan_saysWhatCannotBeTold() {
        GroupPlan plan = plan(PAIR.andThen(
                spec -> spec.listener("ag1l", listener -> listener.addAddress("10.0.0.9", "255.255.255.0"))));

        assertThat(plan.hints())
                .anyMatch(hint -> hint.contains("half the lease") && hint.contains("cannot be told"))
                .anyMatch(hint -> hint.contains("how many failovers") && hint.contains("cannot be told"))
                .anyMatch(hint -> hint.contains("MSSQLSvc/ag1l") && hint.contains("LAB\\sql"))
                .anyMatch(hint -> hint.contains("certificate of each instance covers ag1l"));
        sql.at("sql2").account = "LAB\\other";
        assertThat(plan(PAIR.andThen(spec ->
                                spec.listener("ag1l", listener -> listener.addAddress("10.0.0.9", "255.255.255.0"))))
                        .hints())
                .anyMatch(hint -> hint.contains("the one domain account") && hint.contains("LAB\\other"));
    }
}

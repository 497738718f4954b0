package io.quorate.lab.behaviour;

import static io.quorate.lab.behaviour.SqlStory.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.call.Rehearsal;
import io.quorate.call.Waiter;
import io.quorate.error.ConflictException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.UnsupportedException;
import io.quorate.sql.AvailabilityDatabase;
import io.quorate.sql.AvailabilityGroup;
import io.quorate.sql.AvailabilityMode;
import io.quorate.sql.ClusterType;
import io.quorate.sql.DatabaseLoss;
import io.quorate.sql.DistributedSpec;
import io.quorate.sql.FailoverCheck;
import io.quorate.sql.FailoverMode;
import io.quorate.sql.FailoverOutcome;
import io.quorate.sql.ForcedFailover;
import io.quorate.sql.GroupPlan;
import io.quorate.sql.GroupSpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Groups without a Windows cluster, contained, distributed and basic ones: built, moved and removed on three instances that they share. */
class GroupKindsThroughLabTest {
    private static SqlStory story;

    @BeforeAll
    static void start() throws SQLException {
        story = SqlStory.start();
    }

    @AfterAll
    static void close() {
        assertThat(story.lab.violations()).isEmpty();
        story.close();
    }

    private static void database(String instance, String name) throws SQLException {
        story.execute(
                instance,
                "CREATE DATABASE [" + name + "]",
                "ALTER DATABASE [" + name + "] SET RECOVERY FULL",
                "BACKUP DATABASE [" + name + "] TO DISK = N'NUL'");
    }

    private static void settles(String group, Consumer<GroupSpec> spec) {
        assertThat(story.sql.groups().ensure(group, spec).changed()).isTrue();
        story.forget();
        assertThat(story.sql.groups().ensure(group, spec).changed()).isFalse();
        assertThat(story.changes()).isEmpty();
    }

    private static void inStep(String group, String database) {
        story.lab.advance(Duration.ofSeconds(30));
        story.sql.databases(group).awaitSynchronized(database, LONG, progress -> {});
    }

    private static void marks(String instance, String database, int from, int to) throws SQLException {
        try (Connection writer = story.connect(story.lab.sql().address(instance), database, false)) {
            if (from == 1) {
                SqlStory.execute(writer, "CREATE TABLE marks (id int NOT NULL PRIMARY KEY)");
            }
            for (int i = from; i <= to; i++) {
                SqlStory.execute(writer, "INSERT INTO marks VALUES (" + i + ")");
            }
        }
    }

    private static List<String> marks(String instance, String database) throws SQLException {
        try (Connection reader = story.connect(story.lab.sql().address(instance), database, false)) {
            return SqlStory.ask(reader, "SELECT id FROM marks ORDER BY id");
        }
    }

    private static UUID id(String group) {
        return story.sql.groups().get(group).id();
    }

    private static void removed(String group) {
        assertThat(story.sql.groups().remove(group, Consent.to(id(group).toString(), "the test ends")))
                .isTrue();
        assertThat(story.sql.groups().find(group)).isEmpty();
    }

    @Test
    @DisplayName("a group without a cluster is built, moved without a loss, and goes on where a move was interrupted")
    void none_isBuiltAndMovedByHand() throws SQLException {
        database("SQL1", "reads");
        Consumer<GroupSpec> wanted = group -> {
            SqlStory.HOSTS.forEach(group::addReplica);
            group.clusterType(ClusterType.NONE).addDatabase("reads");
        };
        settles("agn", wanted);
        inStep("agn", "reads");
        assertThat(story.sql.groups().get("agn").replicas())
                .allMatch(one -> one.failover().equals(FailoverMode.MANUAL));
        marks("SQL1", "reads", 1, 5);
        inStep("agn", "reads");

        Rehearsal rehearsal = story.quorate.rehearse(quorate -> quorate.availabilityGroups(io.quorate.lab.Lab.SQL)
                .failover("agn")
                .to("SQL2", LONG));
        assertThat(rehearsal.stoppedBy()).isEmpty();
        assertThat(rehearsal.steps())
                .extracting(step -> step.operation() + "@" + step.host())
                .containsExactly(
                        "sql.group.set@SQL1",
                        "sql.group.demote@SQL1",
                        "sql.group.force-failover@SQL2",
                        "sql.database.resume@SQL1",
                        "sql.database.resume@SQL3",
                        "sql.group.set@SQL1");

        FailoverOutcome outcome = story.sql.failover("agn").to("SQL2", LONG);

        assertThat(outcome.from()).isEqualTo("SQL1");
        assertThat(outcome.losses()).isEmpty();
        assertThat(outcome.resumed()).contains("reads@SQL1", "reads@SQL3");
        assertThat(marks("SQL2", "reads")).hasSize(5);
        inStep("agn", "reads");
        assertThat(story.sql.groups().get("agn").requiredSynchronizedSecondaries())
                .isZero();
        assertThat(story.lab.sql().losses()).isEmpty();

        assertThatThrownBy(() -> story.sql.failover("agn").demote("SQL2", null))
                .isInstanceOf(ConsentRequiredException.class);
        assertThat(story.sql.failover("agn").demote("SQL2", Consent.to(id("agn").toString(), "half a move")))
                .isTrue();
        assertThat(story.sql.failover("agn").primary()).isEmpty();
        assertThat(story.sql.failover("agn").check("SQL3").obstacles()).isEmpty();
        story.sql.failover("agn").to("SQL3", LONG);
        assertThat(story.sql.failover("agn").primary()).contains("SQL3");
        inStep("agn", "reads");
        assertThat(marks("SQL3", "reads")).hasSize(5);
        removed("agn");
    }

    @Test
    @DisplayName("a group of an external cluster manager is built; who fails it over is told, and its manager can")
    void external_isBuiltAndLeftToItsManager() throws SQLException {
        database("SQL1", "ext");
        Consumer<GroupSpec> wanted = group -> group.clusterType(ClusterType.EXTERNAL)
                .addReplica("SQL1")
                .addReplica("SQL2")
                .addReplica("SQL3", r -> r.mode(AvailabilityMode.CONFIGURATION_ONLY))
                .writeLease(Duration.ofSeconds(30))
                .addDatabase("ext");
        GroupPlan plan = story.sql.groups().plan("agx", wanted);
        assertThat(plan.hints()).anyMatch(hint -> hint.contains("cluster manager's agent"));
        settles("agx", wanted);
        AvailabilityGroup group = story.sql.groups().get("agx");
        assertThat(group.clusterType()).isEqualTo(ClusterType.EXTERNAL);
        assertThat(group.replica("SQL2").orElseThrow().failover()).isEqualTo(FailoverMode.EXTERNAL);
        assertThat(group.replica("SQL3").orElseThrow().mode()).isEqualTo(AvailabilityMode.CONFIGURATION_ONLY);
        story.lab.advance(Duration.ofSeconds(30));
        Waiter.of(
                        story.lab.runtime(),
                        "SQL2 is in step",
                        () -> story.sql
                                .groups()
                                .get("agx")
                                .database("ext")
                                .orElseThrow()
                                .on("SQL2"))
                .until(copy -> copy.filter(it -> it.failoverReady()).isPresent())
                .await(LONG);

        story.forget();
        assertThatThrownBy(() -> story.sql.failover("agx").to("SQL2", LONG))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("47104")
                .hasMessageContaining("pcs resource move");
        assertThat(story.sql.failover("agx").planForced("SQL2", null).refusals())
                .anyMatch(why -> why.contains("cluster manager"));
        assertThat(story.changes()).isEmpty();

        try (Connection manager = story.connect(story.lab.sql().address("SQL2"), "", false)) {
            SqlStory.execute(
                    manager,
                    "EXEC sp_set_session_context @key = N'external_cluster', @value = N'yes'",
                    "ALTER AVAILABILITY GROUP [agx] FAILOVER");
        }
        assertThat(story.sql.failover("agx").primary()).contains("SQL2");
        removed("agx");
    }

    @Test
    @DisplayName("a contained group has its own master and msdb at every replica; its next life takes them over")
    void contained_showsItsSystemDatabases() throws SQLException {
        database("SQL1", "till");
        Consumer<GroupSpec> wanted = group -> {
            SqlStory.HOSTS.forEach(group::addReplica);
            group.contained().addDatabase("till");
        };
        settles("agc", wanted);
        inStep("agc", "till");
        inStep("agc", "agc_master");
        AvailabilityGroup group = story.sql.groups().get("agc");
        assertThat(group.contained()).isTrue();
        assertThat(group.systemDatabases())
                .extracting(AvailabilityDatabase::name)
                .containsExactlyInAnyOrder("agc_master", "agc_msdb");
        assertThat(story.sql.instances().inventory("SQL3").database("agc_msdb")).isPresent();
        assertThat(story.sql.groups().plan("agc", wanted).hints()).noneMatch(hint -> hint.contains("agc_m"));
        removed("agc");

        for (String host : List.of("SQL2", "SQL3")) {
            story.execute(host, "DROP DATABASE [till]", "DROP DATABASE [agc_master]", "DROP DATABASE [agc_msdb]");
        }
        settles("agc", spec -> {
            wanted.accept(spec);
            spec.reuseSystemDatabases();
        });
        removed("agc");
    }

    @Test
    @DisplayName("what a version or edition has not is unsupported, with a remedy, before anything is sent")
    void ensure_whatIsNotThere_isUnsupported() throws SQLException {
        try (SqlStory old = SqlStory.start("true", (host, spec) -> {
            if (host.equals("SQL2")) {
                spec.version(2016);
            } else {
                spec.edition("Standard").version(2019);
            }
        })) {
            for (Consumer<GroupSpec> kind : List.<Consumer<GroupSpec>>of(
                    group -> group.addReplica("SQL2").clusterType(ClusterType.NONE),
                    group -> group.addReplica("SQL2").clusterType(ClusterType.EXTERNAL),
                    group -> group.addReplica("SQL2").contained(),
                    group -> group.addReplica("SQL1").contained().basic(),
                    group -> group.addReplica("SQL1"),
                    group -> group.addReplica("SQL1").connectionOptions("Encrypt=Strict"))) {
                assertThatThrownBy(() -> old.sql.groups().ensure("ag1", kind))
                        .isInstanceOfSatisfying(
                                UnsupportedException.class,
                                e -> assertThat(e.remedies()).isNotEmpty())
                        .hasMessageContaining("nothing was sent");
            }
            assertThat(old.changes()).isEmpty();
            Consumer<GroupSpec> basic =
                    group -> group.addReplica("SQL1").addReplica("SQL3").basic().addDatabase("orders");
            assertThat(old.sql.groups().ensure("agb", basic).value().basic()).isTrue();
            assertThat(old.sql.groups().ensure("agb", basic).changed()).isFalse();
        }
    }

    @Test
    @DisplayName(
            "two groups are tied, data flows from one to the other, and the other one leads without a loss; there and back")
    void distributed_isTiedFollowsAndLeads() throws SQLException {
        database("SQL1", "ledger");
        story.sql
                .groups()
                .ensure(
                        "near",
                        group -> group.addReplica("SQL1")
                                .addReplica("SQL2")
                                .addDatabase("ledger")
                                .listener(
                                        "nearl",
                                        l -> l.addAddress("10.66.1.70", "255.255.255.0")
                                                .addAddress("10.66.2.70", "255.255.255.0")));
        story.sql
                .groups()
                .ensure(
                        "far",
                        group -> group.addReplica("SQL3")
                                .listener("farl", l -> l.addAddress("10.66.1.71", "255.255.255.0")));
        Consumer<DistributedSpec> wanted = spec -> spec.addGroup("near").addGroup("far");
        inStep("near", "ledger");
        marks("SQL1", "ledger", 1, 5);

        assertThat(story.sql.distributed().find("both")).isEmpty();
        assertThat(story.sql.distributed().ensure("both", wanted).changed()).isTrue();
        story.forget();
        assertThat(story.sql.distributed().ensure("both", wanted).changed()).isFalse();
        assertThat(story.changes()).isEmpty();
        AvailabilityGroup both = story.sql.distributed().get("both");
        assertThat(both.primary()).isEqualTo("near");
        assertThat(both.replica("far").orElseThrow().endpointUrl()).isEqualTo("TCP://farl:5022");

        story.lab.advance(Duration.ofMinutes(1));
        Waiter.of(
                        story.lab.runtime(),
                        "the far group has a copy",
                        () -> story.sql.distributed().check("both", "far"))
                .until(check -> check.obstacles().isEmpty())
                .describedBy(FailoverCheck::toString)
                .await(LONG);
        marks("SQL1", "ledger", 6, 10);
        assertThatThrownBy(() -> marks("SQL3", "ledger", 11, 11)).isInstanceOf(SQLException.class);

        Rehearsal rehearsal = story.quorate.rehearse(quorate ->
                quorate.availabilityGroups(io.quorate.lab.Lab.SQL).distributed().failOver("both", "far", LONG));
        assertThat(rehearsal.stoppedBy()).isEmpty();
        assertThat(rehearsal.explain())
                .contains("AVAILABILITY_MODE = SYNCHRONOUS_COMMIT")
                .contains("SET (ROLE = SECONDARY)")
                .contains("FORCE_FAILOVER_ALLOW_DATA_LOSS");

        story.lab.cutLink("SQL1", "SQL3");
        marks("SQL1", "ledger", 11, 11);
        assertThatThrownBy(() -> story.sql.distributed().failOver("both", "far", Duration.ofSeconds(1)))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("group near leads again");
        story.lab.healLink("SQL1", "SQL3");
        marks("SQL1", "ledger", 12, 12);
        assertThat(story.sql
                        .failover("both")
                        .demote("SQL1", Consent.to(id("both").toString(), "half a failover")))
                .isTrue();
        assertThatThrownBy(() -> marks("SQL1", "ledger", 13, 13)).isInstanceOf(SQLException.class);

        FailoverOutcome outcome = story.sql.distributed().failOver("both", "far", LONG);

        assertThat(outcome.target()).isEqualTo("far");
        assertThat(marks("SQL3", "ledger")).hasSize(12);
        marks("SQL3", "ledger", 13, 14);
        assertThatThrownBy(() -> marks("SQL1", "ledger", 15, 15)).isInstanceOf(SQLException.class);
        assertThat(story.sql.distributed().get("both").primary()).isEqualTo("far");
        assertThat(story.sql.distributed().get("both").replicas())
                .allMatch(one -> one.mode().equals(AvailabilityMode.ASYNCHRONOUS_COMMIT));
        assertThat(story.sql.distributed().ensure("both", wanted).changed()).isFalse();
        story.forget();
        story.sql.distributed().failOver("both", "far", LONG);
        assertThat(story.changes()).isEmpty();

        story.sql.distributed().failOver("both", "near", LONG);
        assertThat(marks("SQL1", "ledger")).hasSize(14);
        assertThat(story.lab.sql().losses()).isEmpty();
        assertThat(story.sql.failover("both").check("SQL3").obstacles()).anyMatch(why -> why.contains("19504"));
        ForcedFailover forced = story.sql.failover("both").planForced("SQL3", null);
        assertThat(forced.losses()).extracting(DatabaseLoss::kind).containsExactly(DatabaseLoss.Kind.UNKNOWN);

        String id = story.sql.distributed().get("both").id().toString();
        assertThatThrownBy(() -> story.sql.distributed().remove("both", null))
                .isInstanceOf(ConsentRequiredException.class);
        assertThat(story.sql.distributed().remove("both", Consent.to(id, "done")))
                .isTrue();
        assertThat(story.sql.distributed().remove("both", Consent.to(id, "done")))
                .isFalse();
        removed("far");
        removed("near");
    }

    @Test
    void distributed_whenSomethingIsInTheWay_namesIt() {
        assertThat(story.sql
                        .distributed()
                        .plan("both2", spec -> spec.addGroup("nowhere").addGroup("neither"))
                        .obstacles())
                .anyMatch(why -> why.contains("group nowhere has no primary"));
        assertThatThrownBy(() -> story.sql.distributed().plan("both2", spec -> spec.addGroup("one")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

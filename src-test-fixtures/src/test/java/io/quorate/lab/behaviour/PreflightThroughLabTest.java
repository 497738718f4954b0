package io.quorate.lab.behaviour;

import static io.quorate.lab.behaviour.SqlStory.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.cluster.ClusterSettings;
import io.quorate.cluster.ResiliencyLevel;
import io.quorate.lab.Lab;
import io.quorate.sql.GroupPlan;
import io.quorate.sql.GroupSpec;
import io.quorate.sql.GroupSurroundings;
import io.quorate.sql.GroupSurroundings.ListenerObject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What stands in a group's way is planted in the lab and found in the plan, before anything is sent, in one question an instance. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PreflightThroughLabTest {
    private static final GroupSurroundings FINE = GroupSurroundings.UNKNOWN
            .lease(Duration.ofSeconds(20))
            .failovers(2, Duration.ofHours(6))
            .principals("LAB\\svc-sql", "MSSQLSvc/ag1l:1433", "MSSQLSvc/ag1l.lab.example:1433")
            .listenerObject(new ListenerObject(false, false, false, 2, GroupSurroundings.USUAL_QUOTA));

    private SqlStory story;

    @BeforeAll
    void build() throws SQLException {
        story = SqlStory.start("true", (host, spec) -> {
            if (host.equals("SQL3")) {
                spec.certificateForItsHostAlone();
            }
        });
        owner("sa");
        for (String host : SqlStory.HOSTS) {
            endpoint(host, "", "AES");
        }
        story.forget();
    }

    private void endpoint(String host, String address, String algorithm) throws SQLException {
        story.execute(
                host,
                "CREATE ENDPOINT [hadr] STATE = STARTED AS TCP (LISTENER_PORT = 5022" + address
                        + ") FOR DATABASE_MIRRORING (AUTHENTICATION = WINDOWS NEGOTIATE, ENCRYPTION = REQUIRED ALGORITHM "
                        + algorithm + ", ROLE = ALL)");
    }

    private void owner(String login) throws SQLException {
        for (String database : SqlStory.DATABASES) {
            story.execute("SQL1", "ALTER AUTHORIZATION ON DATABASE::[" + database + "] TO [" + login + "]");
        }
    }

    @AfterEach
    void heal() {
        SqlStory.HOSTS.forEach(host -> story.lab.sql().odd(host).clear());
    }

    @AfterAll
    void close() {
        story.close();
    }

    /** Two instances and their databases; of the cluster and the directory all is known and as it should be. */
    private static void wanted(GroupSpec spec) {
        for (String host : List.of("SQL1", "SQL2")) {
            spec.addReplica(host, replica -> replica.routingUrl("TCP://" + host + ":1433"));
        }
        spec.databases(SqlStory.DATABASES)
                .listener(
                        SqlStory.LISTENER,
                        listener -> listener.addAddress("10.66.1.50", "255.255.255.0")
                                .addAddress("10.66.2.50", "255.255.255.0"))
                .clusterSettings(new ClusterSettings(
                        Duration.ofSeconds(1),
                        20,
                        Duration.ofSeconds(1),
                        20,
                        ResiliencyLevel.ALWAYS_ISOLATE,
                        Duration.ofMinutes(4),
                        Duration.ofSeconds(20)))
                .surroundings(FINE);
    }

    private GroupPlan plan() {
        return story.sql.groups().plan(GROUP, PreflightThroughLabTest::wanted);
    }

    private void against(String... words) {
        assertThat(plan().obstacles())
                .isNotEmpty()
                .allSatisfy(why -> assertThat(why).contains(words));
        assertThat(story.changes()).isEmpty();
    }

    private void hints(String... words) {
        GroupPlan plan = plan();
        assertThat(plan.obstacles()).isEmpty();
        assertThat(plan.hints())
                .isNotEmpty()
                .allSatisfy(hint -> assertThat(hint).contains(words));
    }

    @Test
    @DisplayName("a healthy estate of which all is known gives nothing, and takes one question an instance")
    void healthyEstate_givesNothing() {
        story.forget();
        GroupPlan plan = plan();
        assertThat(plan.obstacles()).isEmpty();
        assertThat(plan.hints()).isEmpty();
        assertThat(plan.steps()).isNotEmpty();
        assertThat(story.questions()).containsExactlyInAnyOrder("SQL1", "SQL2");
    }

    @Test
    void renamedMachine_isFound() {
        story.lab.sql().odd("SQL2").renamed("SQL2NEW");
        assertThat(plan().obstacles())
                .anySatisfy(why -> assertThat(why).contains("@@SERVERNAME", "SQL2", "SQL2NEW", "sp_addserver"));
    }

    @Test
    void databasesTheOtherDoesNotTake_areFound() {
        story.lab.sql().odd("SQL1").contained("orders");
        against("orders is contained", "SQL2", "sp_configure");
        story.lab.sql().odd("SQL2").takesContained(true);
        assertThat(plan().obstacles()).isEmpty();
        story.lab.sql().odd("SQL1").clear();
        story.lab.sql().odd("SQL1").streaming("stock");
        against("stock has FILESTREAM data", "SQL2", "5591");
        story.lab.sql().odd("SQL2").filestream(1);
        assertThat(plan().obstacles()).isEmpty();
    }

    @Test
    void keysTheOtherLacks_areFound() {
        String thumbprint = "AB".repeat(20);
        story.lab.sql().odd("SQL1").encrypted("orders", thumbprint);
        against("orders is encrypted", thumbprint, "SQL2", "private key");
        story.lab.sql().odd("SQL1").clear();
        story.lab.sql().odd("SQL1").encrypted("orders", "");
        hints("orders is encrypted", "cannot be told");
        story.lab.sql().odd("SQL1").clear();
        story.lab.sql().odd("SQL1").keyed("orders");
        hints("orders has a master key", "sp_control_dbmasterkey_password");
    }

    @Test
    void fullVolume_isFound() {
        story.lab.sql().odd("SQL2").free(1 << 20);
        against("of SQL2", "free, and the databases need", "make room");
    }

    @Test
    void rightsTheClusterLacks_areFound() throws SQLException {
        story.execute("SQL2", "REVOKE ALTER ANY AVAILABILITY GROUP FROM [NT AUTHORITY\\SYSTEM]");
        hints("looks after SQL2", "ALTER ANY AVAILABILITY GROUP", "41131");
        story.execute("SQL2", "GRANT ALTER ANY AVAILABILITY GROUP TO [NT AUTHORITY\\SYSTEM]");
        assertThat(plan().hints()).isEmpty();
        story.forget();
    }

    @Test
    void logInsTheOtherLacks_areFound() throws SQLException {
        story.execute("SQL1", "CREATE LOGIN [app] WITH PASSWORD = N'App-Passw0rd!'");
        hints("that SQL2 lacks: app");
        story.execute("SQL2", "CREATE LOGIN [app] WITH PASSWORD = N'App-Passw0rd!'");
        hints("another SID", "app");
        story.execute("SQL1", "DROP LOGIN [app]");
        story.execute("SQL2", "DROP LOGIN [app]");
        assertThat(plan().hints()).isEmpty();
        story.forget();
    }

    @Test
    @DisplayName(
            "the certificate that an instance shows at the log-in is compared with the names by which clients come")
    void certificateWithoutTheListener_isFound() {
        GroupPlan plan = story.sql.groups().plan(GROUP, spec -> {
            wanted(spec);
            spec.addReplica("SQL3", replica -> replica.routingUrl("TCP://SQL3:1433"));
        });
        assertThat(plan.hints())
                .singleElement()
                .asString()
                .contains("TLS certificate of SQL3", "and not ag1l", "subject alternative names");
    }

    @Test
    void ownerTheOtherDoesNotKnow_isFound() throws SQLException {
        owner(story.lab.sql().username());
        hints("the owner of database", "is no log-in at SQL2", "ALTER AUTHORIZATION");
        owner("sa");
        story.forget();
    }

    @Test
    void endpointThatOthersDoNotReach_isFound() throws SQLException {
        story.execute("SQL2", "DROP ENDPOINT [hadr]");
        assertThat(plan().hints())
                .singleElement()
                .asString()
                .contains("mirroring endpoint of SQL2", "cannot be told before it listens", "5022");
        endpoint("SQL2", ", LISTENER_IP = (127.0.0.1)", "AES");
        story.forget();
        against("listens on 127.0.0.1 alone", "LISTENER_IP = ALL");
        story.execute("SQL2", "DROP ENDPOINT [hadr]");
        endpoint("SQL2", "", "RC4");
        story.forget();
        against("cannot talk", "AES", "RC4");
        story.execute("SQL2", "DROP ENDPOINT [hadr]");
        endpoint("SQL2", "", "AES");
        story.forget();
        assertThat(plan().hints()).isEmpty();
        story.lab.sql().odd("SQL2").portTaken(true);
        hints("mirroring endpoint of SQL2 at SQL2:5022", "is started and refuses connections");
    }

    @Test
    void endpointUnderAnUnknownName_isFound() {
        GroupPlan plan = story.sql.groups().plan(GROUP, spec -> {
            wanted(spec);
            spec.addReplica("SQL3", replica -> replica.endpointUrl("TCP://nobody.lab.example:5022"));
        });
        assertThat(plan.hints())
                .hasSize(2)
                .anyMatch(hint -> hint.contains("nobody.lab.example:5022") && hint.contains("unknown here"));
    }

    @Test
    @DisplayName(
            "of what nobody has looked at, each thing is said to be untold: lease, budget, listener's object and SPN")
    void whatNobodyLookedAt_isSaid() {
        GroupPlan plan = story.sql.groups().plan(GROUP, spec -> {
            wanted(spec);
            spec.surroundings(GroupSurroundings.UNKNOWN);
        });
        assertThat(plan.obstacles()).isEmpty();
        assertThat(plan.hints())
                .hasSize(3)
                .anyMatch(hint -> hint.contains("how many failovers") && hint.contains("cannot be told"))
                .anyMatch(hint -> hint.contains("computer object") && hint.contains("ten by default"))
                .anyMatch(hint -> hint.contains("MSSQLSvc/ag1l") && hint.contains("cannot be told"));
    }

    @Test
    void withoutTls_namesAreUntold() throws SQLException {
        try (SqlStory plain = SqlStory.start("false", (host, spec) -> {})) {
            assertThat(plain.sql
                            .groups()
                            .plan(GROUP, PreflightThroughLabTest::wanted)
                            .hints())
                    .filteredOn(hint -> !hint.startsWith("the owner of database") && !hint.contains("endpoint of"))
                    .singleElement()
                    .asString()
                    .contains("TLS certificate", "cannot be told");
            assertThat(plain.sql.instances().inventory("SQL1").readiness().tlsNames())
                    .as("of %s", Lab.SQL)
                    .isNull();
        }
    }
}

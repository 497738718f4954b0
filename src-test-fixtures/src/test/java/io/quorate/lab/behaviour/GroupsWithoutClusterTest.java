package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.error.ConsentRequiredException;
import io.quorate.lab.Lab;
import io.quorate.sql.AvailabilityGroup;
import io.quorate.sql.AvailabilityGroupClient;
import io.quorate.sql.ClusterType;
import io.quorate.sql.EndpointAuthentication;
import io.quorate.sql.ForcedFailover;
import io.quorate.sql.GroupSpec;
import io.quorate.sql.SqlInventory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A group that no cluster stands under, made, seeded, moved, forced and dropped; endpoints trust each other by certificates. In the lab, unless two
 * real instances are named, such as those of Microsoft's container ({@code .github/workflows/sqlserver.yml}): {@code QUORATE_SQL_HOSTS=sql1,sql2}
 * by the names they have for themselves, on port 1433, {@code QUORATE_SQL_PASSWORD} of {@code sa}, {@code QUORATE_SQL_CA} a PEM file with who vouches
 * for them. Says aloud which it was; with {@code QUORATE_SQL=required} the lab will not do. Makes and drops database {@code quorate_none}, group
 * {@code quorate_agn} and what belongs to it; the instances should hold nothing else.
 */
@Tag("none")
class GroupsWithoutClusterTest {
    private static final String GROUP = "quorate_agn";
    private static final String DATABASE = "quorate_none";
    private static final Duration LONG = Duration.ofMinutes(5);

    private static Lab lab;
    private static Quorate quorate;
    private static AvailabilityGroupClient sql;
    private static List<String> hosts;

    @BeforeAll
    static void up() throws Exception {
        String named = System.getenv("QUORATE_SQL_HOSTS");
        if (named == null || named.isBlank()) {
            assertThat(System.getenv("QUORATE_SQL"))
                    .as("QUORATE_SQL: real instances are required, and QUORATE_SQL_HOSTS names none")
                    .isNull();
            System.out.println("Groups without a cluster: in the lab");
            lab = Lab.sqlStoryBuilder().seed(31).start();
            quorate = lab.connect().build();
            hosts = List.of("SQL1", "SQL2");
        } else {
            System.out.println("Groups without a cluster: on " + named);
            hosts = Arrays.stream(named.split(",")).map(String::strip).toList();
            assertThat(hosts).as("two instances").hasSize(2);
            quorate = Quorate.builder()
                    .endpoint(
                            Lab.SQL,
                            "sqlserver://" + String.join(",", hosts),
                            endpoint -> endpoint.credentials(
                                            Credentials.basic("sa", Secret.of(required("QUORATE_SQL_PASSWORD"))))
                                    .trust(Trust.authorities(Path.of(required("QUORATE_SQL_CA")))))
                    .build();
        }
        sql = quorate.availabilityGroups(Lab.SQL);
        execute(
                hosts.get(0),
                "CREATE DATABASE [" + DATABASE + "]",
                "ALTER DATABASE [" + DATABASE + "] SET RECOVERY FULL",
                "BACKUP DATABASE [" + DATABASE + "] TO DISK = N'"
                        + (lab == null ? "/var/opt/mssql/data/" : "C:\\backup\\") + DATABASE + ".bak'",
                "CREATE TABLE [" + DATABASE + "].dbo.markers (n INT NOT NULL PRIMARY KEY)");
    }

    @AfterAll
    static void down() {
        if (quorate != null) {
            quorate.close();
        }
        if (lab != null) {
            lab.close();
        }
    }

    private static String required(String name) {
        String value = System.getenv(name);
        assertThat(value).as(name).isNotBlank();
        return value;
    }

    private static void execute(String host, String... batches) throws Exception {
        if (lab != null) {
            SqlStory.execute(lab, host, batches);
            return;
        }
        try (Connection connection = connect(host)) {
            SqlStory.execute(connection, batches);
        }
    }

    private static Connection connect(String host) throws SQLException {
        Properties login = new Properties();
        login.put("user", "sa");
        login.put("password", required("QUORATE_SQL_PASSWORD"));
        login.put("encrypt", "true");
        login.put("trustServerCertificate", "true");
        login.put("connectRetryCount", "0");
        return DriverManager.getConnection("jdbc:sqlserver://" + host + ":1433", login);
    }

    private static void wanted(GroupSpec group) {
        for (String host : hosts) {
            group.addReplica(host, r -> {
                if (lab == null) {
                    r.endpointUrl("TCP://" + host + ":5022");
                }
            });
        }
        group.clusterType(ClusterType.NONE)
                .addDatabase(DATABASE)
                .certificates(Secret.of("Master-Key-1-of-none"), Secret.of("Peer-Login-1-of-none"));
    }

    private static AvailabilityGroup group() {
        return sql.groups().get(GROUP);
    }

    private static void mark(String host, int from, int to) throws Exception {
        for (int n = from; n <= to; n++) {
            execute(host, "INSERT INTO [" + DATABASE + "].dbo.markers VALUES (" + n + ")");
        }
    }

    private static void inStep() {
        sql.databases(GROUP).awaitSynchronized(DATABASE, LONG, progress -> {});
    }

    @Test
    @DisplayName(
            "a group without a cluster is built with certificates, seeds, moves without a loss, is forced with a consent, and goes")
    void group_livesMovesAndGoes() throws Exception {
        String first = hosts.get(0);
        String second = hosts.get(1);
        for (String host : hosts) {
            SqlInventory seen = sql.instances().inventory(host);
            assertThat(seen.instance().name()).isEqualToIgnoringCase(host);
            assertThat(seen.instance().hadrEnabled()).as("Always On of " + host).isTrue();
            assertThat(seen.database("master")).isPresent();
        }
        Consumer<GroupSpec> wanted = GroupsWithoutClusterTest::wanted;
        assertThat(sql.groups().ensure(GROUP, wanted).changed()).isTrue();
        inStep();
        assertThat(sql.groups().ensure(GROUP, wanted).changed()).isFalse();
        assertThat(group().clusterType()).isEqualTo(ClusterType.NONE);
        for (String host : hosts) {
            assertThat(sql.endpoints().get(host).authentication()).isEqualTo(EndpointAuthentication.CERTIFICATE);
        }
        mark(first, 1, 5);
        inStep();

        assertThat(sql.failover(GROUP).to(second, LONG).losses()).isEmpty();
        assertThat(primary()).isEqualToIgnoringCase(second);
        inStep();
        mark(second, 6, 8);
        inStep();

        assertThat(sql.failover(GROUP).demote(second, Consent.to(group().id().toString(), "to force the other")))
                .isTrue();
        ForcedFailover plan = sql.failover(GROUP).planForced(first, null);
        assertThatThrownBy(() -> sql.failover(GROUP).force(plan, null, LONG))
                .isInstanceOf(ConsentRequiredException.class);
        sql.failover(GROUP).force(plan, plan.consent("the primary has stepped down"), LONG);
        assertThat(primary()).isEqualToIgnoringCase(first);
        mark(first, 9, 9);

        sql.groups().remove(GROUP, Consent.to(group().id().toString(), "the test is over"));
        assertThat(sql.groups().find(GROUP)).isEmpty();
    }

    private static String primary() {
        return sql.failover(GROUP).primary().orElseThrow().toLowerCase(Locale.ROOT);
    }
}

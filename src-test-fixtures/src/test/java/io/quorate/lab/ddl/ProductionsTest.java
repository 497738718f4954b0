package io.quorate.lab.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ProductionsTest {
    private static final List<String> CLUSTERS = List.of("WSFC", "EXTERNAL", "NONE");

    private record Row(
            String name,
            SqlVersion since,
            String editions,
            String cluster,
            String checker,
            String sdk,
            String statement) {}

    @Test
    @DisplayName(
            "the checker takes each production from its version on, on its editions, under its cluster types, and nowhere else")
    void parse_ofEveryProduction_isAsTheTableSays() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Row row : rows()) {
            for (SqlVersion version : SqlVersion.values()) {
                for (SqlEdition edition : SqlEdition.values()) {
                    for (String cluster : CLUSTERS) {
                        check(row, version, edition, cluster, wrong);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static void check(Row row, SqlVersion version, SqlEdition edition, String cluster, List<String> wrong) {
        boolean told = row.statement.contains("{");
        if (!told && !cluster.equals("WSFC")) {
            return;
        }
        boolean ofVersion =
                version.since(row.since) && (!told || cluster.equals("WSFC") || version.since(SqlVersion.V2017));
        boolean ofCluster =
                row.cluster.equals("any") || List.of(row.cluster.split(" ")).contains(cluster);
        boolean expected = ofVersion && ofCluster && editions(row.editions).contains(edition);
        String text = filled(row.statement, cluster);
        String where = row.name + " on " + version + " " + edition + " under " + cluster;
        try {
            Ddl.parse(text, version, edition);
            if (!expected) {
                wrong.add(where + " is taken");
            }
        } catch (DdlRejection e) {
            if (expected) {
                wrong.add(where + " is refused: " + e.number() + " " + e.getMessage());
            } else if (ofVersion && ofCluster && e.number() != 41199) {
                wrong.add(where + " is refused as " + e.number() + ", not for its edition");
            }
        }
    }

    @Test
    void table_namesEveryWordOfTheGrammar() throws IOException {
        String all = String.join("\n", rows().stream().map(Row::statement).toList());
        Set<String> words = Set.of(
                ("AUTOMATED_BACKUP_PREFERENCE PRIMARY SECONDARY_ONLY SECONDARY FAILURE_CONDITION_LEVEL HEALTH_CHECK_TIMEOUT DB_FAILOVER"
                                + " DTC_SUPPORT PER_DB BASIC DISTRIBUTED CLUSTER_TYPE REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT"
                                + " WRITE_LEASE_VALIDITY CONTAINED REUSE_SYSTEM_DATABASES AUTOSEEDING_SYSTEM_DATABASES"
                                + " CLUSTER_CONNECTION_OPTIONS ENDPOINT_URL AVAILABILITY_MODE SYNCHRONOUS_COMMIT ASYNCHRONOUS_COMMIT"
                                + " CONFIGURATION_ONLY FAILOVER_MODE AUTOMATIC MANUAL EXTERNAL SEEDING_MODE BACKUP_PRIORITY SESSION_TIMEOUT"
                                + " PRIMARY_ROLE SECONDARY_ROLE ALLOW_CONNECTIONS READ_WRITE READ_ONLY READ_ONLY_ROUTING_LIST"
                                + " READ_ONLY_ROUTING_URL READ_WRITE_ROUTING_URL LISTENER_URL LISTENER DHCP PORT ROLE JOIN MODIFY RESTART"
                                + " REMOVE GRANT DENY FAILOVER FORCE_FAILOVER_ALLOW_DATA_LOSS OFFLINE HADR SUSPEND RESUME LISTENER_PORT"
                                + " LISTENER_IP NTLM KERBEROS NEGOTIATE CERTIFICATE DISABLED SUPPORTED REQUIRED AES RC4 PARTNER WITNESS"
                                + " BINARY HASHED SID")
                        .split(" "));
        assertThat(words).allSatisfy(word -> assertThat(all).containsPattern("\\b" + word + "\\b"));
    }

    @Test
    void table_holdsEveryActionOnAGroup() throws Exception {
        Set<String> actions = new TreeSet<>();
        for (Row row : rows()) {
            String cluster = row.cluster.equals("any") ? "WSFC" : row.cluster.split(" ")[0];
            Statement statement = Ddl.parse(filled(row.statement, cluster), SqlVersion.V2025, SqlEdition.ENTERPRISE);
            if (statement instanceof GroupStatement.Alter alter) {
                actions.add(alter.action().getClass().getSimpleName());
            }
        }
        assertThat(actions)
                .containsExactlyInAnyOrderElementsOf(Stream.of(GroupAction.class.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .toList());
    }

    @Test
    @DisplayName("what the table calls emitted is in a statement that the SDK sends, as its golden file holds them")
    void emitted_isInTheGoldenFile() throws IOException {
        List<String> golden =
                Files.readAllLines(Path.of("../impl-mssql/src/test/resources/tsql/statements.txt")).stream()
                        .filter(line -> !line.startsWith("--"))
                        .toList();
        List<String> missing = new ArrayList<>();
        for (Row row : rows()) {
            boolean sent = golden.stream().anyMatch(statement -> holds(statement, row));
            if (sent != row.sdk.equals("emitted")) {
                missing.add(row.name + (sent ? " is sent, and the table says: " + row.sdk : " is in no statement"));
            }
        }
        assertThat(missing).isEmpty();
    }

    /** Tells whether a statement begins as a production does and has all the words of its name. */
    private static boolean holds(String statement, Row row) {
        String verb = String.join(" ", List.of(row.statement.split(" ")).subList(0, 2));
        if (!(statement + " ").startsWith(verb + " ")) {
            return false;
        }
        for (String part : row.name.substring(row.name.indexOf(' ')).split("[,()]")) {
            if (!part.isBlank() && !holds(statement, part.strip())) {
                return false;
            }
        }
        return true;
    }

    private static boolean holds(String statement, String part) {
        return switch (part) {
            case "several" -> statement.contains("), N'");
            case "several subnets" -> statement.contains("'), (N'");
            case "flat" -> statement.contains("READ_ONLY_ROUTING_LIST = (N'");
            case "balanced" -> statement.contains("READ_ONLY_ROUTING_LIST = ((N'");
            case "IPv4" -> statement.contains("LISTENER_IP = (1");
            case "IPv6" -> statement.contains("::");
            case "configuration only" -> statement.contains("CONFIGURATION_ONLY");
            case "of 2025" -> statement.contains("HASHED");
            case "for the cluster" -> statement.contains("ALTER ANY AVAILABILITY GROUP");
            default ->
                part.contains("=")
                        ? says(statement, part)
                        : Stream.of(part.split(" ")).allMatch(word -> has(statement, word));
        };
    }

    private static boolean has(String statement, String word) {
        return Pattern.compile("\\b" + Pattern.quote(word) + "\\b")
                .matcher(statement)
                .find();
    }

    /** Tells whether a statement says just this, whatever its names are. */
    private static boolean says(String statement, String option) {
        String nameless =
                statement.replaceAll("\\[([^]]|]])*]", "").replaceAll(" +", " ").replaceAll(" (?=[,)])", "");
        return Pattern.compile(Pattern.quote(option)
                        + "(?=[,)]|$| (?!ALGORITHM|RC4|AES|CERTIFICATE|WINDOWS|NTLM|KERBEROS|NEGOTIATE))")
                .matcher(nameless)
                .find();
    }

    private static Set<SqlEdition> editions(String editions) {
        Set<SqlEdition> all = new TreeSet<>(Set.of(SqlEdition.values()));
        if (!editions.equals("any")) {
            all.removeAll(Set.of(SqlEdition.WEB, SqlEdition.EXPRESS));
        }
        if (editions.equals("Enterprise")) {
            all.remove(SqlEdition.STANDARD);
        }
        return all;
    }

    private static String filled(String statement, String cluster) {
        boolean windows = cluster.equals("WSFC");
        String option = "CLUSTER_TYPE = " + cluster;
        return statement
                .replace("{cluster}", windows ? "" : option + ", ")
                .replace("{with}", windows ? "" : "WITH (" + option + ") ")
                .replace("{failover}", windows ? "AUTOMATIC" : cluster.equals("NONE") ? "MANUAL" : "EXTERNAL")
                .replace("{manual}", cluster.equals("EXTERNAL") ? "EXTERNAL" : "MANUAL");
    }

    private static List<Row> rows() throws IOException {
        try (InputStream in = Objects.requireNonNull(Ddl.class.getResourceAsStream("productions.tsv"))) {
            List<Row> rows = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.startsWith("section\t"))
                    .map(line -> line.split("\t", -1))
                    .map(cells -> new Row(
                            cells[0] + " " + cells[1],
                            SqlVersion.of(cells[2]),
                            cells[3],
                            cells[4],
                            cells[5],
                            cells[6],
                            cells[7]))
                    .toList();
            assertThat(rows).hasSizeGreaterThan(100);
            assertThat(rows).allSatisfy(row -> assertThat(row.checker).isEqualTo("accepted"));
            assertThat(rows).allSatisfy(row -> assertThat(row.sdk).as(row.name).matches("emitted|not offered: .{10,}"));
            return rows;
        }
    }
}

package io.quorate.lab.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.quorate.Quorate;
import io.quorate.directory.DirectoryClient;
import io.quorate.directory.ReplicationLink;
import io.quorate.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Two real domain controllers in planted states, judged by their own tools, and the lab's two in the same states, told by our records: field by
 * field the same. Samba has two partitions more, of DNS zones, which the lab has not.
 */
@DisabledIfEnvironmentVariable(
        named = "QUORATE_PEERS_HEARD",
        matches = "1",
        disabledReason = "peers: nothing of it depends on the JDK or the language, and the run before has heard them")
@EnabledIfEnvironmentVariable(
        named = "QUORATE_PEERS",
        matches = "1",
        disabledReason = "peers: " + Peers.PACKAGES + ", then QUORATE_PEERS=1 as root")
class TwoControllersPeerTest {
    private static final int PATIENCE_MINUTES = 12;
    private static final String BASE = "dc=lab,dc=example";
    private static final Set<String> PARTITIONS =
            Set.of(BASE, "cn=configuration," + BASE, "cn=schema,cn=configuration," + BASE);
    private static final Pattern RESULT = Pattern.compile("result (\\d+)");
    private static final Pattern TARGET = Pattern.compile("SRV: (\\S+?)\\.? \\(");
    private static final Pattern SETTINGS = Pattern.compile("(?i)CN=NTDS Settings,CN=([^,]+),.*");

    /** How Samba's own transport says that nobody is there, where Windows' has the one number 1722: name deleted, refused, unreachable. */
    private static final Set<Long> NOBODY_THERE = Set.of(64L, 1225L, 1231L, 1232L, 1236L);

    private static final long UNAVAILABLE = 1722;

    /**
     * What is told of one controller's pulling one partition from another.
     *
     * @param result what the last attempt ended in
     * @param failing whether attempts have failed since one succeeded
     * @param current whether the last attempt is the last success
     */
    record Told(String to, String from, String partition, long result, boolean failing, boolean current) {}

    /** What is told in a state: each controller's pulling, whom DNS names, whether a user gets in. */
    record State(Set<String> pulls, Set<String> named, boolean logon) {}

    @TempDir
    private static Path folder;

    private static Lab lab;
    private static Quorate quorate;

    @BeforeAll
    @Timeout(value = PATIENCE_MINUTES + 1, unit = TimeUnit.MINUTES)
    static void start() throws Exception {
        Peers.need(
                "/usr/bin/python3",
                "/usr/sbin/samba",
                "/usr/sbin/samba_dnsupdate",
                "/usr/bin/samba-tool",
                "/usr/share/samba/setup/provision.ldif",
                "/usr/bin/kinit",
                "/usr/bin/unshare",
                "/usr/bin/nsenter");
        if (!"root".equals(System.getProperty("user.name"))) {
            Peers.missing("two domain controllers need root: each has a network of its own");
        }
        try {
            Peers.run(List.of("unshare", "--mount", "--net", "--pid", "--fork", "--mount-proc", "ip", "link"));
        } catch (IOException refused) {
            System.err.println("NOT RUN: two real domain controllers need network namespaces: " + refused.getMessage());
            abort("no network namespaces here: " + refused.getMessage());
        }
        Path said = folder.resolve("said.log");
        Process script = new ProcessBuilder(Peers.script("two_controllers.sh"), folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(script.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
            assertThat(script.exitValue()).as(Files.readString(said)).isZero();
        } finally {
            script.destroyForcibly(); // unshare takes no other signal, and takes its children along
        }
        lab = Lab.builder()
                .host("DC1")
                .host("DC2")
                .host("HV1")
                .domain(
                        "lab.example",
                        domain -> domain.controller("DC1", "10.77.0.1").controller("DC2", "10.77.0.2"))
                .start();
        quorate = lab.connect().build();
    }

    @AfterAll
    static void stop() {
        if (lab != null) {
            quorate.close();
            lab.close();
        }
    }

    // what the tools say

    private static State peers(String state, String... controllers) throws IOException {
        Path at = folder.resolve(state);
        Set<String> pulls = new TreeSet<>();
        for (String controller : controllers) {
            JsonNode told = new ObjectMapper().readTree(Files.readString(at.resolve(controller + ".json")));
            for (JsonNode one : told.path("repsFrom")) {
                String partition = one.path("NC dn").asString().toLowerCase(Locale.ROOT);
                if (PARTITIONS.contains(partition)) {
                    Matcher result =
                            RESULT.matcher(one.path("last attempt message").asString());
                    pulls.add(new Told(
                                    controller,
                                    name(one.path("NTDS DN").asString()),
                                    partition,
                                    result.find() ? number(result.group(1)) : 0,
                                    one.path("consecutive failures").asInt() > 0,
                                    one.path("last attempt time")
                                            .asString()
                                            .equals(one.path("last success").asString()))
                            .toString());
                }
            }
        }
        Set<String> named = new TreeSet<>();
        Matcher target = TARGET.matcher(Files.readString(at.resolve("srv")));
        while (target.find()) {
            named.add(target.group(1).toLowerCase(Locale.ROOT));
        }
        return new State(
                pulls, named, Files.readString(at.resolve("dc1.logon")).strip().equals("yes"));
    }

    private static long number(String told) {
        long number = Long.parseLong(told);
        return NOBODY_THERE.contains(number) ? UNAVAILABLE : number;
    }

    private static String name(String settings) {
        Matcher matcher = SETTINGS.matcher(settings);
        return (matcher.matches() ? matcher.group(1) : settings).toLowerCase(Locale.ROOT);
    }

    // what our records say

    private static State ours(String... controllers) {
        DirectoryClient directory = quorate.directory(Lab.ENDPOINT);
        Set<String> pulls = new TreeSet<>();
        for (String controller : controllers) {
            for (ReplicationLink link : directory.replication(controller).links()) {
                assertThat(link.isTold()).isTrue();
                Long result = link.lastResult();
                Long failures = link.failures();
                pulls.add(new Told(
                                controller.toLowerCase(Locale.ROOT),
                                link.partner().toLowerCase(Locale.ROOT),
                                link.partition().toLowerCase(Locale.ROOT),
                                result == null ? -1 : result,
                                failures == null || failures > 0,
                                String.valueOf(link.lastAttempt()).equals(String.valueOf(link.lastSuccess())))
                        .toString());
            }
        }
        Set<String> named = directory.machine("HV1").ask("10.77.0.1", "lab.example").controllers().stream()
                .map(one -> one.toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        return new State(pulls, named, directory.checkLogon(List.of("HV1")).isHealthy());
    }

    @Test
    @DisplayName(
            "replicating, one behind, one dead: our records of the lab's controllers equal what real ones' tools say")
    void records_inEachState_equalWhatTheToolsSay() throws IOException {
        lab.advance(Duration.ofMinutes(61));
        assertThat(ours("DC1", "DC2")).isEqualTo(peers("replicating", "dc1", "dc2"));
        assertThat(quorate.directory(Lab.ENDPOINT).health(List.of("DC1", "DC2")).isHealthy())
                .isTrue();

        lab.directory().failInbound("DC2", 8457);
        lab.advance(Duration.ofMinutes(61));
        assertThat(ours("DC1", "DC2")).isEqualTo(peers("behind", "dc1", "dc2"));

        lab.directory().healInbound("DC2");
        lab.advance(Duration.ofMinutes(61));
        lab.power("DC2").off();
        lab.advance(Duration.ofMinutes(61));
        assertThat(ours("DC1")).isEqualTo(peers("dead", "dc1"));
    }
}

package io.quorate.lab.iscsi;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Secret;
import io.quorate.lab.kernel.Faults;
import io.quorate.lab.kernel.World;
import io.quorate.lab.storage.SimulatedAppliance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** libiscsi's tools judge the target: what they expect are RFC 7143, SPC and SBC. */
@DisabledIfEnvironmentVariable(
        named = "QUORATE_PEERS_HEARD",
        matches = "1",
        disabledReason = "peers: nothing of it depends on the JDK or the language, and the run before has heard them")
@EnabledIfEnvironmentVariable(
        named = "QUORATE_PEERS",
        matches = "1",
        disabledReason = "peers: apt-get install -y --no-install-recommends libiscsi-bin, then QUORATE_PEERS=1")
class IscsiPeersTest {
    private static final int LIMIT_SECONDS = 120;
    private static final int SIDE_BY_SIDE = 2;
    private static final String IQN = "iqn.2005-07.com.nexenta:02:peers";
    /** What has to be green without a skipped test; the peer's other suites are listed with what became of them. */
    private static final List<String> REQUIRED = List.of(
            "SCSI.Inquiry",
            "SCSI.TestUnitReady",
            "SCSI.ReadCapacity10",
            "SCSI.ReadCapacity16",
            "SCSI.Read10",
            "SCSI.Read16",
            "SCSI.Write10",
            "SCSI.Write16",
            "SCSI.PrinReadKeys",
            "SCSI.ProutRegister",
            "SCSI.ProutReserve");

    private static final Pattern ASSERTS = Pattern.compile("asserts\\s+(\\d+)\\s+(\\d+)\\s+(\\d+)\\s+(\\d+)");
    private static final Pattern TESTS = Pattern.compile("tests\\s+(\\d+)\\s+(\\d+)\\s+(\\d+)\\s+(\\d+)\\s+(\\d+)");

    @TempDir
    Path directory;

    private record Ran(int exit, String output, boolean inTime) {}

    private record Verdict(String suite, int run, int failed, int skipped, boolean inTime, String output) {
        boolean green() {
            return inTime && run > 0 && failed == 0 && skipped == 0;
        }

        String line() {
            String word = !inTime ? "TIME" : failed > 0 || run == 0 ? "FAILED" : skipped > 0 ? "skips" : "green";
            return String.format("%-7s %-32s run %2d failed %2d skipped %2d", word, suite, run, failed, skipped);
        }
    }

    private interface Use {
        void with(SimulatedAppliance appliance, IscsiFace face) throws Exception;
    }

    private static void target(Use use) throws Exception {
        try (World world = World.builder().seed(42).build();
                SimulatedAppliance appliance = SimulatedAppliance.builder(world, "nex1")
                        .pool("tank", 10L << 30)
                        .volumeGroup("tank/vg")
                        .volume("tank/vg/a", 100L << 20)
                        .volume("tank/vg/b", 64L << 20)
                        .target(IQN, "0.0.0.0:3260")
                        .map("tank/vg/a", "all", "all")
                        .map("tank/vg/b", "all", "all")
                        .build();
                IscsiFace face = new IscsiFace(appliance, 0, new Faults())) {
            face.up();
            use.with(appliance, face);
        }
    }

    private static String url(IscsiFace face, int lun) {
        return "iscsi://127.0.0.1:" + face.port() + "/" + IQN + "/" + lun;
    }

    private Ran run(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "peer", ".txt");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw new AssertionError(
                    "QUORATE_PEERS=1 but " + command[0]
                            + " is missing: apt-get install -y --no-install-recommends libiscsi-bin",
                    e);
        }
        boolean inTime = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (!inTime) {
            process.destroyForcibly().waitFor();
        }
        return new Ran(
                inTime ? process.exitValue() : -1, Files.readString(output, StandardCharsets.ISO_8859_1), inTime);
    }

    private List<String> suites() throws IOException, InterruptedException {
        return run("iscsi-test-cu", "--list")
                .output()
                .lines()
                .map(String::strip)
                .filter(l -> l.matches("(SCSI|iSCSI)\\.[^.]+"))
                .distinct()
                .toList();
    }

    private Verdict judge(String suite) throws Exception {
        List<Verdict> verdicts = new ArrayList<>();
        target((appliance, face) -> {
            Ran ran = run("iscsi-test-cu", "--dataloss", "-v", "-t", suite, url(face, 0));
            Matcher tests = TESTS.matcher(ran.output());
            Matcher asserts = ASSERTS.matcher(ran.output());
            boolean counted = tests.find();
            int run = counted ? Integer.parseInt(tests.group(2)) : 0;
            int failed = counted ? Integer.parseInt(tests.group(4)) : 1;
            if (asserts.find()) {
                failed = Math.max(failed, Integer.parseInt(asserts.group(4)) > 0 ? 1 : 0);
            }
            int skipped = (int)
                    ran.output().lines().filter(l -> l.contains("[SKIPPED]")).count();
            verdicts.add(new Verdict(suite, run, failed, skipped, ran.inTime(), ran.output()));
        });
        return verdicts.get(0);
    }

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void suites_ofIscsiTestCu_areGreen() throws Exception {
        List<String> suites = suites();
        assertThat(suites).hasSizeGreaterThan(40).containsAll(REQUIRED);
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        ExecutorService pool = Executors.newFixedThreadPool(SIDE_BY_SIDE);
        try {
            Map<String, Future<Verdict>> futures = new LinkedHashMap<>();
            suites.forEach(s -> futures.put(s, pool.submit(() -> judge(s))));
            futures.forEach((suite, future) -> {
                try {
                    verdicts.put(suite, future.get());
                } catch (InterruptedException | ExecutionException e) {
                    throw new AssertionError(suite, e);
                }
            });
        } finally {
            pool.shutdownNow();
        }
        String table =
                String.join("\n", verdicts.values().stream().map(Verdict::line).toList());
        System.out.println("iscsi-test-cu against the lab's target:\n" + table);
        Path outputs = Files.createDirectories(Path.of("target", "peers"));
        for (Verdict verdict : verdicts.values()) {
            Files.writeString(outputs.resolve(verdict.suite() + ".txt"), verdict.output(), StandardCharsets.ISO_8859_1);
        }
        assertThat(verdicts.values().stream().filter(v -> !v.inTime() || v.failed() > 0 || v.run() == 0))
                .as(table)
                .isEmpty();
        assertThat(verdicts.values().stream().filter(Verdict::green).map(Verdict::suite))
                .as(table)
                .containsAll(REQUIRED)
                .hasSizeGreaterThan(30);
    }

    @Test
    void iscsiLs_listsTheTargetAndItsUnits() throws Exception {
        target((appliance, face) -> {
            Ran ran = run("iscsi-ls", "-s", "iscsi://127.0.0.1:" + face.port());
            assertThat(ran.output())
                    .contains("Target:" + IQN + " Portal:127.0.0.1:" + face.port() + ",1")
                    .contains("Lun:0    Type:DIRECT_ACCESS (Size:99M)") // it rounds the last block's number down
                    .contains("Lun:1    Type:DIRECT_ACCESS (Size:63M)");
            assertThat(ran.exit()).isZero();
        });
    }

    @Test
    void iscsiInq_readsWhatTheModelSays() throws Exception {
        target((appliance, face) -> {
            String naa = appliance.logicalUnits().get(1).naa();
            assertThat(run("iscsi-inq", url(face, 1)).output())
                    .contains("Vendor:NEXENTA", "Product:COMSTAR", "TPGS:1", "Version Descriptor:0960 iSCSI");
            String bytes = new String(HexFormat.of().parseHex(naa), StandardCharsets.ISO_8859_1);
            String shown = bytes.indexOf(0) < 0 ? bytes : bytes.substring(0, bytes.indexOf(0));
            assertThat(run("iscsi-inq", "-e", "1", "-c", "131", url(face, 1)).output())
                    .contains("Designator:[" + shown, "Designator Type:(3) NAA")
                    .contains("Designator:[" + IQN + ",t,0x0001]");
            assertThat(run("iscsi-inq", url(face, 7)).exit()).isNotZero();
        });
    }

    @Test
    void chapBothWays_isWhatLibiscsiComputes() throws Exception {
        target((appliance, face) -> {
            appliance.world().change("CHAP", () -> {
                appliance.updateTarget(IQN, true, null);
                appliance.mutualChap(IQN, "nexenta", Secret.of("targets-secret"));
                appliance.setInitiator("*", "anyone", Secret.of("everyones-secret"));
            });
            String host = "127.0.0.1:" + face.port() + "/" + IQN + "/0";
            String proven = "?target_user=nexenta&target_password=targets-secret";
            assertThat(run("iscsi-inq", "iscsi://anyone%everyones-secret@" + host)
                            .exit())
                    .isZero();
            assertThat(run("iscsi-inq", "iscsi://anyone%everyones-secret@" + host + proven)
                            .exit())
                    .isZero();
            assertThat(run("iscsi-inq", "iscsi://anyone%everyones-secret@" + host + proven + "x")
                            .exit())
                    .isNotZero();
            assertThat(run("iscsi-inq", "iscsi://anyone%wrong-secret-1@" + host).exit())
                    .isNotZero();
            assertThat(run("iscsi-inq", "iscsi://" + host).exit()).isNotZero();
        });
    }

    @Test
    void headerDigests_areWhatLibiscsiComputes() throws Exception {
        target((appliance, face) -> {
            Ran ran = run(
                    "iscsi-test-cu", "--dataloss", "-v", "-t", "SCSI.Write10", url(face, 0) + "?header_digest=crc32c");
            Matcher tests = TESTS.matcher(ran.output());
            assertThat(tests.find()).as(ran.output()).isTrue();
            assertThat(tests.group(2)).isEqualTo("6");
            assertThat(tests.group(4)).as(ran.output()).isEqualTo("0");
        });
    }
}

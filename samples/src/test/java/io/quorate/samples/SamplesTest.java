package io.quorate.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.doctor.Ailment;
import io.quorate.lab.Lab;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Runs what the Javadoc shows. */
class SamplesTest {

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String complained(Runnable sample) {
        PrintStream console = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setErr(out);
            sample.run();
        } finally {
            System.setErr(console);
        }
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    private static String printed(Runnable sample) {
        PrintStream console = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            sample.run();
        } finally {
            System.setOut(console);
        }
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    @Test
    void compareNodes_findsWhatWasPlanted_andOrdersMendIt() {
        String[] parts = printed(() -> CompareNodes.main(new String[0])).split("--- after the orders");
        assertThat(parts[0]).contains("PROFILE iSCSI", "MACHINE_PATH", "DISK_PATH", "DNS_RECORD");
        assertThat(parts[1]).contains("DNS_RECORD").doesNotContain("PROFILE", "_PATH");
    }

    @Test
    void doctor_findsNothingInTheStory_andSaysSoByItsExitCode() {
        int[] code = {-1};
        assertThat(printed(() -> code[0] = Doctor.run())).contains("lab/HV1", "lab/HV2", "nothing found");
        assertThat(code[0]).isZero();
        assertThat(printed(() -> code[0] = Doctor.run("--seconds", "1", "rack=winrm://127.0.0.1:1")))
                .contains("ILL UNREACHABLE rack/127.0.0.1", "does WinRM listen there");
        assertThat(code[0]).isEqualTo(1);
        try (Quorate quorate = Quorate.builder()
                .endpoint(
                        "rack", "winrm://127.0.0.1:1", rack -> rack.credentials(Credentials.basic("a", Secret.of("b"))))
                .build()) {
            assertThat(quorate.doctor("rack").examine(Duration.ofMillis(300)).of(Ailment.UNREACHABLE))
                    .as("no time for a second knock: that the first was refused is what counts")
                    .hasSize(1);
        }
    }

    @Test
    void doctor_refusesWhatItWouldHaveToIgnore() {
        String rack = "rack=winrm://127.0.0.1:1";
        int[] code = {-1};
        assertThat(complained(() -> code[0] = Doctor.run("--user", "ops", "--password-env", "QUORATE_NONE", rack)))
                .startsWith("--user needs a password, and the environment has no variable QUORATE_NONE\n");
        assertThat(code[0]).isEqualTo(2);
        assertThat(complained(() -> code[0] = Doctor.run("--user", "ops")))
                .startsWith("--user logs in to endpoints, and none is named\n");
        assertThat(code[0]).isEqualTo(2);
        assertThat(complained(() -> code[0] = Doctor.run("--option", "rock:pool=1", rack)))
                .startsWith("--option rock:pool is for no endpoint that is named: [rack]\n");
        assertThat(code[0]).isEqualTo(2);
    }

    @Test
    void samplesWithoutArguments_answerHelpAndVersion_andRefuseTheRest() {
        String does = "Cuts the power of a simulated node.";
        int[] code = {-1};
        assertThat(printed(() -> code[0] = Arguments.answer(CutThePower.class, does, "--help")))
                .startsWith("Usage: CutThePower [-hV]\n" + does + "\n");
        assertThat(code[0]).isZero();
        assertThat(printed(() -> code[0] = Arguments.answer(CutThePower.class, does, "--version")))
                .startsWith("Quorate, ");
        assertThat(code[0]).isZero();
        assertThat(complained(() -> code[0] = Arguments.answer(CutThePower.class, does, "HV2")))
                .startsWith("Unmatched argument at index 0: 'HV2'\nUsage: CutThePower [-hV]\n");
        assertThat(code[0]).isEqualTo(2);
    }

    @Test
    void mainClasses_thatTakeNoArguments_sayWhatTheyDo() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/java/io/quorate/samples"))) {
            assertThat(files.filter(Files::isRegularFile).map(SamplesTest::text))
                    .filteredOn(text -> text.contains("void main("))
                    .isNotEmpty()
                    .allSatisfy(text ->
                            assertThat(text).containsAnyOf("Arguments.none(", "@Command(", "Usage, on a terminal"));
        }
    }

    @Test
    void listNodes_printsTheNodesAndWhatIsMissing() {
        try (Lab lab = Lab.story();
                Quorate quorate = lab.connect().build()) {
            quorate.cluster("lab").create("RACK1", "HV1");
            assertThat(printed(() -> ListNodes.print(quorate.cluster("lab"))))
                    .startsWith("HV1 is Up\n")
                    .contains("not found: the cluster has no node HV9");
        }
    }

    @Test
    void rehearseChange_printsTheCmdlets() {
        assertThat(printed(() -> RehearseChange.main(new String[0])))
                .contains("1. cluster.create of cluster RACK1 at HV1", "FailoverClusters\\Add-ClusterNode");
    }

    @Test
    void justEnough_printsWhatAnAdministratorInstalls() {
        assertThat(printed(() -> JustEnough.main(new String[0])))
                .contains(
                        "@{ Name = 'Add-ClusterNode'; Parameters = @{ Name = 'Name' }, @{ Name = 'NoStorage' } }",
                        "GroupManagedServiceAccount = 'EXAMPLE\\quorate$'",
                        "'EXAMPLE\\Cluster operators' = @{ RoleCapabilities = 'QuorateOperator' }")
                .doesNotContain("Get-VM'", "ForEach-Object");
    }

    @Test
    void handleErrors_tellsThemApart() {
        assertThat(printed(() -> HandleErrors.main(new String[0])).lines())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("nothing to do: it is there already"),
                        line -> assertThat(line).startsWith("UNREACHABLE [0x800706BA]: cluster.node.add"));
    }

    @Test
    void buildGroup_makesItOnceAndFailsOver() {
        assertThat(printed(() -> BuildGroup.main(new String[0])))
                .contains("create group ag1 at SQL1 with SQL1, SQL2\n", "again: false\n")
                .containsPattern("SQL1 handed over to SQL2, open after [0-9.]+ s");
    }

    @Test
    void syncLogins_makesThemTheSameOnce() {
        assertThat(printed(() -> SyncLogins.main(new String[0])))
                .contains(
                        "shop at SQL2: MISSING\n",
                        "again: false\n",
                        "users without a log-in: []\n",
                        "jobs differ: []\n");
    }

    @Test
    void createMachine_endsWithItOff() {
        assertThat(printed(() -> CreateMachine.main(new String[0])))
                .contains("state=Running")
                .endsWith("Off\n");
    }

    @Test
    void migrateMachine_isSeenUnderWayAndEndsOnTheOtherNode() {
        assertThat(printed(() -> MigrateMachine.main(new String[0])))
                .isEqualTo("under way, group web1 is Pending on HV1\nweb1 is Online on HV2\n");
    }

    @EnabledIfSystemProperty(
            named = "quorate.sweep",
            matches = "true",
            disabledReason = "a long form, which the sweep plays")
    @Test
    void replicateMachine_goesThroughTheBroker_comesBackWithoutLoss_andLagsNoMoreThanExpected() {
        List<ReplicateMachine.Line> lines = ReplicateMachine.run();

        assertThat(lines)
                .extracting(ReplicateMachine.Line::what, ReplicateMachine.Line::from, ReplicateMachine.Line::to)
                .containsExactly(
                        tuple("has its first copy", "HVR.lab.example", "HV4.lab.example"),
                        tuple("has moved to HV2", "HVR.lab.example", "HV4.lab.example"),
                        tuple("is tried out at HV4", "HVR.lab.example", "HV4.lab.example"),
                        tuple("moves to HV4", "HV4.lab.example", "HVR.lab.example"),
                        tuple("replicates back", "HV4.lab.example", "HVR.lab.example"),
                        tuple("moves to HV2", "HVR.lab.example", "HV4.lab.example"),
                        tuple("replicates back", "HVR.lab.example", "HV4.lab.example"));
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.lag()).isLessThanOrEqualTo(line.lagAtMost());
            assertThat(line.loss()).isEqualTo(line.expectedLoss());
        });
        assertThat(Table.of(lines)).startsWith("what ").contains("lag at most", "expected loss", "moves to HV2 ");
    }

    @Test
    void routerMachine_isReachedFromBothSidesBeforeAndAfterItsMove() {
        String printed = printed(() -> RouterMachine.main(new String[0]));
        assertThat(printed)
                .contains("00-50-56-00-AB-01", "access 20", "now on HV2\n")
                .doesNotContain("SILENT", "UNTOLD", "UNKNOWN_NAME");
        assertThat(printed.split("REACHED", -1)).hasSize(7);
    }

    @Test
    void cutThePower_waitsUntilTheOtherNodeHasNoticed() {
        assertThat(printed(() -> CutThePower.main(new String[0]))).isEqualTo("HV2 is Down\n");
    }

    @Test
    void secondHopWay_registersForAWhile() {
        assertThat(printed(() -> SecondHopWay.main(new String[0])))
                .isEqualTo("2 nodes, and on HV1 2 session configurations\nclosed, and on HV1 1\n");
    }

    @Test
    void shareVolume_endsWithItMounted() {
        assertThat(printed(() -> ShareVolume.main(new String[0])))
                .startsWith(
                        "LUN 0 for [iqn.1991-05.com.microsoft:hv1.lab.example, iqn.1991-05.com.microsoft:hv2.lab.example]\n")
                .endsWith("C:\\ClusterStorage\\Volume1\n");
    }

    @EnabledIfSystemProperty(
            named = "quorate.sweep",
            matches = "true",
            disabledReason = "a long form, which the sweep plays")
    @Test
    void planOnPaper_endsPublished() {
        assertThat(printed(() -> {
                    try {
                        PlanOnPaper.main(new String[0]);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }))
                .startsWith("{\n  \"quorate\": 1,\n")
                .contains("\"secret\": \"chap-of-fc1\"", "1. storage.initiator.chap of initiator", "<hidden>")
                .endsWith("\npublished\n");
    }

    @Test
    void teachTheLab_answersWhatItWasTaught() {
        assertThat(printed(() -> {
                            try {
                                TeachTheLab.main(new String[0]);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        })
                        .lines())
                .containsExactly(
                        "nightly: 200",
                        "hourly: 404",
                        "own rule Storage\\Get-PhysicalDisk: only whoever wrote it knows what it stands on",
                        "own rule GET hpr/services/*: only whoever wrote it knows what it stands on");
    }
}

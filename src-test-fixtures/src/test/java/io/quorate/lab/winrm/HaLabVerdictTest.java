package io.quorate.lab.winrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.lab.HaLab;
import io.quorate.lab.Lab;
import io.quorate.lab.http.RawHttpClient;
import io.quorate.winrm.psrp.PipelineCodec;
import io.quorate.winrm.psrp.PipelineOptions;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsProperty;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.psrp.PsrpVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** What {@link HaLab} makes of tests that leave something behind. */
class HaLabVerdictTest {
    private static final String ASKED = "io.quorate.lab.winrm.HaLabVerdictTest#asked";
    private static final CountDownLatch END = new CountDownLatch(1);
    private static final List<Quorate> OPEN = new ArrayList<>();
    private static volatile boolean asked;

    @EnabledIf(ASKED)
    static final class Clean {
        @Test
        @HaLab
        void nothing(Lab lab) {
            assertThat(lab.openShells()).isZero();
        }
    }

    @EnabledIf(ASKED)
    static final class Leaky {
        @Test
        @HaLab(seed = 41)
        void thread(Lab lab) {
            Thread thread = new Thread(
                    () -> {
                        try {
                            END.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    "quorate-forgotten");
            thread.setDaemon(true);
            thread.start();
        }
    }

    @EnabledIf(ASKED)
    static final class NotClosed {
        @Test
        @HaLab(seed = 49, hosts = "HV1")
        void quorate(Lab lab) {
            OPEN.add(lab.connect().build());
            OPEN.get(0).vms("lab").list();
        }
    }

    @EnabledIf(ASKED)
    static final class Scripted {
        @Test
        @HaLab(seed = 42)
        void script(Lab lab) throws IOException {
            PsPipeline dated = PsPipeline.of(PsCommand.of("Get-Date"));
            PsObject create = PipelineCodec.encode(dated, PipelineOptions.of(PsrpVersion.V2_3));
            PsObject command = (PsObject) ((PsObject) ((PsObject) create.property("PowerShell")).property("Cmds"))
                    .items()
                    .get(0);
            command.extended()
                    .replaceAll(p -> p.name().equals("IsScript") ? new PsProperty("IsScript", PsValue.bool(true)) : p);
            try (WireClient client = new WireClient(
                    RawHttpClient.tls(
                            lab.url("HV1").getPort(),
                            "HV1",
                            lab.caCertificates().get(0)),
                    lab.username(),
                    new String(lab.password().reveal()))) {
                client.open();
                UUID id = UUID.randomUUID();
                WireClient.assertOk(client.post(client.commandEnvelope(id, create)));
                assertThat(WireClient.state(client.finish(id))).isEqualTo(5);
            }
        }
    }

    /** Declares a fault for a cmdlet that exists and that nobody calls. */
    @EnabledIf(ASKED)
    static final class Unfired {
        @Test
        @HaLab(seed = 43)
        void fault(Lab lab) {
            lab.faults().on("Add-ClusterNode").host("HV2").nth(3).always().lostAnswer();
            lab.faults().clear();
        }
    }

    @EnabledIf(ASKED)
    static final class Begun {
        @Test
        @HaLab(seed = 44)
        void fault(Lab lab) {
            lab.faults().onAction("Create");
        }
    }

    @EnabledIf(ASKED)
    static final class NotNeeded {
        @Test
        @HaLab(seed = 45)
        void fault(Lab lab) {
            lab.faults().on("Add-ClusterNode").optional().lostAnswer();
        }
    }

    @EnabledIf(ASKED)
    static final class Misspelt {
        @Test
        @HaLab(seed = 46)
        void fault(Lab lab) {
            lab.faults().on("Add-ClusterNod").lostAnswer();
        }
    }

    @EnabledIf(ASKED)
    static final class FailsBefore {
        @Test
        @HaLab(seed = 47)
        void fault(Lab lab) {
            lab.faults().on("Add-ClusterNode").lostAnswer();
            throw new IllegalStateException("the test's own failure");
        }
    }

    @EnabledIf(ASKED)
    static final class SkippedBefore {
        @Test
        @HaLab(seed = 48)
        void fault(Lab lab) {
            lab.faults().on("Add-ClusterNode").lostAnswer();
            Assumptions.abort("not here");
        }
    }

    @EnabledIf(ASKED)
    static final class NoSize {
        @Test
        @HaLab(sharedDisks = {1, 0})
        void disk(Lab lab) {}
    }

    @EnabledIf(ASKED)
    static final class LessThanNothing {
        @Test
        @HaLab(sharedDisks = -1)
        void disk(Lab lab) {}
    }

    /** The classes above are not tests of their own. */
    static boolean asked() {
        return asked;
    }

    @Test
    void test_thatLeavesNothing_passes() {
        assertThat(problem(Clean.class)).isEmpty();
    }

    @Test
    void test_thatLeavesAThread_failsWithItsNameAndTheSeed() {
        assertThat(problem(Leaky.class)).contains("lab with seed 41: thread quorate-forgotten is left");
        END.countDown();
    }

    @Test
    void test_thatDoesNotCloseItsClient_isToldWhatTheThreadsAreOf() {
        assertThat(problem(NotClosed.class))
                .hasValueSatisfying(told -> assertThat(told)
                        .startsWith("lab with seed 49: thread quorate-")
                        .contains("was a Quorate of the test not closed? try (Quorate quorate ="));
        OPEN.remove(0).close();
    }

    @Test
    void test_whoseFaultNeverFires_failsAndTellsWhich() {
        assertThat(problem(Unfired.class))
                .contains("lab with seed 43: a declared fault never fired:"
                        + " LOST_ANSWER on cmdlet Add-ClusterNode at HV2, hit 0 of always");
        assertThat(problem(Begun.class))
                .contains("lab with seed 44: a declared fault never fired:"
                        + " a fault that does not say what goes wrong on action Create, hit 0 of 1");
    }

    @Test
    void test_whoseFaultIsOptional_passesWithoutIt() {
        assertThat(problem(NotNeeded.class)).isEmpty();
    }

    @Test
    void test_whoseFaultNamesNoCmdlet_failsAtTheDeclaration() {
        assertThat(problem(Misspelt.class))
                .hasValueSatisfying(m -> assertThat(m)
                        .startsWith("no such cmdlet or command: Add-ClusterNod; there are Add-ClusterNode"));
    }

    @Test
    void test_thatFailsBeforeItsFaultFires_keepsItsOwnFailure() {
        assertThat(problem(FailsBefore.class)).contains("the test's own failure");
        assertThat(problem(SkippedBefore.class)).as("skipped, not failed").isEmpty();
    }

    @Test
    void test_thatSendsScriptText_fails() {
        assertThat(problem(Scripted.class))
                .contains("lab with seed 42: 1 pipelines held script text; the SDK sends none");
    }

    @Test
    void test_whoseSharedDiskHasNoSize_failsWithASentence() {
        assertThat(problem(NoSize.class)).contains("@HaLab: a shared disk has 1 GiB or more, not 0");
        assertThat(problem(LessThanNothing.class)).contains("@HaLab: a shared disk has 1 GiB or more, not -1");
        assertThatThrownBy(() -> Lab.builder().sharedDisk(Size.bytes(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a shared disk has a size, not 0 B");
    }

    private static Optional<String> problem(Class<?> test) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        asked = true;
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .configurationParameter("quorate.lab.patience", "500")
                                .selectors(DiscoverySelectors.selectClass(test))
                                .build(),
                        summary);
        asked = false;
        assertThat(summary.getSummary().getTestsStartedCount()).isEqualTo(1);
        return summary.getSummary().getFailures().stream()
                .map(f -> f.getException().getMessage())
                .findFirst();
    }
}

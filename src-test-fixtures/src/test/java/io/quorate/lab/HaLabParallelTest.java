package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Quorate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Tests with a lab each run side by side: nobody is blamed for another's threads, and whoever leaves one still is. */
class HaLabParallelTest {
    private static final String ASKED = "io.quorate.lab.HaLabParallelTest#asked";
    private static final long PATIENCE_SECONDS = 60;
    private static volatile CountDownLatch running = new CountDownLatch(0);
    private static volatile CountDownLatch connected = new CountDownLatch(0);
    private static volatile CountDownLatch ended = new CountDownLatch(0);
    private static volatile CountDownLatch end = new CountDownLatch(0);
    private static volatile boolean asked;

    /** Holds a client open until all the others have been judged. */
    @EnabledIf(ASKED)
    static final class Busy {
        @Test
        @HaLab(seed = 51)
        void keepsAClient(Lab lab) throws InterruptedException {
            meet();
            try (Quorate quorate = lab.connect().build()) {
                quorate.host(Lab.ENDPOINT, "HV1").disks().list();
                connected.countDown();
                assertThat(ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @EnabledIf(ASKED)
    static final class Quick {
        @Test
        @HaLab(seed = 52)
        void leavesNothing(Lab lab) throws InterruptedException {
            meet();
            try (Quorate quorate = lab.connect().build()) {
                quorate.host(Lab.ENDPOINT, "HV2").disks().list();
            }
            assertThat(connected.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    @EnabledIf(ASKED)
    static final class Forgetful {
        @Test
        @HaLab(seed = 53)
        void leavesAClientOpen(Lab lab) throws InterruptedException {
            meet();
            lab.connect().build().host(Lab.ENDPOINT, "HV1").disks().list();
            Thread forgotten = new Thread(HaLabParallelTest::linger, "quorate-forgotten");
            forgotten.setDaemon(true);
            forgotten.start();
            lab.runtime()
                    .thread("quorate-of-the-runtime", HaLabParallelTest::linger)
                    .start();
            assertThat(connected.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** No lab's: it uses the SDK's threads without one. */
    @EnabledIf(ASKED)
    static final class Stranger {
        @Test
        void hasAThreadOfThatName() throws InterruptedException {
            meet();
            Thread mine = new Thread(HaLabParallelTest::linger, "quorate-winrm-pool-somewhere");
            mine.setDaemon(true);
            mine.start();
            assertThat(connected.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void meet() throws InterruptedException {
        running.countDown();
        assertThat(running.await(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("all run side by side")
                .isTrue();
    }

    private static void linger() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static boolean asked() {
        return asked;
    }

    @Test
    void threads_whenTestsRunSideBySide_areTheirOwnTestsConcern() {
        running = new CountDownLatch(4);
        connected = new CountDownLatch(1);
        ended = new CountDownLatch(3);
        end = new CountDownLatch(1);
        Map<String, String> verdicts = new ConcurrentHashMap<>();
        asked = true;
        try {
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(
                                            DiscoverySelectors.selectClass(Busy.class),
                                            DiscoverySelectors.selectClass(Quick.class),
                                            DiscoverySelectors.selectClass(Forgetful.class),
                                            DiscoverySelectors.selectClass(Stranger.class))
                                    .configurationParameter("quorate.lab.patience", "2000")
                                    .configurationParameters(Map.of(
                                            "junit.jupiter.execution.parallel.enabled", "true",
                                            "junit.jupiter.execution.parallel.mode.default", "concurrent",
                                            "junit.jupiter.execution.parallel.mode.classes.default", "concurrent",
                                            "junit.jupiter.execution.parallel.config.strategy", "fixed",
                                            "junit.jupiter.execution.parallel.config.fixed.parallelism", "4",
                                            "junit.jupiter.execution.parallel.config.fixed.max-pool-size", "8"))
                                    .build(),
                            new Verdicts(verdicts));
        } finally {
            asked = false;
            end.countDown();
        }
        assertThat(verdicts.get("keepsAClient(Lab)")).isEqualTo("passed");
        assertThat(verdicts.get("leavesNothing(Lab)")).isEqualTo("passed");
        assertThat(verdicts.get("hasAThreadOfThatName()")).isEqualTo("passed");
        assertThat(verdicts.get("leavesAClientOpen(Lab)"))
                .startsWith("lab with seed 53: ")
                .contains("thread quorate-forgotten is left")
                .contains("thread quorate-of-the-runtime is left")
                .doesNotContain("somewhere");
    }

    private record Verdicts(Map<String, String> all) implements TestExecutionListener {
        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest()) {
                all.put(
                        test.getDisplayName(),
                        result.getThrowable()
                                .map(e -> String.valueOf(e.getMessage()))
                                .orElse("passed"));
                ended.countDown();
            }
        }
    }
}

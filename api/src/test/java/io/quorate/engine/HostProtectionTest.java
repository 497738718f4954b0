package io.quorate.engine;

import static io.quorate.ScriptedBackend.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quorate.BreakerSettings;
import io.quorate.BulkheadSettings;
import io.quorate.RetrySettings;
import io.quorate.Rig;
import io.quorate.TestCommand;
import io.quorate.error.BusyException;
import io.quorate.error.DeadlineExceededException;
import io.quorate.error.RejectedException;
import io.quorate.error.UnreachableException;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Safety;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Breaker, bulkhead, deadline, pauses and interrupts. */
class HostProtectionTest {
    private static final TestCommand READ = TestCommand.of(Safety.READ);

    private static Rig rig(int threshold, String... hosts) {
        return new Rig(
                new HostSettings(
                        RetrySettings.never(),
                        new BreakerSettings(threshold, Duration.ofSeconds(30)),
                        new BulkheadSettings(1, Duration.ofSeconds(2))),
                hosts);
    }

    private static void silent(Rig rig, int times) {
        for (int i = 0; i < times; i++) {
            rig.backend.then(fails(FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE));
            catchThrowable(() -> rig.run(READ));
        }
    }

    @Test
    void breaker_whenAHostStaysSilent_opensAndProbesOnceOnOurClock() {
        Rig rig = rig(3, "HV1");
        silent(rig, 3);

        assertThatThrownBy(() -> rig.run(READ))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("left alone for another 30 s");
        assertThat(rig.backend.sends()).isEqualTo(3);

        rig.runtime.pass(Duration.ofSeconds(30));
        silent(rig, 1);
        assertThat(rig.backend.sends()).isEqualTo(4);
        assertThatThrownBy(() -> rig.run(READ)).isInstanceOf(UnreachableException.class);
        assertThat(rig.backend.sends()).isEqualTo(4);

        rig.runtime.pass(Duration.ofSeconds(30));
        assertThat(rig.run(READ)).isEqualTo("done");
        assertThat(rig.run(READ)).isEqualTo("done");
    }

    @Test
    void breaker_whenTheHostAnswersWithFailures_staysClosed() {
        Rig rig = rig(2, "HV1");
        for (int i = 0; i < 5; i++) {
            rig.backend.then(fails(FaultPhase.LASTING, ErrorKind.REJECTED));
            assertThatThrownBy(() -> rig.run(READ)).isInstanceOf(RejectedException.class);
        }
        assertThat(rig.run(READ)).isEqualTo("done");
    }

    @Test
    void breaker_whenAnAnswerComesBetween_countsAnew() {
        Rig rig = rig(2, "HV1");
        silent(rig, 1);
        rig.run(READ);
        silent(rig, 1);
        assertThat(rig.run(READ)).isEqualTo("done");
    }

    @Test
    void breaker_whenTheProbeSaysNothing_letsTheNextOneProbe() {
        Rig rig = rig(1, "HV1");
        silent(rig, 1);
        rig.runtime.pass(Duration.ofSeconds(30));
        rig.backend.then(fails(FaultPhase.REFUSED, ErrorKind.BUSY));
        assertThatThrownBy(() -> rig.run(READ)).isInstanceOf(BusyException.class);

        assertThat(rig.run(READ)).isEqualTo("done");
    }

    @Test
    void breaker_whenOneHostIsLeftAlone_theOthersServe() {
        Rig rig = rig(1, "HV1", "HV2");
        silent(rig, 1);
        rig.backend.log.clear();

        rig.run(READ);

        assertThat(rig.backend.log).containsExactly("send HV2");
    }

    @Test
    void bulkhead_whenFull_waitsOnOurClockAndIsBusy() throws Exception {
        Rig rig = rig(5, "HV1");
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        rig.backend.then(call -> {
            inside.countDown();
            try {
                assertThat(go.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return "first";
        });
        Thread first = new Thread(() -> rig.run(READ), "first");
        first.start();
        assertThat(inside.await(60, TimeUnit.SECONDS)).isTrue();

        assertThatThrownBy(() -> rig.run(READ))
                .isInstanceOf(BusyException.class)
                .hasMessageContaining("1 requests of this client are under way at HV1");
        assertThat(rig.runtime.passed()).isEqualTo(Duration.ofSeconds(2));
        assertThat(rig.backend.sends()).isEqualTo(1);

        go.countDown();
        first.join(60_000);
        assertThat(rig.run(READ)).isEqualTo("done");
    }

    @Test
    void bulkhead_whenAPlaceBecomesFree_goesOn() throws Exception {
        Rig rig = rig(5, "HV1");
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        rig.backend.then(call -> {
            inside.countDown();
            try {
                assertThat(go.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return "first";
        });
        Thread first = new Thread(() -> rig.run(READ), "first");
        first.start();
        assertThat(inside.await(60, TimeUnit.SECONDS)).isTrue();
        rig.runtime.onSleep = () -> {
            go.countDown();
            try {
                first.join(60_000);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        };

        assertThat(rig.run(READ)).isEqualTo("done");
    }

    @Test
    void deadline_whenNoTimeIsLeftForThePause_endsAtOnceWithTheLastFault() {
        Rig rig = new Rig("HV1");
        rig.backend.then(call -> {
            rig.runtime.pass(Duration.ofMillis(4500));
            throw io.quorate.ScriptedBackend.fault(FaultPhase.TRANSIENT, ErrorKind.BUSY);
        });

        assertThatThrownBy(() -> rig.run(READ.within(Duration.ofSeconds(5))))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining(
                        "the deadline of 5 s leaves no time for another attempt; last: it failed TRANSIENT");
        assertThat(rig.runtime.passed()).isEqualTo(Duration.ofMillis(4500));
    }

    @Test
    void deadline_whenZero_sendsNothing() {
        Rig rig = new Rig("HV1");
        assertThatThrownBy(() -> rig.run(READ.within(Duration.ZERO))).isInstanceOf(DeadlineExceededException.class);
        assertThat(rig.backend.log).isEmpty();
    }

    @Test
    void pauses_growUpToTheLongest() {
        Rig rig = new Rig(
                new HostSettings(
                        new RetrySettings(6, Duration.ofSeconds(1), Duration.ofSeconds(5), 2, 0),
                        BreakerSettings.defaults(),
                        BulkheadSettings.defaults()),
                "HV1");
        for (int i = 0; i < 5; i++) {
            rig.backend.then(fails(FaultPhase.TRANSIENT, ErrorKind.BUSY));
        }
        rig.run(READ);
        assertThat(rig.runtime.sleeps).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 5L, 5L);
    }

    @Test
    void pauses_withJitter_stayWithinItAndDiffer() {
        Rig rig = new Rig(
                new HostSettings(
                        new RetrySettings(20, Duration.ofSeconds(1), Duration.ofSeconds(1), 1, 0.2),
                        BreakerSettings.defaults(),
                        BulkheadSettings.defaults()),
                "HV1");
        for (int i = 0; i < 19; i++) {
            rig.backend.then(fails(FaultPhase.TRANSIENT, ErrorKind.BUSY));
        }
        rig.run(READ);
        assertThat(rig.runtime.sleeps)
                .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofMillis(800), Duration.ofMillis(1200)));
        assertThat(rig.runtime.sleeps).doesNotHaveDuplicates();
    }

    @Test
    void interrupt_duringThePause_endsTheCallAndIsRestored() {
        Rig rig = new Rig("HV1");
        rig.backend.then(call -> {
            Thread.currentThread().interrupt();
            throw io.quorate.ScriptedBackend.fault(FaultPhase.TRANSIENT, ErrorKind.BUSY);
        });

        Throwable thrown = catchThrowable(() -> rig.run(READ));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(thrown).isInstanceOf(BusyException.class);
        assertThat(thrown.getSuppressed()).hasAtLeastOneElementOfType(InterruptedException.class);
        assertThat(rig.backend.sends()).isEqualTo(1);
    }

    @Test
    void pauses_ofEveryValidSetting_areComputed() {
        for (Duration first : new Duration[] {Duration.ZERO, Duration.ofNanos(1), Duration.ofSeconds(1)}) {
            for (double factor : new double[] {1, 1.5, 100}) {
                for (double jitter : new double[] {0, 0.2, 1}) {
                    Rig rig = new Rig(
                            new HostSettings(
                                    new RetrySettings(5, first, Duration.ofSeconds(1), factor, jitter),
                                    BreakerSettings.defaults(),
                                    BulkheadSettings.defaults()),
                            "HV1");
                    for (int i = 0; i < 4; i++) {
                        rig.backend.then(fails(FaultPhase.TRANSIENT, ErrorKind.BUSY));
                    }
                    assertThat(rig.run(READ)).isEqualTo("done");
                    assertThat(rig.runtime.sleeps)
                            .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ZERO, Duration.ofSeconds(2)));
                }
            }
        }
    }

    @Test
    void interrupt_whileTheAnswerIsLost_isAnUnknownOutcomeAndIsRestored() {
        Rig rig = new Rig("HV1");
        rig.backend.seeing(
                io.quorate.spi.Observation.absent(), io.quorate.spi.Observation.unknown("interrupted", null));
        rig.backend.then(call -> {
            Thread.currentThread().interrupt();
            throw io.quorate.ScriptedBackend.fault(FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE);
        });

        Throwable thrown = catchThrowable(() -> rig.run(TestCommand.of(Safety.GUARDED)));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(thrown).isInstanceOf(io.quorate.error.OutcomeUnknownException.class);
        assertThat(rig.runtime.sleeps).isEmpty();
    }
}

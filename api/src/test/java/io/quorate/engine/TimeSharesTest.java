package io.quorate.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.BreakerSettings;
import io.quorate.BulkheadSettings;
import io.quorate.RetrySettings;
import io.quorate.Rig;
import io.quorate.TestCommand;
import io.quorate.error.BusyException;
import io.quorate.error.UnreachableException;
import io.quorate.spi.Observation;
import io.quorate.spi.Safety;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A call's time is divided so that there is some left for what may have to follow; who waits waits no longer than he may. */
@Timeout(60)
class TimeSharesTest {
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        goOn.countDown();
        Thread.interrupted();
    }

    @ParameterizedTest
    @CsvSource({"120000,60000", "4000,2000", "2000,1000", "1500,1000", "1000,1000", "600,600"})
    void look_getsHalfOfTheTime_butASecondAtLeast(long callMillis, long lookMillis) {
        Rig rig = new Rig("HV1");
        List<Duration> given = new ArrayList<>();
        rig.backend.looks.add(call -> {
            given.add(call.deadline().remaining());
            return Observation.absent();
        });
        rig.run(TestCommand.of(Safety.GUARDED).within(Duration.ofMillis(callMillis)));
        assertThat(given).containsExactly(Duration.ofMillis(lookMillis));
    }

    @ParameterizedTest
    @CsvSource({"120000,105000", "60000,45000", "40000,30000", "4000,3000"})
    void guardedCommand_leavesAQuarterForReadingBack_atMostFifteenSeconds(long callMillis, long sendMillis) {
        Rig rig = new Rig("HV1");
        rig.run(TestCommand.of(Safety.GUARDED).within(Duration.ofMillis(callMillis)));
        rig.run(TestCommand.of(Safety.CONVERGE).within(Duration.ofMillis(callMillis)));
        assertThat(rig.backend.given).containsExactly(Duration.ofMillis(sendMillis), Duration.ofMillis(callMillis));
    }

    @Test
    void pauses_withJitter_areDrawnFromTheRuntimesChance_soThatARunCanBeRepeated() {
        Rig rig = new Rig("HV1");
        Backoff backoff = new Backoff(
                new RetrySettings(9, Duration.ofSeconds(1), Duration.ofSeconds(1), 1, 0.5),
                new io.quorate.ManualRuntime());
        RandomGenerator same = Chance.splitFrom(new SplittableRandom(42));
        for (int round = 1; round < 9; round++) {
            double expected = 1e9 * (0.5 + same.nextDouble());
            assertThat(backoff.pauseAfter(round).toNanos()).isBetween((long) expected - 2, (long) expected + 2);
        }
        assertThat(rig.runtime.sleeps).isEmpty();
    }

    private Rig full(Thread[] first) throws InterruptedException {
        Rig rig = new Rig(
                new HostSettings(
                        RetrySettings.never(),
                        new BreakerSettings(50, Duration.ofSeconds(30)),
                        new BulkheadSettings(1, Duration.ofSeconds(2))),
                "HV1");
        rig.backend.then(call -> {
            inside.countDown();
            try {
                assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return "first";
        });
        first[0] = new Thread(() -> rig.run(TestCommand.of(Safety.READ)), "first");
        first[0].start();
        assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
        return rig;
    }

    @Test
    void call_whoseDeadlineComesBeforeAPlaceIsFree_waitsNoLongerThanThat() throws Exception {
        Thread[] first = new Thread[1];
        Rig rig = full(first);
        catchThrowable(() -> rig.run(TestCommand.of(Safety.READ).within(Duration.ofMillis(500))));
        assertThat(rig.runtime.passed()).isEqualTo(Duration.ofMillis(500));
        assertThat(rig.backend.sends()).isEqualTo(1);
        goOn.countDown();
        first[0].join(30_000);
    }

    @Test
    void interrupt_whileWaitingForAPlace_isHeardAndKept_andSaysSo() throws Exception {
        Thread[] first = new Thread[1];
        Rig rig = full(first);
        Thread.currentThread().interrupt();
        BusyException e = catchThrowableOfType(BusyException.class, () -> rig.run(TestCommand.of(Safety.READ)));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(e).hasMessageContaining("interrupted while waiting for a place");
        assertThat(e.hint()).isEqualTo("raise the bulkhead's maxConcurrent if the host can bear more");
        assertThat(rig.backend.sends()).isEqualTo(1);
        goOn.countDown();
        first[0].join(30_000);
    }

    @Test
    void close_whileACallWaitsForAPlace_sendsItAway() throws Exception {
        Thread[] first = new Thread[1];
        Rig rig = full(first);
        rig.runtime.onSleep = rig.engine::close;
        UnreachableException e =
                catchThrowableOfType(UnreachableException.class, () -> rig.run(TestCommand.of(Safety.READ)));
        assertThat(e).hasMessageContaining("Quorate was closed");
        assertThat(rig.runtime.sleeps).hasSize(1);
        goOn.countDown();
        first[0].join(30_000);
    }
}

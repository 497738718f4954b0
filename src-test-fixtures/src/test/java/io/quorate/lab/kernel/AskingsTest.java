package io.quorate.lab.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Work that waits for an answer, and the time that passes meanwhile. */
class AskingsTest {
    private static final int PORT = 4711;

    /** Real time in which a time that moves would have moved. */
    private static final Duration LONG_ENOUGH = Duration.ofMillis(300);

    @Test
    @DisplayName(
            "the request before on the same connection ends only when the next one waits already: the time goes on nevertheless")
    void time_whenTheRequestBeforeEndsLate_goesOn() throws Exception {
        try (World world = World.builder()
                .mode(LabTime.Mode.SKIPPING)
                .safetyLimit(Duration.ofSeconds(60))
                .build()) {
            LabTime time = world.time();
            Activity work = time.enter("work of the SDK");
            time.askings().asks(PORT, () -> {}, false);
            CountDownLatch entered = new CountDownLatch(1);
            CountDownLatch over = new CountDownLatch(1);
            AtomicReference<Throwable> failed = new AtomicReference<>();
            Thread login = new Thread(() -> {
                try (Activity request = time.enter("the log-in", PORT)) {
                    entered.countDown();
                    over.await(60, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    failed.set(e);
                }
            });
            Thread batch = new Thread(() -> {
                try (Activity request = time.enter("the batch", PORT)) {
                    world.clock().sleep(Duration.ofMinutes(1));
                } catch (Throwable e) {
                    failed.set(e);
                }
            });
            login.start();
            assertThat(entered.await(60, TimeUnit.SECONDS)).isTrue();
            batch.start();
            while (batch.getState() != Thread.State.TIMED_WAITING && batch.isAlive()) {
                Thread.onSpinWait();
            }
            over.countDown();
            login.join(60_000);
            batch.join(60_000);

            assertThat(failed.get()).isNull();
            assertThat(time.now()).isEqualTo(Duration.ofMinutes(1));
            work.close();
        }
    }

    @Test
    @DisplayName(
            "a caller who is kept waiting for good gives up in the world's time, though nobody else waits for anything")
    void time_whenACallerHangs_goesOnToWhereHeGivesUp() throws Exception {
        assertThat(hung(false)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    @DisplayName("whom a thread asks beside its caller moves nothing: the caller may have gone on")
    void time_whenOneHangsBesideTheCaller_standsStill() throws Exception {
        assertThat(hung(true)).isZero();
    }

    /** Returns when the time stands still while one request hangs. */
    private static Duration hung(boolean aside) throws Exception {
        try (World world = World.builder()
                .mode(LabTime.Mode.SKIPPING)
                .safetyLimit(Duration.ofSeconds(60))
                .build()) {
            LabTime time = world.time();
            CountDownLatch gaveUp = new CountDownLatch(1);
            Activity work = time.enter("work of the SDK");
            Duration ignored = time.askings().patience(Duration.ofSeconds(30));
            time.askings().asks(PORT, gaveUp::countDown, aside);
            AtomicReference<Throwable> failed = new AtomicReference<>();
            Thread request = new Thread(() -> {
                try (Activity mine = time.enter("the request", PORT)) {
                    boolean over = time.poll("a client that hangs", () -> gaveUp.getCount() == 0, null, LONG_ENOUGH);
                    if (over == aside) {
                        failed.set(new AssertionError("over: " + over));
                    }
                } catch (Throwable e) {
                    failed.set(e);
                }
            });
            request.start();
            request.join(60_000);
            Duration stood = time.now();
            work.close();
            assertThat(failed.get()).isNull();
            return stood;
        }
    }
}

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

    @Test
    @DisplayName(
            "the request before on the same connection ends only when the next one waits already: the time goes on nevertheless")
    void time_whenTheRequestBeforeEndsLate_goesOn() throws Exception {
        try (World world = World.builder()
                .mode(LabTime.Mode.SKIPPING)
                .safetyLimit(Duration.ofSeconds(10))
                .build()) {
            LabTime time = world.time();
            Activity work = time.enter("work of the SDK");
            time.askings().asks(PORT, () -> {});
            CountDownLatch entered = new CountDownLatch(1);
            CountDownLatch over = new CountDownLatch(1);
            AtomicReference<Throwable> failed = new AtomicReference<>();
            Thread login = new Thread(() -> {
                try (Activity request = time.enter("the log-in", PORT)) {
                    entered.countDown();
                    over.await(20, TimeUnit.SECONDS);
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
            assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
            batch.start();
            while (batch.getState() != Thread.State.TIMED_WAITING && batch.isAlive()) {
                Thread.onSpinWait();
            }
            over.countDown();
            login.join(20_000);
            batch.join(20_000);

            assertThat(failed.get()).isNull();
            assertThat(time.now()).isEqualTo(Duration.ofMinutes(1));
            work.close();
        }
    }
}

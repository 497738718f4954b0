package io.quorate.lab.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.QuorateRuntime.Permits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Work that waits for other work: it does not hold the time, no time passes over its deadline, and none passes when its turn comes. */
@Timeout(180)
class LabPermitsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final World world = World.builder().build();
    private final Permits turn = world.time().permits(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static <T> T inTime(Future<T> future) throws Exception {
        return future.get(120, TimeUnit.SECONDS);
    }

    @Test
    void acquire_whenNoneIsFree_endsAtItsDeadline_whoeverElseMovesTheTime() throws Exception {
        assertThat(turn.tryAcquire()).isTrue();
        CountDownLatch begun = new CountDownLatch(1);
        Future<Duration> waits = threads.submit(() -> {
            try (Activity work = world.time().enter("a call")) {
                begun.countDown();
                assertThat(turn.acquire(SECOND.multipliedBy(5))).isFalse();
                return world.time().now();
            }
        });
        begun.await();

        world.clock().sleep(Duration.ofHours(1));

        assertThat(inTime(waits)).isEqualTo(SECOND.multipliedBy(5));
        assertThat(world.time().now()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void release_whenOneWaits_letsItGoOnBeforeTimePasses() throws Exception {
        List<Duration> turns = Collections.synchronizedList(new ArrayList<>());
        List<Future<?>> calls = new ArrayList<>();
        Activity gate = world.time().enter("gate");
        CountDownLatch ready = new CountDownLatch(20);
        for (int i = 0; i < 20; i++) {
            calls.add(threads.submit(() -> {
                try (Activity work = world.time().enter("a call")) {
                    ready.countDown();
                    assertThat(turn.acquire(Duration.ofMinutes(1))).isTrue();
                    turns.add(world.time().now());
                    world.clock().sleep(SECOND);
                    turn.release();
                }
                return null;
            }));
        }
        ready.await();
        gate.close();

        // A sleeper of little steps would take every moment in which nobody holds the time.
        for (int i = 0; i < 300; i++) {
            world.clock().sleep(Duration.ofMillis(100));
        }
        for (Future<?> call : calls) {
            inTime(call);
        }

        for (int i = 0; i < 20; i++) {
            assertThat(turns.get(i)).as("turn %d", i).isEqualTo(SECOND.multipliedBy(i));
        }
    }

    @Test
    void acquire_whenInterrupted_leavesThePermitToTheNext() throws Exception {
        assertThat(turn.tryAcquire()).isTrue();
        Thread first = new Thread(() -> {
            assertThatThrownBy(() -> turn.acquire(SECOND)).isInstanceOf(InterruptedException.class);
        });
        first.start();
        while (first.getState() != Thread.State.TIMED_WAITING && first.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        first.interrupt();
        first.join(60_000);
        assertThat(first.isAlive()).isFalse();

        turn.release();
        assertThat(turn.acquire(Duration.ZERO)).isTrue();
        assertThat(turn.tryAcquire()).isFalse();
    }

    @Test
    @DisplayName("work that waits for what nothing in the lab will bring says so in the end, and what holds the time")
    void acquire_whenNothingCanMove_saysSo() throws Exception {
        World small = World.builder().safetyLimit(Duration.ofMillis(300)).build();
        Permits none = small.time().permits(0);
        try (Activity outside = small.time().enter("a call of something else")) {
            Future<Boolean> waits = threads.submit(() -> none.acquire(Duration.ofMillis(200)));

            assertThatThrownBy(() -> waits.get(60, TimeUnit.SECONDS))
                    .hasRootCauseInstanceOf(LabStuckException.class)
                    .hasStackTraceContaining("a permit")
                    .hasStackTraceContaining("executing: a call of something else");
        }
    }

    @Test
    @DisplayName("the time stands still while work is under way, however long others sleep")
    void work_whileItIsUnderWay_holdsTheTime() throws Exception {
        Activity work = world.time().enter("a call");
        Future<Duration> sleeper = threads.submit(() -> {
            world.clock().sleep(Duration.ofHours(1));
            return world.time().now();
        });

        assertThatThrownBy(() -> sleeper.get(100, TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        assertThat(world.time().now()).isZero();

        world.clock().sleep(SECOND);
        assertThat(world.time().now()).isEqualTo(SECOND);
        work.close();
        assertThat(inTime(sleeper)).isEqualTo(Duration.ofHours(1));
    }
}

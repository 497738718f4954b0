package io.quorate.lab.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class LabTimeTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static World world(LabTime.Mode mode) {
        return World.builder().mode(mode).safetyLimit(Duration.ofMillis(300)).build();
    }

    private <T> T inTime(Future<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    @Test
    void now_whenWorldIsNew_isTheFixedStart() {
        assertThat(world(LabTime.Mode.VIRTUAL).clock().now()).isEqualTo(Instant.parse("2026-01-05T08:00:00Z"));
    }

    @Test
    void advance_whenTasksAreDue_runsThemAtTheirOwnTimes() {
        World world = world(LabTime.Mode.VIRTUAL);
        List<String> ran = new ArrayList<>();
        world.schedule(
                Duration.ofSeconds(5),
                "b",
                "b",
                () -> ran.add("b" + world.time().current()));
        world.schedule(Duration.ofSeconds(1), "a", "a", () -> {
            ran.add("a" + world.time().current());
            world.schedule(
                    Duration.ofSeconds(1),
                    "c",
                    "c",
                    () -> ran.add("c" + world.time().current()));
        });
        world.schedule(Duration.ofSeconds(11), "d", "d", () -> ran.add("d"));
        world.time().advance(Duration.ofSeconds(10));
        assertThat(ran).containsExactly("aPT1S", "cPT2S", "bPT5S");
        assertThat(world.time().now()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void advance_whenAThreadSleeps_letsItActBeforeTimeGoesOn() throws Exception {
        World world = World.builder().mode(LabTime.Mode.VIRTUAL).build();
        CountDownLatch started = new CountDownLatch(1);
        AtomicBoolean probe = new AtomicBoolean();
        Future<Duration> sleeper = threads.submit(() -> {
            started.countDown();
            world.clock().sleep(Duration.ofSeconds(3));
            Duration woke = world.time().now();
            probe.set(true);
            return woke;
        });
        started.await();
        // the sleeper may not be registered yet: advance in steps smaller than its sleep
        while (!sleeper.isDone()) {
            world.time().advance(Duration.ofMillis(100));
        }
        assertThat(inTime(sleeper)).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
        assertThat(probe).isTrue();
    }

    @Test
    void sleep_whenSkipping_takesNoTime() throws Exception {
        World world = world(LabTime.Mode.SKIPPING);
        world.clock().sleep(Duration.ofDays(3));
        assertThat(world.time().now()).isEqualTo(Duration.ofDays(3));
        assertThat(world.clock().now()).isEqualTo(LabTime.START.plus(Duration.ofDays(3)));
    }

    @Test
    void await_whenATaskMakesItTrue_endsAtThatVeryInstant() throws Exception {
        World world = world(LabTime.Mode.SKIPPING);
        AtomicBoolean done = new AtomicBoolean();
        world.schedule(Duration.ofSeconds(42), "x", "x", () -> done.set(true));
        assertThat(world.await(done::get, Duration.ofHours(1))).isTrue();
        assertThat(world.time().now()).isEqualTo(Duration.ofSeconds(42));
        assertThat(world.await(() -> false, Duration.ofSeconds(8))).isFalse();
        assertThat(world.time().now()).isEqualTo(Duration.ofSeconds(50));
    }

    @Test
    void sleep_whenSeveralThreadsSleep_wakesThemInOrderOfTime() throws Exception {
        World world = World.builder().build();
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        Activity gate = world.time().enter("gate");
        List<Future<?>> all = new ArrayList<>();
        CountDownLatch ready = new CountDownLatch(5);
        for (int i = 5; i >= 1; i--) {
            int seconds = i;
            Callable<Void> body = () -> {
                ready.countDown();
                world.await("sleeper", () -> false, Duration.ofSeconds(seconds));
                order.add(seconds);
                return null;
            };
            all.add(threads.submit(body));
        }
        ready.await();
        gate.close();
        for (Future<?> future : all) {
            inTime(future);
        }
        assertThat(order).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
        assertThat(world.time().now()).isGreaterThanOrEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void sleep_whenARequestExecutes_standsStillUntilItIsParked() throws Exception {
        World world = World.builder().build();
        Activity request = world.time().enter("Command");
        Future<Duration> sleeper = threads.submit(() -> {
            world.clock().sleep(Duration.ofSeconds(10));
            return world.time().now();
        });
        assertThatThrownBy(() -> sleeper.get(100, TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        assertThat(world.time().now()).isZero();
        request.park();
        assertThat(inTime(sleeper)).isEqualTo(Duration.ofSeconds(10));
        request.close();
    }

    @Test
    void await_whenCalledInsideAnActivity_drivesTheWorldItself() throws Exception {
        World world = world(LabTime.Mode.SKIPPING);
        AtomicBoolean done = new AtomicBoolean();
        world.schedule(Duration.ofMinutes(2), "vm", "moved", () -> done.set(true));
        Boolean result = inTime(threads.submit(() -> {
            try (Activity request = world.time().enter("Move")) {
                return world.await(done::get, Duration.ofMinutes(5));
            }
        }));
        assertThat(result).isTrue();
        assertThat(world.time().now()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void poll_whenNothingHappens_isIdleAndMovesNothing() throws Exception {
        World world = world(LabTime.Mode.SKIPPING);
        CountDownLatch registered = new CountDownLatch(1);
        Future<Boolean> receive = threads.submit(() -> {
            try (Activity request = world.time().enter("Receive")) {
                return world.time()
                        .poll(
                                "receive",
                                () -> {
                                    registered.countDown();
                                    return false;
                                },
                                Duration.ofSeconds(20),
                                null);
            }
        });
        registered.await();
        // a sleeper is not held up by it, and ends it by moving the time past its limit
        while (world.time().now().compareTo(Duration.ofSeconds(20)) < 0) {
            world.clock().sleep(Duration.ofSeconds(1));
        }
        assertThat(inTime(receive)).isFalse();
    }

    @Test
    void poll_whenDataComes_returnsIt() throws Exception {
        World world = world(LabTime.Mode.SKIPPING);
        AtomicBoolean data = new AtomicBoolean();
        Future<Boolean> receive = threads.submit(() -> world.time().poll("receive", data::get, null, null));
        data.set(true);
        world.time().nudge();
        assertThat(inTime(receive)).isTrue();
        assertThat(world.time().now()).isZero();
        assertThat(world.time().poll("receive", () -> false, null, Duration.ofMillis(10)))
                .isFalse();
    }

    @Test
    void poll_whenAnotherSubjectChanges_isNotLookedAt_andStillHearsOfItsOwn() throws Exception {
        World world = world(LabTime.Mode.VIRTUAL);
        Object mine = new Object();
        AtomicBoolean data = new AtomicBoolean();
        AtomicInteger looks = new AtomicInteger();
        CountDownLatch waits = new CountDownLatch(1);
        Future<Boolean> receive = threads.submit(() -> world.time()
                .poll(
                        mine,
                        "receive",
                        () -> {
                            looks.incrementAndGet();
                            waits.countDown();
                            return data.get();
                        },
                        null,
                        null));
        waits.await();
        world.time().nudge(mine); // it waits by now
        int before = looks.get();
        for (int i = 0; i < 100; i++) {
            world.time().nudge(new Object());
        }
        assertThat(looks).hasValue(before);
        data.set(true);
        world.time().nudge(mine);
        assertThat(inTime(receive)).isTrue();
        Future<Boolean> another = threads.submit(() -> world.time().poll(mine, "receive", data::get, null, null));
        assertThat(inTime(another)).isTrue();
    }

    @Test
    void poll_ofASubject_hearsOfWhatConcernsAll() throws Exception {
        World world = world(LabTime.Mode.VIRTUAL);
        AtomicBoolean data = new AtomicBoolean();
        Future<Boolean> receive =
                threads.submit(() -> world.time().poll(new Object(), "receive", data::get, null, null));
        data.set(true);
        world.time().nudge();
        assertThat(inTime(receive)).isTrue();
    }

    @Test
    void sleep_whenNobodyAdvances_saysSo() {
        World world = world(LabTime.Mode.VIRTUAL);
        assertThatThrownBy(() -> world.clock().sleep(Duration.ofSeconds(1)))
                .isInstanceOf(LabStuckException.class)
                .hasMessageContaining("sleep 00:00:01.000")
                .hasMessageContaining("nobody advanced the time");
    }

    @Test
    void sleep_whenARequestNeverEnds_namesIt() throws Exception {
        World world = world(LabTime.Mode.SKIPPING);
        try (Activity request = world.time().enter("Command on HV1")) {
            Future<?> sleeper = threads.submit(() -> {
                world.clock().sleep(Duration.ofSeconds(1));
                return null;
            });
            assertThatThrownBy(() -> sleeper.get(60, TimeUnit.SECONDS))
                    .hasRootCauseInstanceOf(LabStuckException.class)
                    .hasStackTraceContaining("executing: Command on HV1");
        }
    }

    @Test
    void await_whenInsideAChange_isRefused() {
        World world = world(LabTime.Mode.SKIPPING);
        assertThatThrownBy(() -> world.change("x", () -> {
                    try {
                        world.await(() -> true, Duration.ofSeconds(1));
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                }))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void sleep_whenInterrupted_ends() throws Exception {
        World world = World.builder().mode(LabTime.Mode.VIRTUAL).build();
        Future<?> sleeper = threads.submit(() -> {
            world.clock().sleep(Duration.ofSeconds(1));
            return null;
        });
        threads.shutdownNow();
        assertThatThrownBy(() -> sleeper.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void wall_whenFast_runsTasksByItselfAndLeavesNoThread() throws Exception {
        World world = World.builder().wall(1000).build();
        CountDownLatch ran = new CountDownLatch(1);
        world.schedule(Duration.ofSeconds(30), "x", "x", () -> world.afterwards(ran::countDown));
        assertThat(ran.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(world.time().now()).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
        world.clock().sleep(Duration.ofSeconds(20));
        world.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(t -> t.getName().equals("quorate-lab-time"));
    }

    @Test
    void moveTo_whenTheWorldNeverRests_saysSo() {
        World world = world(LabTime.Mode.SKIPPING);
        Runnable[] again = new Runnable[1];
        again[0] = () -> world.schedule(Duration.ZERO, "x", "spin", again[0]);
        world.schedule(Duration.ofSeconds(1), "x", "spin", again[0]);
        assertThatThrownBy(() -> world.clock().sleep(Duration.ofSeconds(2)))
                .isInstanceOf(LabStuckException.class)
                .hasMessageContaining("spin");
    }

    @Test
    void afterwards_whenAChangeIsComplete_callsWithoutTheLock() {
        World world = world(LabTime.Mode.SKIPPING);
        List<String> seen = new ArrayList<>();
        world.change("x", () -> {
            world.afterwards(() -> seen.add(world.time().lock().isHeldByCurrentThread() ? "locked" : "free"));
            assertThat(seen).isEmpty();
        });
        assertThat(seen).containsExactly("free");
    }

    @Test
    void await_whenActivitiesAreNested_parksAllOfThisThread() throws Exception {
        World world = world(LabTime.Mode.SKIPPING);
        try (Activity request = world.time().enter("Command");
                Activity pipeline = world.time().enter("pipeline")) {
            world.clock().sleep(Duration.ofMinutes(1));
        }
        world.clock().sleep(Duration.ofMinutes(1));
        assertThat(world.time().now()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void skipping_whenManyThreadsComeAndGo_nobodyHangs() throws Exception {
        World world = World.builder().build();
        List<Future<Integer>> clients = new ArrayList<>();
        for (int c = 0; c < 6; c++) {
            int client = c;
            clients.add(threads.submit(() -> {
                for (int i = 0; i < 150; i++) {
                    world.clock().sleep(Duration.ofMillis(1 + (client * 7 + i) % 40));
                    AtomicBoolean done = new AtomicBoolean();
                    Future<Boolean> server = threads.submit(() -> {
                        try (Activity request = world.time().enter("request of " + client)) {
                            world.schedule(Duration.ofMillis(20), "c" + client, "work", () -> done.set(true));
                            return world.await("work", done::get, Duration.ofSeconds(5));
                        }
                    });
                    boolean polled = world.time().poll("answer", done::get, null, null);
                    if (!polled || !server.get(60, TimeUnit.SECONDS)) {
                        return -1;
                    }
                }
                return client;
            }));
        }
        for (int c = 0; c < 6; c++) {
            assertThat(clients.get(c).get(150, TimeUnit.SECONDS)).isEqualTo(c);
        }
        assertThat(world.time().now()).isGreaterThan(Duration.ofSeconds(3));
    }
}

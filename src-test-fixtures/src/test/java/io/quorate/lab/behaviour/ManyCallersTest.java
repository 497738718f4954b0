package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.call.Order;
import io.quorate.cluster.ClusterClient;
import io.quorate.error.DeadlineExceededException;
import io.quorate.error.QuorateException;
import io.quorate.lab.Lab;
import io.quorate.lab.Management;
import io.quorate.san.DatasetPath;
import io.quorate.storage.command.GetVolume;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VirtualMachineClient;
import io.quorate.vm.command.ListVirtualMachines;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/**
 * Many callers of one lab whose time skips: none is late because another waits, all see what one after another would see, and a deadline
 * ends a call at its own instant. With {@code -Dquorate.sweep=true} they are twice as many, and the first two are repeated 20 times beside a busy loop.
 */
@Timeout(600)
class ManyCallersTest {
    private static final int CALLERS = Boolean.getBoolean("quorate.sweep") ? 60 : 12;
    private static final int ROUNDS = Boolean.getBoolean("quorate.sweep") ? 20 : 1;
    private static final DatasetPath GROUP = DatasetPath.of("tank/vg");

    /** What one caller does; returns what it saw that others have no part in. */
    private static String call(Quorate quorate, int caller) {
        VirtualMachineClient vms = quorate.vms(Lab.ENDPOINT);
        String host = caller % 2 == 0 ? "HV1" : "HV2";
        switch (caller % 6) {
            case 0 -> {
                VirtualMachine made = vms.create(
                        "vm" + caller, vm -> vm.on(host).path("C:\\VMs").memory(Size.gib(1)));
                VirtualMachine running = vms.start(made.id());
                return words(vms.rename(running.id(), "renamed" + caller));
            }
            case 1 -> {
                return "cluster " + quorate.cluster(Lab.ENDPOINT).findOn(host);
            }
            case 2 -> {
                DatasetPath path = GROUP.child("v" + caller);
                quorate.storage(Lab.STORAGE).volumes().create(path, v -> v.size(Size.gib(1)));
                return quorate.storage(Lab.STORAGE)
                        .volumes()
                        .grow(path, Size.gib(2))
                        .value()
                        .size()
                        .toString();
            }
            case 3 -> {
                return "disks " + vms.disks(host).size();
            }
            case 4 -> {
                return quorate.storage(Lab.STORAGE).pools().list().toString().substring(0, 4);
            }
            default -> {
                return "free "
                        + quorate.host(Lab.ENDPOINT, host).initiator().get().name();
            }
        }
    }

    private static String words(VirtualMachine vm) {
        return vm.name() + " " + vm.state() + " on " + vm.host() + " with " + vm.startupMemory();
    }

    private static List<String> world(Quorate quorate) {
        List<String> seen = new ArrayList<>();
        quorate.vms(Lab.ENDPOINT).list().forEach(vm -> seen.add(words(vm)));
        quorate.storage(Lab.STORAGE).volumes().list().forEach(v -> seen.add(v.path() + " " + v.size()));
        return seen.stream().sorted().toList();
    }

    /** Has a thread for each caller do its part at once; returns what each saw, or how it failed. */
    private static Map<Integer, String> together(int callers, Threads.Maker maker, Part part) throws Exception {
        Map<Integer, String> seen = new ConcurrentSkipListMap<>();
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            int caller = i;
            threads.add(maker.unstarted(() -> {
                try {
                    go.await();
                    seen.put(caller, part.of(caller));
                } catch (InterruptedException | RuntimeException | Error e) {
                    seen.put(caller, String.valueOf(e));
                }
            }));
        }
        threads.forEach(Thread::start);
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        return seen;
    }

    private interface Part {
        String of(int caller);
    }

    @Test
    @Timeout(1800)
    @DisplayName(
            "many threads that read and change at once fail nowhere, and see and leave what one after another would")
    void threads_whenManyCallAtOnce_seeWhatOneAfterAnotherWouldSee() throws Exception {
        Map<Integer, String> expected = new TreeMap<>();
        List<String> world;
        try (Lab lab = Lab.sanStoryBuilder().start();
                Quorate quorate = lab.connect().build()) {
            IntStream.range(0, CALLERS).forEach(i -> expected.put(i, call(quorate, i)));
            world = world(quorate);
        }
        try (Busy busy = new Busy()) {
            for (int round = 0; round < ROUNDS; round++) {
                try (Lab lab = Lab.sanStoryBuilder().start();
                        Quorate quorate = lab.connect().build()) {
                    assertThat(together(CALLERS, Thread::new, i -> call(quorate, i)))
                            .as("round %d, %s", round, busy)
                            .isEqualTo(expected);
                    assertThat(world(quorate)).isEqualTo(world);
                    assertThat(lab.violations()).isEmpty();
                }
            }
        }
    }

    @Test
    @Timeout(1800)
    @EnabledForJreRange(min = JRE.JAVA_21)
    @DisplayName("1000 virtual threads fail nowhere, and every volume they make is there once")
    void virtualThreads_whenAThousandCallAtOnce_failNowhere() throws Exception {
        try (Busy busy = new Busy()) {
            for (int round = 0; round < ROUNDS; round++) {
                thousand("round " + round + ", " + busy);
            }
        }
    }

    private static void thousand(String round) throws Exception {
        try (Lab lab = Lab.sanStoryBuilder().start();
                Quorate quorate = lab.connect().build()) {
            Map<Integer, String> seen = together(1000, Threads.virtual(), i -> {
                if (i % 20 == 0) {
                    return "cluster "
                            + quorate.cluster(Lab.ENDPOINT)
                                    .findOn(i % 40 == 0 ? "HV1" : "HV2")
                                    .isPresent();
                }
                DatasetPath path = GROUP.child("v" + i);
                return i % 5 == 1
                        ? quorate.storage(Lab.STORAGE)
                                .volumes()
                                .create(path, v -> v.size(Size.gib(1)))
                                .path()
                                .value()
                        : "found "
                                + quorate.storage(Lab.STORAGE)
                                        .volumes()
                                        .find(path)
                                        .isPresent();
            });

            IntStream.range(0, 1000)
                    .forEach(i -> assertThat(seen.get(i))
                            .as(round)
                            .isEqualTo(i % 20 == 0 ? "cluster false" : i % 5 == 1 ? "tank/vg/v" + i : "found false"));
            assertThat(quorate.storage(Lab.STORAGE).volumes().list()).as(round).hasSize(200);
            assertThat(Duration.between(Instant.parse("2026-01-05T08:00:00Z"), lab.now()))
                    .as("%s: nobody waited for anything that takes time", round)
                    .isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    @DisplayName("a drain that takes longer than its caller waits ends at the caller's deadline, not at its own end")
    void waitUntilDrained_whenTheDrainTakesLonger_endsAtItsDeadline() {
        try (Lab lab = Lab.story();
                Quorate quorate = lab.connect().build()) {
            ClusterClient cluster = Rack.cluster(quorate);
            Rack.clustered(quorate, cluster, "web1");
            Instant before = lab.now();

            DeadlineExceededException late = catchThrowableOfType(
                    DeadlineExceededException.class,
                    () -> cluster.nodes().pause("HV1", how -> how.drain().waitUntilDrained(Duration.ofSeconds(1))));

            assertThat(late).hasMessageContaining("the deadline of 1 s leaves no time for another attempt");
            assertThat(lab.now()).isEqualTo(before.plusSeconds(1));
        }
    }

    @Test
    @DisplayName(
            "beside callers that read, change and wait, a deadline ends a call at its own instant, not earlier, not later")
    void deadline_besideOtherCallers_endsACallAtItsInstant() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        try (Lab lab = Lab.story();
                Quorate quorate = lab.connect().build()) {
            ClusterClient cluster = Rack.cluster(quorate);
            Rack.clustered(quorate, cluster, "web1");
            Map<Integer, String> seen = together(6, Thread::new, i -> {
                switch (i) {
                    case 0 -> {
                        try {
                            cluster.nodes().pause("HV1", how -> how.drain().waitUntilDrained(Duration.ofSeconds(1)));
                            return "drained";
                        } catch (DeadlineExceededException e) {
                            return "late after " + e.elapsed();
                        }
                    }
                    case 1 -> {
                        try {
                            quorate.waitFor(
                                            "what never comes",
                                            () -> quorate.vms(Lab.ENDPOINT)
                                                    .list("HV2")
                                                    .size())
                                    .until(size -> size > 100)
                                    .await(Duration.ofSeconds(10));
                            return "came";
                        } catch (DeadlineExceededException e) {
                            over.set(true);
                            return "late after " + e.elapsed();
                        }
                    }
                    default -> {
                        while (!over.get()) {
                            quorate.vms(Lab.ENDPOINT).list("HV2");
                            sleep(lab, Duration.ofMillis(700));
                        }
                        return "read";
                    }
                }
            });

            assertThat(seen)
                    .isEqualTo(Map.of(
                            0, "late after PT1S", 1, "late after PT10S", 2, "read", 3, "read", 4, "read", 5, "read"));
        }
    }

    private static void sleep(Lab lab, Duration time) {
        try {
            lab.runtime().sleep(time);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("an appliance that answers later than its caller waits is given up at the deadline, in no real time")
    void slowManagement_whenItAnswersAfterTheDeadline_isGivenUpAtTheDeadline() {
        try (Lab lab = Lab.sanStoryBuilder().start();
                Quorate quorate = lab.connect().build()) {
            Order<?> read = Order.create(Lab.STORAGE, new GetVolume(GROUP.child("v1")));
            lab.appliance("NAS1").management(Management.SLOW);
            Instant before = lab.now();

            QuorateException late = catchThrowableOfType(
                    QuorateException.class, () -> quorate.run(read.within(Duration.ofMillis(1500))));

            assertThat(late).isInstanceOf(DeadlineExceededException.class);
            assertThat(lab.now()).isEqualTo(before.plusMillis(1500));
        }
    }

    @Test
    @DisplayName("a host that keeps silent is given up at the caller's deadline although others let hours pass")
    void silentHost_besideACallerThatSleeps_isGivenUpAtTheDeadline() throws Exception {
        try (Lab lab = Lab.story();
                Quorate quorate = lab.connect().build()) {
            quorate.vms(Lab.ENDPOINT).list("HV1");
            CountDownLatch asked = new CountDownLatch(1);
            CountDownLatch over = new CountDownLatch(1);
            lab.faults().on("Get-VM").always().hung();
            Map<Integer, String> seen = together(2, Thread::new, i -> {
                if (i == 0) {
                    asked.countDown();
                    try {
                        quorate.run(Order.create(Lab.ENDPOINT, new ListVirtualMachines("HV1"))
                                .within(Duration.ofMinutes(1)));
                        return "answered";
                    } catch (DeadlineExceededException e) {
                        return "late after " + e.elapsed();
                    } finally {
                        over.countDown();
                    }
                }
                await(asked);
                // However late the call begins: somebody lets time pass until it has ended.
                do {
                    sleep(lab, Duration.ofHours(1));
                } while (over.getCount() > 0);
                return "slept";
            });

            assertThat(seen).isEqualTo(Map.of(0, "late after PT1M", 1, "slept"));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Keeps a processor busy, where the long form is asked for. */
    private static final class Busy implements AutoCloseable {
        private final AtomicBoolean over = new AtomicBoolean();

        Busy() {
            if (ROUNDS > 1) {
                Thread loop = new Thread(
                        () -> {
                            while (!over.get()) {
                                Thread.onSpinWait();
                            }
                        },
                        "busy");
                loop.setDaemon(true);
                loop.start();
            }
        }

        @Override
        public void close() {
            over.set(true);
        }

        @Override
        public String toString() {
            return ROUNDS > 1 ? "beside a busy loop" : "alone";
        }
    }
}

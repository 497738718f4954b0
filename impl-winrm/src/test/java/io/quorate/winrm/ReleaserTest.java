package io.quorate.winrm;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What frees ended commands has as many threads as it takes, and after its closing none. */
class ReleaserTest {
    private static final QuorateRuntime RUNTIME = QuorateRuntime.system();

    @Test
    void add_againstClose_leavesNoThread() throws Exception {
        for (int i = 0; i < 300; i++) {
            String name = "quorate-winrm-release-test-" + i;
            Releaser releaser = new Releaser(RUNTIME, name, id -> {});
            CyclicBarrier together = new CyclicBarrier(2);
            Thread closer = new Thread(() -> {
                await(together);
                releaser.close(Duration.ofSeconds(5));
            });
            closer.start();
            await(together);

            releaser.add("C1", 1, Deadline.in(Duration.ofSeconds(5), RUNTIME));

            closer.join(60_000);
            releaser.join(Duration.ofSeconds(60));
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().equals(name));
            assertThat(releaser.add("C2", 1, Deadline.in(Duration.ofSeconds(5), RUNTIME)))
                    .isFalse();
        }
    }

    @Test
    @DisplayName(
            "what ends side by side is freed side by side: a round trip for each does not hold up the next commands")
    void add_ofMoreThanOneThreadFrees_takesMoreThreads_andLeavesNone() throws Exception {
        String name = "quorate-winrm-release-many";
        CyclicBarrier four = new CyclicBarrier(4);
        AtomicInteger freed = new AtomicInteger();
        Releaser releaser = new Releaser(RUNTIME, name, id -> {
            await(four);
            freed.incrementAndGet();
        });
        for (int i = 0; i < 64; i++) {
            assertThat(releaser.add("C" + i, 8, Deadline.in(Duration.ofSeconds(60), RUNTIME)))
                    .isTrue();
        }
        for (int i = 0; i < 6_000 && freed.get() < 60; i++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(freed.get()).isGreaterThanOrEqualTo(60);
        releaser.close(Duration.ofMillis(100));
        releaser.join(Duration.ofSeconds(60));
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith(name));
    }

    @Test
    @DisplayName(
            "who waits for room gets it when what had ended is freed; where nothing waits to be freed, there is none to get")
    void awaitFreed_waitsForWhatHasEnded() throws Exception {
        CyclicBarrier go = new CyclicBarrier(2);
        AtomicInteger freed = new AtomicInteger();
        Releaser releaser = new Releaser(RUNTIME, "quorate-winrm-release-room", id -> {
            await(go);
            freed.incrementAndGet();
        });
        Deadline soon = Deadline.in(Duration.ofSeconds(60), RUNTIME);
        assertThat(releaser.awaitFreed(soon)).isFalse();
        releaser.add("C1", 1, soon);
        releaser.add("C2", 1, soon);
        Thread server = new Thread(() -> {
            await(go);
            await(go);
        });
        server.start();

        assertThat(releaser.awaitFreed(soon)).isTrue();

        assertThat(freed).hasValue(2);
        releaser.add("C3", 1, soon);
        assertThat(releaser.awaitFreed(Deadline.in(Duration.ofMillis(50), RUNTIME)))
                .isFalse();
        while (go.getNumberWaiting() == 0) {
            Thread.onSpinWait();
        }
        go.reset();
        releaser.close(Duration.ofMillis(100));
        releaser.join(Duration.ofSeconds(60));
        server.join(60_000);
    }

    @Test
    @DisplayName("what has not been freed when the shell is deleted is not freed one by one: the deletion does it")
    void close_whileCommandsWait_leavesThemToTheShellsDeletion() {
        CyclicBarrier two = new CyclicBarrier(2);
        List<String> freed = new CopyOnWriteArrayList<>();
        Releaser releaser = new Releaser(RUNTIME, "quorate-winrm-release-last", id -> {
            freed.add(id);
            await(two);
            await(two);
        });
        for (int i = 0; i < 20; i++) {
            assertThat(releaser.add("C" + i, 1, Deadline.in(Duration.ofSeconds(60), RUNTIME)))
                    .isTrue();
        }
        await(two);
        Thread closer = new Thread(() -> releaser.close(Duration.ofSeconds(30)));
        closer.start();
        while (closer.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        await(two);
        releaser.join(Duration.ofSeconds(60));
        assertThat(freed).containsExactly("C0");
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}

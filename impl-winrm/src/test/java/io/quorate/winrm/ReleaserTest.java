package io.quorate.winrm;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

/** What frees ended commands has one thread, and after its closing none. */
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

            releaser.add("C1", Deadline.in(Duration.ofSeconds(5), RUNTIME));

            closer.join(10_000);
            releaser.join(Duration.ofSeconds(10));
            assertThat(Thread.getAllStackTraces().keySet()).noneMatch(thread -> thread.getName()
                    .equals(name));
            assertThat(releaser.add("C2", Deadline.in(Duration.ofSeconds(5), RUNTIME)))
                    .isFalse();
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}

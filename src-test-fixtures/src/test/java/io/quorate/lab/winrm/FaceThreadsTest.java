package io.quorate.lab.winrm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a face does on threads of its own is done, and none of them is left when it is closed. */
@Timeout(60)
class FaceThreadsTest {
    private final FaceThreads threads = new FaceThreads("HV1");

    @AfterEach
    void close() {
        threads.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("quorate-lab-HV1-work"));
    }

    private Thread done() throws Exception {
        CompletableFuture<Thread> by = new CompletableFuture<>();
        threads.start("work", () -> by.complete(Thread.currentThread()));
        return by.get(30, TimeUnit.SECONDS);
    }

    @Test
    void start_whileOthersRun_waitsForNone() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch here = new CountDownLatch(3);
        for (int i = 0; i < 3; i++) {
            threads.start("work", () -> {
                here.countDown();
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        assertThat(here.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(done()).isNotNull();
        end.countDown();
    }

    @Test
    void start_manyTimesByManyCallers_losesNothing() throws Exception {
        int all = 4 * 500;
        CountDownLatch ran = new CountDownLatch(all);
        Thread[] callers = new Thread[4];
        for (int i = 0; i < callers.length; i++) {
            callers[i] = new Thread(() -> {
                for (int n = 0; n < all / 4; n++) {
                    threads.start("work", ran::countDown);
                }
            });
            callers[i].start();
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void start_afterAnInterrupt_isNotInterrupted() throws Exception {
        threads.start("work", () -> Thread.currentThread().interrupt());
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        threads.start("work", () -> interrupted.complete(Thread.currentThread().isInterrupted()));
        assertThat(interrupted.get(30, TimeUnit.SECONDS)).isFalse();
    }
}

package io.quorate.spi.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.QuorateRuntime;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A thread that is deaf to interrupts is woken by ending what it waits for. */
class InterruptsTest {
    private final Interrupts interrupts = new Interrupts(QuorateRuntime.system(), "test-7f3a");

    @AfterEach
    void noThreadIsLeft() throws Exception {
        interrupts.close();
        Thread thread = looker();
        if (thread != null) {
            thread.join(60_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    private static Thread looker() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("quorate-interrupts-test-7f3a"))
                .findFirst()
                .orElse(null);
    }

    @Test
    void interrupt_duringARequest_endsItOnce() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        AtomicInteger ends = new AtomicInteger();
        Thread deaf = new Thread(() -> {
            try (Interrupts.Request request = interrupts.watch(() -> {
                ends.incrementAndGet();
                ended.countDown();
            })) {
                begun.countDown();
                while (ended.getCount() > 0) {
                    Thread.onSpinWait();
                }
            }
        });
        deaf.start();
        begun.await();

        deaf.interrupt();

        assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
        deaf.join(60_000);
        assertThat(ends).hasValue(1);
    }

    @Test
    void request_whileNobodyIsInterrupted_isLeftAlone() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (Interrupts.Request request = interrupts.watch(ended::countDown)) {
            assertThat(ended.await(250, TimeUnit.MILLISECONDS)).isFalse();
            assertThat(looker()).isNotNull().matches(Thread::isDaemon);
        }
        Thread.currentThread().interrupt();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(ended.await(250, TimeUnit.MILLISECONDS)).isFalse();
    }

    @Test
    void close_whileARequestIsUnderWay_stillHearsOfIt() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (Interrupts.Request request = interrupts.watch(ended::countDown)) {
            interrupts.close();
            Thread.currentThread().interrupt();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (ended.getCount() > 0 && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertThat(Thread.interrupted()).isTrue();
            assertThat(ended.getCount()).isZero();
        }
    }
}

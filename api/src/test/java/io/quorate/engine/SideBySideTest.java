package io.quorate.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.QuorateRuntime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

/** Hosts are asked at once, on threads that are bounded, that hear of an interrupt, and that are gone afterwards. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SideBySideTest {
    private static final String NAME = "quorate-test-ask";

    private final SideBySide sideBySide = new SideBySide(QuorateRuntime.system());

    @AfterEach
    void close() throws InterruptedException {
        sideBySide.close();
        gone();
    }

    /** No thread of ours is left. */
    private static void gone() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith(NAME)) {
                thread.join(30_000);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }

    private static <T> List<Supplier<T>> times(int many, Supplier<T> question) {
        return Collections.nCopies(many, question);
    }

    private static int meet(CyclicBarrier together) {
        try {
            return together.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("not asked at once", e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Test
    void all_asksAtOnce_andAnswersInTheOrderOfTheQuestions() {
        CyclicBarrier together = new CyclicBarrier(8);
        List<Supplier<Integer>> questions = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int mine = i;
            questions.add(() -> {
                meet(together);
                return mine;
            });
        }
        assertThat(sideBySide.all(NAME, questions)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void all_ofOneQuestion_startsNoThread() {
        assertThat(sideBySide.all(NAME, times(1, Thread::currentThread))).containsExactly(Thread.currentThread());
        assertThat(sideBySide.all(NAME, List.of())).isEmpty();
    }

    @Test
    void all_neverHasMoreThanSoManyThreads_howeverManyHosts() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        CyclicBarrier full = new CyclicBarrier(SideBySide.MOST_FOR_ONE);
        List<Integer> answers = sideBySide.all(NAME, times(4 * SideBySide.MOST_FOR_ONE, () -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            threads.add(Thread.currentThread());
            meet(full);
            return now.decrementAndGet();
        }));
        assertThat(answers).hasSize(4 * SideBySide.MOST_FOR_ONE);
        assertThat(most).hasValue(SideBySide.MOST_FOR_ONE);
        assertThat(threads).hasSize(SideBySide.MOST_FOR_ONE).allMatch(Thread::isDaemon);
    }

    @Test
    @DisplayName(
            "who asks again at once finds the threads there yet; what an interrupt or a context left does not stay")
    void all_again_asksOnTheSameThreads() {
        CyclicBarrier together = new CyclicBarrier(8);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        for (int round = 0; round < 5; round++) {
            MDC.put("round", String.valueOf(round));
            List<String> contexts = sideBySide.all(NAME, times(8, () -> {
                threads.add(Thread.currentThread());
                meet(together);
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                String context = String.valueOf(MDC.get("round"));
                Thread.currentThread().interrupt();
                return context;
            }));
            assertThat(contexts).containsOnly(String.valueOf(round));
            MDC.clear();
        }
        assertThat(threads).hasSizeBetween(8, 39);
        assertThat(sideBySide.all(NAME, times(2, () -> String.valueOf(MDC.get("round")))))
                .containsOnly("null");
        sideBySide.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith(NAME));
    }

    @Test
    @DisplayName("who finds all threads taken asks by itself, one after the other")
    void all_whenNoThreadIsLeft_isAskedByTheCaller() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(SideBySide.MOST);
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < SideBySide.MOST / SideBySide.MOST_FOR_ONE; i++) {
            callers.add(new Thread(() -> sideBySide.all(NAME, times(SideBySide.MOST_FOR_ONE, () -> {
                busy.countDown();
                await(end);
                return 1;
            }))));
        }
        callers.forEach(Thread::start);
        await(busy);
        assertThat(sideBySide.size()).isEqualTo(SideBySide.MOST);
        assertThat(sideBySide.all(NAME, times(3, Thread::currentThread))).containsOnly(Thread.currentThread());
        end.countDown();
        for (Thread caller : callers) {
            caller.join();
        }
        gone();
        assertThat(sideBySide.size()).isZero();
    }

    @Test
    @DisplayName("a failure is thrown although another host is silent yet, and its stack trace tells who called")
    void all_whenOneFails_doesNotWaitForTheSilent() {
        CountDownLatch end = new CountDownLatch(1);
        List<Supplier<Integer>> questions = List.of(
                () -> {
                    await(end);
                    return 1;
                },
                () -> {
                    throw new IllegalArgumentException("refused");
                });
        assertThatThrownBy(() -> sideBySide.all(NAME, questions))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getStackTrace())
                        .extracting(StackTraceElement::getMethodName)
                        .contains("all_whenOneFails_doesNotWaitForTheSilent"));
        end.countDown();
    }

    @Test
    void interrupt_reachesAllThatAsk_andStaysKnown() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(5);
        AtomicInteger heard = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                sideBySide.all(NAME, times(5, () -> {
                    asked.countDown();
                    try {
                        await(never);
                        return 1;
                    } finally {
                        heard.incrementAndGet();
                    }
                }));
            } catch (Throwable e) {
                failure.set(e);
            }
            flag.set(Thread.currentThread().isInterrupted());
        });
        caller.start();
        await(asked);
        caller.interrupt();
        caller.join();
        gone();
        assertThat(failure.get()).isInstanceOf(IllegalStateException.class).hasMessage("interrupted");
        assertThat(flag.get()).isTrue();
        assertThat(heard).hasValue(5);
    }

    @Test
    @DisplayName("who is interrupted before asks nobody else: its own thread hears of it")
    void all_byAnInterruptedThread_startsNoThread() {
        Thread.currentThread().interrupt();
        try {
            assertThat(sideBySide.all(NAME, times(3, Thread::currentThread))).containsOnly(Thread.currentThread());
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void close_interruptsWhoAsksYet_andStartsNobodyAnyMore() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(3);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                sideBySide.all(NAME, times(3, () -> {
                    asked.countDown();
                    await(never);
                    return 1;
                }));
            } catch (Throwable e) {
                failure.set(e);
            }
        });
        caller.start();
        await(asked);
        sideBySide.close();
        caller.join();
        gone();
        assertThat(failure.get()).hasMessage("interrupted");
        assertThat(sideBySide.all(NAME, times(2, Thread::currentThread))).containsOnly(Thread.currentThread());
    }

    @Test
    void all_thousandsOfTimes_byCallersAtOnce_losesNoAnswer() throws InterruptedException {
        AtomicInteger answers = new AtomicInteger();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            callers.add(new Thread(() -> {
                for (int round = 0; round < 150; round++) {
                    answers.addAndGet(
                            sideBySide.all(NAME, times(round % 5, () -> 1)).size());
                }
            }));
        }
        callers.forEach(Thread::start);
        for (Thread caller : callers) {
            caller.join();
        }
        gone();
        assertThat(answers).hasValue(4 * 30 * (1 + 2 + 3 + 4));
        assertThat(sideBySide.size()).isZero();
    }
}

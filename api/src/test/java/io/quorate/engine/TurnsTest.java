package io.quorate.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Deadline;
import io.quorate.ManualRuntime;
import io.quorate.QuorateRuntime;
import io.quorate.engine.Turns.NoTurn;
import io.quorate.engine.Turns.Turn;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One after the other, in order, and nobody for ever. */
@Timeout(60)
class TurnsTest {
    private static final Target GROUP = new Target("host group", "hg");
    private static final Duration LONG = Duration.ofMinutes(1);

    private final QuorateRuntime runtime = QuorateRuntime.system();
    private final Turns turns = new Turns();
    private final List<String> order = Collections.synchronizedList(new ArrayList<>());

    private Turn take(Target object) throws NoTurn {
        return turns.take("nas", object, "storage.hostgroup.add", Deadline.in(LONG, runtime), runtime);
    }

    /** Takes the turn on a thread of its own, which has to wait for it; returns once it does. */
    private Thread waiting(String name) throws InterruptedException {
        int before = turns.waiting();
        Thread thread = new Thread(() -> {
            try (Turn turn = take(GROUP)) {
                order.add(name);
            } catch (NoTurn none) {
                order.add(name + " " + none.why + (Thread.currentThread().isInterrupted() ? " interrupted" : ""));
            }
        });
        thread.start();
        while (turns.waiting() == before) {
            Thread.onSpinWait();
        }
        return thread;
    }

    @Test
    void take_whenNobodyHasIt_isTakenAtOnce_andNothingIsKeptAfter() throws Exception {
        try (Turn turn = take(GROUP);
                Turn other = take(new Target("host group", "other"));
                Turn kind = take(new Target("target group", "hg"))) {
            assertThat(turns.size()).isEqualTo(3);
        }
        assertThat(turns.size()).isZero();
    }

    @Test
    void take_byWhoHasIt_isTheSameTurn_andEndsWithTheOuterOne() throws Exception {
        Turn outer = take(GROUP);
        Turn inner = take(new Target("host group", "HG"));
        assertThat(inner).isSameAs(outer);
        inner.close();
        Thread second = waiting("second");
        assertThat(order).isEmpty();
        outer.close();
        second.join();
        assertThat(order).containsExactly("second");
        assertThat(turns.size()).isZero();
    }

    @Test
    void take_bySeveral_comesInTheOrderTheyCame() throws Exception {
        List<Thread> all = new ArrayList<>();
        try (Turn turn = take(GROUP)) {
            for (int i = 1; i <= 5; i++) {
                all.add(waiting("waiter " + i));
            }
            assertThat(order).isEmpty();
        }
        for (Thread one : all) {
            one.join();
        }
        assertThat(order).containsExactly("waiter 1", "waiter 2", "waiter 3", "waiter 4", "waiter 5");
        assertThat(turns.size()).isZero();
    }

    @Test
    void take_ofAnotherEndpointsObject_doesNotWait() throws Exception {
        try (Turn turn = take(GROUP)) {
            CountDownLatch taken = new CountDownLatch(1);
            new Thread(() -> {
                        try (Turn other = turns.take("nas2", GROUP, "x", Deadline.in(LONG, runtime), runtime)) {
                            taken.countDown();
                        } catch (NoTurn none) {
                            throw new AssertionError(none);
                        }
                    })
                    .start();
            assertThat(taken.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    @DisplayName("who waits in vain says for whom, exactly when his time is up, and leaves the line")
    void take_whenItDoesNotComeInTime_leaves() throws Exception {
        ManualRuntime manual = new ManualRuntime();
        Turn held = takenElsewhere();
        NoTurn none = catchThrowableOfType(
                NoTurn.class,
                () -> turns.take("nas", GROUP, "b", Deadline.in(Duration.ofMillis(1005), manual), manual));
        assertThat(none.why).isEqualTo(NoTurn.Why.LATE);
        assertThat(none)
                .hasMessage(
                        "another call of this client, storage.hostgroup.add, is changing host group hg all the while");
        assertThat(manual.passed()).isEqualTo(Duration.ofMillis(1005));
        assertThat(turns.waiting()).isZero();
        held.close();
        assertThat(turns.size()).isZero();
    }

    private Turn takenElsewhere() throws InterruptedException {
        List<Turn> taken = Collections.synchronizedList(new ArrayList<>());
        Thread thread = new Thread(() -> {
            try {
                taken.add(take(GROUP));
            } catch (NoTurn none) {
                throw new AssertionError(none);
            }
        });
        thread.start();
        thread.join();
        return taken.get(0);
    }

    @Test
    void interrupt_ofOneWhoWaits_isHeard_andKept_andTheNextComesInHisPlace() throws Exception {
        List<Thread> threads = new ArrayList<>();
        try (Turn turn = take(GROUP)) {
            Thread second = waiting("second");
            Thread third = waiting("third");
            second.interrupt();
            second.join(30_000);
            assertThat(order).containsExactly("second INTERRUPTED interrupted");
            assertThat(turns.waiting()).isEqualTo(1);
            threads.add(third);
        }
        threads.get(0).join(30_000);
        assertThat(order).containsExactly("second INTERRUPTED interrupted", "third");
        assertThat(turns.size()).isZero();
    }

    @Test
    void close_sendsAwayWhoWaits_andWhoComesLater_butNotWhoHasItsTurn() throws Exception {
        try (Turn turn = take(GROUP)) {
            Thread second = waiting("second");
            turns.close();
            second.join(30_000);
            assertThat(order).containsExactly("second CLOSED");
            assertThat(turns.size()).isEqualTo(1);
            assertThatThrownBy(() -> take(new Target("host group", "other"))).isInstanceOf(NoTurn.class);
        }
        assertThat(turns.size()).isZero();
    }

    @Test
    @DisplayName("many threads at few objects: never two at one, everybody comes, nothing is kept")
    void take_byMany() throws Exception {
        AtomicInteger[] inside = {new AtomicInteger(), new AtomicInteger()};
        AtomicInteger most = new AtomicInteger();
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            int at = i % 2;
            all.add(new Thread(() -> {
                for (int round = 0; round < 25; round++) {
                    try (Turn turn = take(new Target("host group", "g" + at))) {
                        most.accumulateAndGet(inside[at].incrementAndGet(), Math::max);
                        Thread.yield();
                        inside[at].decrementAndGet();
                        order.add("g" + at);
                    } catch (NoTurn none) {
                        throw new AssertionError(none);
                    }
                }
            }));
        }
        all.forEach(Thread::start);
        for (Thread one : all) {
            one.join();
        }
        assertThat(most).hasValue(1);
        assertThat(order).hasSize(16 * 25);
        assertThat(turns.size()).isZero();
    }
}

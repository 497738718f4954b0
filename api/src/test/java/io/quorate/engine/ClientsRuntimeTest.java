package io.quorate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.QuorateRuntime;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import javax.net.SocketFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What clients wait on is the runtime that the user gave, in all but what it is for. */
class ClientsRuntimeTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Given given = new Given();

    /** A runtime of a user's own; what it returns can be told from anything else. */
    private static final class Given implements QuorateRuntime {
        final Instant now = Instant.parse("2026-03-01T00:00:00Z");
        final RandomGenerator random = new SplittableRandom(1);
        final SocketFactory sockets = SocketFactory.getDefault();
        final InetSocketAddress address = InetSocketAddress.createUnresolved("hv1", 5985);
        final Work work = () -> {};
        final Permits permits = QuorateRuntime.super.permits(1);
        final Runnable handed = () -> {};
        final Thread thread = new Thread();
        final List<String> heard = new ArrayList<>();

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public long nanos() {
            return 4711;
        }

        @Override
        public void sleep(Duration time) {
            heard.add("sleeps " + time);
        }

        @Override
        public void sleep(Duration time, BooleanSupplier over) {
            heard.add("sleeps " + time + (over.getAsBoolean() ? " but it is over" : " unless it is over"));
        }

        @Override
        public RandomGenerator random() {
            return random;
        }

        @Override
        public SocketFactory sockets() {
            return sockets;
        }

        @Override
        public InetSocketAddress resolve(String host, int port) {
            heard.add("resolves " + host + ":" + port);
            return address;
        }

        @Override
        public Thread thread(String name, Runnable body) {
            heard.add("thread " + name);
            return thread;
        }

        @Override
        public Work begin(String what) {
            heard.add("begins " + what);
            return work;
        }

        @Override
        public Runnable begun(String what, Runnable body) {
            heard.add("hands over " + what);
            return handed;
        }

        @Override
        public Permits permits(int count) {
            heard.add("permits " + count);
            return permits;
        }

        @Override
        public Duration patience(Duration atMost) {
            return atMost.multipliedBy(7);
        }
    }

    private void isTheGivenOne(QuorateRuntime runtime) throws Exception {
        assertThat(runtime.now()).isEqualTo(given.now);
        assertThat(runtime.nanos()).isEqualTo(4711);
        assertThat(runtime.random()).isSameAs(given.random);
        assertThat(runtime.sockets()).isSameAs(given.sockets);
        assertThat(runtime.resolve("hv1", 5985)).isSameAs(given.address);
        assertThat(runtime.thread("quorate-x", () -> {})).isSameAs(given.thread);
        assertThat(runtime.begin("work")).isSameAs(given.work);
        assertThat(runtime.begun("other work", () -> {})).isSameAs(given.handed);
        assertThat(runtime.permits(3)).isSameAs(given.permits);
        assertThat(runtime.patience(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(7));
        assertThat(given.heard)
                .containsExactly(
                        "resolves hv1:5985", "thread quorate-x", "begins work", "hands over other work", "permits 3");
    }

    @Test
    @DisplayName("a client's waiting uses the user's time, chance, sockets, threads and permits")
    void runtimeOfAClient_isTheOneTheUserGave() throws Exception {
        isTheGivenOne(new WakingRuntime(given, () -> false));
    }

    @Test
    @DisplayName("so does a rehearsal's")
    void runtimeOfARehearsal_isTheOneTheUserGave() throws Exception {
        RehearsalClock clock = new RehearsalClock(given);
        isTheGivenOne(clock);
        clock.sleep(HOUR);
        assertThat(given.heard).last().isEqualTo("sleeps PT1H");
    }

    @Test
    void sleepOfAClient_endsWhenTheEngineIsClosed_orWhatItWaitsForHasCome() throws Exception {
        AtomicBoolean closed = new AtomicBoolean();
        QuorateRuntime runtime = new WakingRuntime(given, closed::get);
        runtime.sleep(HOUR);
        runtime.sleep(HOUR, () -> false);
        runtime.sleep(HOUR, () -> true);
        closed.set(true);
        runtime.sleep(HOUR);
        runtime.sleep(HOUR, () -> false);
        assertThat(given.heard)
                .containsExactly(
                        "sleeps PT1H unless it is over",
                        "sleeps PT1H unless it is over",
                        "sleeps PT1H but it is over",
                        "sleeps PT1H but it is over",
                        "sleeps PT1H but it is over");
    }
}

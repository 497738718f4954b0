package io.quorate.spi.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.QuorateRuntime;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A name server that does not answer holds nobody for longer than they have. */
class ResolverTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final CountDownLatch answers = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private final Resolver resolver = new Resolver(new Slow());

    /** The system, with a name server that answers when it is told to. */
    private final class Slow implements QuorateRuntime {
        private final QuorateRuntime system = QuorateRuntime.system();

        @Override
        public Instant now() {
            return system.now();
        }

        @Override
        public long nanos() {
            return system.nanos();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
            system.sleep(time);
        }

        @Override
        public RandomGenerator random() {
            return system.random();
        }

        @Override
        public SocketFactory sockets() {
            return system.sockets();
        }

        @Override
        public InetSocketAddress resolve(String host, int port) throws UnknownHostException {
            asked.incrementAndGet();
            if (host.equals("nowhere")) {
                throw new UnknownHostException(host);
            }
            if (host.equals("slow")) {
                boolean over = false;
                while (!over) {
                    try {
                        answers.await();
                        over = true;
                    } catch (InterruptedException e) {
                        // a native resolver does not hear of it
                    }
                }
            }
            return InetSocketAddress.createUnresolved(host, port);
        }
    }

    @AfterEach
    void close() {
        answers.countDown();
        resolver.close();
    }

    @Test
    void resolve_whenTheServerAnswers_isTheAnswer_eachTimeAnew() throws Exception {
        assertThat(resolver.resolve("hv1", 5986, LONG).getPort()).isEqualTo(5986);
        assertThat(resolver.resolve("hv1", 5986, LONG).getHostString()).isEqualTo("hv1");
        assertThat(asked).hasValue(2);
    }

    @Test
    void resolve_whenTheNameLeadsNowhere_saysSo() {
        assertThatThrownBy(() -> resolver.resolve("nowhere", 5986, LONG))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("nowhere");
    }

    @Test
    void resolve_whenNobodyAnswers_endsInTime_andAsksOnceForAll() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> resolver.resolve("slow", 5986, Duration.ofMillis(50)))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContaining("slow");
        }
        assertThat(asked).hasValue(1);
        answers.countDown();
        assertThat(resolver.resolve("slow", 5986, LONG).getPort()).isEqualTo(5986);
    }

    @Test
    void resolve_whenInterrupted_endsAndKeepsTheFlag() throws Exception {
        FutureTask<String> caller = new FutureTask<>(() -> {
            try {
                resolver.resolve("slow", 5986, LONG);
                return "resolved";
            } catch (InterruptedIOException e) {
                return "interrupted " + Thread.currentThread().isInterrupted();
            }
        });
        Thread thread = new Thread(caller);
        thread.start();
        thread.interrupt();
        assertThat(caller.get(60, TimeUnit.SECONDS)).isEqualTo("interrupted true");
    }

    @Test
    void close_sendsAwayWhoWaits_andWhoComes() throws Exception {
        List<FutureTask<String>> callers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            FutureTask<String> caller = new FutureTask<>(() -> {
                try {
                    resolver.resolve("slow", 5986, LONG);
                    return "resolved";
                } catch (InterruptedIOException e) {
                    return e.getMessage();
                }
            });
            callers.add(caller);
            new Thread(caller).start();
        }
        while (asked.get() == 0) {
            Thread.onSpinWait();
        }
        resolver.close();
        for (FutureTask<String> caller : callers) {
            assertThat(caller.get(60, TimeUnit.SECONDS)).isEqualTo("closed while slow was resolved");
        }
    }

    @Test
    void resolve_anAddress_asksInTheCallersThread() throws Exception {
        assertThat(resolver.resolve("10.0.0.5", 3260, Duration.ZERO).getPort()).isEqualTo(3260);
        assertThat(resolver.resolve("fe80::1%eth0", 3260, Duration.ZERO).getPort())
                .isEqualTo(3260);
    }
}

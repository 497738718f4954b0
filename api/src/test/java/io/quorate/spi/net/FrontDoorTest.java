package io.quorate.spi.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.Trust;
import io.quorate.spi.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A look at a door ends, whoever stands behind it. */
class FrontDoorTest {
    private static final QuorateRuntime RUNTIME = QuorateRuntime.system();

    /** Far longer than a look may take that hears of its end. */
    private static final Duration LONG = Duration.ofSeconds(170);

    private final CountDownLatch asked = new CountDownLatch(1);
    private ServerSocket server;
    private Thread dripping;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        dripping = new Thread(this::drip);
        dripping.start();
    }

    @AfterEach
    void close() throws Exception {
        server.close();
        dripping.join(10_000);
    }

    /** Answers a byte ten times a second, without a line's end: no read of it ever times out. */
    private void drip() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                asked.countDown();
                while (!server.isClosed()) {
                    socket.getOutputStream().write(22);
                    Thread.sleep(100);
                }
            } catch (IOException gone) {
                // the client has closed, or the test is over
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private FrontDoor door() {
        return new FrontDoor(
                "127.0.0.1",
                server.getLocalPort(),
                Trust.platform(),
                RUNTIME,
                new NetworkFailures.Hints("a", "b", "c"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("an answer that comes byte by byte and never ends is waited for until the deadline")
    void look_atOneThatDrips_endsWithTheDeadline(boolean secure) {
        Deadline deadline = Deadline.in(Duration.ofSeconds(1), RUNTIME);
        assertThatThrownBy(() -> door().look(secure, "HEAD / HTTP/1.1\r\n\r\n", deadline, () -> false))
                .isInstanceOf(Fault.class);
        assertThat(deadline.expired()).isTrue();
    }

    @Test
    @DisplayName("a look that nobody wants any more ends long before its deadline")
    void look_whenTheClientIsClosed_ends() throws Exception {
        AtomicBoolean closed = new AtomicBoolean();
        Deadline deadline = Deadline.in(LONG, RUNTIME);
        Thread closer = new Thread(() -> {
            try {
                asked.await();
                closed.set(true);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        closer.start();
        assertThatThrownBy(() -> door().look(false, "HEAD / HTTP/1.1\r\n\r\n", deadline, closed::get))
                .isInstanceOf(Fault.class);
        closer.join();
        assertThat(deadline.expired()).isFalse();
    }
}

package io.quorate.nexenta.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.Endpoint;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.nexenta.RawRequest;
import io.quorate.nexenta.WireRuntime;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Kept connections: what the appliance has closed meanwhile is not used again, and none outlives its client. */
class NefLanesTest {
    private static final NefRequest READ = NefRequest.get("pools");
    private static final NefRequest CHANGE = NefRequest.post("pools");

    private final WireRuntime runtime = new WireRuntime();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger changes = new AtomicInteger();
    private ServerSocket server;
    private NefHost host;

    /** Whether a connection ends, without a word, after its next answer. */
    private volatile boolean hangsUp;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread(() -> {
            while (true) {
                Socket socket = server.accept();
                open.incrementAndGet();
                thread(() -> {
                    try (socket) {
                        serve(socket);
                    } finally {
                        open.decrementAndGet();
                    }
                });
            }
        });
        URI address = URI.create("http://127.0.0.1:" + server.getLocalPort());
        Credentials.Basic basic = new Credentials.Basic("admin", Secret.of("canary-canary"));
        host = new NefHost(
                new Endpoint("nas", "nexenta", Map.of("nas1", address), basic, Trust.platform(), Map.of()),
                address,
                basic,
                Duration.ofSeconds(30),
                runtime);
    }

    @AfterEach
    void stop() throws IOException {
        host.close();
        server.close();
    }

    private interface Body {
        void run() throws IOException;
    }

    private static void thread(Body body) {
        Thread thread = new Thread(() -> {
            try {
                body.run();
            } catch (IOException e) {
                // the end of a connection
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket socket) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        while (true) {
            String first = RawRequest.read(in).line();
            if (first.startsWith("POST /pools")) {
                changes.incrementAndGet();
            }
            String body = first.startsWith("POST /auth/login") ? "{\"token\":\"t\"}" : "{}";
            boolean last = hangsUp && !first.startsWith("POST /auth"); // the reader of the answer may change it
            socket.getOutputStream()
                    .write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                                    + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.UTF_8));
            if (last) {
                return;
            }
        }
    }

    private Deadline soon() {
        return Deadline.in(Duration.ofSeconds(20), runtime);
    }

    private static void awaitValue(IntSupplier value, int wanted) throws InterruptedException {
        for (int i = 0; i < 12_000 && value.getAsInt() != wanted; i++) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(value.getAsInt()).isEqualTo(wanted);
    }

    /** Has one kept connection that the appliance has closed. */
    private void keepDead() throws InterruptedException {
        hangsUp = true;
        host.read(READ, soon());
        hangsUp = false;
        awaitValue(open::get, 0);
        TimeUnit.MILLISECONDS.sleep(20);
    }

    @Test
    @DisplayName("a change looks whether its connection lives, however short ago it was used")
    void change_overAConnectionThatDied_takesANewOne() throws Exception {
        keepDead();
        host.change(CHANGE, soon());
        assertThat(changes.get()).isEqualTo(1);
        assertThat(runtime.connections()).isEqualTo(2);
    }

    @Test
    @DisplayName(
            "a read looks only if the connection was not used for a while: looking takes time, and a read may be repeated")
    void read_overAConnectionThatDied_looksAfterAWhile() throws Exception {
        keepDead();
        runtime.sleep(Duration.ofMillis(20));
        host.read(READ, soon());
        assertThat(runtime.connections()).isEqualTo(2);
        keepDead();
        runtime.sleep(Duration.ofMillis(19));
        Fault fault = catchThrowableOfType(Fault.class, () -> host.read(READ, soon()));
        assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
        assertThat(fault.kind()).isEqualTo(ErrorKind.UNREACHABLE);
    }

    @Test
    @DisplayName("kept connections end with their client")
    void close_endsKeptConnections() throws Exception {
        host.read(READ, soon());
        awaitValue(open::get, 1);
        host.close();
        awaitValue(open::get, 0);
    }
}

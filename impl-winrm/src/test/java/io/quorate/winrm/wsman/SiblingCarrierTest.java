package io.quorate.winrm.wsman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Carriers to one host go on with each other's TLS sessions, and trust no more for that. */
class SiblingCarrierTest {
    private static final Duration SHORT = Duration.ofSeconds(20);

    @TempDir
    static Path folder;

    private final TestRuntime runtime = new TestRuntime();
    private final Envelopes envelopes =
            new Envelopes("https://hv1:5986/wsman", WsManUris.powershell("Microsoft.PowerShell"), new Random(7));
    private final List<String> sessions = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private TestIdentity hv1;
    private HttpsServer server;

    @BeforeEach
    void serve() throws IOException {
        hv1 = TestIdentity.create(folder, "hv1");
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(hv1.server()) {
            @Override
            public void configure(HttpsParameters parameters) {
                // there a session keeps its number when it is resumed
                parameters.setProtocols(new String[] {"TLSv1.2"});
            }
        });
        server.setExecutor(threads);
        server.createContext("/wsman", exchange -> {
            try (exchange) {
                sessions.add(HexFormat.of()
                        .formatHex(((HttpsExchange) exchange).getSSLSession().getId()));
                exchange.getRequestBody().readAllBytes();
                byte[] no = "no".getBytes(StandardCharsets.US_ASCII);
                exchange.sendResponseHeaders(503, no.length);
                exchange.getResponseBody().write(no);
            }
        });
        server.start();
        runtime.route("hv1", server.getAddress().getPort());
        runtime.route("hv2", server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private HttpCarrier carrier(String host, Trust trust) {
        return new HttpCarrier(
                URI.create("https://" + host + ":5986/wsman"),
                Credentials.basic("admin", Secret.of("pw")),
                trust,
                runtime);
    }

    private Fault ask(HttpCarrier carrier) {
        return catchThrowableOfType(
                Fault.class,
                () -> new WsManClient(carrier)
                        .send(
                                carrier.channel(),
                                envelopes.receive("S", "C", SHORT),
                                SHORT,
                                Deadline.in(SHORT, runtime),
                                Envelopes.SMALL_ENVELOPE));
    }

    @Test
    @DisplayName(
            "a sibling resumes the session of the one before, also after that one's end; a stranger begins its own")
    void sibling_resumesTheSession_aStrangerDoesNot() {
        try (HttpCarrier first = carrier("hv1", hv1.authority());
                HttpCarrier second = first.sibling();
                HttpCarrier stranger = carrier("hv1", hv1.authority())) {
            ask(first);
            ask(first.sibling());
            first.close();
            ask(second);
            ask(stranger);
        }
        assertThat(sessions).hasSize(4);
        assertThat(sessions.subList(0, 3)).containsOnly(sessions.get(0));
        assertThat(sessions.get(3)).isNotEqualTo(sessions.get(0));
    }

    @Test
    @DisplayName("what was refused is refused again: for its issuer, its name, its fingerprint")
    void sibling_ofOneThatRefused_refuses() {
        for (HttpCarrier refusing : List.of(
                carrier("hv1", Trust.platform()),
                carrier("hv2", hv1.authority()),
                carrier("hv1", new Trust.Pin("ab".repeat(32))))) {
            try (refusing;
                    HttpCarrier trusting = carrier("hv1", hv1.authority());
                    HttpCarrier sibling = refusing.sibling()) {
                ask(trusting);
                for (HttpCarrier each : List.of(refusing, sibling, refusing, sibling)) {
                    assertThat(ask(each).kind()).isEqualTo(ErrorKind.UNTRUSTED);
                }
            }
        }
        assertThat(sessions).hasSize(3);
    }
}

package io.quorate.lab.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.lab.Lab;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpListenerTest {
    private static final HttpLimits LIMITS = new HttpLimits(4096, 10_000, 4, Duration.ofSeconds(20));

    private final LabAuthority authority = new LabAuthority("Test CA");
    private final HttpListener plain = new HttpListener("P1", 0, null, LIMITS, HttpListenerTest::echo);
    private final HttpListener secure =
            new HttpListener("HV1", 0, authority.serverContext("HV1"), LIMITS, HttpListenerTest::echo);

    private static HttpAnswer echo(HttpExchange exchange) {
        byte[] body = exchange.request().body();
        return HttpAnswer.of(200, "text/plain", body.length == 0 ? "empty".getBytes(StandardCharsets.UTF_8) : body);
    }

    @AfterEach
    void close() {
        plain.close();
        secure.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(t ->
                        t.getName().startsWith("quorate-lab-P1") || t.getName().startsWith("quorate-lab-HV1"));
    }

    @Test
    void authority_isLentToOneAtATime() {
        LabAuthority one = LabAuthority.lend("Lent CA");
        LabAuthority other = LabAuthority.lend("Lent CA");
        assertThat(other.certificate()).isNotEqualTo(one.certificate());
        assertThat(other.certificate().getPublicKey())
                .isNotEqualTo(one.certificate().getPublicKey());

        for (int i = 0; i < 20; i++) {
            new LabAuthority("Of many CA").giveBack();
        }
        one.giveBack();
        assertThat(LabAuthority.lend("Other CA")).isNotSameAs(one);
        LabAuthority again = LabAuthority.lend("Lent CA");
        assertThat(again).isSameAs(one);
        assertThat(LabAuthority.lend("Lent CA")).isNotSameAs(one);
    }

    @Test
    void aClosedLabsAuthority_servesALaterOne_andNoneBesideIt() {
        X509Certificate first;
        try (Lab lab = Lab.builder().host("HV1").start()) {
            first = lab.caCertificates().get(0);
            try (Lab beside = Lab.builder().host("HV1").start()) {
                assertThat(beside.caCertificates()).doesNotContain(first);
            }
            lab.close();
            lab.close();
        }
        try (Lab later = Lab.builder().host("HV1").start();
                Lab beside = Lab.builder().host("HV1").start()) {
            assertThat(later.caCertificates()).containsExactly(first);
            assertThat(beside.caCertificates()).doesNotContain(first);
        }
    }

    @Test
    void request_withLength_isAnsweredAndTheConnectionKept() throws IOException {
        plain.up();
        try (RawHttpClient client = RawHttpClient.plain(plain.port())) {
            for (int i = 0; i < 3; i++) {
                client.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
                assertThat(client.response().text()).isEqualTo("hello");
            }
        }
        assertThat(plain.traffic().connections()).isEqualTo(1);
        assertThat(plain.traffic().requests()).isEqualTo(3);
        assertThat(plain.traffic().bytesUp()).isEqualTo(15);
    }

    @Test
    void request_chunked_isPutTogether() throws IOException {
        plain.up();
        try (RawHttpClient client = RawHttpClient.plain(plain.port())) {
            client.write(
                    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n1\r\n \r\nA\r\n0123456789\r\n"
                            + "0\r\nTrailer: t\r\n\r\n");
            assertThat(client.response().text()).isEqualTo("hello 0123456789");
            client.write("GET / HTTP/1.1\r\n\r\n");
            assertThat(client.response().text()).isEqualTo("empty");
        }
    }

    @Test
    void request_thatExpectsContinue_getsIt() throws IOException {
        plain.up();
        try (RawHttpClient client = RawHttpClient.plain(plain.port())) {
            client.write("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertThat(client.line()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(client.line()).isEmpty();
            client.write("ok");
            assertThat(client.response().text()).isEqualTo("ok");
        }
    }

    @Test
    void request_beyondTheLimits_isRefused() throws IOException {
        plain.up();
        assertThat(statusOf("POST / HTTP/1.1\r\nContent-Length: 10001\r\n\r\n")).isEqualTo(413);
        assertThat(statusOf("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n"))
                .isEqualTo(413);
        assertThat(statusOf("POST / HTTP/1.1\r\nX: " + "y".repeat(5000) + "\r\n\r\n"))
                .isEqualTo(431);
        assertThat(statusOf("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n")).isEqualTo(400);
        assertThat(statusOf("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"))
                .isEqualTo(400);
        assertThat(statusOf("POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"))
                .isEqualTo(400);
        assertThat(statusOf("nonsense\r\n\r\n")).isEqualTo(400);
    }

    private int statusOf(String request) throws IOException {
        try (RawHttpClient client = RawHttpClient.plain(plain.port())) {
            client.write(request);
            int status = client.response().status();
            assertThat(client.ended()).isTrue();
            return status;
        }
    }

    @Test
    void tls_certificate_isValidForNameLocalhostAndAddress() throws IOException {
        secure.up();
        for (String name : new String[] {"HV1", "hv1", "localhost", "127.0.0.1"}) {
            try (RawHttpClient client = RawHttpClient.tls(secure.port(), name, authority.certificate())) {
                client.write("GET / HTTP/1.1\r\n\r\n");
                assertThat(client.response().status()).isEqualTo(200);
            }
        }
        assertThatThrownBy(() -> RawHttpClient.tls(secure.port(), "HV2", authority.certificate()))
                .isInstanceOf(SSLException.class);
        LabAuthority stranger = new LabAuthority("Test CA");
        assertThatThrownBy(() -> RawHttpClient.tls(secure.port(), "HV1", stranger.certificate()))
                .isInstanceOf(SSLException.class);
        assertThat(authority.pem()).startsWith("-----BEGIN CERTIFICATE-----\n").endsWith("-----END CERTIFICATE-----\n");
    }

    @Test
    void down_resetsConnectionsAndRefusesNewOnes_upTakesTheSamePort() throws IOException {
        secure.up();
        int port = secure.port();
        try (RawHttpClient client = RawHttpClient.tls(port, "HV1", authority.certificate())) {
            client.write("GET / HTTP/1.1\r\n\r\n");
            client.response();
            secure.down();
            assertThatThrownBy(client::line).isInstanceOf(SocketException.class).hasMessageContaining("reset");
        }
        assertThatThrownBy(() -> RawHttpClient.tls(port, "HV1", authority.certificate()))
                .isInstanceOf(ConnectException.class);
        try (ServerSocket other = new ServerSocket()) {
            other.setReuseAddress(false);
            assertThatThrownBy(() -> other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)))
                    .isInstanceOf(BindException.class);
        }
        secure.up();
        assertThat(secure.port()).isEqualTo(port);
        try (RawHttpClient client = RawHttpClient.tls(port, "HV1", authority.certificate())) {
            client.write("GET / HTTP/1.1\r\n\r\n");
            assertThat(client.response().status()).isEqualTo(200);
        }
    }
}

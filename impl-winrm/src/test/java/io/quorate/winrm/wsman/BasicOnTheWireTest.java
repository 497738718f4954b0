package io.quorate.winrm.wsman;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.Secret;
import io.quorate.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every byte that goes over the wire with Basic and without any login. */
class BasicOnTheWireTest {
    private static final Duration SHORT = Duration.ofSeconds(5);

    @TempDir
    static Path folder;

    private final TestRuntime runtime = new TestRuntime();
    private final Envelopes envelopes =
            new Envelopes("https://hv1:5986/wsman", WsManUris.powershell("Microsoft.PowerShell"), new Random(7));
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();

    @Test
    void post_withBasic_isOneRequestOfTheseBytes() throws Exception {
        TestIdentity hv1 = TestIdentity.create(folder, "hv1");
        try (ServerSocket server = hv1.server()
                        .getServerSocketFactory()
                        .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
                HttpCarrier carrier = new HttpCarrier(
                        URI.create("https://hv1:5986/wsman"),
                        Credentials.basic("admin", Secret.of("pa55-w\u00f6rd")),
                        hv1.authority(),
                        runtime)) {
            answer(server);
            Envelope first = envelopes.receive("S", "C", SHORT);
            Envelope second = envelopes.command("S", "C", new byte[100], SHORT);
            HttpChannel channel = carrier.channel();

            post(channel, first);
            post(channel, second);

            assertThat(heads)
                    .containsExactly(
                            head(first, "Authorization: Basic YWRtaW46cGE1NS13w7ZyZA==\r\n"),
                            head(second, "Authorization: Basic YWRtaW46cGE1NS13w7ZyZA==\r\n"));
            assertThat(bodies).containsExactly(first.xml(), second.xml());
        }
    }

    @Test
    void post_withoutLogin_andIdentify_areRequestsOfTheseBytes() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                HttpCarrier carrier =
                        new HttpCarrier(URI.create("http://hv1:5986/wsman"), null, Trust.platform(), runtime)) {
            answer(server);
            Envelope receive = envelopes.receive("S", "C", SHORT);
            Envelope identify = Envelopes.identify();
            HttpChannel channel = carrier.channel();

            post(channel, receive);
            post(channel, identify);

            assertThat(heads).containsExactly(head(receive, ""), head(identify, "WSMANIDENTIFY: unauthenticated\r\n"));
            assertThat(bodies).containsExactly(receive.xml(), identify.xml());
        }
    }

    private void post(HttpChannel channel, Envelope envelope) {
        HttpAnswer answer = channel.post(envelope, SHORT, Deadline.in(SHORT, runtime), 1000);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).asString(StandardCharsets.UTF_8).isEqualTo("hello");
    }

    private static String head(Envelope envelope, String login) {
        return "POST /wsman HTTP/1.1\r\n"
                + "Host: hv1:5986\r\n"
                + "Accept-Encoding: identity\r\n"
                + "User-Agent: Quorate\r\n"
                + login
                + "Content-Type: application/soap+xml;charset=UTF-8\r\n"
                + "Content-Length: " + envelope.bytes().length + "\r\n"
                + "Connection: Keep-Alive\r\n"
                + "\r\n";
    }

    /** Answers the requests of one connection. */
    private void answer(ServerSocket server) {
        runtime.route("hv1", server.getLocalPort());
        Thread thread = new Thread(() -> {
            try (Socket socket = server.accept()) {
                InputStream in = socket.getInputStream();
                for (RawRequest request = RawRequest.read(in); request != null; request = RawRequest.read(in)) {
                    heads.add(request.head());
                    bodies.add(new String(request.body(), StandardCharsets.UTF_8));
                    socket.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
                                    .getBytes(StandardCharsets.US_ASCII));
                    socket.getOutputStream().flush();
                }
            } catch (IOException e) {
                // The client went away.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}

package io.quorate.winrm.wsman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpCarrierTest {
    private static final Duration SHORT = Duration.ofSeconds(5);

    /** For what ends by its deadline and not before. */
    private static final Duration BRIEF = Duration.ofMillis(600);

    private static final Duration LONG = Duration.ofSeconds(20);

    private static final String CANARY = "pa55-w\u00f6rd-canary";

    @TempDir
    static Path folder;

    private static TestIdentity hv1;

    private final TestRuntime runtime = new TestRuntime();
    private final Envelopes envelopes =
            new Envelopes("https://hv1:5986/wsman", WsManUris.powershell("Microsoft.PowerShell"), new Random(7));
    private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void makeCertificate() {
        hv1 = TestIdentity.create(folder, "hv1");
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable it : open) {
            it.close();
        }
    }

    @Test
    void send_overTrustedTls_logsInWithTheFirstRequestAndReusesTheConnection() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        List<Integer> ports = new CopyOnWriteArrayList<>();
        serve(exchange -> {
            seen.add(Map.copyOf(exchange.getRequestHeaders()).toString());
            ports.add(exchange.getRemoteAddress().getPort());
            answer(exchange, 200, ok(exchange));
        });
        HttpCarrier carrier = carrier(hv1.authority());
        HttpChannel channel = carrier.channel();
        WsManClient client = new WsManClient(carrier);

        for (int i = 0; i < 5; i++) {
            Reply reply = send(client, channel);
            assertThat(reply.fault()).isNull();
        }

        String token =
                java.util.Base64.getEncoder().encodeToString(("admin:" + CANARY).getBytes(StandardCharsets.UTF_8));
        assertThat(seen)
                .hasSize(5)
                .allSatisfy(headers -> assertThat(headers)
                        .contains("Basic " + token)
                        .contains("application/soap+xml")
                        .contains("hv1:5986")
                        .contains("identity"));
        assertThat(ports).hasSize(5).containsOnly(ports.get(0));
    }

    @Test
    void send_whenTheAuthorityIsUnknown_isUntrustedAndNamesTheCertificate() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        serve(exchange -> requests.incrementAndGet());

        Fault fault = failure(Trust.platform());

        assertThat(fault.kind()).isEqualTo(ErrorKind.UNTRUSTED);
        assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
        assertThat(fault.getMessage())
                .contains("CN=hv1")
                .contains("expected name hv1")
                .contains("SHA-256");
        assertThat(fault.hint()).contains("Trust.authorities(..)").contains("Trust.pin(..)");
        assertThat(requests).hasValue(0);
    }

    @Test
    void send_whenTheNameIsWrong_isUntrustedAndSaysWhichNameWasExpected() throws Exception {
        int port = serve(exchange -> {});
        runtime.route("hv2", port);
        HttpCarrier carrier = new HttpCarrier(URI.create("https://hv2:5986/wsman"), login(), hv1.authority(), runtime);
        open.add(carrier);

        Fault fault = failure(carrier);

        assertThat(fault.kind()).isEqualTo(ErrorKind.UNTRUSTED);
        assertThat(fault.getMessage())
                .contains("its certificate does not name hv2")
                .contains("CN=hv1");
    }

    @Test
    void send_whenPinned_ignoresNameAndIssuer() throws Exception {
        int port = serve(exchange -> answer(exchange, 200, ok(exchange)));
        runtime.route("other-name", port);
        HttpCarrier carrier = new HttpCarrier(URI.create("https://other-name:5986/wsman"), login(), hv1.pin(), runtime);
        open.add(carrier);

        assertThat(send(new WsManClient(carrier), carrier.channel()).fault()).isNull();
    }

    @Test
    void send_whenThePinDiffers_isUntrusted() throws Exception {
        serve(exchange -> answer(exchange, 200, ok(exchange)));

        Fault fault = failure(new Trust.Pin("ab".repeat(32)));

        assertThat(fault.kind()).isEqualTo(ErrorKind.UNTRUSTED);
        assertThat(fault.getMessage()).contains("fingerprint is not the pinned one");
    }

    @Test
    void send_whenLoginIsRefused_listsWhatIsOffered() throws Exception {
        serve(exchange -> {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Negotiate");
            exchange.getResponseHeaders().add("WWW-Authenticate", "Kerberos");
            exchange.getResponseHeaders().add("WWW-Authenticate", "CredSSP");
            answer(exchange, 401, "");
        });

        Fault fault = failure(hv1.authority());

        assertThat(fault.kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
        assertThat(fault.phase()).isEqualTo(FaultPhase.LASTING);
        assertThat(fault.code()).isEqualTo("HTTP 401");
        assertThat(fault.getMessage()).contains("it offers Negotiate, Kerberos, CredSSP");
        assertThat(fault.hint()).contains("Basic is switched off");
        assertThat(fault.toString()).doesNotContain(CANARY);
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 305, 307, 308})
    void send_whenTheServerRedirects_goesNowhereElse(int status) throws Exception {
        for (String location : List.of("https://evil/wsman", "/wsman/elsewhere")) {
            AtomicInteger requests = new AtomicInteger();
            serve(exchange -> {
                requests.incrementAndGet();
                exchange.getResponseHeaders().add("Location", location);
                answer(exchange, status, "");
            });

            Fault fault = failure(hv1.authority());

            assertThat(fault.kind()).isEqualTo(ErrorKind.REJECTED);
            assertThat(fault.code()).isEqualTo("HTTP " + status);
            assertThat(fault.hint()).contains(location);
            assertThat(requests).hasValue(1);
        }
    }

    @Test
    void send_whenTheConnectionIsRefused_neverLeft() throws Exception {
        try (Socket quiet = new Socket()) {
            quiet.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // bound, and does not listen
            runtime.route("hv1", quiet.getLocalPort());

            Fault fault = failure(hv1.authority());

            assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
            assertThat(fault.kind()).isEqualTo(ErrorKind.UNREACHABLE);
            assertThat(fault.hint()).contains("firewall");
        }
    }

    @Test
    void send_whenTheNameIsUnknown_neverLeft() {
        Fault fault = failure(hv1.authority());

        assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
        assertThat(fault).hasMessage("the name hv1 cannot be resolved");
    }

    @Test
    void send_whenThePortSpeaksNoTls_neverLeftAndSaysSo() throws Exception {
        raw(socket -> {
            socket.getOutputStream().write("HTTP/1.1 400 Bad\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.close();
        });

        Fault fault = failure(hv1.authority());

        assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
        assertThat(fault.kind()).isNotEqualTo(ErrorKind.OUTCOME_UNKNOWN);
    }

    @Test
    void send_whenResetDuringTheHandshake_neverLeft() throws Exception {
        raw(socket -> {
            socket.setSoLinger(true, 0);
            socket.close();
        });

        Fault fault = failure(hv1.authority());

        assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
        assertThat(fault.kind()).isEqualTo(ErrorKind.UNREACHABLE);
    }

    @Test
    void send_whenResetAfterTheRequest_isUnanswered() throws Exception {
        plain(socket -> {
            readRequest(socket);
            socket.setSoLinger(true, 0);
            socket.close();
        });

        Fault fault = failure(plainCarrier());

        assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
        assertThat(fault.kind()).isEqualTo(ErrorKind.UNREACHABLE);
    }

    @Test
    void send_whenABigRequestIsCutOff_neverLeft() throws Exception {
        plain(socket -> {
            socket.setReceiveBufferSize(1024);
            socket.getInputStream().read(new byte[100]);
            socket.setSoLinger(true, 0);
            socket.close();
        });
        HttpCarrier carrier = plainCarrier();
        Envelope big = envelopes.command("S", "C", new byte[30_000_000], SHORT);

        Fault fault = catchFault(() -> new WsManClient(carrier)
                .send(carrier.channel(), big, SHORT, Deadline.in(SHORT, runtime), Envelopes.LARGE_ENVELOPE));

        assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
    }

    @Test
    void send_whenABigRequestStallsUntilTheDeadline_neverLeft() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        open.add(release::countDown);
        plain(socket -> {
            socket.getInputStream().read(new byte[100]);
            await(release);
        });
        HttpCarrier carrier = plainCarrier();
        Envelope big = envelopes.command("S", "C", new byte[30_000_000], SHORT);

        Fault fault = catchFault(() ->
                new WsManClient(carrier).send(carrier.channel(), big, SHORT, Deadline.in(BRIEF, runtime), 512_000));

        assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
        assertThat(fault.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
    }

    @Test
    void send_whenTheServerClosedTheIdleConnection_opensAnotherAndSucceeds() throws Exception {
        List<CountDownLatch> gone = new CopyOnWriteArrayList<>();
        boolean[] reset = {false};
        Peer once = socket -> {
            answerOnce(socket);
            if (reset[0]) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
            gone.get(gone.size() - 1).countDown();
        };
        for (boolean tls : new boolean[] {false, true}) {
            if (tls) {
                tls(once);
            } else {
                plain(once);
            }
            HttpCarrier carrier = tls ? carrier(hv1.authority()) : plainCarrier();
            HttpChannel channel = carrier.channel();
            for (int i = 0; i < 10; i++) {
                reset[0] = i % 2 == 1;
                gone.add(new CountDownLatch(1));

                assertThat(send(new WsManClient(carrier), channel).fault()).isNull();

                assertThat(gone.get(gone.size() - 1).await(60, TimeUnit.SECONDS))
                        .isTrue();
                runtime.later(Duration.ofSeconds(1));
            }
        }
    }

    @Test
    void send_whenTheServerWantsItAgainAtOnce_doesNotRepeatIt() throws Exception {
        for (int status : new int[] {503, 408, 421}) {
            AtomicInteger requests = new AtomicInteger();
            HttpsServer server = httpsServer(exchange -> {
                requests.incrementAndGet();
                exchange.getResponseHeaders().add("Retry-After", "0");
                answer(exchange, status, "");
            });
            runtime.route("hv1", server.getAddress().getPort());

            Fault fault = failure(hv1.authority());

            assertThat(requests).hasValue(1);
            assertThat(fault.code()).isEqualTo("HTTP " + status);
        }
    }

    @Test
    void send_whenTheServerIsHostile_endsWithinTheDeadlineAndStaysInDoubt() throws Exception {
        String head = "HTTP/1.1 200 OK\r\n";
        Map<String, Peer> peers = new java.util.LinkedHashMap<>();
        peers.put(
                "compressed",
                socket -> write(socket, head + "Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\u001f\u008b00"));
        peers.put("headers without end", socket -> {
            write(socket, head);
            while (true) {
                write(socket, "X: " + "x".repeat(1000) + "\r\n");
            }
        });
        peers.put("one header without end", socket -> {
            write(socket, head + "X: ");
            while (true) {
                write(socket, "x".repeat(1000));
            }
        });
        peers.put("100 without end", socket -> {
            while (true) {
                write(socket, "HTTP/1.1 100 Continue\r\n\r\n");
            }
        });
        peers.put("103 without end", socket -> {
            while (true) {
                write(socket, "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n");
            }
        });
        peers.put(
                "another protocol",
                socket ->
                        write(socket, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"));
        peers.put("chunks that drip", socket -> {
            write(socket, head + "Transfer-Encoding: chunked\r\n\r\n");
            while (true) {
                write(socket, "1\r\nx\r\n");
                new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
            }
        });
        peers.put(
                "a chunk of a strange size",
                socket -> write(socket, head + "Transfer-Encoding: chunked\r\n\r\n-1\r\nx"));
        peers.put("half an answer", socket -> write(socket, head + "\r\n<s:Envelope"));
        peers.put("less than announced", socket -> write(socket, head + "Content-Length: 99\r\n\r\n<s:Envelope"));
        peers.put("a strange length", socket -> write(socket, head + "Content-Length: -7\r\n\r\n"));
        peers.put("no HTTP", socket -> write(socket, "220 mail.example ESMTP\r\n"));
        peers.put("a proxy's login", socket -> write(socket, "HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n"));
        peers.put("nothing", socket -> {});
        for (boolean tls : new boolean[] {false, true}) {
            for (Map.Entry<String, Peer> peer : peers.entrySet()) {
                AtomicBoolean asked = new AtomicBoolean();
                Peer answers = socket -> {
                    readRequest(socket);
                    asked.set(true);
                    peer.getValue().talk(socket);
                };
                if (tls) {
                    tls(answers);
                } else {
                    plain(answers);
                }
                HttpCarrier carrier = tls ? carrier(hv1.authority()) : plainCarrier();

                Fault fault = briefly(carrier, 8192, asked::get);

                assertThat(fault.phase()).as(peer.getKey()).isEqualTo(FaultPhase.UNANSWERED);
                assertThat(fault.kind())
                        .as(peer.getKey())
                        .isIn(ErrorKind.BAD_REPLY, ErrorKind.UNREACHABLE, ErrorKind.DEADLINE_EXCEEDED);
                carrier.close();
            }
        }
    }

    /** What a busy machine has not asked in a brief time is asked once more, with twice the time. Returns how that ended, in its time. */
    private Fault briefly(HttpCarrier carrier, int most, BooleanSupplier asked) {
        for (Duration time = BRIEF; ; time = time.multipliedBy(2)) {
            Deadline deadline = Deadline.in(time, runtime);
            long before = System.nanoTime();
            Fault fault = catchFault(
                    () -> new WsManClient(carrier).send(carrier.channel(), receive(), SHORT, deadline, most));
            Duration took = Duration.ofNanos(System.nanoTime() - before);
            if (asked.getAsBoolean() || time.compareTo(LONG) > 0) {
                assertThat(took).isLessThan(time.plus(LONG));
                if (fault.kind() == ErrorKind.DEADLINE_EXCEEDED) {
                    assertThat(took).isGreaterThan(time.minusMillis(10));
                }
                return fault;
            }
        }
    }

    @Test
    void send_whenTheServerHangs_endsWithTheDeadline() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        open.add(release::countDown);
        AtomicBoolean asked = new AtomicBoolean();
        serve(exchange -> {
            asked.set(true);
            await(release);
        });

        Fault fault = briefly(carrier(hv1.authority()), 153_600, asked::get);

        assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
        assertThat(fault.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
    }

    @Test
    void send_whenTheAnswerDrips_endsWithTheDeadline() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        open.add(release::countDown);
        AtomicBoolean asked = new AtomicBoolean();
        plain(socket -> {
            readRequest(socket);
            asked.set(true);
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (!release.await(50, TimeUnit.MILLISECONDS)) {
                out.write('x');
                out.flush();
            }
        });

        Fault fault = briefly(plainCarrier(), 153_600, asked::get);

        assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
        assertThat(fault.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
    }

    @Test
    void send_whenTheChannelIsBusyUntilTheDeadline_neverLeft() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        open.add(release::countDown);
        serve(exchange -> {
            arrived.countDown();
            await(release);
        });
        HttpCarrier carrier = carrier(hv1.authority());
        HttpChannel channel = carrier.channel();
        WsManClient client = new WsManClient(carrier);
        Thread first = new Thread(() -> catchFault(
                () -> client.send(channel, receive(), SHORT, Deadline.in(Duration.ofMinutes(1), runtime), 153_600)));
        first.start();
        assertThat(arrived.await(60, TimeUnit.SECONDS)).isTrue();

        Fault fault = catchFault(
                () -> client.send(channel, receive(), SHORT, Deadline.in(Duration.ofMillis(200), runtime), 153_600));

        assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
        assertThat(fault.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
        carrier.close();
        first.join(60_000);
        assertThat(first.isAlive()).isFalse();
    }

    @Test
    void send_whenTheAnswerIsTooBig_isRefusedBeforeItIsRead() throws Exception {
        plain(socket -> {
            readRequest(socket);
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 9000000000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        });

        Fault fault = failure(plainCarrier());

        assertThat(fault.kind()).isEqualTo(ErrorKind.BAD_REPLY);
        assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
    }

    @Test
    void send_whenAChunkedAnswerNeverEnds_isCountedAndRefused() throws Exception {
        plain(socket -> {
            readRequest(socket);
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] chunk = ("10000\r\n" + "x".repeat(65536) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 100_000; i++) {
                out.write(chunk);
            }
        });

        Fault fault = failure(plainCarrier());

        assertThat(fault.kind()).isEqualTo(ErrorKind.BAD_REPLY);
    }

    @Test
    void send_whenGarbageOrHtmlComesBack_isABadReply() throws Exception {
        for (String body : new String[] {"<html><body>login</body></html>", "\u0000\u0001", ""}) {
            HttpsServer server = httpsServer(exchange -> answer(exchange, 200, body));
            runtime.route("hv1", server.getAddress().getPort());

            Fault fault = failure(hv1.authority());

            assertThat(fault.kind()).isEqualTo(ErrorKind.BAD_REPLY);
            assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
            assertThat(fault.getMessage()).doesNotContain("login");
        }
    }

    @Test
    void send_whenTheReplyRelatesToAnotherMessage_isABadReply() throws Exception {
        serve(exchange -> answer(exchange, 200, envelope("uuid:other", "")));

        assertThat(failure(hv1.authority()).kind()).isEqualTo(ErrorKind.BAD_REPLY);
    }

    @Test
    void send_whenHttp500HoldsASoapFault_returnsIt() throws Exception {
        serve(exchange -> answer(
                exchange,
                500,
                envelope(
                        messageId(exchange),
                        "<s:Fault><s:Detail><f:WSManFault xmlns:f='f' Code='2150858793'/></s:Detail></s:Fault>")));
        HttpCarrier carrier = carrier(hv1.authority());

        assertThat(send(new WsManClient(carrier), carrier.channel()).isQuiet()).isTrue();
    }

    @Test
    void close_whileARequestHangs_endsItAtOnce() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        open.add(release::countDown);
        serve(exchange -> {
            arrived.countDown();
            await(release);
        });
        HttpCarrier carrier = carrier(hv1.authority());
        HttpChannel channel = carrier.channel();
        List<Fault> faults = new CopyOnWriteArrayList<>();
        Thread waiter = new Thread(() -> faults.add(catchFault(() -> new WsManClient(carrier)
                .send(channel, receive(), SHORT, Deadline.in(Duration.ofMinutes(1), runtime), 153_600))));
        waiter.start();
        assertThat(arrived.await(60, TimeUnit.SECONDS)).isTrue();

        carrier.close();

        waiter.join(30_000);
        assertThat(faults).hasSize(1);
        assertThat(faults.get(0).phase()).isEqualTo(FaultPhase.UNANSWERED);
        assertThat(faults.get(0)).hasMessageContaining("was closed");
        assertThat(catchFault(() -> send(new WsManClient(carrier), channel)).phase())
                .isEqualTo(FaultPhase.NEVER_SENT);
    }

    @Test
    void carrier_overPlainHttp_refusesAPassword() {
        assertThatThrownBy(
                        () -> new HttpCarrier(URI.create("http://hv1:5985/wsman"), login(), Trust.platform(), runtime))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be an https address")
                .hasMessageNotContaining(CANARY);
    }

    private static Credentials login() {
        return Credentials.basic("admin", Secret.of(CANARY));
    }

    private HttpCarrier carrier(Trust trust) {
        HttpCarrier carrier = new HttpCarrier(URI.create("https://hv1:5986/wsman"), login(), trust, runtime);
        open.add(carrier);
        return carrier;
    }

    private HttpCarrier plainCarrier() {
        HttpCarrier carrier = new HttpCarrier(URI.create("http://hv1:5985/wsman"), null, Trust.platform(), runtime);
        open.add(carrier);
        return carrier;
    }

    private Fault failure(Trust trust) {
        return failure(carrier(trust));
    }

    private Fault failure(HttpCarrier carrier) {
        return catchFault(() -> send(new WsManClient(carrier), carrier.channel()));
    }

    private Envelope receive() {
        return envelopes.receive("S", "C", SHORT);
    }

    private Reply send(WsManClient client, HttpChannel channel) {
        return client.send(channel, receive(), SHORT, Deadline.in(SHORT, runtime), Envelopes.SMALL_ENVELOPE);
    }

    private static Fault catchFault(Runnable action) {
        try {
            action.run();
        } catch (Fault fault) {
            return fault;
        }
        throw new AssertionError("no fault came");
    }

    private int serve(HttpHandler handler) throws Exception {
        HttpsServer server = httpsServer(handler);
        runtime.route("hv1", server.getAddress().getPort());
        return server.getAddress().getPort();
    }

    private HttpsServer httpsServer(HttpHandler handler) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(hv1.server()));
        return start(server, handler);
    }

    private <S extends HttpServer> S start(S server, HttpHandler handler) {
        ExecutorService pool = Executors.newCachedThreadPool();
        server.setExecutor(pool);
        server.createContext("/wsman", exchange -> {
            try (exchange) {
                handler.handle(exchange);
            }
        });
        server.start();
        open.add(() -> {
            server.stop(0);
            pool.shutdownNow();
        });
        return server;
    }

    private interface Peer {
        void talk(Socket socket) throws Exception;
    }

    private void plain(Peer peer) throws IOException {
        raw(peer);
    }

    private void tls(Peer peer) throws IOException {
        raw(peer, hv1.server().getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress()));
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static void answerOnce(Socket socket) throws IOException {
        String id = readRequest(socket).replaceAll("(?s).*<a:MessageID>(.*?)</.*", "$1");
        String body = envelope(id, "");
        write(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private void raw(Peer peer) throws IOException {
        raw(peer, new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
    }

    private void raw(Peer peer, ServerSocket server) {
        open.add(server);
        runtime.route("hv1", server.getLocalPort());
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    peer.talk(socket);
                } catch (Exception e) {
                    // The client went away, which is what these tests are about.
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static String readRequest(Socket socket) throws IOException {
        RawRequest request = RawRequest.read(socket.getInputStream());
        if (request == null) {
            throw new EOFException();
        }
        return new String(request.body(), StandardCharsets.UTF_8);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String messageId(HttpExchange exchange) throws IOException {
        String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        return request.replaceAll("(?s).*<a:MessageID>(.*?)</.*", "$1");
    }

    private static String ok(HttpExchange exchange) throws IOException {
        return envelope(messageId(exchange), "");
    }

    private static String envelope(String relatesTo, String body) {
        return "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope' "
                + "xmlns:a='http://schemas.xmlsoap.org/ws/2004/08/addressing'><s:Header><a:RelatesTo>" + relatesTo
                + "</a:RelatesTo></s:Header><s:Body>" + body + "</s:Body></s:Envelope>";
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }
}

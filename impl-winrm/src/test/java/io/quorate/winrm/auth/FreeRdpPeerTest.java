package io.quorate.winrm.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.quorate.QuorateRuntime;
import io.quorate.Secret;
import io.quorate.spi.Fault;
import io.quorate.winrm.token.Der;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * FreeRDP's shadow server, which nobody here wrote, judges the core of CredSSP over a TLS of its own: what it takes for WinRM's headers is the
 * same as for RDP. Runs where {@code QUORATE_PEERS=1} is set.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class FreeRdpPeerTest {
    /** How many were tried: two test runs on one machine begin at different ones. */
    private static final AtomicInteger TAKEN = new AtomicInteger();

    private static final Path SHADOW = Path.of("/usr/bin/freerdp-shadow-cli");
    private static final Path DISPLAY = Path.of("/usr/bin/Xvfb");
    private static final String APT = "freerdp2-shadow-x11 xvfb";
    private static final String PASSWORD = "Gr\u00fc\u00dfe-1\u20ac";

    /** MD4 of the password in UTF-16LE, by openssl. */
    private static final String HASH = "EA425B2C2B3D9D0E488875D9F27CEF5B";

    private static final int PATIENCE_MILLIS = 30_000;
    private static final int HYBRID = 2;

    @TempDir
    static Path folder;

    private static @Nullable Process display;
    private static @Nullable Process shadow;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        if (!"1".equals(System.getenv("QUORATE_PEERS"))) {
            abort("set QUORATE_PEERS=1 to test against FreeRDP");
        }
        for (Path program : List.of(SHADOW, DISPLAY)) {
            if (!Files.isExecutable(program)) {
                String missing = program + " is missing: apt-get install -y --no-install-recommends " + APT;
                if (System.getenv("CI") != null) {
                    fail(missing);
                }
                abort(missing);
            }
        }
        Path sam = Files.writeString(folder.resolve("sam"), "alice:::" + HASH + ":::\n");
        for (int tries = 1; ; tries++) {
            try {
                start(sam);
                return;
            } catch (IllegalStateException e) {
                // A display that has just said its number may still refuse its first client.
                stop();
                if (tries == 3) {
                    throw e;
                }
            }
        }
    }

    private static void start(Path sam) throws Exception {
        String screen = screen();
        port = freePort();
        ProcessBuilder server = new ProcessBuilder(
                        SHADOW.toString(),
                        "/port:" + port,
                        "/bind-address:127.0.0.1",
                        "+auth",
                        "/sec:nla",
                        "/sam-file:" + sam)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("shadow.log").toFile());
        server.environment().put("HOME", folder.toString());
        server.environment().put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        server.environment().put("DISPLAY", screen);
        shadow = server.start();
        awaitListening();
    }

    /** Returns one below those that the system gives to whoever connects: of these another is taken before it is listened at. */
    private static int freePort() throws IOException {
        while (true) {
            int port = 20_000 + (int) ((ProcessHandle.current().pid() * 101 + TAKEN.getAndIncrement()) % 12_000);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (BindException taken) {
                continue;
            }
        }
    }

    /** Starts a display, which chooses its number and tells it. */
    private static String screen() throws IOException {
        Process started = new ProcessBuilder(
                        DISPLAY.toString(), "-displayfd", "1", "-screen", "0", "640x480x24", "-nolisten", "tcp")
                .redirectError(folder.resolve("display.log").toFile())
                .start();
        display = started;
        StringBuilder number = new StringBuilder();
        int c;
        while ((c = started.getInputStream().read()) != '\n') {
            if (c < 0) {
                throw new EOFException("no display: " + Files.readString(folder.resolve("display.log")));
            }
            number.append((char) c);
        }
        return ":" + number;
    }

    private static void awaitListening() throws Exception {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (true) {
            try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                if (System.nanoTime() > end || shadow == null || !shadow.isAlive()) {
                    throw new IllegalStateException("it does not listen: " + log(), e);
                }
                shadow.waitFor(50, TimeUnit.MILLISECONDS);
            }
        }
    }

    private static String log() throws IOException {
        return Files.readString(folder.resolve("shadow.log"), StandardCharsets.ISO_8859_1);
    }

    @AfterAll
    static void stop() throws Exception {
        for (Process process : Arrays.asList(shadow, display)) {
            if (process != null) {
                process.destroy();
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        }
    }

    @Test
    void core_withTheRightPassword_isAccepted_andTheProofOfTheKeyIsRight() throws Exception {
        int before = log().length();
        try (Session session = new Session()) {
            CredSspCore core = session.core(PASSWORD);
            session.say(core.first());
            session.say(core.next(session.hear()));
            session.say(core.next(session.hear()));

            assertThat(core.done()).isTrue();
            assertThat(session.stays()).as(log()).isTrue();
            assertThat(log().substring(before)).doesNotContain("client authentication failure");
        }
    }

    @Test
    void core_withAWrongPassword_isRefused_andThePasswordStaysHere() throws Exception {
        try (Session session = new Session()) {
            CredSspCore core = session.core("wrong-" + PASSWORD);
            session.say(core.first());
            session.say(core.next(session.hear()));

            assertThatThrownBy(() -> core.next(session.hear())).isInstanceOfAny(Fault.class, IOException.class);
            assertThat(core.done()).isFalse();
        }
    }

    @Test
    void core_whenAnotherKeyIsShown_isRefused_andThePasswordStaysHere() throws Exception {
        try (Session session = new Session()) {
            CredSspCore core = session.core(PASSWORD, new byte[270]);
            session.say(core.first());
            session.say(core.next(session.hear()));

            assertThatThrownBy(() -> core.next(session.hear())).isInstanceOfAny(Fault.class, IOException.class);
            assertThat(core.done()).isFalse();
        }
    }

    /** RDP as far as CredSSP. */
    private static final class Session implements AutoCloseable {
        private final SSLSocket tls;
        private final DataInputStream in;

        Session() throws Exception {
            Socket raw = new Socket(InetAddress.getLoopbackAddress(), port);
            raw.setSoTimeout(PATIENCE_MILLIS);
            raw.getOutputStream().write(HexFormat.of().parseHex("030000130ee000000000000100080002000000"));
            byte[] confirm = new DataInputStream(raw.getInputStream()).readNBytes(19);
            assertThat(confirm[11]).as("negotiation response").isEqualTo((byte) 2);
            assertThat(confirm[15]).as("protocol").isEqualTo((byte) HYBRID);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, null);
            tls = (SSLSocket) context.getSocketFactory().createSocket(raw, "localhost", port, true);
            tls.startHandshake();
            in = new DataInputStream(tls.getInputStream());
        }

        CredSspCore core(String password) throws Exception {
            Der.Reader info = new Der.Reader(tls.getSession()
                            .getPeerCertificates()[0]
                            .getPublicKey()
                            .getEncoded())
                    .enter(Der.SEQUENCE);
            info.enter(Der.SEQUENCE);
            byte[] bits = info.content(Der.BIT_STRING);
            return core(password, Arrays.copyOfRange(bits, 1, bits.length));
        }

        CredSspCore core(String password, byte[] key) {
            byte[] nonce = new byte[32];
            new java.util.Random(20_261_128).nextBytes(nonce);
            Secret secret = Secret.of(password);
            return new CredSspCore("rdp", inner("alice", secret), key, nonce, CredSspCore.Account.of("alice", secret));
        }

        void say(byte[] message) throws IOException {
            tls.getOutputStream().write(message);
            tls.getOutputStream().flush();
        }

        /** Reads one TSRequest. */
        byte[] hear() throws IOException {
            byte[] head = in.readNBytes(2);
            if (head.length < 2) {
                throw new EOFException("it hung up");
            }
            int length = head[1] & 0xFF;
            byte[] more = {};
            if (length >= 0x80) {
                more = in.readNBytes(length & 0x7F);
                length = 0;
                for (byte b : more) {
                    length = length << 8 | b & 0xFF;
                }
            }
            byte[] content = in.readNBytes(length);
            byte[] whole = Arrays.copyOf(head, 2 + more.length + content.length);
            System.arraycopy(more, 0, whole, 2, more.length);
            System.arraycopy(content, 0, whole, 2 + more.length, content.length);
            return whole;
        }

        /** Tells whether the server waits for what RDP says next, instead of refusing or hanging up. */
        boolean stays() throws IOException {
            tls.setSoTimeout(2_000);
            try {
                in.readByte();
                return false;
            } catch (EOFException e) {
                return false;
            } catch (SocketTimeoutException e) {
                return true;
            }
        }

        @Override
        public void close() throws IOException {
            tls.close();
        }
    }

    private static CredSspInner inner(String user, Secret password) {
        NtlmClient client = new NtlmClient(
                NtlmAccount.of(user), password, "TERMSRV/localhost", null, true, QuorateRuntime.system());
        return new CredSspNtlm(client, "rdp", "TERMSRV/localhost", "");
    }

    /** The key is bound by what is tested. */
    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

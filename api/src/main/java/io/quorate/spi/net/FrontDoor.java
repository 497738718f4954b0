package io.quorate.spi.net;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.Trust;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a server's door without going in: makes a connection of its own, has TLS shown, judges the certificate afterwards, and says nothing
 * over a connection whose other end could not prove who it is. Nobody logs in.
 */
public final class FrontDoor {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int MOST = 16_384;
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private final String host;
    private final int port;
    private final Trust trust;
    private final QuorateRuntime runtime;
    private final NetworkFailures failures;

    /**
     * What the door looks like.
     *
     * @param certificate what was shown; null without TLS
     * @param untrusted why it does not prove who the server is; null if it does, or there is no TLS
     * @param head the lines before the body of the answer; empty if nothing was asked
     */
    public record Seen(
            @Nullable X509Certificate certificate, @Nullable String untrusted, List<String> head) {
        public Seen {
            head = List.copyOf(head);
        }
    }

    /**
     * Makes a look; does no I/O.
     *
     * @param hints what to try where no connection comes about
     */
    public FrontDoor(String host, int port, Trust trust, QuorateRuntime runtime, NetworkFailures.Hints hints) {
        this.host = Objects.requireNonNull(host, "host");
        this.port = port;
        this.trust = Objects.requireNonNull(trust, "trust");
        this.runtime = Objects.requireNonNull(runtime, "runtime");
        this.failures = new NetworkFailures(host, port, new TlsTrust(trust), hints);
    }

    /**
     * Looks.
     *
     * @param secure whether TLS is spoken there
     * @param question an HTTP request without a body, to a server that has proven who it is; null asks nothing
     * @param closed tells whether nobody wants to know any more
     * @throws io.quorate.spi.Fault if no connection came about, or no answer
     */
    public Seen look(boolean secure, @Nullable String question, Deadline deadline, BooleanSupplier closed) {
        boolean connected = false;
        Duration given = deadline.remaining();
        Duration more = runtime.patience(given).minus(given);
        try (Resolver resolver = new Resolver(runtime);
                Socket socket = runtime.sockets().createSocket();
                Interrupts interrupts = new Interrupts(runtime, "door-" + host);
                // who answers byte by byte never lets a read time out
                Interrupts.Request watched = interrupts.watch(
                        () -> end(socket), () -> closed.getAsBoolean() || more.isZero() && deadline.expired())) {
            InetSocketAddress to = resolver.resolve(host, port, left(deadline, more));
            if (to.getAddress() == null) {
                throw new UnknownHostException(host);
            }
            socket.connect(to, millis(shorter(CONNECT.plus(more), left(deadline, more))));
            connected = true;
            socket.setSoTimeout(millis(left(deadline, more)));
            return secure
                    ? overTls(socket, question, deadline, more)
                    : new Seen(null, null, question == null ? List.of() : head(socket, question, deadline, more));
        } catch (IOException e) {
            throw failures.of(e, Reach.of(connected, false), deadline, false);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed either way.
            return;
        }
    }

    private static Duration left(Deadline deadline, Duration more) {
        return deadline.remaining().plus(more);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static int millis(Duration time) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, Deadline.millis(time)));
    }

    private Seen overTls(Socket plain, @Nullable String question, Deadline deadline, Duration more) throws IOException {
        Witness witness = new Witness();
        try (SSLSocket socket =
                (SSLSocket) witness.context().getSocketFactory().createSocket(plain, host, port, true)) {
            socket.startHandshake();
            X509Certificate[] chain = witness.chain;
            if (chain == null || chain.length == 0) {
                throw new IOException("no certificate was shown");
            }
            String untrusted = judge(chain, witness.method);
            boolean asks = untrusted == null && question != null;
            return new Seen(
                    chain[0], untrusted, asks ? head(socket, String.valueOf(question), deadline, more) : List.of());
        }
    }

    private @Nullable String judge(X509Certificate[] chain, String method) {
        TlsTrust judge = new TlsTrust(trust);
        try {
            judge.checkServerTrusted(chain, method);
        } catch (CertificateException e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            return String.valueOf(root.getMessage());
        }
        return judge.checksNames() && !names(chain[0], host) ? "its certificate does not name " + host : null;
    }

    /** Tells whether a certificate names a host (RFC 9525: a star stands for the first label alone). */
    static boolean names(X509Certificate certificate, String host) {
        String wanted = host.toLowerCase(Locale.ROOT);
        for (String name : names(certificate)) {
            String held = name.toLowerCase(Locale.ROOT);
            int dot = wanted.indexOf('.');
            boolean wild = held.startsWith("*.") && dot > 0 && held.substring(1).equals(wanted.substring(dot));
            if (held.equals(wanted) || wild || sameAddress(held, wanted)) {
                return true;
            }
        }
        return false;
    }

    private static boolean sameAddress(String held, String wanted) {
        return held.indexOf(':') >= 0
                && wanted.indexOf(':') >= 0
                && held.replaceAll("(^|:)0+(?=[0-9a-f])", "$1").equals(wanted.replaceAll("(^|:)0+(?=[0-9a-f])", "$1"));
    }

    /** Returns the host names and addresses a certificate is good for. */
    public static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            for (List<?> one : all == null ? List.<List<?>>of() : all) {
                if (one.get(0) instanceof Integer kind && (kind == DNS_NAME || kind == IP_ADDRESS)) {
                    names.add(String.valueOf(one.get(1)));
                }
            }
        } catch (CertificateParsingException e) {
            return List.of();
        }
        return names;
    }

    private List<String> head(Socket socket, String question, Deadline deadline, Duration more) throws IOException {
        socket.setSoTimeout(millis(left(deadline, more)));
        socket.getOutputStream().write(question.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int end = 0;
        while (end < 2 && head.size() < MOST) {
            int b = in.read();
            if (b < 0) {
                break;
            }
            end = b == '\n' ? end + 1 : b == '\r' ? end : 0;
            head.write(b);
        }
        return head.toString(StandardCharsets.ISO_8859_1).lines().toList();
    }

    /** Takes whatever is shown, and remembers it: a certificate is judged after it was seen, and before anything is said. */
    private static final class Witness implements X509TrustManager {
        private X509Certificate @Nullable [] chain;
        private String method = "UNKNOWN";

        SSLContext context() {
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, new TrustManager[] {this}, null);
                return context;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the Java platform offers no TLS", e);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] shown, String authType) {
            chain = shown.clone();
            method = authType;
        }

        @Override
        public void checkClientTrusted(X509Certificate[] shown, String authType) throws CertificateException {
            throw new CertificateException("this is not a server");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

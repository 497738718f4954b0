package io.quorate.winrm.wsman;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.net.Closing;
import io.quorate.spi.net.DeadSocket;
import io.quorate.spi.net.Interrupts;
import io.quorate.spi.net.NetworkFailures;
import io.quorate.spi.net.Reach;
import io.quorate.spi.net.Resolver;
import io.quorate.winrm.auth.Body;
import io.quorate.winrm.auth.Peer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one host, over which one request after the other goes. Opens it when first needed and again after it broke; never repeats
 * a request. What a request says is asked for when it is known over which physical connection it goes, and before anything has gone: so what
 * belongs to one connection cannot go over another one. One thread at a time; only {@link #close} comes from elsewhere.
 */
final class HttpConnection {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** HTTP.sys closes a connection that was idle for 120 s; we do it before, so that no command meets that moment. */
    private static final Duration IDLE = Duration.ofSeconds(100);

    private static final Duration LOOK_AFTER = Duration.ofMillis(20);

    private final HttpUrl url;
    private final String host;
    private final String hostHeader;
    private final NetworkFailures failures;
    private final QuorateRuntime runtime;
    private final OkHttpClient client;
    private final Interrupts interrupts;
    private final Resolver resolver;
    private volatile @Nullable InetSocketAddress route;
    private volatile @Nullable Call inFlight;
    private volatile @Nullable Connection connection;
    private volatile long lastUsed;
    private volatile Instant lastUsedAt;
    private volatile boolean closed;

    HttpConnection(
            HttpUrl url,
            String host,
            String hostHeader,
            NetworkFailures failures,
            QuorateRuntime runtime,
            OkHttpClient shared,
            Interrupts interrupts,
            Resolver resolver) {
        this.url = url;
        this.host = host;
        this.hostHeader = hostHeader;
        this.failures = failures;
        this.runtime = runtime;
        this.lastUsedAt = runtime.now();
        this.interrupts = interrupts;
        this.resolver = resolver;
        this.client = shared.newBuilder()
                .connectionPool(new ConnectionPool(1, IDLE.toSeconds(), TimeUnit.SECONDS))
                .dns(name -> {
                    InetSocketAddress known = route;
                    if (known == null || known.getAddress() == null) {
                        throw new UnknownHostException(name);
                    }
                    return List.of(known.getAddress());
                })
                .addInterceptor(HttpConnection::applyTimeouts)
                .addNetworkInterceptor(this::speak)
                .eventListenerFactory(call -> {
                    Sent sent = call.request().tag(Sent.class);
                    return sent == null ? EventListener.NONE : sent.listener();
                })
                .build();
    }

    /** A physical connection, from its opening to its end. Two are equal only if they are the same one. */
    static final class Physical {
        private final Connection connection;
        private final Peer peer;

        private Physical(Connection connection, Peer peer) {
            this.connection = connection;
            this.peer = peer;
        }

        /** Returns whom it leads to. */
        Peer peer() {
            return peer;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Physical that && connection == that.connection;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(connection);
        }
    }

    /** What is to be said over a physical connection. */
    interface Words {
        /** Says it; called at most once a request, when nothing of it has gone yet. */
        Message over(Physical here);
    }

    /**
     * One request.
     *
     * @param authorization the Authorization header; null for none
     * @param identify whether to say that nobody logs in, as Identify must
     * @param counts whether it asks for something: a leg of a login that goes alone does not
     */
    record Message(@Nullable String authorization, boolean identify, Body body, boolean counts) {
        @Override
        public String toString() {
            return "Message[" + body + "]";
        }
    }

    /** What belongs to one request, from here to the interceptor. */
    private static final class Exchange {
        private final Words words;
        private final Duration connect;
        private final Duration silence;
        private final Sent sent;
        private @Nullable RuntimeException speechless;

        Exchange(Words words, Duration connect, Duration silence, Sent sent) {
            this.words = words;
            this.connect = connect;
            this.silence = silence;
            this.sent = sent;
        }
    }

    private static Response applyTimeouts(Interceptor.Chain chain) throws IOException {
        Exchange exchange = chain.request().tag(Exchange.class);
        if (exchange == null) {
            return chain.proceed(chain.request());
        }
        return chain.withConnectTimeout(millis(exchange.connect), TimeUnit.MILLISECONDS)
                .withReadTimeout(millis(exchange.silence), TimeUnit.MILLISECONDS)
                .withWriteTimeout(millis(exchange.silence), TimeUnit.MILLISECONDS)
                .proceed(chain.request());
    }

    /** Fills the request, once it is known over which connection it goes. */
    private Response speak(Interceptor.Chain chain) throws IOException {
        Exchange exchange = chain.request().tag(Exchange.class);
        Connection over = chain.connection();
        if (exchange == null || over == null) {
            return chain.proceed(chain.request());
        }
        Physical here = physical(over);
        Message message;
        try {
            message = exchange.words.over(here);
        } catch (RuntimeException e) {
            // The HTTP client cleans up after this kind only.
            exchange.speechless = e;
            throw new IOException("there was nothing to say", e);
        }
        return chain.proceed(chain.request()
                .newBuilder()
                .headers(headers(message))
                .post(exchange.sent.body(message.body().content(), message.counts()))
                .build());
    }

    private Headers headers(Message message) {
        Headers.Builder headers = new Headers.Builder()
                .add("Host", hostHeader)
                .add("Accept-Encoding", "identity")
                .add("User-Agent", "Quorate");
        if (message.identify()) {
            headers.add("WSMANIDENTIFY", "unauthenticated");
        }
        if (message.authorization() != null) {
            headers.add("Authorization", message.authorization());
        }
        return headers.add("Content-Type", message.body().type())
                .add("Content-Length", String.valueOf(message.body().content().length))
                .add("Connection", "Keep-Alive")
                .build();
    }

    /** The HTTP client knows the certificates of a handshake only as far as an authority signed them; the session knows a pinned one, too. */
    private Physical physical(Connection over) throws SSLPeerUnverifiedException {
        X509Certificate shown = null;
        if (over.socket() instanceof SSLSocket tls
                && tls.getSession().getPeerCertificates()[0] instanceof X509Certificate x509) {
            shown = x509;
        }
        return new Physical(over, new Peer(url.host(), url.port(), shown));
    }

    /**
     * Sends a request and returns what came back, whatever its status. An interrupt ends it soon, wherever it stands.
     *
     * @param silence how long the server may say nothing before it counts as lost
     * @param deadline when all of it must have ended, also an answer that drips
     * @param maxAnswer the largest answer accepted, in bytes
     * @throws Fault if no complete answer came; its phase tells whether the request left
     */
    HttpAnswer exchange(Words words, Duration silence, Deadline deadline, int maxAnswer) {
        if (closed) {
            throw failures.closed();
        }
        Duration left = deadline.remaining();
        if (left.isZero()) {
            throw failures.noTimeLeft();
        }
        dropIfDead();
        InetSocketAddress to = route(left);
        Sent sent = new Sent();
        Duration patience = min(silence, left);
        Duration more = runtime.patience(patience).minus(patience);
        Exchange exchange = new Exchange(words, min(CONNECT_TIMEOUT, left).plus(more), silence.plus(more), sent);
        Call call = client.newCall(new Request.Builder()
                .url(url.newBuilder().port(to.getPort()).build())
                .tag(Sent.class, sent)
                .tag(Exchange.class, exchange)
                .post(Sent.NOTHING_YET)
                .build());
        call.timeout().timeout(Math.max(1, left.plus(more).toNanos()), TimeUnit.NANOSECONDS);
        inFlight = call;
        if (closed) {
            call.cancel();
        }
        try (Interrupts.Request watched = interrupts.watch(call::cancel);
                Response response = call.execute()) {
            byte[] body = readBounded(response.body(), maxAnswer);
            String type = response.header("Content-Type");
            return new HttpAnswer(
                    response.code(),
                    new Body(type == null ? "" : type, body),
                    response.headers("WWW-Authenticate"),
                    response.header("Location"),
                    response.header("Date"),
                    null);
        } catch (IOException e) {
            if (exchange.speechless != null) {
                throw exchange.speechless;
            }
            throw failures.of(e, reach(sent), deadline, closed);
        } catch (Fault fault) {
            throw fault;
        } catch (RuntimeException e) {
            // The HTTP client believes some headers, such as a negative length, until they are used.
            throw failures.noHttp(e, reach(sent));
        } finally {
            inFlight = null;
            connection = sent.connection();
            lastUsed = runtime.nanos();
            lastUsedAt = runtime.now();
            if (closed) {
                drop();
            }
        }
    }

    private static Reach reach(Sent sent) {
        return Reach.of(sent.connected(), sent.mayHaveArrived());
    }

    /**
     * Closes a kept connection that the server has closed meanwhile: what is sent over it would be lost, and nobody could tell whether it was
     * carried out. The HTTP client itself looks only after ten seconds. Not done right after an answer, because looking takes a millisecond.
     * One that was idle while this machine slept, which not every monotonic clock counts, is as dead as if it had been idle awake.
     */
    private void dropIfDead() {
        Connection known = connection;
        if (known == null) {
            return;
        }
        Duration idle = Duration.ofNanos(runtime.nanos() - lastUsed);
        boolean slept = Duration.between(lastUsedAt, runtime.now()).minus(idle).compareTo(IDLE) > 0;
        if (slept || idle.compareTo(LOOK_AFTER) >= 0 && DeadSocket.is(known.socket())) {
            drop();
        }
    }

    /** Ends the physical connection; the next request opens another one, to wherever the name leads then. */
    void drop() {
        Connection known = connection;
        connection = null;
        if (known != null) {
            Closing.withoutWaiting(known.socket());
        }
        client.connectionPool().evictAll();
    }

    /** Returns where to connect to: where the kept connection leads, and without one where the name leads now. */
    private InetSocketAddress route(Duration left) {
        InetSocketAddress known = route;
        Connection kept = connection;
        return known != null && kept != null && !kept.socket().isClosed() ? known : resolve(left);
    }

    private InetSocketAddress resolve(Duration left) {
        try {
            InetSocketAddress to = resolver.resolve(host, url.port(), left);
            if (to.isUnresolved()) {
                throw new UnknownHostException(to.getHostString());
            }
            route = to;
            return to;
        } catch (UnknownHostException e) {
            throw failures.unresolved(e);
        } catch (IOException e) {
            throw failures.unresolvedInTime(e, closed);
        }
    }

    private byte[] readBounded(ResponseBody body, int max) throws IOException {
        if (body.contentLength() > max) {
            throw tooBig(max);
        }
        try (BufferedSource source = body.source()) {
            Buffer read = new Buffer();
            while (source.read(read, 16_384) != -1) {
                if (read.size() > max) {
                    throw tooBig(max);
                }
            }
            return read.readByteArray();
        }
    }

    private Fault tooBig(int max) {
        return Fault.unanswered(ErrorKind.BAD_REPLY)
                .because(failures.address() + " answered with more than the " + max + " bytes agreed on");
    }

    boolean closed() {
        return closed;
    }

    /** Ends the request in flight, refuses further ones and closes the connection. */
    void close() {
        closed = true;
        Call call = inFlight;
        if (call != null) {
            call.cancel();
        }
        drop();
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    /** Rounds up: a wait that ended before its deadline would be taken for the other side's silence. */
    private static int millis(Duration time) {
        return (int)
                Math.max(1, Math.min(Integer.MAX_VALUE, time.plusNanos(999_999).toMillis()));
    }
}

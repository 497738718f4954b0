package io.quorate.nexenta.rest;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.Trust;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.net.Closing;
import io.quorate.spi.net.DeadSocket;
import io.quorate.spi.net.HostPort;
import io.quorate.spi.net.Interrupts;
import io.quorate.spi.net.NetworkFailures;
import io.quorate.spi.net.NoDelaySockets;
import io.quorate.spi.net.Reach;
import io.quorate.spi.net.Resolver;
import io.quorate.spi.net.TlsTrust;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.CookieJar;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * HTTP to one appliance: verified TLS, HTTP/1.1, kept connections, no redirects, no cookies, no repetition, bounded answers. Thread-safe;
 * the caller's thread does the work.
 */
final class NefHttp implements AutoCloseable {
    /** The largest answer taken: a page of a hundred objects is far below. */
    static final int MAX_ANSWER = 8 << 20;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int MOST_IDLE = 8;
    static final NetworkFailures.Hints HINTS = new NetworkFailures.Hints(
            "is the appliance up, does its management listen there (8443 by default), and does the firewall let it"
                    + " through? iSCSI may still serve",
            "the appliance's management may hang while iSCSI still serves; restart the service nef there",
            "does the port speak HTTPS? NexentaStor does on 8443, on 8080 it does not");

    private final HttpUrl url;

    /** What is resolved: the URL's host, and the zone of an IPv6 address besides. */
    private final String host;

    private final QuorateRuntime runtime;
    private final NetworkFailures failures;
    private final Duration silence;
    private final OkHttpClient shared;
    private final Interrupts interrupts;
    private final Resolver resolver;
    private final Deque<Lane> idle = new ConcurrentLinkedDeque<>();
    private final Set<Call> inFlight = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * @param address e.g. {@code https://nas1:8443}
     * @param silence how long the appliance may say nothing before a request counts as lost
     */
    NefHttp(URI address, Trust trust, Duration silence, QuorateRuntime runtime) {
        HttpUrl parsed = HttpUrl.get(HostPort.withoutZone(address));
        if (parsed == null) {
            throw new IllegalArgumentException("not an http or https address");
        }
        this.url = parsed;
        String given = HostPort.of(address).host();
        this.host = given.indexOf('%') < 0 ? parsed.host() : given;
        this.runtime = runtime;
        this.silence = silence;
        TlsTrust tls = new TlsTrust(trust);
        this.failures = new NetworkFailures(host, parsed.port(), tls, HINTS);
        OkHttpClient.Builder client = new OkHttpClient.Builder()
                .protocols(List.of(Protocol.HTTP_1_1))
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .fastFallback(false)
                .cookieJar(CookieJar.NO_COOKIES)
                .proxy(Proxy.NO_PROXY)
                .socketFactory(new NoDelaySockets(runtime.sockets()))
                .sslSocketFactory(tls.sockets(), tls)
                .addInterceptor(NefHttp::applyTimeouts)
                .eventListenerFactory(call -> {
                    Sent sent = call.request().tag(Sent.class);
                    return sent == null ? okhttp3.EventListener.NONE : sent.listener();
                });
        if (!tls.checksNames()) {
            client.hostnameVerifier((name, session) -> true);
        }
        this.shared = client.build();
        this.interrupts = new Interrupts(runtime, "nexenta-" + failures.address());
        this.resolver = new Resolver(runtime);
    }

    /** What one request may take. */
    private record Timeouts(Duration connect, Duration read) {}

    private static Response applyTimeouts(Interceptor.Chain chain) throws IOException {
        Timeouts timeouts = chain.request().tag(Timeouts.class);
        if (timeouts == null) {
            return chain.proceed(chain.request());
        }
        return chain.withConnectTimeout(millis(timeouts.connect()), TimeUnit.MILLISECONDS)
                .withReadTimeout(millis(timeouts.read()), TimeUnit.MILLISECONDS)
                .withWriteTimeout(millis(timeouts.read()), TimeUnit.MILLISECONDS)
                .proceed(chain.request());
    }

    /** Tells whether it was closed. */
    boolean closed() {
        return closed;
    }

    /** Returns host and port, as messages name them. */
    String address() {
        return failures.address();
    }

    /**
     * Tells whether a link of the server leads to this server.
     *
     * @return the path and query to ask for, or null if it leads elsewhere or nowhere
     */
    @Nullable
    String own(String href) {
        HttpUrl to = href.startsWith("//") ? null : url.resolve(href);
        if (to == null
                || !to.scheme().equals(url.scheme())
                || !to.host().equals(url.host())
                || to.port() != url.port()
                || to.encodedPath().startsWith("//")
                || !to.encodedUsername().isEmpty()
                || !to.encodedPassword().isEmpty()) {
            return null;
        }
        return to.encodedQuery() == null ? to.encodedPath() : to.encodedPath() + "?" + to.encodedQuery();
    }

    /**
     * Sends a request and returns what came back, whatever its status. An interrupt ends it soon, wherever it stands.
     *
     * @param token who we are; null to say nothing
     * @param deadline when all of it must have ended, also an answer that drips
     * @throws Fault if no complete answer came; its phase tells whether the request left
     */
    HttpReply send(NefRequest request, @Nullable String token, Deadline deadline) {
        Lane lane = idle.pollFirst();
        if (lane == null) {
            lane = new Lane();
        }
        try {
            return lane.exchange(request, token, deadline);
        } finally {
            if (closed || idle.size() >= MOST_IDLE) {
                lane.close();
            } else {
                idle.addFirst(lane);
                if (closed) {
                    lane.close();
                }
            }
        }
    }

    /** Ends what is in flight, refuses more and closes the connections. */
    @Override
    public void close() {
        closed = true;
        resolver.close();
        interrupts.close();
        inFlight.forEach(Call::cancel);
        for (Lane lane = idle.pollFirst(); lane != null; lane = idle.pollFirst()) {
            lane.close();
        }
        shared.dispatcher().executorService().shutdown();
        shared.connectionPool().evictAll();
    }

    /** One physical connection, opened when first needed and again after it broke, with one request in flight. */
    private final class Lane {
        /** A server closes what was idle for long; we do it before, so that no request meets that moment. */
        private static final long IDLE_SECONDS = 50;

        private static final Duration LOOK_AFTER = Duration.ofMillis(20);

        private final OkHttpClient client;
        private volatile @Nullable InetSocketAddress route;
        private volatile @Nullable Connection connection;
        private volatile long lastUsed;

        Lane() {
            client = shared.newBuilder()
                    .connectionPool(new okhttp3.ConnectionPool(1, IDLE_SECONDS, TimeUnit.SECONDS))
                    .dns(host -> {
                        InetSocketAddress known = route;
                        if (known == null || known.getAddress() == null) {
                            throw new UnknownHostException(host);
                        }
                        return List.of(known.getAddress());
                    })
                    .build();
        }

        HttpReply exchange(NefRequest request, @Nullable String token, Deadline deadline) {
            if (closed) {
                throw failures.closed();
            }
            if (Thread.currentThread().isInterrupted()) {
                throw Fault.neverSent(ErrorKind.UNREACHABLE).because("interrupted before asking " + address());
            }
            Duration left = deadline.remaining();
            if (left.isZero()) {
                throw failures.noTimeLeft();
            }
            dropDeadConnection(request.changes());
            InetSocketAddress to = route(left);
            byte[] content = request.body() == null ? null : JsonText.sent(request.body());
            Sent sent = new Sent(content);
            Duration patience = min(silence, left);
            Duration more = runtime.patience(patience).minus(patience);
            Timeouts timeouts = new Timeouts(min(CONNECT_TIMEOUT, left).plus(more), patience.plus(more));
            Call call = client.newCall(build(request, token, sent, to, timeouts));
            call.timeout().timeout(Math.max(1, left.plus(more).toNanos()), TimeUnit.NANOSECONDS);
            inFlight.add(call);
            if (closed) {
                call.cancel();
            }
            try (Interrupts.Request listening = interrupts.watch(call::cancel);
                    Response response = call.execute()) {
                byte[] body = readBounded(response.body());
                return new HttpReply(
                        response.code(), body, response.header("Content-Type"), response.header("Location"));
            } catch (IOException e) {
                throw failures.of(e, reach(sent), deadline, closed);
            } catch (Fault fault) {
                throw fault;
            } catch (RuntimeException e) {
                throw failures.noHttp(e, reach(sent));
            } finally {
                inFlight.remove(call);
                connection = sent.connection();
                lastUsed = runtime.nanos();
            }
        }

        private Request build(
                NefRequest request, @Nullable String token, Sent sent, InetSocketAddress to, Timeouts timeouts) {
            HttpUrl target = url.resolve(request.target());
            if (target == null || !target.host().equals(url.host())) {
                throw new IllegalArgumentException("not a path: " + request.target());
            }
            String host = url.host().contains(":") ? "[" + url.host() + "]" : url.host();
            Request.Builder built = new Request.Builder()
                    .url(target.newBuilder().port(to.getPort()).build())
                    .header("Host", host + ":" + url.port())
                    .header("Accept", "application/json")
                    .header("Accept-Encoding", "identity")
                    .header("User-Agent", "Quorate")
                    .tag(Sent.class, sent)
                    .tag(Timeouts.class, timeouts);
            if (token != null) {
                built.header("Authorization", "Bearer " + token);
            }
            boolean bodied = request.method().equals("POST") || request.method().equals("PUT");
            return built.method(request.method(), bodied ? sent.body() : null).build();
        }

        /**
         * Closes a kept connection that the server has closed meanwhile: what is sent over it would be lost, and nobody could tell whether
         * it was carried out. The HTTP client itself looks only after ten seconds. It takes a millisecond, so a read right after an answer
         * goes without.
         */
        private void dropDeadConnection(boolean always) {
            Connection known = connection;
            boolean look = known != null && (always || runtime.nanos() - lastUsed >= LOOK_AFTER.toNanos());
            if (known != null && look && DeadSocket.is(known.socket())) {
                connection = null;
                client.connectionPool().evictAll();
            }
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

        void close() {
            Connection known = connection;
            if (known != null) {
                Closing.withoutWaiting(known.socket());
            }
            client.connectionPool().evictAll();
        }
    }

    private byte[] readBounded(ResponseBody body) throws IOException {
        if (body.contentLength() > MAX_ANSWER) {
            throw tooBig();
        }
        try (BufferedSource source = body.source()) {
            Buffer read = new Buffer();
            while (source.read(read, 16_384) != -1) {
                if (read.size() > MAX_ANSWER) {
                    throw tooBig();
                }
            }
            return read.readByteArray();
        }
    }

    private Fault tooBig() {
        return Fault.unanswered(ErrorKind.BAD_REPLY)
                .because(address() + " answered with more than " + MAX_ANSWER + " bytes");
    }

    private static Reach reach(Sent sent) {
        return Reach.of(sent.connected(), sent.mayHaveArrived());
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

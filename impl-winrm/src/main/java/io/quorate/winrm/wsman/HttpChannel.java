package io.quorate.winrm.wsman;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * One physical connection to one host, with one request in flight. Opens the connection when first needed and again after it broke; never
 * repeats a request. Callers queue for it until their deadline. Thread-safe.
 */
public final class HttpChannel {
    private static final MediaType SOAP = MediaType.get("application/soap+xml;charset=UTF-8");
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** HTTP.sys closes a connection that was idle for 120 s; we do it before, so that no command meets that moment. */
    private static final Duration IDLE = Duration.ofSeconds(100);

    private static final Duration LOOK_AFTER = Duration.ofMillis(20);

    private final HttpCarrier carrier;
    private final QuorateRuntime runtime;
    private final OkHttpClient client;
    private final Semaphore turn = new Semaphore(1, true);
    private volatile @Nullable InetSocketAddress route;
    private volatile @Nullable Call inFlight;
    private volatile @Nullable Connection connection;
    private volatile long lastUsed;
    private volatile boolean closed;

    HttpChannel(HttpCarrier carrier, QuorateRuntime runtime, OkHttpClient shared) {
        this.carrier = carrier;
        this.runtime = runtime;
        this.client = shared.newBuilder()
                .connectionPool(new okhttp3.ConnectionPool(1, IDLE.toSeconds(), TimeUnit.SECONDS))
                .dns(host -> {
                    InetSocketAddress known = route;
                    if (known == null || known.getAddress() == null) {
                        throw new UnknownHostException(host);
                    }
                    return List.of(known.getAddress());
                })
                .addInterceptor(HttpChannel::applyTimeouts)
                .eventListenerFactory(call -> {
                    Sent sent = call.request().tag(Sent.class);
                    return sent == null ? okhttp3.EventListener.NONE : sent.listener();
                })
                .build();
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

    /**
     * Posts an envelope and returns what came back, whatever its status.
     *
     * @param silence how long the server may say nothing before it counts as lost; more than the OperationTimeout
     * @param deadline when all of it must have ended, also an answer that drips
     * @param maxAnswer the largest answer accepted, in bytes
     * @throws Fault if no complete answer came; its phase tells whether the request left
     */
    HttpAnswer post(Envelope envelope, Duration silence, Deadline deadline, int maxAnswer) {
        takeTurn(deadline);
        try {
            return exchange(envelope, silence, deadline, maxAnswer);
        } finally {
            turn.release();
        }
    }

    private void takeTurn(Deadline deadline) {
        boolean mine;
        try {
            mine = turn.tryAcquire(Math.max(1, deadline.remaining().toNanos()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unsent(ErrorKind.UNREACHABLE, "interrupted while waiting for the connection", null);
        }
        if (!mine) {
            throw unsent(ErrorKind.DEADLINE_EXCEEDED, "the connection to " + carrier.address() + " stayed busy", null);
        }
    }

    private HttpAnswer exchange(Envelope envelope, Duration silence, Deadline deadline, int maxAnswer) {
        if (closed) {
            throw unsent(ErrorKind.UNREACHABLE, "the session to " + carrier.address() + " is closed", null);
        }
        Duration left = deadline.remaining();
        if (left.isZero()) {
            throw unsent(ErrorKind.DEADLINE_EXCEEDED, "no time left to ask " + carrier.address(), null);
        }
        InetSocketAddress to = resolve();
        dropDeadConnection();
        Sent sent = new Sent();
        HttpUrl url = carrier.url().newBuilder().port(to.getPort()).build();
        Request.Builder request = new Request.Builder()
                .url(url)
                .header("Host", carrier.hostHeader())
                .header("Accept-Encoding", "identity")
                .header("User-Agent", "Quorate")
                .tag(Sent.class, sent)
                .tag(Timeouts.class, new Timeouts(min(CONNECT_TIMEOUT, left), silence))
                .post(sent.body(envelope.bytes(), SOAP));
        if (envelope.action() == WsManAction.IDENTIFY) {
            request.header("WSMANIDENTIFY", "unauthenticated");
        } else {
            carrier.authorize(request);
        }
        Call call = client.newCall(request.build());
        call.timeout().timeout(Math.max(1, left.toNanos()), TimeUnit.NANOSECONDS);
        inFlight = call;
        if (closed) {
            call.cancel();
        }
        try (Response response = call.execute()) {
            byte[] body = readBounded(response.body(), maxAnswer);
            return new HttpAnswer(
                    response.code(), body, response.headers("WWW-Authenticate"), response.header("Location"));
        } catch (IOException e) {
            throw carrier.classify(e, sent, deadline, closed);
        } catch (IllegalArgumentException | IllegalStateException e) {
            // The HTTP client believes some headers, such as a negative length, until they are used.
            throw Fault.in(sent.mayHaveArrived() ? FaultPhase.UNANSWERED : FaultPhase.NEVER_SENT, ErrorKind.BAD_REPLY)
                    .cause(e)
                    .because(carrier.address() + " does not speak HTTP as it should");
        } finally {
            inFlight = null;
            connection = sent.connection();
            lastUsed = runtime.nanos();
            if (closed) {
                client.connectionPool().evictAll();
            }
        }
    }

    /**
     * Closes a kept connection that the server has closed meanwhile: what is sent over it would be lost, and nobody could tell whether it was
     * carried out. The HTTP client itself looks only after ten seconds. Not done right after an answer, because looking takes a millisecond.
     */
    private void dropDeadConnection() {
        Connection known = connection;
        if (known != null && runtime.nanos() - lastUsed >= LOOK_AFTER.toNanos() && isDead(known.socket())) {
            client.connectionPool().evictAll();
        }
    }

    /** Between requests a server has nothing to say: whatever can be read is the end, or no answer of ours. */
    private static boolean isDead(Socket socket) {
        try {
            if (socket.isClosed()) {
                return true;
            }
            int timeout = socket.getSoTimeout();
            socket.setSoTimeout(1);
            try {
                socket.getInputStream().read();
                return true;
            } finally {
                socket.setSoTimeout(timeout);
            }
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private InetSocketAddress resolve() {
        try {
            InetSocketAddress to =
                    runtime.resolve(carrier.url().host(), carrier.url().port());
            if (to.isUnresolved()) {
                throw new UnknownHostException(to.getHostString());
            }
            route = to;
            return to;
        } catch (UnknownHostException e) {
            throw Fault.neverSent(ErrorKind.UNREACHABLE)
                    .hint(
                            "is it spelt right in the endpoint, and does this machine's DNS know it? An address of its own can be"
                                    + " given to the endpoint's host")
                    .cause(e)
                    .because("the name " + carrier.url().host() + " cannot be resolved");
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
                .because(carrier.address() + " answered with more than the " + max + " bytes agreed on");
    }

    private static Fault unsent(ErrorKind kind, String message, @Nullable Throwable cause) {
        return Fault.neverSent(kind).cause(cause).because(message);
    }

    /** Ends the request in flight, refuses further ones and closes the connection. */
    public void close() {
        closed = true;
        Call call = inFlight;
        if (call != null) {
            call.cancel();
        }
        client.connectionPool().evictAll();
        carrier.forget(this);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static int millis(Duration time) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, time.toMillis()));
    }
}

package io.quorate.winrm.wsman;

import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.net.NoDelaySockets;
import io.quorate.spi.net.TlsTrust;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLException;
import okhttp3.CookieJar;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * HTTP to one host: verified TLS, Basic sent at once and only over it, HTTP/1.1, no redirects, no cookies, no retries. Hands out
 * {@link HttpChannel}s, one physical connection each. Does no I/O by itself.
 */
public final class HttpCarrier implements AutoCloseable {
    /** How much longer than the OperationTimeout a server may be silent unless the endpoint says otherwise. */
    public static final Duration DEFAULT_GRACE = Duration.ofSeconds(10);

    private static final String LISTENING =
            "is the host up, does WinRM listen there (winrm enumerate winrm/config/listener), and does the firewall let"
                    + " it through?";

    private final HttpUrl url;
    private final @Nullable Credentials credentials;
    private final QuorateRuntime runtime;
    private final TlsTrust trust;
    private final Duration grace;
    private final OkHttpClient shared;
    private final List<HttpChannel> channels = new CopyOnWriteArrayList<>();

    /**
     * @param address e.g. {@code https://hv1:5986/wsman}
     * @param credentials null only where the server asks for none
     * @throws IllegalArgumentException if the address is not http(s), or if a password would travel in clear text
     */
    public HttpCarrier(URI address, @Nullable Credentials credentials, Trust trust, QuorateRuntime runtime) {
        this(address, credentials, trust, runtime, DEFAULT_GRACE);
    }

    /**
     * @param grace how much longer than the OperationTimeout the server may be silent before a request counts as lost
     * @throws IllegalArgumentException if the address is not http(s), or if a password would travel in clear text
     */
    public HttpCarrier(
            URI address, @Nullable Credentials credentials, Trust trust, QuorateRuntime runtime, Duration grace) {
        Objects.requireNonNull(address, "address");
        if (address.getRawAuthority() != null && address.getRawAuthority().contains("@")) {
            throw new IllegalArgumentException("an address must not hold credentials");
        }
        HttpUrl parsed = HttpUrl.get(address);
        if (parsed == null) {
            throw new IllegalArgumentException("not an http or https address: " + address);
        }
        if (credentials instanceof Credentials.Basic && !parsed.isHttps()) {
            throw new IllegalArgumentException(
                    "Basic sends the password with every request: " + address + " must be an https address");
        }
        this.url = parsed;
        this.credentials = credentials;
        this.runtime = Objects.requireNonNull(runtime, "runtime");
        this.trust = new TlsTrust(trust);
        this.grace = Objects.requireNonNull(grace, "grace");
        OkHttpClient.Builder client = new OkHttpClient.Builder()
                .protocols(List.of(Protocol.HTTP_1_1))
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .cookieJar(CookieJar.NO_COOKIES)
                .proxy(Proxy.NO_PROXY)
                .socketFactory(new NoDelaySockets(runtime.sockets()));
        client.sslSocketFactory(this.trust.sockets(), this.trust);
        if (!this.trust.checksNames()) {
            client.hostnameVerifier((name, session) -> true);
        }
        this.shared = client.build();
    }

    /** Opens a channel; its connection is made when first needed. */
    public HttpChannel channel() {
        HttpChannel channel = new HttpChannel(this, runtime, shared);
        channels.add(channel);
        return channel;
    }

    void forget(HttpChannel channel) {
        channels.remove(channel);
    }

    /** Returns host and port, as messages name them. */
    public String address() {
        return url.host() + ":" + url.port();
    }

    /** Returns the address as envelopes name it. */
    public String to() {
        return url.toString();
    }

    /** Names the wire for messages. */
    public String wire() {
        return "winrm " + url.scheme();
    }

    HttpUrl url() {
        return url;
    }

    String hostHeader() {
        String host = url.host().contains(":") ? "[" + url.host() + "]" : url.host();
        return host + ":" + url.port();
    }

    void authorize(Request.Builder request) {
        if (credentials instanceof Credentials.Basic basic && url.isHttps()) {
            request.header("Authorization", "Basic " + basicToken(basic.username(), basic.password()));
        }
    }

    private static String basicToken(String username, Secret password) {
        char[] secret = password.reveal();
        CharBuffer both = CharBuffer.allocate(username.length() + 1 + secret.length);
        both.put(username).put(':').put(secret).flip();
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(both);
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        try {
            return Base64.getEncoder().encodeToString(bytes);
        } finally {
            Arrays.fill(secret, '\0');
            Arrays.fill(both.array(), '\0');
            Arrays.fill(encoded.array(), (byte) 0);
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Tells whether nobody logs in. */
    boolean anonymous() {
        return credentials == null;
    }

    /** Says what an I/O failure means; the phase follows from how far the request got. */
    Fault classify(IOException failure, Sent sent, Deadline deadline, boolean closed) {
        boolean arrived = sent.mayHaveArrived();
        FaultPhase phase = arrived ? FaultPhase.UNANSWERED : FaultPhase.NEVER_SENT;
        if (Thread.currentThread().isInterrupted()) {
            return Fault.in(phase, ErrorKind.UNREACHABLE)
                    .cause(failure)
                    .because("interrupted while asking " + address());
        }
        Fault untrusted = sent.connected() ? null : trust.untrusted(failure, address(), url.host());
        if (untrusted != null) {
            return untrusted;
        }
        if (closed) {
            return Fault.in(phase, ErrorKind.UNREACHABLE)
                    .cause(failure)
                    .because("the session to " + address() + " was closed");
        }
        if (deadline.expired()) {
            return Fault.in(phase, ErrorKind.DEADLINE_EXCEEDED)
                    .cause(failure)
                    .because(
                            arrived
                                    ? address() + " did not answer in time"
                                    : address() + " could not be reached in time");
        }
        String what;
        String hint = null;
        if (failure instanceof InterruptedIOException && !sent.connected()) {
            what = address() + " did not accept the connection in time";
            hint = LISTENING;
        } else if (failure instanceof InterruptedIOException) {
            what = address() + " stayed silent";
            hint = "is the host overloaded or frozen, or did a firewall drop the connection?";
        } else if (failure instanceof ConnectException) {
            what = "the connection to " + address() + " was refused or has no route";
            hint = LISTENING;
        } else if (failure instanceof SSLException && !sent.connected()) {
            what = "TLS with " + address() + " did not come about";
            hint = "does the port speak HTTPS? WinRM does on 5986, on 5985 it does not";
        } else {
            what = "the connection to " + address() + " broke"
                    + (arrived ? " before the answer came" : " before the request was sent");
        }
        return Fault.in(phase, ErrorKind.UNREACHABLE).hint(hint).cause(failure).because(what);
    }

    /** Ends what is in flight and closes all connections. */
    @Override
    public void close() {
        channels.forEach(HttpChannel::close);
        shared.dispatcher().cancelAll();
        shared.dispatcher().executorService().shutdown();
        shared.connectionPool().evictAll();
    }

    /** Returns how much longer than the server's OperationTimeout we wait before it counts as lost. */
    Duration grace() {
        return grace;
    }
}

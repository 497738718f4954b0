package io.quorate.winrm.wsman;

import io.quorate.Credentials;
import io.quorate.QuorateRuntime;
import io.quorate.Trust;
import io.quorate.spi.net.HostPort;
import io.quorate.spi.net.Interrupts;
import io.quorate.spi.net.NetworkFailures;
import io.quorate.spi.net.NoDelaySockets;
import io.quorate.spi.net.Resolver;
import io.quorate.spi.net.TlsTrust;
import io.quorate.winrm.auth.AccountGuard;
import io.quorate.winrm.auth.Anonymous;
import io.quorate.winrm.auth.LoginOptions;
import io.quorate.winrm.auth.LoginScheme;
import io.quorate.winrm.auth.LoginSchemes;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.X509ExtendedKeyManager;
import okhttp3.ConnectionSpec;
import okhttp3.CookieJar;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.TlsVersion;
import org.jspecify.annotations.Nullable;

/**
 * HTTP to one host: verified TLS, a password in clear only over it, HTTP/1.1, no redirects, no cookies, no retries, no proxies. Hands out
 * {@link HttpChannel}s, one physical connection each. Does no I/O by itself.
 */
public final class HttpCarrier implements AutoCloseable {
    /** How much longer than the OperationTimeout a server may be silent unless the endpoint says otherwise. */
    public static final Duration DEFAULT_GRACE = Duration.ofSeconds(10);

    /** What to try where nobody answers. */
    public static final NetworkFailures.Hints HINTS = new NetworkFailures.Hints(
            "is the host up, does WinRM listen there (winrm enumerate winrm/config/listener), and does the firewall let"
                    + " it through?",
            "is the host overloaded or frozen, or did a firewall drop the connection?",
            "does the port speak HTTPS? WinRM does on 5986, on 5985 it does not");

    private static final ConnectionSpec TLS_1_2 = new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS)
            .tlsVersions(TlsVersion.TLS_1_2)
            .build();

    private final HttpUrl url;

    /** What is resolved: the URL's host, and the zone of an IPv6 address besides. */
    private final String host;

    private final LoginScheme scheme;
    private final QuorateRuntime runtime;
    private final NetworkFailures failures;
    private final Duration grace;
    private final OkHttpClient shared;
    private final Interrupts interrupts;
    private volatile AccountGuard guard;
    private volatile String story = "";
    private final Resolver resolver;
    private final List<HttpChannel> channels = new CopyOnWriteArrayList<>();

    /**
     * @param address e.g. {@code https://hv1:5986/wsman}
     * @param credentials null only where the server asks for none
     * @throws IllegalArgumentException if the address is not http(s), or if a password would travel in clear text
     */
    public HttpCarrier(URI address, @Nullable Credentials credentials, Trust trust, QuorateRuntime runtime) {
        this(address, LoginSchemes.of(credentials, LoginOptions.DEFAULT, runtime), trust, runtime, DEFAULT_GRACE);
    }

    /**
     * @param scheme how to log in
     * @param grace how much longer than the OperationTimeout the server may be silent before a request counts as lost
     * @throws IllegalArgumentException if the address is not http(s), or if it is http and the scheme needs TLS
     */
    public HttpCarrier(URI address, LoginScheme scheme, Trust trust, QuorateRuntime runtime, Duration grace) {
        this(parsed(address, scheme), HostPort.of(address).host(), scheme, trust, runtime, grace);
    }

    /** Makes one that logs in by a scheme. */
    static HttpCarrier by(LoginScheme scheme, URI address, Trust trust, QuorateRuntime runtime) {
        return new HttpCarrier(address, scheme, trust, runtime, DEFAULT_GRACE);
    }

    private HttpCarrier(
            HttpUrl url, String host, LoginScheme scheme, Trust trust, QuorateRuntime runtime, Duration grace) {
        this.url = url;
        this.host = host.indexOf('%') < 0 ? url.host() : host;
        this.scheme = scheme;
        this.runtime = Objects.requireNonNull(runtime, "runtime");
        TlsTrust tls = new TlsTrust(trust);
        this.failures = new NetworkFailures(this.host, url.port(), tls, HINTS);
        this.grace = Objects.requireNonNull(grace, "grace");
        OkHttpClient.Builder client = new OkHttpClient.Builder()
                .protocols(List.of(Protocol.HTTP_1_1))
                .retryOnConnectionFailure(false)
                .fastFallback(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .cookieJar(CookieJar.NO_COOKIES)
                .proxy(Proxy.NO_PROXY)
                .socketFactory(new NoDelaySockets(runtime.sockets()));
        if (url.isHttps()) {
            secure(client, tls, scheme.keys());
        } else {
            // Else it would make itself a TLS that nobody uses, and read the platform's authorities.
            client.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT));
        }
        this.shared = client.build();
        this.interrupts = new Interrupts(runtime, "winrm-" + failures.address());
        this.guard = scheme instanceof Anonymous ? AccountGuard.ofNobody(runtime) : new AccountGuard(runtime);
        this.resolver = new Resolver(runtime);
    }

    private HttpCarrier(HttpCarrier other) {
        this.url = other.url;
        this.host = other.host;
        this.scheme = other.scheme;
        this.runtime = other.runtime;
        this.failures = other.failures;
        this.grace = other.grace;
        this.shared = other.shared.newBuilder().dispatcher(new Dispatcher()).build();
        this.interrupts = new Interrupts(runtime, "winrm-" + failures.address());
        this.guard = other.guard;
        this.resolver = new Resolver(runtime);
    }

    /**
     * Makes a carrier to the same host, with the same log-in and trust, and with channels and an end of its own. Its TLS goes on with
     * sessions that this one's trust has let in; the host's name is checked for each connection all the same.
     */
    public HttpCarrier sibling() {
        return new HttpCarrier(this);
    }

    private static void secure(OkHttpClient.Builder client, TlsTrust tls, @Nullable X509ExtendedKeyManager own) {
        if (own == null) {
            client.sslSocketFactory(tls.sockets(), tls);
        } else {
            client.sslSocketFactory(tls.sockets(own), tls).connectionSpecs(List.of(TLS_1_2));
        }
        if (!tls.checksNames()) {
            client.hostnameVerifier((name, session) -> true);
        }
    }

    /**
     * Tells whether one can be made for an address; makes none.
     *
     * @throws IllegalArgumentException if not
     */
    public static void check(URI address, LoginScheme scheme) {
        parsed(address, scheme);
        HostPort ignored = HostPort.of(address);
    }

    private static HttpUrl parsed(URI address, LoginScheme scheme) {
        Objects.requireNonNull(address, "address");
        if (address.getRawAuthority() != null && address.getRawAuthority().contains("@")) {
            throw new IllegalArgumentException("an address must not hold credentials");
        }
        boolean placed = address.getRawAuthority() != null && address.getScheme() != null;
        HttpUrl parsed = placed ? HttpUrl.get(HostPort.withoutZone(address)) : null;
        if (parsed == null) {
            throw new IllegalArgumentException("not an http or https address");
        }
        String no = scheme.refuses(parsed.host(), parsed.isHttps());
        if (no != null) {
            throw new IllegalArgumentException(no);
        }
        return parsed;
    }

    /** Shares what is known about the account with other carriers; before the first channel is opened. */
    public HttpCarrier guardedBy(AccountGuard shared) {
        if (!(scheme instanceof Anonymous)) {
            guard = shared;
        }
        return this;
    }

    AccountGuard guard() {
        return guard;
    }

    /** Returns the wall-clock time here. */
    Instant now() {
        return runtime.now();
    }

    /** Returns how the last log-in that was let in went, see {@link io.quorate.winrm.auth.Login#story}; empty before one. */
    public String story() {
        return story;
    }

    void letIn(String how) {
        story = how;
    }

    /** Opens a channel; its connection is made when first needed. */
    public HttpChannel channel() {
        HttpChannel channel = new HttpChannel(
                this,
                new HttpConnection(url, host, hostHeader(), failures, runtime, shared, interrupts, resolver),
                runtime);
        channels.add(channel);
        return channel;
    }

    void forget(HttpChannel channel) {
        channels.remove(channel);
    }

    /** Returns host and port, as messages name them. */
    public String address() {
        return failures.address();
    }

    /** Returns the address as envelopes name it. */
    public String to() {
        return url.toString();
    }

    /** Tells whether nobody on the way can read what is said: it goes over TLS, or is sealed, as every log-in that takes less is. */
    public boolean confidential() {
        return url.isHttps() || !(scheme instanceof Anonymous);
    }

    /** Names the wire for messages. */
    public String wire() {
        return "winrm " + url.scheme();
    }

    private String hostHeader() {
        String name = url.host().contains(":") ? "[" + url.host() + "]" : url.host();
        return name + ":" + url.port();
    }

    /** Returns how to log in. */
    LoginScheme scheme() {
        return scheme;
    }

    /** Ends what is in flight and closes all connections. */
    @Override
    public void close() {
        resolver.close();
        channels.forEach(HttpChannel::close);
        shared.dispatcher().cancelAll();
        shared.dispatcher().executorService().shutdown();
        shared.connectionPool().evictAll();
        interrupts.close();
    }

    /** Returns how much longer than the server's OperationTimeout we wait before it counts as lost. */
    Duration grace() {
        return grace;
    }
}

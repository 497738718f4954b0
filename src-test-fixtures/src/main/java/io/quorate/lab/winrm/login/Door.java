package io.quorate.lab.winrm.login;

import io.quorate.lab.Traffic;
import io.quorate.lab.http.ClientConnection;
import io.quorate.lab.http.HttpAnswer;
import io.quorate.lab.http.HttpExchange;
import io.quorate.lab.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets clients in: answers what their Authorization header says, keeps the log-in of each physical connection, opens sealed requests and seals
 * their answers. Over plain HTTP it lets nothing through that is not sealed, as Windows does unless AllowUnencrypted is set. Thread-safe.
 */
public final class Door {
    private static final byte[] SEALED = "--Encrypted Boundary\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final Logger log = LoggerFactory.getLogger(Door.class);

    /** Requests that carried a credential of any kind: an Authorization header. */
    public static final String CREDENTIALS = "requests with a credential";

    /** Requests of log-ins that carried nothing else. */
    public static final String LEGS = "legs of log-ins";

    private static final String CERTIFICATE = "certificate";
    private static final String MUTUAL = "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual";

    private final String host;
    private final LoginOffer offer;
    private final BasicLogin basic;
    private final CertificateLogin certificates;
    private final Traffic traffic;

    /** Answers what was asked by somebody who is in. */
    public interface Service {
        HttpAnswer answer(byte[] body, Visitor visitor) throws InterruptedException;
    }

    public Door(String host, LoginOffer offer, Traffic traffic) {
        this.host = host;
        this.offer = offer;
        this.basic = new BasicLogin(host, offer.accounts());
        this.certificates = new CertificateLogin(host, offer);
        this.traffic = traffic;
    }

    /** What is known of a connection's log-in. Belongs to the connection's thread. */
    private static final class Entry {
        final String scheme;
        final @Nullable ServerLogin login;

        @Nullable
        Visitor visitor;

        byte @Nullable [] last;

        Entry(String scheme, @Nullable ServerLogin login, @Nullable Visitor visitor) {
            this.scheme = scheme;
            this.login = login;
            this.visitor = visitor;
        }

        @Override
        public String toString() {
            return "log-in by " + scheme;
        }
    }

    /** Looks at the head of a request; returns null if what follows is to be read, else the answer. */
    public @Nullable HttpAnswer knock(HttpExchange exchange) {
        String header = exchange.request().headers().first("Authorization");
        if (header == null) {
            return visitor(exchange) == null ? refused(exchange) : null;
        }
        traffic.count(CREDENTIALS);
        int blank = header.indexOf(' ');
        String scheme = blank < 0 ? header : header.substring(0, blank);
        String rest = blank < 0 ? "" : header.substring(blank + 1).trim();
        if (scheme.equalsIgnoreCase("Basic")) {
            return once(exchange, "Basic", offer.basic() ? basic.visitor(rest) : null);
        }
        if (header.equalsIgnoreCase(MUTUAL)) {
            // Windows asks for the certificate once it knows that there should be one.
            forget(exchange.connection());
            exchange.connection().put(Entry.class, new Entry(CERTIFICATE, null, null));
            return null;
        }
        for (ServerScheme offered : offer.schemes()) {
            if (offered.name().equalsIgnoreCase(scheme)) {
                return step(exchange, offered, rest);
            }
        }
        return refused(exchange);
    }

    private @Nullable HttpAnswer once(HttpExchange exchange, String scheme, @Nullable Visitor visitor) {
        forget(exchange.connection());
        if (visitor == null) {
            return refused(exchange);
        }
        exchange.connection().put(Entry.class, new Entry(scheme, null, visitor));
        return null;
    }

    private @Nullable HttpAnswer step(HttpExchange exchange, ServerScheme scheme, String text) {
        byte[] token;
        try {
            token = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return refused(exchange);
        }
        Entry entry = exchange.connection().find(Entry.class).orElse(null);
        if (entry == null || entry.login == null || entry.visitor != null || !entry.scheme.equals(scheme.name())) {
            forget(exchange.connection());
            entry = new Entry(scheme.name(), scheme.begin(new Place(host, certificate(exchange.session()))), null);
            exchange.connection().put(Entry.class, entry);
        }
        ServerLogin login = entry.login;
        if (login == null) {
            throw new IllegalStateException("a log-in without a scheme");
        }
        offer.heard().accept(token.clone());
        LoginStep step = login.step(token);
        if (step instanceof LoginStep.GoOn on) {
            traffic.count(LEGS);
            return unauthorized(new HttpHeaders().add("WWW-Authenticate", said(scheme.name(), on.token())));
        }
        if (step instanceof LoginStep.Welcome welcome) {
            log.debug("logged in [host={} scheme={} visitor={}]", host, scheme.name(), welcome.visitor());
            traffic.count(Traffic.LOGINS);
            entry.visitor = welcome.visitor();
            entry.last = welcome.token();
            return null;
        }
        log.debug("refused [host={} scheme={} cause={}]", host, scheme.name(), step);
        HttpAnswer answer = refused(exchange);
        if (step instanceof LoginStep.Refused no && no.token() != null && answer instanceof HttpAnswer.Reply reply) {
            reply.headers().add("WWW-Authenticate", said(scheme.name(), no.token()));
        }
        return answer;
    }

    private static String said(String scheme, byte[] token) {
        return scheme + " " + Base64.getEncoder().encodeToString(token);
    }

    private static @Nullable X509Certificate certificate(@Nullable SSLSession session) {
        return session != null && session.getLocalCertificates()[0] instanceof X509Certificate shown ? shown : null;
    }

    private @Nullable Visitor visitor(HttpExchange exchange) {
        // Basic and a certificate go with each request
        return exchange.connection()
                .find(Entry.class)
                .filter(entry -> entry.login != null)
                .map(entry -> entry.visitor)
                .orElse(null);
    }

    private HttpAnswer refused(HttpExchange exchange) {
        forget(exchange.connection());
        traffic.count(Traffic.REFUSED_LOGINS);
        HttpHeaders headers = new HttpHeaders();
        offer.schemes().forEach(scheme -> headers.add("WWW-Authenticate", scheme.name()));
        if (offer.basic() && exchange.encrypted()) {
            headers.add("WWW-Authenticate", "Basic realm=\"WSMAN\"");
        }
        return unauthorized(headers);
    }

    private static HttpAnswer unauthorized(HttpHeaders headers) {
        return new HttpAnswer.Reply(401, headers, new byte[0], false);
    }

    private static void forget(ClientConnection connection) {
        connection.find(Entry.class).ifPresent(entry -> {
            if (entry.login != null) {
                entry.login.close();
            }
        });
        connection.remove(Entry.class);
    }

    /** Lets a request through that {@link #knock} had read: opens it, has it answered, and seals the answer. */
    public HttpAnswer pass(HttpExchange exchange, Service service) throws InterruptedException {
        Entry entry = exchange.connection().find(Entry.class).orElse(null);
        Visitor visitor = entry == null ? null : entry.scheme.equals(CERTIFICATE) ? certified(exchange) : entry.visitor;
        if (entry == null || visitor == null) {
            return refused(exchange);
        }
        byte[] last = entry.last;
        entry.last = null;
        byte[] body = exchange.request().body();
        HttpAnswer answer;
        if (body.length == 0 && exchange.request().headers().first("Authorization") != null && entry.login != null) {
            traffic.count(LEGS);
            answer = HttpAnswer.empty(200);
        } else if (isSealed(exchange)) {
            answer = sealed(exchange, entry.login, visitor, service);
        } else if (!exchange.encrypted()) {
            log.debug("plain text refused [host={}]", host);
            answer = HttpAnswer.empty(500);
        } else {
            answer = service.answer(body, visitor);
        }
        if (last != null && answer instanceof HttpAnswer.Reply reply && reply.status() != 401) {
            reply.headers().add("WWW-Authenticate", said(entry.scheme, last));
        }
        return answer;
    }

    private @Nullable Visitor certified(HttpExchange exchange) {
        exchange.askForCertificate();
        return certificates.visitor(exchange.session());
    }

    /** Tells whether a request says that its body is sealed: in its header, or, as winrm-java 1.1 does after its log-in, in the body alone. */
    public static boolean isSealed(HttpExchange exchange) {
        return saysMultipart(exchange) || beginsSealed(exchange.request().body());
    }

    private static boolean saysMultipart(HttpExchange exchange) {
        String type = exchange.request().headers().first("Content-Type");
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
    }

    private static boolean beginsSealed(byte[] body) {
        return body.length > SEALED.length && Arrays.equals(body, 0, SEALED.length, SEALED, 0, SEALED.length);
    }

    private HttpAnswer sealed(HttpExchange exchange, @Nullable ServerLogin login, Visitor visitor, Service service)
            throws InterruptedException {
        byte[] plain;
        try {
            if (login == null) {
                throw new GeneralSecurityException("nothing is sealed with this scheme");
            }
            String type = saysMultipart(exchange)
                    ? String.valueOf(exchange.request().headers().first("Content-Type"))
                    : "multipart/encrypted;protocol=\"" + login.protocol() + "\";boundary=\"Encrypted Boundary\"";
            plain = SealedBodies.open(type, exchange.request().body(), login);
        } catch (GeneralSecurityException e) {
            log.debug("seal is broken [host={} cause={}]", host, e.getMessage());
            return refused(exchange);
        }
        HttpAnswer answer = service.answer(plain, visitor);
        if (!(answer instanceof HttpAnswer.Reply reply) || reply.body().length == 0) {
            return answer;
        }
        return SealedBodies.seal(reply, login);
    }
}

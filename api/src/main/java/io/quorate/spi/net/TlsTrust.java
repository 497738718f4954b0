package io.quorate.spi.net;

import io.quorate.Trust;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Applies a {@link Trust} to TLS, and remembers the certificate last shown so that a refusal can name it. Thread-safe. */
public final class TlsTrust implements X509TrustManager {
    private final Trust trust;
    private volatile @Nullable X509TrustManager authorities;
    private volatile @Nullable X509Certificate shown;

    /** Makes one; where there is no TLS it costs nothing. */
    public TlsTrust(Trust trust) {
        this.trust = trust;
    }

    /** Returns the authorities, read when first needed: the platform's unless there are others. */
    private X509TrustManager authorities() {
        X509TrustManager known = authorities;
        if (known == null) {
            known = authorities(trust);
            authorities = known;
        }
        return known;
    }

    private static X509TrustManager authorities(Trust trust) {
        try {
            KeyStore store = null;
            if (trust instanceof Trust.Authorities own) {
                store = KeyStore.getInstance(KeyStore.getDefaultType());
                store.load(null, null);
                int number = 0;
                for (X509Certificate certificate : own.certificates()) {
                    store.setCertificateEntry("ca" + number++, certificate);
                }
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager x509) {
                    return x509;
                }
            }
            throw new IllegalStateException("the Java platform offers no X.509 trust manager");
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the certificate authorities cannot be read", e);
        }
    }

    /**
     * Returns what opens TLS sockets that verify by this; the name is checked elsewhere, see {@link #checksNames}. Reads the authorities.
     *
     * @param own what proves in TLS who we are; none where the server does not ask
     */
    public SSLSocketFactory sockets(KeyManager... own) {
        if (checksNames()) {
            authorities();
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, new TrustManager[] {this}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java platform offers no TLS", e);
        }
    }

    /** Tells whether the certificate must hold the server's name. A pin replaces that, nothing else does. */
    public boolean checksNames() {
        return !(trust instanceof Trust.Pin);
    }

    /**
     * Says whether a connection failed because the server could not prove who it is; null if for another reason.
     *
     * @param failure what happened before there was a connection
     * @param address host and port, as messages name them
     * @param name the name the certificate should hold
     */
    public @Nullable Fault untrusted(IOException failure, String address, String name) {
        if (!isUntrusted(failure)) {
            return null;
        }
        String reason = failure instanceof SSLPeerUnverifiedException
                ? "its certificate does not name " + name
                : rootReason(failure);
        return Fault.neverSent(ErrorKind.UNTRUSTED)
                .hint(
                        "give the authority that issued it by Trust.authorities(..), reach the host by a name that the certificate "
                                + "holds, or, after comparing it on the host, pin its fingerprint by Trust.pin(..)")
                .cause(failure)
                .because(address + " is not trusted: " + reason + "; expected name " + name + "; " + describeShown());
    }

    private static boolean isUntrusted(IOException failure) {
        if (failure instanceof SSLPeerUnverifiedException) {
            return true;
        }
        boolean certificate = false;
        boolean broken = false;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            certificate |= t instanceof CertificateException;
            broken |= t instanceof EOFException || t instanceof SocketException;
        }
        return certificate || (failure instanceof SSLHandshakeException && !broken);
    }

    /** The innermost reason: the outer ones repeat it behind names of Java classes. */
    private static String rootReason(Throwable failure) {
        String reason = "it could not prove who it is";
        for (Throwable t = failure; t != null; t = t.getCause()) {
            String message = t.getMessage();
            if (message != null
                    && (t.getCause() == null
                            || !message.contains(t.getCause().getClass().getName()))) {
                reason = message;
            }
        }
        return reason;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        if (chain.length == 0) {
            throw new CertificateException("no certificate was shown");
        }
        shown = chain[0];
        if (trust instanceof Trust.Pin pin) {
            if (!pin.sha256().equals(fingerprint(chain[0]))) {
                throw new CertificateException("its fingerprint is not the pinned one");
            }
        } else {
            authorities().checkServerTrusted(chain, authType);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this is not a server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return checksNames() ? authorities().getAcceptedIssuers() : new X509Certificate[0];
    }

    /** Describes the certificate last shown: subject, issuer, validity, fingerprint. */
    public String describeShown() {
        X509Certificate certificate = shown;
        if (certificate == null) {
            return "no certificate was shown";
        }
        return "certificate of " + certificate.getSubjectX500Principal() + ", issued by "
                + certificate.getIssuerX500Principal() + ", valid "
                + certificate.getNotBefore().toInstant() + " to "
                + certificate.getNotAfter().toInstant() + ", SHA-256 " + fingerprint(certificate);
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("a certificate cannot be fingerprinted", e);
        }
    }
}

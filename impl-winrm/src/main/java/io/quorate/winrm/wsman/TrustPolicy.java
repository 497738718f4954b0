package io.quorate.winrm.wsman;

import io.quorate.Trust;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Applies a {@link Trust} to TLS, and remembers the certificate last shown so that a refusal can name it. */
final class TrustPolicy implements X509TrustManager {
    private final Trust trust;
    private final @Nullable X509TrustManager authorities;
    private volatile @Nullable X509Certificate shown;

    TrustPolicy(Trust trust) {
        this.trust = trust;
        this.authorities = trust instanceof Trust.Pin ? null : authorities(trust);
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

    /** Makes the client verify by this policy; a pin replaces the check of the name, nothing else does. */
    void applyTo(OkHttpClient.Builder client) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {this}, null);
            SSLSocketFactory sockets = context.getSocketFactory();
            client.sslSocketFactory(sockets, this);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java platform offers no TLS", e);
        }
        if (trust instanceof Trust.Pin) {
            client.hostnameVerifier((name, session) -> true);
        }
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
        } else if (authorities != null) {
            authorities.checkServerTrusted(chain, authType);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this is not a server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities == null ? new X509Certificate[0] : authorities.getAcceptedIssuers();
    }

    /** Describes the certificate last shown: subject, issuer, validity, fingerprint. */
    String describeShown() {
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

package io.quorate;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** Whom a client believes to be the server. Certificates and host names are always verified; this says against what. */
public sealed interface Trust {

    /** The Java platform's certificate authorities. */
    record Platform() implements Trust {}

    /** Only the given certificate authorities; the host name is verified. */
    record Authorities(List<X509Certificate> certificates) implements Trust {
        public Authorities {
            certificates = List.copyOf(certificates);
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException("no certificate authority given");
            }
        }
    }

    /** Exactly the server certificate with this SHA-256 fingerprint; its name and issuer do not matter. */
    record Pin(String sha256) implements Trust {
        public Pin {
            Objects.requireNonNull(sha256, "sha256");
            sha256 = sha256.replace(":", "").toLowerCase(java.util.Locale.ROOT);
            if (!sha256.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException("a pin is the SHA-256 of the certificate: 64 hexadecimal digits");
            }
        }
    }

    /** Returns the default: the platform's authorities. */
    static Trust platform() {
        return new Platform();
    }

    /** Trusts only the given authorities. */
    static Trust authorities(X509Certificate... certificates) {
        return new Authorities(List.of(certificates));
    }

    /** Trusts only the given authorities. */
    static Trust authorities(Collection<X509Certificate> certificates) {
        return new Authorities(List.copyOf(certificates));
    }

    /**
     * Trusts only the authorities in a file: one or more X.509 certificates, PEM or DER.
     *
     * @throws IllegalArgumentException if the file cannot be read or holds no certificate
     */
    static Trust authorities(Path pem) {
        Objects.requireNonNull(pem, "pem");
        try (InputStream in = new BufferedInputStream(Files.newInputStream(pem))) {
            return new Authorities(CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList());
        } catch (IOException | CertificateException e) {
            throw new IllegalArgumentException("no certificate authorities could be read from " + pem + ": " + e, e);
        }
    }

    /** Trusts exactly the server certificate with this SHA-256 fingerprint: 64 hexadecimal digits, with or without colons. */
    static Trust pin(String sha256) {
        return new Pin(sha256);
    }
}

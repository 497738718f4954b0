package io.quorate;

import java.security.cert.X509Certificate;
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
}

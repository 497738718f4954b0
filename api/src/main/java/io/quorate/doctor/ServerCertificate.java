package io.quorate.doctor;

import io.quorate.spi.net.FrontDoor;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * A certificate that a server shows.
 *
 * @param subject whose it is
 * @param issuer who says so
 * @param names the host names and addresses it is good for
 * @param from when it begins
 * @param until when it ends
 * @param sha256 its fingerprint: 64 hexadecimal digits
 */
public record ServerCertificate(
        String subject, String issuer, List<String> names, Instant from, Instant until, String sha256) {
    public ServerCertificate {
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(issuer, "issuer");
        names = List.copyOf(names);
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(until, "until");
        Objects.requireNonNull(sha256, "sha256");
    }

    /** Reads it from what was shown. */
    public static ServerCertificate of(X509Certificate shown) {
        try {
            return new ServerCertificate(
                    shown.getSubjectX500Principal().toString(),
                    shown.getIssuerX500Principal().toString(),
                    FrontDoor.names(shown),
                    shown.getNotBefore().toInstant(),
                    shown.getNotAfter().toInstant(),
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(shown.getEncoded())));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("a certificate cannot be fingerprinted", e);
        }
    }
}

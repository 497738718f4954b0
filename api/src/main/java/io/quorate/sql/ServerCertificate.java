package io.quorate.sql;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A certificate in an instance's master database.
 *
 * @param name its name
 * @param thumbprint its SHA-1, in hexadecimal digits
 * @param subject its subject
 * @param expires when it expires
 * @param privateKey whether the private key is there, too
 * @param owner the user it belongs to
 * @param login that user's log-in; null for none
 * @param encoded its public part; null where it may not be read
 */
public record ServerCertificate(
        String name,
        String thumbprint,
        String subject,
        Instant expires,
        boolean privateKey,
        String owner,
        @Nullable String login,
        @Nullable CertificateData encoded) {
    public ServerCertificate {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(thumbprint, "thumbprint");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(expires, "expires");
        Objects.requireNonNull(owner, "owner");
    }
}

package io.quorate.replica;

import java.util.Objects;

/**
 * A certificate of a guardian that a host is: with its key the host opens the virtual TPMs that the guardian keeps.
 *
 * @param thumbprint its SHA-1 hash, as Windows names it
 * @param subject whom it is for
 * @param key whether the host has its private key
 */
public record GuardianCertificate(String thumbprint, String subject, boolean key) {
    public GuardianCertificate {
        Objects.requireNonNull(thumbprint, "thumbprint");
        Objects.requireNonNull(subject, "subject");
    }
}

package io.quorate.replica;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A certificate in a host's own store, read from its bytes: nothing of it depends on the host's language.
 *
 * @param thumbprint its SHA-1 hash, as Windows names it
 * @param subject whom it is for
 * @param names the DNS names it is for: those of its alternative names, and its subject's common name
 * @param from when it begins to hold
 * @param until when it ceases to
 * @param key whether the host has its private key
 * @param purposes object identifiers of what it is for; empty where it does not say
 * @param trust whether its chain ends in what the host trusts
 * @param missing the issuer that the host does not have; empty unless the trust is unknown for that reason
 * @param anchor thumbprint of what its chain ends in; empty where that is not known
 * @param revocation where it says that lists of what is revoked are
 */
public record HostCertificate(
        String thumbprint,
        String subject,
        List<String> names,
        Instant from,
        Instant until,
        boolean key,
        List<String> purposes,
        Trust trust,
        String missing,
        String anchor,
        List<String> revocation) {

    /** What is known of a chain. */
    public enum Trust {
        /** It ends in a certificate of the host's trusted roots, and each signature was checked. */
        TRUSTED,
        /** It is signed by itself, or ends in such a one, that is none of the host's trusted roots. */
        UNTRUSTED,
        /** A certificate of it is in none of the stores that were read, or a signature could not be checked here. */
        UNKNOWN
    }

    public HostCertificate {
        Objects.requireNonNull(thumbprint, "thumbprint");
        Objects.requireNonNull(subject, "subject");
        names = List.copyOf(names);
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(until, "until");
        purposes = List.copyOf(purposes);
        Objects.requireNonNull(trust, "trust");
        Objects.requireNonNull(missing, "missing");
        Objects.requireNonNull(anchor, "anchor");
        revocation = List.copyOf(revocation);
    }

    /** Tells whether it is signed by itself. */
    public boolean isItsOwnAnchor() {
        return anchor.equalsIgnoreCase(thumbprint);
    }
}

package io.quorate.replica;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a host has of a certificate in its own store ({@code LocalMachine\My}).
 *
 * @param host the host
 * @param dnsName the host's DNS name; empty outside of a domain, where Windows does not tell it
 * @param clock the host's clock when it was asked
 * @param certificate the certificate; null if the store does not have it
 * @param roots thumbprints of the roots that the host trusts
 */
public record CertificateView(
        String host,
        String dnsName,
        Instant clock,
        @Nullable HostCertificate certificate,
        List<String> roots) {
    public CertificateView {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(dnsName, "dnsName");
        Objects.requireNonNull(clock, "clock");
        roots = List.copyOf(roots);
    }

    /** Tells whether a root is among those that the host trusts. */
    public boolean trusts(String anchor) {
        return roots.stream().anyMatch(anchor::equalsIgnoreCase);
    }

    /**
     * Returns what is known to be wrong with it as what this host shows, by what this host says alone.
     *
     * @param thumbprint what it was looked for by
     */
    public List<ReplicaFinding> wrong(String thumbprint) {
        return CertificateCheck.findings(this, thumbprint, dnsName.isEmpty() ? List.of() : List.of(dnsName), null)
                .stream()
                .filter(ReplicaFinding::sure)
                .toList();
    }
}

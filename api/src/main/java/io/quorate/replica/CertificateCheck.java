package io.quorate.replica;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Judges a certificate that one side of a replication shows the other, by what hosts say of it. Pure. */
final class CertificateCheck {
    private static final String SERVERS = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENTS = "1.3.6.1.5.5.7.3.2";
    private static final String ANY = "2.5.29.37.0";
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** A place to connect to. */
    record Place(String name, int port) {}

    private final CertificateView shown;
    private final @Nullable CertificateView other;
    private final List<ReplicaFinding> findings = new ArrayList<>();

    private CertificateCheck(CertificateView shown, @Nullable CertificateView other) {
        this.shown = shown;
        this.other = other;
    }

    /**
     * Returns what speaks against it, but for its revocation.
     *
     * @param shown what the host that shows it says
     * @param thumbprint what it was looked for by
     * @param names the names by which the other side may know the server; it needs all
     * @param other what the host of the other side says, which has to trust it; null where that could not be asked
     */
    static List<ReplicaFinding> findings(
            CertificateView shown, String thumbprint, List<String> names, @Nullable CertificateView other) {
        CertificateCheck check = new CertificateCheck(shown, other);
        HostCertificate certificate = shown.certificate();
        if (certificate == null) {
            check.wrong(
                    ReplicaCheck.CERTIFICATE,
                    "the store LocalMachine\\My has no certificate " + thumbprint,
                    "give the host its certificate, or name the one that it has");
        } else {
            check.look(certificate, names);
        }
        return check.findings;
    }

    private void look(HostCertificate certificate, List<String> names) {
        if (!certificate.key()) {
            wrong(
                    ReplicaCheck.PRIVATE_KEY,
                    "the host does not have the private key of " + certificate.subject(),
                    "import the certificate with its key");
        }
        purposes(certificate);
        if (names.isEmpty()) {
            unknown(
                    ReplicaCheck.NAMES,
                    "Windows does not tell the host's DNS name, so that it cannot be looked for among "
                            + certificate.names(),
                    "see that the certificate has the name by which the other server addresses this one");
        }
        names.forEach(name -> name(certificate, name));
        if (shown.clock().isBefore(certificate.from()) || !shown.clock().isBefore(certificate.until())) {
            wrong(
                    ReplicaCheck.VALIDITY,
                    "the certificate holds from " + certificate.from() + " to " + certificate.until()
                            + ", and the host's clock has " + shown.clock(),
                    "renew it, or set the clock right");
        }
        chain(certificate);
    }

    private void purposes(HostCertificate certificate) {
        List<String> purposes = certificate.purposes();
        if (purposes.isEmpty() || purposes.contains(ANY)) {
            unknown(
                    ReplicaCheck.PURPOSE,
                    "the certificate does not say what it is for",
                    "Hyper-V Replica wants one for servers and for clients: have it say so");
        } else if (!purposes.contains(SERVERS) || !purposes.contains(CLIENTS)) {
            wrong(
                    ReplicaCheck.PURPOSE,
                    "the certificate is for " + purposes + " alone",
                    "have one for servers (" + SERVERS + ") and for clients (" + CLIENTS + "): each side is both");
        }
    }

    private void name(HostCertificate certificate, String name) {
        if (certificate.names().stream().anyMatch(name::equalsIgnoreCase)) {
            return;
        }
        int dot = name.indexOf('.');
        String anyOfDomain = dot < 0 ? "" : "*" + name.substring(dot).toLowerCase(Locale.ROOT);
        if (certificate.names().stream()
                .anyMatch(one -> one.toLowerCase(Locale.ROOT).equals(anyOfDomain))) {
            unknown(
                    ReplicaCheck.NAMES,
                    name + " is covered by the certificate's " + anyOfDomain
                            + " alone, and whether Hyper-V takes that is not known",
                    "have a certificate with the name itself");
        } else {
            wrong(
                    ReplicaCheck.NAMES,
                    name + " is not among the certificate's names " + certificate.names(),
                    "have a certificate with that name among its alternative names");
        }
    }

    private void chain(HostCertificate certificate) {
        CertificateView judge = other;
        if (certificate.trust() == HostCertificate.Trust.UNKNOWN) {
            unknown(
                    ReplicaCheck.CHAIN,
                    certificate.missing().isEmpty()
                            ? "a signature in the certificate's chain could not be checked"
                            : "the certificate of its issuer " + certificate.missing()
                                    + " is in none of the host's stores",
                    "import the issuers' certificates, on both sides");
        } else if (certificate.trust() == HostCertificate.Trust.UNTRUSTED) {
            wrong(
                    ReplicaCheck.CHAIN,
                    "the certificate's chain ends in " + certificate.anchor() + ", which the host does not trust",
                    "import that into the trusted roots of both sides");
        } else if (judge != null && !judge.trusts(certificate.anchor())) {
            findings.add(new ReplicaFinding(
                    ReplicaCheck.CHAIN,
                    certificate.isItsOwnAnchor(),
                    judge.host(),
                    "the certificate of " + shown.host() + " ends in " + certificate.anchor()
                            + ", which is not among the host's trusted roots",
                    "import it there: Windows fetches none but those of well-known authorities by itself"));
        }
    }

    /** Returns the places at which an HTTP client finds lists of what is revoked. */
    static List<Place> places(HostCertificate certificate) {
        List<Place> places = new ArrayList<>();
        for (String text : certificate.revocation()) {
            try {
                URI uri = new URI(text);
                boolean plain = "http".equalsIgnoreCase(uri.getScheme());
                if (uri.getHost() != null && (plain || "https".equalsIgnoreCase(uri.getScheme()))) {
                    places.add(new Place(uri.getHost(), uri.getPort() > 0 ? uri.getPort() : plain ? HTTP : HTTPS));
                }
            } catch (URISyntaxException odd) {
                continue; // what is no address leads nowhere
            }
        }
        return List.copyOf(places);
    }

    private void wrong(ReplicaCheck check, String said, String cure) {
        findings.add(new ReplicaFinding(check, true, shown.host(), said, cure));
    }

    private void unknown(ReplicaCheck check, String said, String cure) {
        findings.add(new ReplicaFinding(check, false, shown.host(), said, cure));
    }
}

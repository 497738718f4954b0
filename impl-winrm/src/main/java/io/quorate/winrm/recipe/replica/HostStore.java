package io.quorate.winrm.recipe.replica;

import io.quorate.replica.HostCertificate;
import io.quorate.replica.HostCertificate.Trust;
import io.quorate.winrm.token.Der;
import io.quorate.winrm.token.TokenException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SignatureException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of a host's stores, judged from their bytes: no text of Windows is read. No I/O.
 *
 * @param own those of its own store
 * @param issuers those of authorities in between
 * @param roots those that it trusts
 */
record HostStore(List<X509Certificate> own, List<X509Certificate> issuers, List<X509Certificate> roots) {
    private static final int LONGEST_CHAIN = 12;
    private static final int DNS_NAME = 2;
    private static final String REVOCATION_LISTS = "2.5.29.31";
    private static final int URI = 0x86;

    /** A common name that may be a host's, in the text of RFC 2253; a comma within a value has a stroke before it. */
    private static final Pattern COMMON_NAME = Pattern.compile("(?:^|(?<!\\\\)[,+])CN=([A-Za-z0-9.*-]+)(?=[,+]|$)");

    /** What a chain comes to. */
    private record Chain(Trust trust, String missing, String anchor) {}

    static String thumbprint(X509Certificate certificate) {
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Tells whether a thumbprint as people copy it means a certificate's. */
    static boolean isSame(String copied, String thumbprint) {
        return copied.replaceAll("[^0-9A-Fa-f]", "").equalsIgnoreCase(thumbprint);
    }

    Optional<X509Certificate> find(String thumbprint) {
        return own.stream().filter(one -> isSame(thumbprint, thumbprint(one))).findFirst();
    }

    /** Describes one of its certificates. */
    HostCertificate describe(X509Certificate certificate, boolean key) {
        Chain chain = chain(certificate);
        return new HostCertificate(
                thumbprint(certificate),
                certificate.getSubjectX500Principal().getName(),
                names(certificate),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                key,
                purposes(certificate),
                chain.trust,
                chain.missing,
                chain.anchor,
                revocation(certificate));
    }

    private Chain chain(X509Certificate leaf) {
        X509Certificate at = leaf;
        for (int i = 0; i < LONGEST_CHAIN; i++) {
            if (roots.contains(at)) {
                return new Chain(Trust.TRUSTED, "", thumbprint(at));
            }
            X509Certificate signed = at;
            List<X509Certificate> candidates = Stream.of(roots, issuers)
                    .flatMap(List::stream)
                    .filter(one -> one.getSubjectX500Principal().equals(signed.getIssuerX500Principal()))
                    .toList();
            if (candidates.isEmpty()) {
                boolean bySelf = at.getIssuerX500Principal().equals(at.getSubjectX500Principal());
                return bySelf && Boolean.TRUE.equals(signs(at, at))
                        ? new Chain(Trust.UNTRUSTED, "", thumbprint(at))
                        : new Chain(Trust.UNKNOWN, at.getIssuerX500Principal().getName(), "");
            }
            Optional<X509Certificate> issuer = candidates.stream()
                    .filter(one -> Boolean.TRUE.equals(signs(one, signed)))
                    .findFirst();
            if (issuer.isEmpty()) {
                boolean unreadable = candidates.stream().anyMatch(one -> signs(one, signed) == null);
                return new Chain(
                        Trust.UNKNOWN,
                        unreadable ? "" : at.getIssuerX500Principal().getName(),
                        "");
            }
            if (issuer.get().equals(at)) {
                return new Chain(Trust.UNTRUSTED, "", thumbprint(at));
            }
            at = issuer.get();
        }
        return new Chain(Trust.UNKNOWN, "", "");
    }

    /** Tells whether a key has signed a certificate; null where that cannot be computed here. */
    private static @Nullable Boolean signs(X509Certificate issuer, X509Certificate signed) {
        try {
            signed.verify(issuer.getPublicKey());
            return true;
        } catch (SignatureException | InvalidKeyException wrong) {
            return false;
        } catch (GeneralSecurityException unknown) {
            return null;
        }
    }

    private static List<String> names(X509Certificate certificate) {
        Set<String> names = new LinkedHashSet<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> one : alternatives) {
                    if (Integer.valueOf(DNS_NAME).equals(one.get(0))) {
                        names.add(String.valueOf(one.get(1)));
                    }
                }
            }
        } catch (CertificateParsingException odd) {
            names.clear(); // what cannot be read is no name that it has
        }
        Matcher subject =
                COMMON_NAME.matcher(certificate.getSubjectX500Principal().getName());
        while (subject.find()) {
            names.add(subject.group(1));
        }
        return List.copyOf(names);
    }

    private static List<String> purposes(X509Certificate certificate) {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return purposes == null ? List.of() : purposes;
        } catch (CertificateParsingException odd) {
            return List.of();
        }
    }

    /** The addresses of RFC 5280, 4.2.1.13; those that cannot be read are none. */
    private static List<String> revocation(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(REVOCATION_LISTS);
        List<String> addresses = new ArrayList<>();
        if (extension != null) {
            try {
                Der.Reader points = new Der.Reader(new Der.Reader(extension).octets()).enter(Der.SEQUENCE);
                while (points.more()) {
                    point(points.enter(Der.SEQUENCE), addresses);
                }
            } catch (TokenException odd) {
                return List.copyOf(addresses);
            }
        }
        return List.copyOf(addresses);
    }

    private static void point(Der.Reader point, List<String> addresses) throws TokenException {
        if (!point.next(Der.context(0))) {
            return;
        }
        Der.Reader name = point.enter(Der.context(0));
        if (name.next(Der.context(0))) {
            Der.Reader names = name.enter(Der.context(0));
            while (names.more()) {
                if (names.next(URI)) {
                    addresses.add(new String(names.content(URI), StandardCharsets.US_ASCII));
                } else {
                    names.whole();
                }
            }
        }
    }
}

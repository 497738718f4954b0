package io.quorate.lab.behaviour;

import io.quorate.lab.Lab;
import io.quorate.lab.http.LabAuthority;
import io.quorate.lab.http.LabAuthority.ServerSpec;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;

/** Certificates for tests, put into the stores of a lab's hosts; each returns its thumbprint. */
final class ReplicaCertificates {
    /** For servers, and for clients. */
    static final List<String> BOTH = List.of("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");

    /** Where any host of a lab is answered. */
    static final String REACHED = "http://HV2.lab.example:5985/lab.crl";

    private ReplicaCertificates() {}

    /** A certificate that is as it should be. */
    static String shown(Lab lab, String host, LabAuthority authority, String... names) {
        return own(lab, host, authority, new ServerSpec(List.of(names), BOTH, List.of(REACHED), false), true);
    }

    static String own(Lab lab, String host, LabAuthority authority, ServerSpec spec, boolean key) {
        return put(lab, host, "My", authority.server(spec).certificate(), key);
    }

    static String put(Lab lab, String host, String store, X509Certificate certificate, boolean key) {
        lab.replicas().putCertificate(host, store, certificate, key);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}

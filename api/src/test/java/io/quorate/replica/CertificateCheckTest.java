package io.quorate.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.replica.HostCertificate.Trust;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateCheckTest {
    private static final List<String> BOTH = List.of("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2027-01-01T00:00:00Z");

    private static HostCertificate certificate(List<String> names, List<String> purposes, Trust trust, String anchor) {
        return new HostCertificate("AA", "CN=x", names, FROM, UNTIL, true, purposes, trust, "", anchor, List.of());
    }

    private static CertificateView view(String host, Instant clock, HostCertificate certificate, String... roots) {
        return new CertificateView(host, host + ".lab.example", clock, certificate, List.of(roots));
    }

    private static List<ReplicaFinding> findings(
            HostCertificate certificate, Instant clock, List<String> wanted, CertificateView other) {
        return CertificateCheck.findings(view("HV1", clock, certificate, "CA"), "AA", wanted, other);
    }

    @Test
    @DisplayName("of a cluster's machine the broker's name is needed besides the node's")
    void names_areAllNeeded() {
        List<String> wanted = List.of("HV1.lab.example", "HVR.lab.example");
        HostCertificate one = certificate(List.of("hv1.lab.example"), BOTH, Trust.TRUSTED, "CA");
        HostCertificate both = certificate(List.of("hv1.lab.example", "hvr.lab.example"), BOTH, Trust.TRUSTED, "CA");

        assertThat(findings(both, FROM, wanted, null)).isEmpty();
        assertThat(findings(one, FROM, wanted, null)).singleElement().satisfies(finding -> {
            assertThat(finding.check()).isEqualTo(ReplicaCheck.NAMES);
            assertThat(finding.said()).startsWith("HVR.lab.example is not among");
        });
        assertThat(findings(one, FROM, List.of(), null))
                .as("no name is told")
                .singleElement()
                .satisfies(finding -> assertThat(finding.sure()).isFalse());
    }

    @ParameterizedTest
    @CsvSource({
        "2025-12-31T23:59:59Z, false",
        "2026-01-01T00:00:00Z, true",
        "2026-12-31T23:59:59Z, true",
        "2027-01-01T00:00:00Z, false"
    })
    void validity_isJudgedByTheHostsClock(Instant clock, boolean valid) {
        HostCertificate one = certificate(List.of("hv1.lab.example"), BOTH, Trust.TRUSTED, "CA");
        assertThat(findings(one, clock, List.of("hv1.lab.example"), null)).hasSize(valid ? 0 : 1);
    }

    @ParameterizedTest
    @CsvSource({
        "1.3.6.1.5.5.7.3.1 1.3.6.1.5.5.7.3.2, ''",
        "1.3.6.1.5.5.7.3.1, true",
        "1.3.6.1.5.5.7.3.2 1.3.6.1.5.5.7.3.9, true",
        "2.5.29.37.0, false",
        "'', false"
    })
    void purpose_isBoth_andAnyIsNotTold(String purposes, String sure) {
        HostCertificate one = certificate(
                List.of("hv1.lab.example"),
                purposes.isEmpty() ? List.of() : List.of(purposes.split(" ", -1)),
                Trust.TRUSTED,
                "CA");
        assertThat(findings(one, FROM, List.of("hv1.lab.example"), null))
                .extracting(finding -> String.valueOf(finding.sure()))
                .containsExactlyElementsOf(sure.isEmpty() ? List.of() : List.of(sure));
    }

    @ParameterizedTest
    @CsvSource({
        "TRUSTED, CA, CA, ''",
        "TRUSTED, CA, ca, ''",
        "TRUSTED, CA, other, false",
        "TRUSTED, AA, other, true",
        "UNTRUSTED, AA, AA, true",
        "UNKNOWN, '', CA, false"
    })
    @DisplayName("the other side has to trust what it ends in; whether Windows would fetch a root is not known")
    void chain_isJudgedByBothSides(Trust trust, String anchor, String root, String sure) {
        HostCertificate one = certificate(List.of("hv1.lab.example"), BOTH, trust, anchor);
        assertThat(findings(one, FROM, List.of("hv1.lab.example"), view("HV2", FROM, one, root)))
                .extracting(finding -> finding.check() + " " + finding.sure())
                .containsExactlyElementsOf(sure.isEmpty() ? List.of() : List.of("CHAIN " + sure));
    }

    @Test
    void places_areThoseOfHttpAlone() {
        HostCertificate one = new HostCertificate(
                "AA",
                "CN=x",
                List.of(),
                FROM,
                UNTIL,
                true,
                BOTH,
                Trust.TRUSTED,
                "",
                "CA",
                List.of(
                        "http://crl.lab.example/a.crl",
                        "https://x:8443/b",
                        "ldap:///CN=x",
                        "http:nowhere",
                        "no address"));
        assertThat(CertificateCheck.places(one))
                .containsExactly(
                        new CertificateCheck.Place("crl.lab.example", 80), new CertificateCheck.Place("x", 8443));
    }
}

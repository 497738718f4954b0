package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.error.AccessDeniedException;
import io.quorate.error.UnsupportedException;
import io.quorate.lab.Lab;
import io.quorate.lab.LabCertificate;
import io.quorate.lab.Traffic;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logging in by a client certificate, which the host asks for after the handshake and maps to a local account. */
class CertificateThroughLabTest {
    private static final Secret PASSWORD = Secret.of("Pa55-canary");

    @TempDir
    Path folder;

    private Lab lab;

    @BeforeEach
    void start() {
        lab = Lab.builder()
                .host("HV1")
                .host("HV2")
                .cluster("FC1")
                .account("operator", Secret.of("Local-1"))
                .logins(logins -> logins.http().certificate("operator@hv1", "operator"))
                .start();
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    private Quorate connect(Credentials credentials) {
        return lab.connect(endpoint -> endpoint.credentials(credentials)).build();
    }

    private Credentials pkcs12(Lab of, String principal) {
        LabCertificate certificate = of.logins().certificate(principal);
        return Credentials.certificate(certificate.pkcs12(folder.resolve(principal + ".p12"), PASSWORD), PASSWORD);
    }

    @Test
    @DisplayName("PKCS#12 and PEM log in, command after command, over a host that asks after the handshake")
    void login_withACertificate_runsCommands() {
        LabCertificate certificate = lab.logins().certificate("operator@hv1");
        Credentials pem = Credentials.certificate(
                certificate.chainPem(folder.resolve("chain.pem")), certificate.keyPem(folder.resolve("key.pem")), null);
        for (Credentials credentials : new Credentials[] {pkcs12(lab, "operator@hv1"), pem}) {
            try (Quorate quorate = connect(credentials)) {
                assertThat(quorate.cluster(Lab.ENDPOINT).nodes().list()).hasSize(2);
                assertThat(quorate.cluster(Lab.ENDPOINT).nodes().list()).hasSize(2);
            }
        }
        assertThat(lab.refusedLogins()).isZero();
        assertThat(lab.openShells()).isZero();
    }

    @Test
    @DisplayName("a name that is not mapped, and an issuer that is not trusted, are refused with what to look at")
    void login_whenTheCertificateStandsForNobody_saysWhatToLookAt() {
        try (Lab other = Lab.builder().host("HV1").start()) {
            for (Credentials credentials :
                    new Credentials[] {pkcs12(lab, "nobody@hv1"), pkcs12(other, "operator@hv1")}) {
                long refused = lab.refusedLogins();
                try (Quorate quorate = connect(credentials)) {
                    for (int i = 0; i < 2; i++) {
                        assertThatThrownBy(() ->
                                        quorate.cluster(Lab.ENDPOINT).nodes().list())
                                .isInstanceOf(AccessDeniedException.class)
                                .hasMessageContaining("refused the login")
                                .hasMessageContaining("winrm/config/service/certmapping")
                                .hasMessageContaining("Certificate=\"true\"")
                                .hasMessageContaining("Trusted Root")
                                .hasMessageContaining("certificate of CN=")
                                .hasMessageNotContaining("canary");
                    }
                }
                assertThat(lab.refusedLogins() - refused)
                        .as("once at each of the two hosts, whose accounts are their own")
                        .isBetween(1L, 2L);
            }
        }
    }

    @Test
    @DisplayName("it maps to a local account, so there is no second hop")
    void create_byCertificate_isRefusedLikeAnyPlainLogin() {
        try (Quorate quorate = connect(pkcs12(lab, "operator@hv1"))) {
            assertThatThrownBy(() -> quorate.cluster(Lab.ENDPOINT).create("FC2", "HV1"))
                    .isInstanceOf(UnsupportedException.class)
                    .hasMessageContaining("second hop");
        }
        assertThat(lab.requests("Command")).isZero();
    }

    @Test
    @DisplayName("plain HTTP, and a file that cannot be used, are refused when the client is built")
    void build_withWhatCannotBeUsed_isRefused() {
        Credentials credentials = pkcs12(lab, "operator@hv1");
        assertThatThrownBy(() -> lab.connect(endpoint ->
                                endpoint.credentials(credentials).host("HV1", URI.create("http://HV1:5985/wsman")))
                        .build()
                        .close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a client certificate is shown in TLS");
        assertThatThrownBy(
                        () -> connect(Credentials.certificate(folder.resolve("operator@hv1.p12"), Secret.of("wrong")))
                                .close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("operator@hv1.p12: the password is wrong");
        assertThat(lab.traffic("winrm").get(Traffic.REQUESTS)).isZero();
    }
}

package io.quorate.winrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** WinRM's port without TLS is for log-ins that seal every message, and for no other. */
class SealedEndpointTest {
    private static final String CANARY = "canary-canary";
    private static final Path FOLDER = Path.of("src/test/resources/io/quorate/winrm/auth/certificates");
    private static final List<String> PLAIN =
            List.of("winrm://hv1:5985", "winrm://hv2,hv1:5985", "winrm://[fe80::1]:5985");

    private static void build(String uri, @Nullable Credentials credentials) {
        Quorate.builder()
                .endpoint("rack", uri, e -> {
                    if (credentials != null) {
                        e.credentials(credentials);
                    }
                })
                .build()
                .close();
    }

    @ParameterizedTest
    @CsvSource({
        "hv1, https://hv1:5986/wsman",
        "hv1:5986, https://hv1:5986/wsman",
        "hv1:5985, http://hv1:5985/wsman",
        "hv1:443, https://hv1:443/wsman",
        "hv1:80, https://hv1:80/wsman",
        "[fe80::1]:5985, http://[fe80::1]:5985/wsman",
    })
    void address_withoutTls_isThatOfOnePortAlone(String authority, String address) {
        assertThat(new WinRmBackendProvider().address(authority)).isEqualTo(URI.create(address));
    }

    @Test
    void build_withALogInThatSeals_takesThePlainPort() {
        for (String uri : PLAIN) {
            for (Credentials credentials : List.of(
                    Credentials.ntlm("LAB\\alice", Secret.of(CANARY)),
                    Credentials.domain("alice@LAB.EXAMPLE", Secret.of(CANARY)))) {
                assertThatCode(() -> build(uri, credentials)).as(uri).doesNotThrowAnyException();
            }
        }
        assertThatCode(() -> build("winrm://hv1:5985", Credentials.kerberos("alice@LAB.EXAMPLE", Secret.of(CANARY))))
                .doesNotThrowAnyException();
    }

    @Test
    @DisplayName("a log-in that does not seal is refused there before anything is sent")
    void build_withoutASeal_isRefused() {
        for (String uri : PLAIN) {
            assertThatThrownBy(() -> build(uri, Credentials.basic("admin", Secret.of(CANARY))))
                    .as(uri)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("must be an https address")
                    .hasMessageNotContaining(CANARY);
            assertThatThrownBy(() -> build(uri, null))
                    .as(uri)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("without a log-in nothing is sealed");
        }
        assertThatThrownBy(() -> build(
                        "winrm://hv1:5985",
                        Credentials.certificate(FOLDER.resolve("ec-cert.pem"), FOLDER.resolve("ec.pem"), null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be an https address");
    }
}

package io.quorate.winrm.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Credentials;
import io.quorate.Secret;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BasicTest {
    private static final String CANARY = "pa55-w\u00f6rd-canary";
    private final Basic basic = new Basic(new Credentials.Basic("admin", Secret.of(CANARY)));

    @TempDir
    static Path folder;

    @Test
    void login_isOneLegWithTheRequest() {
        Peer peer = new Peer(
                "hv1",
                5986,
                io.quorate.winrm.wsman.TestIdentity.create(folder, "hv1").certificate());
        try (Login login = basic.begin(peer)) {
            Leg leg = login.next(List.of());

            String token =
                    java.util.Base64.getEncoder().encodeToString(("admin:" + CANARY).getBytes(StandardCharsets.UTF_8));
            assertThat(leg).isEqualTo(new Leg("Basic " + token, true));
            assertThat(leg).hasToString("Leg[with the request]");
            assertThat(login.next(List.of(new Challenge("Basic", null)))).isNull();
            assertThat(login.seals()).isFalse();
            assertThat(basic.perConnection()).isFalse();
        }
        assertThat(basic.toString()).doesNotContain(CANARY).doesNotContain("admin");
    }

    @Test
    void begin_withoutTls_saysNothing() {
        Fault fault = catchThrowableOfType(Fault.class, () -> basic.begin(new Peer("hv1", 5985, null)));

        assertThat(fault.kind()).isEqualTo(ErrorKind.UNTRUSTED);
        assertThat(fault).hasMessage("Basic sends the password with every request, and hv1 is not reached over TLS");
    }

    @Test
    void hint_followsFromWhatIsOffered() {
        assertThat(basic.hint(List.of(new Challenge("Negotiate", null), new Challenge("basic", null))))
                .isEqualTo("check user name and password; Basic logs in local accounts only");
        assertThat(basic.hint(List.of(new Challenge("Negotiate", null))))
                .isEqualTo("Basic is switched off there: winrm set winrm/config/service/auth @{Basic=\"true\"}");
        assertThat(new Anonymous().hint(List.of()))
                .isEqualTo(
                        "the endpoint has no credentials: give it Credentials.domain(..) or, for local accounts, ntlm(..) or basic(..)");
    }
}

package io.quorate.winrm.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Credentials;
import io.quorate.QuorateRuntime;
import io.quorate.Secret;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** To whom CredSSP hands a password at all, and what it says where it does not. */
class CredSspTest {
    private static LoginScheme scheme(String user, String... services) {
        return LoginSchemes.of(
                Credentials.credSsp(user, Secret.of("canary-1")),
                new LoginOptions(List.of(services), ChannelBinding.AUTO),
                QuorateRuntime.system());
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", ".\\alice", "\\alice", "@lab.example"})
    void overPlainHttp_anAccountOfNoDomain_isRefusedBeforeAnythingIsSent(String user) {
        assertThat(scheme(user).refuses("hv1", false))
                .contains("CredSSP hands the password over", "domain account", "must be an https address");
        assertThatThrownBy(() -> scheme(user).begin(new Peer("hv1", 5985, null)))
                .isInstanceOfSatisfying(Fault.class, fault -> {
                    assertThat(fault.kind()).isEqualTo(ErrorKind.UNTRUSTED);
                    assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
                });
    }

    @Test
    void overPlainHttp_anAddressInsteadOfAName_isRefusedUnlessTheServiceIsNamed() {
        assertThat(scheme("LAB\\alice").refuses("10.0.0.7", false)).contains("10.0.0.7 is an address");
        assertThat(scheme("LAB\\alice").refuses("fe80::1", false)).contains("fe80::1 is an address");
        assertThat(scheme("LAB\\alice", "host/hv1.lab.example").refuses("10.0.0.7", false))
                .isNull();
        assertThat(scheme("alice@lab.example").refuses("hv1", false)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "HV1\\alice", "LAB\\alice", "alice@lab.example"})
    void overTls_everyAccountMayTry(String user) {
        assertThat(scheme(user).refuses("10.0.0.7", true)).isNull();
    }

    @Test
    void hint_followsFromWhatIsOffered_andNothingPrintsThePassword() {
        LoginScheme scheme = scheme("LAB\\alice");

        assertThat(scheme.hint(List.of(new Challenge("Negotiate", null)))).contains("Enable-WSManCredSSP -Role Server");
        assertThat(scheme.hint(List.of(new Challenge("CredSSP", null)))).contains("Protected Users");
        assertThat(scheme.judged(List.of(new Challenge("Negotiate", null)))).isFalse();
        assertThat(scheme.judged(List.of(new Challenge("credssp", null)))).isTrue();
        assertThat(scheme.perConnection()).isTrue();
        assertThat(scheme.toString()).doesNotContain("canary").doesNotContain("alice");
    }
}

package io.quorate.winrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.error.AccessDeniedException;
import io.quorate.winrm.wsman.TestIdentity;
import io.quorate.winrm.wsman.TestRuntime;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What makes no sense as a login to Windows is refused before anything is sent. */
class WinRmCredentialsTest {
    private static final String CANARY = "canary-canary";

    private static Quorate build(Credentials credentials) {
        return Quorate.builder()
                .endpoint("rack", "winrm://hv1", e -> e.credentials(credentials))
                .build();
    }

    private static void refused(Credentials credentials, String why) {
        assertThatThrownBy(() -> build(credentials))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("endpoint rack: ")
                .hasMessageContaining(why)
                .hasMessageNotContaining(CANARY);
    }

    @Test
    void build_withChap_isRefused_andSendsNothingSilently() {
        refused(Credentials.chap("admin", Secret.of(CANARY)), "use Credentials.domain(..) or basic(..)");
        refused(Credentials.mutualChap("a", Secret.of(CANARY), "b", Secret.of("12345678901234")), "basic(..)");
    }

    @ParameterizedTest
    @DisplayName("a colon in the name would make another user of it")
    @CsvSource({"admin:canary-canary", ":", "LAB\\ad:min"})
    void build_withAColonInTheName_isRefused(String user) {
        refused(Credentials.basic(user, Secret.of(CANARY)), "a user name holds no colon");
    }

    @Test
    void build_withANameOrAPasswordThatIsNone_isRefused() {
        refused(Credentials.basic("", Secret.of(CANARY)), "the user name is empty");
        refused(Credentials.basic(" ", Secret.of(CANARY)), "the user name is empty");
        refused(Credentials.basic("ad\nmin", Secret.of(CANARY)), "the user name holds a control character");
        refused(Credentials.basic("ad\u0085min", Secret.of(CANARY)), "the user name holds a control character");
        refused(Credentials.basic("admin", Secret.of("")), "the password is empty");
        refused(Credentials.basic("admin", Secret.of(CANARY + "\r\n")), "the password holds a control character");
        refused(Credentials.basic("admin", Secret.of(CANARY + "\0")), "the password holds a control character");
        refused(Credentials.basic("admin", Secret.reference(CANARY)), "the password has no value");
        Secret wiped = Secret.of(CANARY);
        wiped.wipe();
        refused(Credentials.basic("admin", wiped), "the password has no value");
    }

    @Test
    void build_withWhatWindowsTakes_isFine() {
        for (String user : new String[] {"admin", "LAB\\admin", "admin@lab.example", "\u00e4 b"}) {
            assertThatCode(() -> build(Credentials.basic(user, Secret.of("p\u00e4ss: w\u00f6rd")))
                            .close())
                    .doesNotThrowAnyException();
        }
    }

    @Test
    @DisplayName("a password that is wiped after build is never sent as NULs: the call is denied here, at once")
    void call_afterThePasswordWasWiped_isDeniedAndSendsNothing(@TempDir Path folder) {
        TestIdentity hv1 = TestIdentity.create(folder, "hv1");
        try (StubHost host = new StubHost(hv1)) {
            Secret password = Secret.of(CANARY);
            try (Quorate quorate = Quorate.builder()
                    .runtime(new TestRuntime().route("hv1", host.port()))
                    .endpoint(
                            "rack",
                            "winrm://hv1",
                            e -> e.credentials(Credentials.basic("admin", password))
                                    .trust((Trust) hv1.authority()))
                    .build()) {
                password.wipe();
                AccessDeniedException e = catchThrowableOfType(
                        AccessDeniedException.class,
                        () -> quorate.cluster("rack").nodes().list());
                assertThat(e).hasMessageContaining("was wiped").hasMessageContaining("nothing was sent");
                assertThat(e.attempts()).isEqualTo(1);
                assertThat(host.actions()).isEmpty();
            }
        }
    }
}

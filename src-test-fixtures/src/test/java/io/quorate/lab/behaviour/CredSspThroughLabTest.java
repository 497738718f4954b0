package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Credentials;
import io.quorate.EndpointSpec;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.cluster.ClusterNode;
import io.quorate.error.AccessDeniedException;
import io.quorate.error.NotFoundException;
import io.quorate.error.UnsupportedException;
import io.quorate.error.UntrustedException;
import io.quorate.lab.Lab;
import io.quorate.lab.LoginSpec;
import io.quorate.lab.LoginSpec.Way;
import io.quorate.lab.Traffic;
import java.net.URI;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logging in by CredSSP: what it opens, and that the password goes to nobody who has not proven to be the host. */
class CredSspThroughLabTest {
    private static final String PASSWORD = "Gr\u00fc\u00dfe-1\u20ac-canary";
    private static final String ALICE = "LAB\\alice";

    private Lab lab;

    @AfterEach
    void stop() {
        lab.close();
    }

    private void start(Consumer<LoginSpec> more) {
        lab = Lab.builder()
                .host("HV1")
                .host("HV2")
                .sharedDisk(Size.gib(1))
                .sharedDisk(Size.gib(500))
                .logins(logins -> more.accept(logins.addOffer(Way.CREDSSP)))
                .domain(
                        "lab.example",
                        domain -> domain.user("alice", Secret.of(PASSWORD)).lockOutAfter(3))
                .start();
    }

    private Quorate connect(Credentials credentials, Consumer<EndpointSpec> more) {
        return lab.connect(endpoint -> more.accept(endpoint.credentials(credentials)))
                .build();
    }

    private Quorate connect(String user, String password) {
        return connect(Credentials.credSsp(user, Secret.of(password)), endpoint -> {});
    }

    @ParameterizedTest
    @ValueSource(strings = {"LAB\\alice", "alice@lab.example"})
    @DisplayName("a session by CredSSP reaches other machines, without a delegated configuration")
    void create_needsNoDelegatedConfiguration(String user) {
        start(logins -> {});
        try (Quorate quorate = connect(user, PASSWORD)) {
            quorate.cluster(Lab.ENDPOINT).create("FC1", "HV1");
            quorate.cluster(Lab.ENDPOINT).nodes().add("HV2");
            assertThat(quorate.cluster(Lab.ENDPOINT).nodes().list())
                    .extracting(ClusterNode::name)
                    .containsExactly("HV1", "HV2");
            assertThatThrownBy(() -> quorate.cluster(Lab.ENDPOINT).nodes().get("HV9"))
                    .isInstanceOf(NotFoundException.class);
        }
        assertThat(lab.trace()).contains("by LAB\\alice on HV1").doesNotContain(PASSWORD);
        assertThat(lab.refusedLogins()).isZero();
        assertThat(lab.openShells()).isZero();
    }

    @Test
    @DisplayName("other ways to log in are refused such commands as before, and the remedies name CredSSP")
    void create_byAnotherWay_namesCredSspAmongTheRemedies() {
        start(logins -> {});
        try (Quorate quorate = connect(Credentials.ntlm(ALICE, Secret.of(PASSWORD)), endpoint -> {})) {
            UnsupportedException refused = catchThrowableOfType(
                    UnsupportedException.class,
                    () -> quorate.cluster(Lab.ENDPOINT).create("FC1", "HV1"));

            assertThat(refused.remedies()).anyMatch(remedy -> remedy.contains("Credentials.credSsp(..)"));
        }
        assertThat(lab.requests("Command")).isZero();
    }

    @Test
    @DisplayName("a wrong password is spent once, for both hosts together, and the refusal says what the host said")
    void login_withAWrongPassword_isSpentOnce() {
        start(logins -> {});
        try (Quorate quorate = connect(ALICE, "wrong-" + PASSWORD)) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> quorate.cluster(Lab.ENDPOINT).nodes().list())
                        .isInstanceOf(AccessDeniedException.class)
                        .hasMessageContaining("refused the login by CredSSP: user name or password is wrong")
                        .hasMessageContaining("0xC000006D")
                        .hasMessageNotContaining(PASSWORD);
            }
        }
        assertThat(lab.logins().account(ALICE).wrongPasswords()).isEqualTo(1);
        assertThat(lab.traffic("winrm").get(Traffic.LOGINS)).isZero();
    }

    @Test
    @DisplayName("a host whose CredSSP is of before May 2018 gets neither proof nor password")
    void login_whenTheHostIsOld_isRefusedBeforeAnythingIsProven() {
        start(logins -> logins.credSspVersion(4));
        try (Quorate quorate = connect(ALICE, PASSWORD)) {
            assertThatThrownBy(() -> quorate.cluster(Lab.ENDPOINT).nodes().list())
                    .isInstanceOf(UntrustedException.class)
                    .hasMessageContaining("speaks version 4 of CredSSP")
                    .hasMessageContaining("CVE-2018-0886");
        }
        assertThat(lab.traffic("winrm").get(Traffic.LOGINS)).isZero();
        assertThat(lab.trace()).doesNotContain("a log-in as LAB\\alice");
    }

    @Test
    @DisplayName("somebody in between, who shows a key of his own, does not get the password")
    void login_whenSomebodyStandsBetween_endsBeforeThePasswordLeaves() {
        start(logins -> logins.credSspIntercepted());
        try (Quorate quorate = connect(ALICE, PASSWORD)) {
            assertThatThrownBy(() -> quorate.cluster(Lab.ENDPOINT).nodes().list())
                    .isInstanceOf(UntrustedException.class)
                    .hasMessageContaining("the password was not sent");
        }
        assertThat(lab.traffic("winrm").get(Traffic.LOGINS)).isZero();
        assertThat(lab.openShells()).isZero();
    }

    @Test
    @DisplayName("where CredSSP is switched off, the error says how to switch it on, and the account is not spent")
    void login_whenTheHostDoesNotOfferIt_saysHow() {
        start(logins -> logins.offer(Way.NEGOTIATE, Way.BASIC));
        try (Quorate quorate = connect(ALICE, PASSWORD)) {
            assertThatThrownBy(() -> quorate.cluster(Lab.ENDPOINT).nodes().list())
                    .isInstanceOf(AccessDeniedException.class)
                    .hasMessageContaining("Enable-WSManCredSSP -Role Server");
        }
        assertThat(lab.logins().account(ALICE).wrongPasswords()).isZero();
    }

    @Test
    @DisplayName("plain HTTP is refused when the client is built")
    void build_overPlainHttp_isRefused() {
        start(LoginSpec::http);

        assertThatThrownBy(() -> connect(
                                Credentials.credSsp("bob", Secret.of(PASSWORD)),
                                endpoint -> endpoint.host("HV1", URI.create("http://HV1:5985/wsman")))
                        .close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CredSSP hands the password over");
        assertThat(lab.traffic("winrm").get(Traffic.REQUESTS)).isZero();
    }
}

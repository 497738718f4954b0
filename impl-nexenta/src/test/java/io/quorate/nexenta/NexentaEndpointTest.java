package io.quorate.nexenta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Credentials;
import io.quorate.Endpoint;
import io.quorate.EndpointSpec;
import io.quorate.Quorate;
import io.quorate.RetrySettings;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.error.AccessDeniedException;
import io.quorate.error.UntrustedException;
import io.quorate.san.DatasetPath;
import io.quorate.storage.StorageCapability;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an endpoint may say, and whom it trusts. */
class NexentaEndpointTest {
    private static final Credentials ADMIN = Credentials.basic("admin", Secret.of(StubNas.PASSWORD));

    private static Quorate open(String uri, Consumer<EndpointSpec> details) {
        return Quorate.builder().endpoint("nas", uri, details).build();
    }

    @Test
    void address_isHttpsOnPort8443() {
        NexentaBackendProvider provider = new NexentaBackendProvider();
        assertThat(provider.address("nas1")).hasToString("https://nas1:8443");
        assertThat(provider.address("nas1:443")).hasToString("https://nas1:443");
        assertThat(provider.address("[fe80::1]")).hasToString("https://[fe80::1]:8443");
    }

    @Test
    void option_thatIsUnknown_isRefused() {
        assertThatThrownBy(() ->
                        open("nexenta://nas1", spec -> spec.credentials(ADMIN).option("readTimeOut", "PT1S")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no option readTimeOut; there are: allowPlaintext, readTimeout");
    }

    @ParameterizedTest
    @CsvSource({"readTimeout,5", "readTimeout,PT0S", "readTimeout,PT1H", "allowPlaintext,yes"})
    void option_thatIsUnusable_isRefused(String option, String value) {
        assertThatThrownBy(() ->
                        open("nexenta://nas1", spec -> spec.credentials(ADMIN).option(option, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(option);
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080,false",
        "http://nas1:8080,true",
        "http://127.0.0.1.example.org:8080,true",
        "http://10.0.0.1:8080,true",
        "ftp://127.0.0.1:8080,true"
    })
    void plaintext_isRefusedUnlessItStaysOnThisMachineAndIsAllowed(String address, String allowed) {
        assertThatThrownBy(() -> open(
                        "nexenta://nas1",
                        spec -> spec.credentials(ADMIN)
                                .host("nas1", URI.create(address))
                                .option("allowPlaintext", allowed)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("clear text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://nas1:8443/path", "https://nas1:8443/?q=1", "https://u:p@nas1:8443"})
    void address_thatHoldsMore_isRefused(String address) {
        assertThatThrownBy(() ->
                        open("nexenta://nas1", spec -> spec.credentials(ADMIN).host("nas1", URI.create(address))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("u:p");
    }

    @Test
    void twoControllers_areRefused() {
        assertThatThrownBy(() -> open("nexenta://nas1,nas2", spec -> spec.credentials(ADMIN)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two controllers");
    }

    @Test
    void credentials_areNeeded() {
        assertThatThrownBy(() -> open("nexenta://nas1", spec -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("user name and a password");
        assertThatThrownBy(() -> open(
                        "nexenta://nas1", spec -> spec.credentials(Credentials.chap("u", Secret.of("123456789012")))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void capabilities_areToldWithoutIo() {
        try (Quorate quorate = open("nexenta://nas.invalid", spec -> spec.credentials(ADMIN))) {
            assertThat(quorate.storage("nas").capabilities())
                    .contains(StorageCapability.VOLUME_GROUPS, StorageCapability.JOBS)
                    .doesNotContain(StorageCapability.CHOSEN_LUN);
        }
    }

    @Test
    void backend_knowsNothingElse() {
        Endpoint endpoint = new Endpoint(
                "nas",
                "nexenta",
                java.util.Map.of("nas1", URI.create("https://nas1:8443")),
                ADMIN,
                Trust.platform(),
                java.util.Map.of());
        try (NexentaBackend backend = new NexentaBackend(endpoint, new WireRuntime())) {
            assertThat(backend.missingFor(new io.quorate.cluster.command.ListNodes()))
                    .containsExactly("NexentaStor has no way to do cluster.node.list");
            assertThat(backend.wire()).isEqualTo("nexenta https");
            assertThat(backend.capabilities(io.quorate.spi.ErrorKind.class)).isEmpty();
        }
    }

    @Test
    void certificate_thatIsSelfSigned_isRefusedBeforeThePasswordLeaves_andMayBePinned() {
        try (StubNas nas = new StubNas()) {
            nas.answers = asked -> StubNas.list(List.of());
            UntrustedException e = catchThrowableOfType(
                    UntrustedException.class,
                    () -> secure(nas, Trust.platform()).storage("nas").volumes().find(DatasetPath.of("tank/vg/a")));
            assertThat(nas.asked).isEmpty();
            Matcher shown = Pattern.compile("SHA-256 ([0-9a-f]{64})").matcher(e.getMessage());
            assertThat(shown.find()).isTrue();
            try (Quorate pinned = secure(nas, Trust.pin(shown.group(1)))) {
                assertThat(pinned.storage("nas").volumes().find(DatasetPath.of("tank/vg/a")))
                        .isEmpty();
            }
            assertThatThrownBy(() -> secure(nas, Trust.pin("0".repeat(64)))
                            .storage("nas")
                            .volumes()
                            .find(DatasetPath.of("tank/vg/a")))
                    .isInstanceOf(UntrustedException.class)
                    .hasMessageContaining("its fingerprint is not the pinned one");
        }
    }

    private static Quorate secure(StubNas nas, Trust trust) {
        return Quorate.builder()
                .runtime(nas.runtime)
                .retry(RetrySettings.never())
                .endpoint(
                        "nas",
                        "nexenta://nas1",
                        spec -> spec.host("nas1", URI.create("https://127.0.0.1:" + nas.server.httpsPort()))
                                .credentials(ADMIN)
                                .trust(trust))
                .build();
    }

    @Test
    void credentials_thatMakeNoSense_areRefusedAtBuild() {
        refused(Credentials.basic("admin:" + StubNas.PASSWORD, Secret.of("x")), "a user name holds no colon");
        refused(Credentials.basic(" ", Secret.of(StubNas.PASSWORD)), "the user name is empty");
        refused(Credentials.basic("ad\tmin", Secret.of(StubNas.PASSWORD)), "control character");
        refused(Credentials.basic("admin", Secret.of("")), "the password is empty");
        refused(Credentials.basic("admin", Secret.of(StubNas.PASSWORD + "\n")), "control character");
        refused(Credentials.basic("admin", Secret.reference("nas")), "the password has no value");
        Secret wiped = Secret.of(StubNas.PASSWORD);
        wiped.wipe();
        refused(Credentials.basic("admin", wiped), "the password has no value");
        refused(Credentials.chap("admin", Secret.of(StubNas.PASSWORD)), "a user name and a password");
    }

    private static void refused(Credentials credentials, String why) {
        assertThatThrownBy(() -> open("nexenta://nas1", spec -> spec.credentials(credentials)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("endpoint nas: ")
                .hasMessageContaining(why)
                .hasMessageNotContaining(StubNas.PASSWORD);
    }

    @Test
    void login_afterThePasswordWasWiped_isDeniedAndSendsNothing() {
        Secret password = Secret.of(StubNas.PASSWORD);
        try (StubNas nas = new StubNas();
                Quorate quorate = Quorate.builder()
                        .runtime(nas.runtime)
                        .retry(RetrySettings.never())
                        .endpoint(
                                "nas",
                                "nexenta://nas1",
                                spec -> spec.credentials(Credentials.basic("admin", password))
                                        .host("nas1", URI.create("http://127.0.0.1:" + nas.server.port()))
                                        .option("allowPlaintext", "true"))
                        .build()) {
            nas.answers = asked -> StubNas.list(List.of());
            assertThat(quorate.storage("nas").pools().list()).isEmpty();
            int logins = nas.logins.get();
            password.wipe();
            assertThat(quorate.storage("nas").pools().list())
                    .as("the token is still good")
                    .isEmpty();

            nas.answers = asked -> StubNas.json(401, "{\"code\":\"EAUTH\",\"message\":\"token expired\"}");
            AccessDeniedException e = catchThrowableOfType(
                    AccessDeniedException.class,
                    () -> quorate.storage("nas").pools().list());
            assertThat(e).hasMessageContaining("was wiped");
            assertThat(nas.logins.get()).isEqualTo(logins);
        }
    }
}

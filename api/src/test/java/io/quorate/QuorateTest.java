package io.quorate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.error.UnsupportedException;
import io.quorate.spi.Backend;
import io.quorate.spi.BackendProvider;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuorateTest {
    private final List<Endpoint> opened = new ArrayList<>();
    private final List<ScriptedBackend> backends = new ArrayList<>();

    private final BackendProvider provider = new BackendProvider() {
        @Override
        public String scheme() {
            return "script";
        }

        @Override
        public URI address(String authority) {
            return URI.create("https://" + authority + "/script");
        }

        @Override
        public Backend open(Endpoint endpoint, QuorateRuntime runtime) {
            if (endpoint.options().containsKey("broken")) {
                throw new IllegalArgumentException("broken on purpose");
            }
            opened.add(endpoint);
            backends.add(new ScriptedBackend());
            return backends.get(backends.size() - 1);
        }
    };

    private Quorate.Builder builder() {
        return Quorate.builder().provider(provider).runtime(new ManualRuntime());
    }

    @Test
    void build_withSeveralHosts_handsTheProviderTheirAddresses() {
        builder()
                .endpoint(
                        "rack",
                        "Script://HV1,hv2:5990,[fe80::1]:1,HV4",
                        e -> e.credentials(Credentials.basic("admin", Secret.of("secret-of-admin")))
                                .delegatedConfiguration("Quorate.RunAs")
                                .host("hv4", URI.create("https://127.0.0.1:4444/x")))
                .build();

        Endpoint endpoint = opened.get(0);
        assertThat(endpoint.scheme()).isEqualTo("script");
        assertThat(endpoint.hosts())
                .containsExactly(
                        java.util.Map.entry("HV1", URI.create("https://HV1/script")),
                        java.util.Map.entry("hv2", URI.create("https://hv2:5990/script")),
                        java.util.Map.entry("fe80::1", URI.create("https://[fe80::1]:1/script")),
                        java.util.Map.entry("HV4", URI.create("https://127.0.0.1:4444/x")));
        assertThat(endpoint.options()).containsEntry("delegatedConfiguration", "Quorate.RunAs");
        assertThat(endpoint.toString()).doesNotContain("secret-of-admin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HV1",
                "://HV1",
                "script://",
                "script://HV1,",
                "script://HV1,hv1",
                "script://HV1/path",
                "script://HV1:0",
                "script://HV1:x",
                "script://HV1:70000",
                "script://HV 1",
                "script://[fe80::1"
            })
    void endpoint_whenTheAddressIsNone_saysWhy(String uri) {
        assertThatThrownBy(() -> builder().endpoint("rack", uri, e -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not an endpoint's address");
    }

    @Test
    void endpoint_whenTheAddressHoldsAPassword_doesNotRepeatIt() {
        assertThatThrownBy(() -> builder().endpoint("rack", "script://admin:hush@HV1", e -> {}))
                .hasMessageContaining("credentials(..)")
                .hasMessageNotContaining("hush");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "script://HV1?password=hush",
                "script://HV1#hush",
                "script://HV1/hush",
                "script://[fe80::1hush",
                "script://[hush",
                "script://HV1:hush",
                "script://HV1,HV2:hush@x",
                "script://hush@HV1",
                "script://admin:hush@[fe80::1",
                "admin:hush@script://HV1",
                "hush",
                "script:HV1?hush",
                "://hush",
                "script://HV1 hush",
                "script://HV1,,hush"
            })
    void endpoint_whenTheAddressIsNone_namesTheEndpointAndDoesNotRepeatIt(String uri) {
        assertThatThrownBy(() -> builder().endpoint("rack", uri, e -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("endpoint rack: not an endpoint's address: ")
                .hasMessageNotContaining("hush")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://admin:hush@x",
                "https://x?hush",
                "https://x/wsman#hush",
                "admin:hush",
                "https://ad_min:hush@h_v/"
            })
    void build_whenAnExplicitAddressHoldsMore_doesNotRepeatIt(String address) {
        assertThatThrownBy(() -> builder()
                        .endpoint("rack", "script://HV1", e -> e.host("HV1", URI.create(address)))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("endpoint rack: the address of host HV1")
                .hasMessageContaining("credentials(..)")
                .hasMessageNotContaining("hush")
                .hasNoCause();
    }

    @Test
    void build_whenTheSchemeIsUnknown_listsTheKnown() {
        assertThatThrownBy(() ->
                        builder().endpoint("rack", "telnet://HV1", e -> {}).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("endpoint rack: no backend serves the scheme telnet; known: script");
        assertThatThrownBy(
                        () -> builder().endpoint("rack", "winrm://HV1", e -> {}).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "endpoint rack: no backend serves the scheme winrm: add io.quorate:quorate-winrm to the class path or"
                                + " the module path; known: script");
    }

    @Test
    void build_whenABackendRefuses_namesTheEndpoint() {
        assertThatThrownBy(() -> builder()
                        .endpoint("rack", "script://HV1", e -> e.option("broken", "true"))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("endpoint rack: broken on purpose");
    }

    @Test
    @DisplayName("whoever asks an endpoint of the wrong kind is told which of his own are of the right one")
    void call_whenTheEndpointIsOfAnotherKind_namesThoseOfTheRightOne() {
        try (Quorate quorate = builder()
                .endpoint("nas", "script://NAS1", e -> {})
                .endpoint("rack", "script://HV1", e -> {})
                .build()) {
            backends.get(0).missing = List.of("it has no way to do cluster.get");
            assertThatThrownBy(() -> quorate.cluster("nas").get())
                    .isInstanceOf(UnsupportedException.class)
                    .hasMessageContaining(
                            "unsupported: it has no way to do cluster.get; hint: an endpoint that has: rack (script);");

            backends.get(1).missing = List.of("nor has this");
            assertThatThrownBy(() -> quorate.cluster("nas").get()).hasMessageNotContaining("hint:");
        }
    }

    @Test
    void build_whenAHostIsNotTheEndpoints_saysWhich() {
        assertThatThrownBy(() -> builder()
                        .endpoint(
                                "rack",
                                "script://HV1",
                                e -> e.retry("HV9", RetrySettings.never()).breaker("hv1", BreakerSettings.defaults()))
                        .build())
                .hasMessage("endpoint rack has settings for HV9, but its hosts are HV1");
    }

    @Test
    void build_whenAHostHasTwoAddresses_isAContradiction() {
        assertThatThrownBy(() -> builder()
                        .endpoint("rack", "script://HV1:1", e -> e.host("HV1", URI.create("https://x")))
                        .build())
                .hasMessageContaining("host HV1 has a port in the endpoint's address and an explicit address, too");
    }

    @Test
    void build_withoutEndpoints_fails() {
        assertThatThrownBy(() -> builder().build()).hasMessage("Quorate needs at least one endpoint");
    }

    @Test
    void endpoint_whenTheNameIsTaken_fails() {
        assertThatThrownBy(() ->
                        builder().endpoint("rack", "script://HV1", e -> {}).endpoint("rack", "script://HV2", e -> {}))
                .hasMessage("two endpoints are named rack");
    }

    @Test
    void build_whenOneBackendFails_closesTheOthers() {
        assertThatThrownBy(() -> builder()
                        .endpoint("a", "script://HV1", e -> {})
                        .endpoint("b", "script://HV2", e -> e.option("broken", "yes"))
                        .build())
                .hasMessage("endpoint b: broken on purpose");
        assertThat(backends.get(0).closes).isEqualTo(1);
    }

    @Test
    void close_closesEveryBackendOnce() {
        Quorate quorate = builder()
                .endpoint("a", "script://HV1", e -> {})
                .endpoint("b", "script://HV2", e -> {})
                .build();
        quorate.rehearse(Quorate::close);
        assertThat(backends).allSatisfy(backend -> assertThat(backend.closes).isZero());
        quorate.close();
        quorate.close();
        assertThat(backends).allSatisfy(backend -> assertThat(backend.closes).isEqualTo(1));
    }

    @Test
    void accessors_whenTheEndpointIsUnknown_listTheKnown() {
        Quorate quorate = builder().endpoint("rack", "script://HV1", e -> {}).build();
        assertThat(quorate.cluster("rack")).isNotNull();
        assertThat(quorate.vms("rack")).isNotNull();
        assertThatThrownBy(() -> quorate.cluster("rock")).hasMessage("there is no endpoint rock; there are: rack");
    }

    @Test
    void settings_whenNonsense_areRefused() {
        assertThatThrownBy(() -> new RetrySettings(0, Duration.ZERO, Duration.ZERO, 1, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetrySettings(1, Duration.ofSeconds(2), Duration.ofSeconds(1), 1, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RetrySettings.defaults().withJitter(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BreakerSettings(0, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BulkheadSettings(0, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatCode(() -> new RetrySettings(5, Duration.ZERO, Duration.ZERO, 2, 1))
                .doesNotThrowAnyException();
    }

    @Test
    void trust_ofAPemFile_holdsItsCertificates(@TempDir Path folder) throws Exception {
        X509Certificate one = anyCertificate();
        String pem = "# our authority\n-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(one.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
        Path file = Files.writeString(folder.resolve("ca.pem"), pem + pem);

        assertThat(Trust.authorities(file)).isEqualTo(new Trust.Authorities(List.of(one, one)));
        assertThat(Trust.authorities(one)).isEqualTo(new Trust.Authorities(List.of(one)));
        assertThat(Trust.authorities(List.of(one, one))).isEqualTo(new Trust.Authorities(List.of(one, one)));
        assertThatThrownBy(() -> Trust.authorities(Files.writeString(folder.resolve("empty.pem"), "")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static X509Certificate anyCertificate() throws Exception {
        TrustManagerFactory platform = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        platform.init((KeyStore) null);
        return ((X509TrustManager) platform.getTrustManagers()[0]).getAcceptedIssuers()[0];
    }

    @Test
    void trust_ofAPin_takesColonsAndRefusesOtherLengths() {
        String colons = "AB:".repeat(31) + "AB";
        assertThat(Trust.pin(colons)).isEqualTo(new Trust.Pin("ab".repeat(32)));
        assertThatThrownBy(() -> Trust.pin("ab")).hasMessageContaining("64 hexadecimal digits");
    }

    @Test
    void trust_whenTheFileIsMissing_namesIt() {
        assertThatThrownBy(() -> Trust.authorities(Path.of("no-such.pem")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no-such.pem");
    }
}

package io.quorate.lab.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.lab.Lab;
import io.quorate.lab.peer.Peers.Identity;
import io.quorate.lab.peer.SealingFront.Listener;
import io.quorate.lab.peer.Visit.Outcome;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The SDK, end to end, before hosts whose log-in and sealing are gss-ntlmssp's and MIT krb5's: every request, answer and fault is sealed and
 * opened by code that nobody here wrote. Tickets come from MIT's KDC.
 */
@EnabledIfEnvironmentVariable(
        named = "QUORATE_PEERS",
        matches = "1",
        disabledReason = "peers: " + Peers.PACKAGES + ", then QUORATE_PEERS=1")
class SealingFrontPeerTest {
    private static final String PASSWORD = "Secret123!";
    private static final long FAULT = 2150858817L;

    @TempDir
    private static Path folder;

    private static Lab lab;
    private static Authority kdc;
    private static SealingFront front;
    private static Identity identity;
    private static Identity other;

    /** Has JGSS, and no leave to bind it to a channel. */
    private static Visitor plain;

    /** Has leave. */
    private static Visitor binding;

    /** A way in, by foreign code on the other side. */
    enum Way {
        NTLM("Negotiate", "ntlm"),
        NTLM_IN_SPNEGO("Negotiate", "ntlm in SPNEGO"),
        KERBEROS("Kerberos", "krb5"),
        KERBEROS_IN_SPNEGO("Negotiate", "krb5 in SPNEGO");

        private final String scheme;
        private final String mechanism;

        Way(String scheme, String mechanism) {
            this.scheme = scheme;
            this.mechanism = mechanism;
        }

        boolean kerberos() {
            return this == KERBEROS || this == KERBEROS_IN_SPNEGO;
        }

        Visit visit(String password) {
            return kerberos()
                    ? Visit.by("kerberos", "alice@LAB.EXAMPLE", password)
                    : Visit.by("ntlm", "LAB\\alice", password);
        }

        Outcome run(Visit visit) {
            return kerberos() ? plain.run(visit) : visit.run();
        }

        Map<String, Object> offered() {
            return Map.of("schemes", List.of(scheme), "raw", this != NTLM_IN_SPNEGO);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        Peers.need(
                "/usr/bin/python3",
                "/etc/gss/mech.d/mech.ntlmssp.conf",
                "/usr/lib/python3/dist-packages/gssapi/__init__.py",
                "/usr/sbin/krb5kdc",
                "/usr/sbin/kadmin.local",
                "/usr/bin/faketime",
                "/usr/bin/openssl");
        kdc = Authority.kdc(folder.resolve("kdc"));
        lab = Lab.storyBuilder()
                .clock(Lab.Clock.WALL)
                .cluster("FC1")
                .foreignClients()
                .start();
        front = new SealingFront(folder, lab, kdc, "LAB:alice:" + PASSWORD + "\n", null);
        identity = Identity.of(folder, "hv1.lab.example", "sha256");
        other = Identity.of(folder, "hv2.lab.example", "sha384");
        plain = new Visitor(folder, kdc.krb5Conf());
        binding = new Visitor(folder, kdc.krb5Conf(), Visitor.BINDING);
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable one : new AutoCloseable[] {plain, binding, front, kdc, lab}) {
            if (one != null) {
                one.close();
            }
        }
    }

    @AfterEach
    void forgetFaults() {
        lab.faults().clear();
    }

    private static Listener open(Way way, Map<String, Object> more) {
        Map<String, Object> details = new LinkedHashMap<>(way.offered());
        details.putAll(more);
        return front.open("hv1", details);
    }

    private static void assertReads(Outcome outcome) {
        assertThat(outcome.done()).as(outcome.toString()).isTrue();
        assertThat(outcome.said().get("done")).asString().startsWith("[[HV1, HV2]");
    }

    private static void assertTold(Outcome outcome, String error) {
        assertThat(outcome.error()).as(outcome.toString()).isEqualTo(error);
        assertThat(outcome.toString()).doesNotContain(PASSWORD);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("over HTTP everything is sealed, and foreign code opens it")
    void read_overHttp_isSealedBothWays(Way way) {
        Listener listener = open(way, Map.of());
        assertReads(way.run(way.visit(PASSWORD).at(listener.url())));
        assertThat(listener.told("refused")).isEmpty();
        assertThat(listener.told("in_clear")).isEmpty();
        assertThat(listener.logins()).allMatch(login -> login.startsWith(way.mechanism + " by " + way.scheme + " in "));
        assertThat(listener.told("opened_request")).hasSizeGreaterThan(4);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("over HTTPS it logs in as well")
    void read_overHttps_isLetIn(Way way) {
        Listener listener = open(way, Map.of("identity", identity.file().toString()));
        assertReads(way.run(way.visit(PASSWORD).at(listener.url()).trusting(identity.certificate())));
        assertThat(listener.told("refused")).isEmpty();
        assertThat(listener.logins()).allMatch(login -> login.startsWith(way.mechanism + " by " + way.scheme + " in "));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a fault is HTTP 500 and sealed: its code arrives")
    void fault_thatIsSealed_isRead(Way way) {
        Listener listener = open(way, Map.of());
        lab.faults().on("Get-ClusterNode").faulted(FAULT);
        Outcome outcome = way.run(way.visit(PASSWORD).at(listener.url()));
        assertThat(outcome.message()).contains(Long.toString(FAULT));
        assertThat(listener.told("status")).contains(500);
        assertThat(lab.faults().unfired()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a boundary spelt with a blank, as Exchange does, is read")
    void answer_withABlankInItsBoundary_isRead(Way way) {
        Listener listener = open(way, Map.of("spelling", "-- Encrypted Boundary"));
        assertReads(way.run(way.visit(PASSWORD).at(listener.url())));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a wrong password is refused, and told as that")
    void login_withAWrongPassword_isRefused(Way way) {
        Listener listener = open(way, Map.of());
        Outcome outcome = way.run(way.visit("Wrong-" + PASSWORD).at(listener.url()));
        assertTold(outcome, "AccessDeniedException");
        assertThat(outcome.message()).containsIgnoringCase("password");
        assertThat(listener.told("login")).isEmpty();
        assertThat(listener.told("refused")).hasSize(way.kerberos() ? 0 : 1);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "NTLM, mic changed",
        "NTLM, mic zeroed",
        "NTLM, negotiate changed",
        "NTLM, challenge changed",
        "NTLM_IN_SPNEGO, mic changed",
        "NTLM_IN_SPNEGO, mic zeroed",
        "NTLM_IN_SPNEGO, negotiate changed",
        "NTLM_IN_SPNEGO, challenge changed",
        "NTLM_IN_SPNEGO, mechListMIC changed",
        "KERBEROS, ticket changed",
        "KERBEROS_IN_SPNEGO, ticket changed",
    })
    @DisplayName("a log-in that somebody on the way has changed is refused by the host, once")
    void login_thatWasChangedOnTheWay_isRefusedByTheHost(Way way, String what) {
        Listener listener = open(way, Map.of("tamper", Map.of("what", what)));
        assertTold(way.run(way.visit(PASSWORD).at(listener.url())), "AccessDeniedException");
        assertThat(listener.told("login")).isEmpty();
        assertThat(listener.told("refused")).hasSize(1);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "KERBEROS, proof changed",
        "KERBEROS, proof missing",
        "KERBEROS_IN_SPNEGO, proof changed",
        "KERBEROS_IN_SPNEGO, proof missing",
    })
    @DisplayName("a host that does not prove itself gets no request")
    void login_whereTheHostDoesNotProveItself_isGivenUp(Way way, String what) {
        Listener listener = open(way, Map.of("tamper", Map.of("what", what)));
        assertTold(way.run(way.visit(PASSWORD).at(listener.url())), "UntrustedException");
        assertThat(listener.told("opened_request")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"proof changed, UntrustedException", "proof missing, UntrustedException"})
    @DisplayName("NTLM's last leg carries a sealed request; its answer is not believed without the host's mechListMIC")
    void login_withoutTheHostsMechListMic_isNotBelieved(String what, String error) {
        Listener listener = open(Way.NTLM_IN_SPNEGO, Map.of("tamper", Map.of("what", what)));
        assertTold(Way.NTLM_IN_SPNEGO.visit(PASSWORD).at(listener.url()).run(), error);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "NTLM, request changed",
        "NTLM, request signature changed",
        "NTLM, request length changed",
        "NTLM_IN_SPNEGO, request changed",
        "NTLM_IN_SPNEGO, request signature changed",
        "KERBEROS, request changed",
        "KERBEROS, request signature changed",
        "KERBEROS, request length changed",
        "KERBEROS_IN_SPNEGO, request changed",
    })
    @DisplayName("a request that somebody on the way has changed is refused by the host, and is not sent for ever")
    void request_thatWasChangedOnTheWay_isRefusedByTheHost(Way way, String what) {
        Listener listener = open(way, Map.of("tamper", Map.of("what", what)));
        Outcome outcome = way.run(way.visit(PASSWORD).at(listener.url()));
        assertThat(outcome.done()).as(outcome.toString()).isFalse();
        assertThat(listener.told("opened_request")).isEmpty();
        assertThat(listener.told("refused"))
                .hasSizeBetween(1, 16)
                .allMatch(why -> why.toString().startsWith("seal: "));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a request that is replayed is refused by the host; over another connection it goes on")
    void request_thatIsReplayed_isRefusedByTheHost(Way way) {
        Listener listener = open(way, Map.of("tamper", Map.of("what", "request replayed", "from", 2)));
        way.run(way.visit(PASSWORD).at(listener.url()));
        assertThat(listener.told("refused"))
                .isNotEmpty()
                .allMatch(why -> why.toString().startsWith("seal: "));
        assertThat(listener.told("number")).doesNotContain(2);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "NTLM, answer changed, 1",
        "NTLM, answer signature changed, 1",
        "NTLM, answer length changed, 1",
        "NTLM, answer cut, 1",
        "NTLM, answer in clear, 1",
        "NTLM, answer header length changed, 1",
        "NTLM, answer replayed, 2",
        "NTLM_IN_SPNEGO, answer changed, 1",
        "NTLM_IN_SPNEGO, answer replayed, 2",
        "KERBEROS, answer changed, 1",
        "KERBEROS, answer signature changed, 1",
        "KERBEROS, answer length changed, 1",
        "KERBEROS, answer cut, 1",
        "KERBEROS, answer in clear, 1",
        "KERBEROS, answer header length changed, 1",
        "KERBEROS, answer replayed, 2",
        "KERBEROS_IN_SPNEGO, answer changed, 1",
        "KERBEROS_IN_SPNEGO, answer replayed, 2",
    })
    @DisplayName("an answer that somebody on the way has changed is refused by us")
    void answer_thatWasChangedOnTheWay_isRefused(Way way, String what, int from) {
        Listener listener = open(way, Map.of("tamper", Map.of("what", what, "from", from)));
        assertTold(way.run(way.visit(PASSWORD).at(listener.url())), "BadReplyException");
        assertThat(listener.told("refused")).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource({
        "NTLM, relaxed, equal, true",
        "NTLM, relaxed, absent, true",
        "NTLM, relaxed, wrong, false",
        "NTLM, strict, equal, true",
        "NTLM, strict, absent, false",
        "NTLM, strict, wrong, false",
        "NTLM_IN_SPNEGO, relaxed, wrong, false",
        "NTLM_IN_SPNEGO, strict, equal, true",
        "NTLM_IN_SPNEGO, strict, absent, false",
        "KERBEROS, relaxed, equal, true",
        "KERBEROS, relaxed, absent, true",
        "KERBEROS, relaxed, wrong, false",
        "KERBEROS, strict, equal, true",
        "KERBEROS, strict, absent, false",
        "KERBEROS, strict, wrong, false",
        "KERBEROS_IN_SPNEGO, relaxed, wrong, false",
        "KERBEROS_IN_SPNEGO, strict, equal, true",
        "KERBEROS_IN_SPNEGO, strict, absent, false",
    })
    @DisplayName("channel binding: absent is let in by a relaxed host, wrong by none")
    void binding_isJudgedByTheHost(Way way, String host, String ours, boolean letIn) {
        Map<String, Object> details =
                new LinkedHashMap<>(Map.of("identity", identity.file().toString(), "binding", host));
        if (ours.equals("wrong")) {
            details.put("bound_to", other.file().toString());
        }
        Listener listener = open(way, details);
        Visit visit = way.visit(PASSWORD).at(listener.url()).trusting(identity.certificate());
        visit.option("channelBinding", ours.equals("absent") ? "off" : "auto");
        Outcome outcome = way.kerberos() ? binding.run(visit) : visit.run();
        if (letIn) {
            assertReads(outcome);
            assertThat(listener.told("bound")).containsOnly(ours.equals("equal"));
        } else {
            assertTold(outcome, "AccessDeniedException");
            assertThat(outcome.message()).contains("channelBinding");
            assertThat(listener.told("login")).isEmpty();
            assertThat(listener.told("refused")).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a certificate signed with SHA-384 is bound by SHA-384 (RFC 5929, 4.1)")
    void binding_toACertificateSignedWithSha384_isThatHash(Way way) {
        Listener listener = front.open(
                "hv2", bound(way, Map.of("identity", other.file().toString(), "binding", "strict", "hash", "sha384")));
        Visit visit = way.visit(PASSWORD).at(listener.url()).trusting(other.certificate());
        assertReads(way.kerberos() ? binding.run(visit) : visit.run());
        assertThat(listener.told("bound")).containsOnly(true);
    }

    private static Map<String, Object> bound(Way way, Map<String, Object> more) {
        Map<String, Object> details = new LinkedHashMap<>(way.offered());
        details.putAll(more);
        return details;
    }

    @Test
    @DisplayName("without leave to bind, Kerberos is let in by a relaxed host, unbound")
    void kerberos_withoutLeaveToBind_isLetInUnbound() {
        Listener listener =
                open(Way.KERBEROS, Map.of("identity", identity.file().toString()));
        assertReads(plain.run(Way.KERBEROS.visit(PASSWORD).at(listener.url()).trusting(identity.certificate())));
        assertThat(listener.told("bound")).containsOnly(false);
    }

    @Test
    @DisplayName("without leave to bind, a strict host's refusal names the JVM's flag")
    void kerberos_withoutLeaveToBind_namesTheFlag() {
        Listener listener =
                open(Way.KERBEROS, Map.of("identity", identity.file().toString(), "binding", "strict"));
        Outcome outcome =
                plain.run(Way.KERBEROS.visit(PASSWORD).at(listener.url()).trusting(identity.certificate()));
        assertTold(outcome, "AccessDeniedException");
        assertThat(outcome.message()).contains("--add-exports");
    }

    @Test
    @DisplayName("where binding is required and there is no leave, nothing is sent")
    void kerberos_whereBindingIsRequiredWithoutLeave_sendsNothing() {
        Listener listener =
                open(Way.KERBEROS, Map.of("identity", identity.file().toString(), "binding", "strict"));
        Outcome outcome = plain.run(Way.KERBEROS
                .visit(PASSWORD)
                .at(listener.url())
                .trusting(identity.certificate())
                .option("channelBinding", "required"));
        assertThat(outcome.done()).isFalse();
        assertThat(outcome.message()).contains("--add-exports");
        assertThat(listener.told("login")).isEmpty();
        assertThat(listener.told("refused")).isEmpty();
    }

    @Test
    @DisplayName("a clock that is ten minutes off the KDC's is told as that")
    void kerberos_withAClockThatIsOff_tellsTheSkew() throws Exception {
        Listener listener = open(Way.KERBEROS, Map.of());
        try (Authority fast = Authority.fastKdc(folder.resolve("fast"));
                Visitor visitor = new Visitor(folder, fast.krb5Conf())) {
            Outcome outcome = visitor.run(
                    Visit.by("kerberos", "bob@LAB.EXAMPLE", PASSWORD).at(listener.url()));
            assertTold(outcome, "AccessDeniedException");
            assertThat(outcome.message()).contains("(37)", "clock");
        }
        assertThat(listener.told("login")).isEmpty();
    }
}

package io.quorate.lab.winrm;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Secret;
import io.quorate.lab.Lab;
import io.quorate.lab.LabAccount;
import io.quorate.lab.LabBuilder;
import io.quorate.lab.LoginSpec.ChannelBinding;
import io.quorate.lab.Traffic;
import io.quorate.lab.http.RawHttpClient;
import io.quorate.winrm.token.NtlmAuthenticate;
import io.quorate.winrm.token.SealedBody;
import io.quorate.winrm.token.Spnego;
import io.quorate.winrm.token.TlsBinding;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** NTLM at the lab's hosts, at the wire: who is let in, who is refused, and what is sealed. */
class NtlmFaceTest {
    private static final String CONFIG = "http://schemas.microsoft.com/wbem/wsman/1/config";
    private static final String PASSWORD = "Pässw0rd-1";

    private Lab lab;

    @AfterEach
    void stop() {
        lab.close();
    }

    private void start(Consumer<LabBuilder> more) {
        LabBuilder builder = Lab.builder()
                .host("HV1")
                .account("Admin", Secret.of("Local-1"))
                .logins(logins -> logins.http().lockOutAfter(3))
                .domain(
                        "lab.example",
                        domain -> domain.user("alice", Secret.of(PASSWORD)).lockOutAfter(3));
        more.accept(builder);
        lab = builder.start();
    }

    private LoginHand plain() throws IOException {
        URI url = lab.httpUrl("HV1");
        return new LoginHand(RawHttpClient.plain(url.getPort()));
    }

    private String config() throws IOException {
        WireClient wire = new WireClient(null, "", "");
        wire.resource = CONFIG;
        return wire.envelope(WireClient.TRANSFER + "Get", "", "");
    }

    @Test
    void ntlm_overPlainHttp_logsInAndSealsBothWays() throws Exception {
        start(builder -> {});
        try (LoginHand hand = plain()) {
            assertThat(hand.login("LAB", "alice", PASSWORD).status()).isEqualTo(200);
            for (int i = 0; i < 3; i++) {
                RawHttpClient.Response answer = hand.postSealed(hand.sealed(config()));
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.text()).doesNotContain("MaxEnvelopeSizekb");
                assertThat(hand.opened(answer)).contains("<cfg:MaxEnvelopeSizekb>500");
            }
            RawHttpClient.Response fault = hand.postSealed(hand.sealed("<a>not soap</a>"));
            assertThat(fault.status()).isEqualTo(500);
            assertThat(hand.opened(fault)).contains("w:SchemaValidationError");
        }
        assertThat(lab.traffic("winrm").get(Traffic.LOGINS)).isEqualTo(1);
        assertThat(lab.refusedLogins()).isZero();
    }

    @Test
    void lastLeg_mayCarryTheFirstRequest() throws Exception {
        start(builder -> {});
        try (LoginHand hand = plain()) {
            byte[] second = LoginHand.token(hand.leg("Negotiate", hand.first()), "Negotiate");
            byte[] last = hand.last(second, "", "alice@lab.example", PASSWORD);
            SealedBody body = new SealedBody(SealedBody.SPNEGO, List.of(hand.sealed(config())));
            RawHttpClient.Response answer = hand.post(
                    "Negotiate " + java.util.Base64.getEncoder().encodeToString(last),
                    body.contentType(),
                    body.encode());
            assertThat(answer.status()).isEqualTo(200);
            assertThat(hand.opened(answer)).contains("MaxEnvelopeSizekb");
        }
    }

    /** winrm-java 1.1.02 sends such bodies. */
    @Test
    void sealedBody_thatIsCalledSoap_isOpenedAllTheSame() throws Exception {
        start(builder -> {});
        try (LoginHand hand = plain()) {
            hand.login("LAB", "alice", PASSWORD);
            byte[] body = new SealedBody(SealedBody.SPNEGO, List.of(hand.sealed(config()))).encode();
            RawHttpClient.Response answer = hand.post(null, "application/soap+xml;charset=UTF-8", body);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(hand.opened(answer)).contains("MaxEnvelopeSizekb");
            byte[] again =
                    hand.post(null, "application/soap+xml;charset=UTF-8", body).body();
            assertThat(again).as("a replay").isEmpty();
        }
        assertThat(lab.refusedLogins()).isEqualTo(1);
    }

    @Test
    void spnego_withNtlmInside_provesTheListOfMechanisms() throws Exception {
        start(builder -> {});
        for (List<String> offered : List.of(List.of(Spnego.NTLM), List.of(Spnego.KERBEROS, Spnego.NTLM))) {
            try (LoginHand hand = plain()) {
                byte[] negotiate = hand.first();
                boolean preferred = offered.size() == 1;
                Spnego.Resp resp = resp(hand.leg(
                        "Negotiate",
                        Spnego.Init.of(offered, preferred ? negotiate : new byte[] {1})
                                .encode()));
                assertThat(resp.supportedMech()).isEqualTo(Spnego.NTLM);
                if (!preferred) {
                    assertThat(resp.state()).isEqualTo(Spnego.State.REQUEST_MIC);
                    resp = resp(hand.leg("Negotiate", new Spnego.Resp(null, null, negotiate, null).encode()));
                }
                byte[] last = hand.last(resp.responseToken(), "HV1", "Admin", "Local-1");
                byte[] list = Spnego.mechTypeList(offered);
                byte[] mic = hand.seal.sign(list);
                hand.seal.resetOut();
                RawHttpClient.Response end = hand.leg("Negotiate", new Spnego.Resp(null, null, last, mic).encode());
                assertThat(end.status()).isEqualTo(200);
                resp = resp(end);
                assertThat(resp.state()).isEqualTo(Spnego.State.ACCEPT_COMPLETED);
                hand.seal.verify(list, resp.mechListMic());
                hand.seal.resetIn();
                assertThat(hand.opened(hand.postSealed(hand.sealed(config())))).contains("MaxEnvelopeSizekb");
            }
        }
    }

    private static Spnego.Resp resp(RawHttpClient.Response response) throws GeneralSecurityException {
        return (Spnego.Resp) Spnego.parse(LoginHand.token(response, "Negotiate"));
    }

    @Test
    void plainText_isRefusedOverHttpEvenAfterTheLogin() throws Exception {
        start(builder -> {});
        try (LoginHand hand = plain()) {
            hand.login(".", "admin", "Local-1");
            RawHttpClient.Response answer = hand.post(null, LoginHand.SOAP, config().getBytes());
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body()).isEmpty();
        }
        assertThat(lab.traffic("winrm").decoded()).isZero();
    }

    @Test
    void login_isGoodForItsConnectionOnly() throws Exception {
        start(builder -> {});
        try (LoginHand hand = plain();
                LoginHand other = plain()) {
            hand.login("LAB", "alice", PASSWORD);
            other.seal = hand.seal;
            RawHttpClient.Response answer = other.postSealed(other.sealed(config()));
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).containsExactly("Negotiate", "Kerberos");
        }
    }

    @Test
    void wrongPasswords_areCountedAndLockOut() throws Exception {
        start(builder -> {});
        LabAccount alice = lab.logins().account("LAB\\alice");
        for (int i = 1; i <= 3; i++) {
            assertThat(status("LAB", "alice", "wrong")).isEqualTo(401);
            assertThat(alice.wrongPasswords()).isEqualTo(i);
        }
        assertThat(alice.lockedOut()).isTrue();
        assertThat(status("LAB", "alice", PASSWORD)).as("locked out").isEqualTo(401);
        alice.unlock();
        assertThat(status("LAB", "alice", "wrong")).isEqualTo(401);
        assertThat(status("LAB", "alice", PASSWORD)).isEqualTo(200);
        assertThat(alice.wrongPasswords()).isZero();
        assertThat(status("LAB", "nobody", PASSWORD)).isEqualTo(401);
        assertThat(lab.trace())
                .contains("a log-in as LAB\\alice with a wrong password")
                .doesNotContain(PASSWORD);
    }

    @Test
    void account_thatIsDisabledExpiredOrMustChange_isRefused() throws Exception {
        start(builder -> {});
        LabAccount alice = lab.logins().account("alice@lab.example");
        List<Consumer<Boolean>> states = List.of(alice::disabled, alice::expired, alice::mustChangePassword);
        for (Consumer<Boolean> state : states) {
            state.accept(true);
            assertThat(status("LAB", "alice", PASSWORD)).isEqualTo(401);
            state.accept(false);
            assertThat(status("LAB", "alice", PASSWORD)).isEqualTo(200);
        }
    }

    private int status(String domain, String user, String password) throws Exception {
        try (LoginHand hand = plain()) {
            return hand.login(domain, user, password).status();
        }
    }

    @Test
    void mic_thatIsWrong_isRefused() throws Exception {
        start(builder -> {});
        UnaryOperator<byte[]> zeroed = token -> {
            byte[] copy = token.clone();
            Arrays.fill(copy, NtlmAuthenticate.MIC_AT, NtlmAuthenticate.MIC_AT + 16, (byte) 0);
            return copy;
        };
        List<UnaryOperator<byte[]>> tampers = List.of(
                token -> token,
                token -> LoginHand.flipped(token, NtlmAuthenticate.MIC_AT),
                zeroed,
                token -> LoginHand.flipped(token, 65));
        for (UnaryOperator<byte[]> tamper : tampers) {
            try (LoginHand hand = plain()) {
                hand.tamper = tamper;
                assertThat(hand.login("LAB", "alice", PASSWORD).status())
                        .isEqualTo(tampers.indexOf(tamper) == 0 ? 200 : 401);
            }
        }
    }

    @Test
    void body_thatWasChangedReplayedOrIsOutOfTurn_isRefusedAndTheLoginIsOver() throws Exception {
        start(builder -> {});
        for (int kind = 0; kind < 4; kind++) {
            try (LoginHand hand = plain()) {
                hand.login("LAB", "alice", PASSWORD);
                SealedBody.Part part = hand.sealed(config());
                if (kind == 0) {
                    part = new SealedBody.Part(
                            part.type(), part.length(), part.token(), LoginHand.flipped(part.data(), 9));
                } else if (kind == 1) {
                    assertThat(hand.postSealed(part).status()).isEqualTo(200);
                } else if (kind == 2) {
                    part = hand.sealed(config());
                } else {
                    part = new SealedBody.Part(part.type(), part.length() - 1, part.token(), part.data());
                }
                assertThat(hand.postSealed(part).status()).as("kind " + kind).isEqualTo(401);
                assertThat(hand.postSealed(hand.sealed(config())).status()).isEqualTo(401);
            }
        }
    }

    @Test
    void channelBindings_areJudgedAsTheHostIsSet() throws Exception {
        for (ChannelBinding level : ChannelBinding.values()) {
            start(builder -> builder.logins(logins -> logins.channelBinding(level)));
            assertThat(overTls(null)).isEqualTo(level == ChannelBinding.STRICT ? 401 : 200);
            assertThat(overTls(new byte[16])).isEqualTo(level == ChannelBinding.STRICT ? 401 : 200);
            assertThat(overTls(new byte[] {1})).isEqualTo(level == ChannelBinding.NONE ? 200 : 401);
            assertThat(overTls(new byte[0])).as("the right ones").isEqualTo(200);
            lab.close();
        }
    }

    /** Logs in over TLS: with these bindings, or the right ones for none of them. */
    private int overTls(byte[] bindings) throws Exception {
        int port = lab.url("HV1").getPort();
        byte[] sent = bindings;
        if (bindings != null && bindings.length == 1) {
            sent = Arrays.copyOf(bindings, 16);
        } else if (bindings != null && bindings.length == 0) {
            sent = TlsBinding.hash(TlsBinding.serverEndPoint(shown(port)));
        }
        try (LoginHand hand = new LoginHand(
                RawHttpClient.tls(port, "HV1", lab.caCertificates().get(0)))) {
            hand.bindings = sent;
            return hand.login("LAB", "alice", PASSWORD).status();
        }
    }

    private X509Certificate shown(int port) throws IOException {
        try (SSLSocket socket = (SSLSocket) lab.clientTls().getSocketFactory().createSocket("127.0.0.1", port)) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }
}

package io.quorate.lab.winrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Secret;
import io.quorate.lab.Lab;
import io.quorate.lab.LabAccount;
import io.quorate.lab.http.RawHttpClient;
import io.quorate.winrm.token.SealedBody;
import io.quorate.winrm.token.Spnego;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.PrivilegedExceptionAction;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.GSSName;
import org.ietf.jgss.MessageProp;
import org.ietf.jgss.Oid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Kerberos at the lab's hosts, at the wire, with the JDK as the client. */
class KerberosFaceTest {
    private static final String PASSWORD = "Secret123!";
    private static final String CONFIG = "http://schemas.microsoft.com/wbem/wsman/1/config";

    private static Lab lab;

    @BeforeAll
    static void start() {
        lab = Lab.builder()
                .host("HV1")
                .logins(logins -> logins.http())
                .domain(
                        "lab.example",
                        domain -> domain.user("alice", Secret.of(PASSWORD))
                                .lockOutAfter(3)
                                .kerberos())
                .start();
    }

    @AfterAll
    static void stop() {
        lab.close();
        assertThat(System.getProperty("java.security.krb5.conf")).isNull();
    }

    private static Subject login(String user, String password) throws LoginException {
        Configuration configuration = new Configuration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                return new AppConfigurationEntry[] {
                    new AppConfigurationEntry(
                            "com.sun.security.auth.module.Krb5LoginModule",
                            LoginModuleControlFlag.REQUIRED,
                            Map.of("isInitiator", "true", "principal", user, "refreshKrb5Config", "true"))
                };
            }
        };
        Subject subject = new Subject();
        new LoginContext(
                        "test",
                        subject,
                        callbacks -> {
                            for (Callback callback : callbacks) {
                                if (callback instanceof PasswordCallback asked) {
                                    asked.setPassword(password.toCharArray());
                                }
                            }
                        },
                        configuration)
                .login();
        return subject;
    }

    private static GSSContext context(String service) throws Exception {
        return Subject.doAs(login("alice", PASSWORD), (PrivilegedExceptionAction<GSSContext>) () -> {
            GSSManager manager = GSSManager.getInstance();
            Oid kerberos = new Oid("1.2.840.113554.1.2.2");
            GSSContext context = manager.createContext(
                    manager.createName(service, GSSName.NT_HOSTBASED_SERVICE),
                    kerberos,
                    manager.createCredential(null, 0, kerberos, GSSCredential.INITIATE_ONLY),
                    0);
            context.requestMutualAuth(true);
            context.requestConf(true);
            context.requestInteg(true);
            return context;
        });
    }

    private static String config() throws IOException {
        WireClient wire = new WireClient(null, "", "");
        wire.resource = CONFIG;
        return wire.envelope(WireClient.TRANSFER + "Get", "", "");
    }

    private static SealedBody.Part sealed(GSSContext context, String text) throws Exception {
        byte[] plain = text.getBytes();
        byte[] token = context.wrap(plain, 0, plain.length, new MessageProp(0, true));
        int tail = token.length - 32 - plain.length;
        ByteArrayOutputStream rotated = new ByteArrayOutputStream();
        rotated.write(token, 0, 6);
        rotated.write(0);
        rotated.write(tail);
        rotated.write(token, 8, 8);
        rotated.write(token, token.length - tail, tail);
        rotated.write(token, 16, token.length - tail - 16);
        byte[] whole = rotated.toByteArray();
        return new SealedBody.Part(
                LoginHand.SOAP,
                plain.length,
                Arrays.copyOf(whole, 32 + tail),
                Arrays.copyOfRange(whole, 32 + tail, whole.length));
    }

    private static String opened(GSSContext context, RawHttpClient.Response answer) throws Exception {
        SealedBody body = SealedBody.parse(answer.header("Content-Type").get(0), answer.body());
        SealedBody.Part part = body.parts().get(0);
        assertThat(part.token()).hasSize(60);
        assertThat(part.token()[7]).isEqualTo((byte) 28);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(part.token());
        whole.writeBytes(part.data());
        byte[] token = whole.toByteArray();
        return new String(context.unwrap(token, 0, token.length, new MessageProp(0, true)));
    }

    @Test
    void kerberos_bareAndInSpnego_logsInAndSealsBothWays() throws Exception {
        record Case(String scheme, boolean spnego, String protocol, String service) {}
        for (Case way : List.of(
                new Case("Kerberos", false, SealedBody.KERBEROS, "HTTP@hv1.lab.example"),
                new Case("Negotiate", false, SealedBody.SPNEGO, "host@hv1"),
                new Case("Negotiate", true, SealedBody.SPNEGO, "WSMAN@HV1.lab.example"))) {
            GSSContext context = context(way.service());
            byte[] first = context.initSecContext(new byte[0], 0, 0);
            byte[] sent = way.spnego()
                    ? Spnego.Init.of(List.of(Spnego.KERBEROS, Spnego.NTLM), first)
                            .encode()
                    : first;
            try (LoginHand hand =
                    new LoginHand(RawHttpClient.plain(lab.httpUrl("HV1").getPort()))) {
                RawHttpClient.Response end = hand.leg(way.scheme(), sent);
                assertThat(end.status()).as(way.toString()).isEqualTo(200);
                byte[] proof = LoginHand.token(end, way.scheme());
                if (way.spnego()) {
                    Spnego.Resp resp = (Spnego.Resp) Spnego.parse(proof);
                    assertThat(resp.state()).isEqualTo(Spnego.State.ACCEPT_COMPLETED);
                    assertThat(resp.supportedMech()).isEqualTo(Spnego.KERBEROS);
                    proof = resp.responseToken();
                }
                context.initSecContext(proof, 0, proof.length);
                assertThat(context.isEstablished()).isTrue();
                for (String text : List.of(config(), config(), "<a>not soap</a>")) {
                    SealedBody body = new SealedBody(way.protocol(), List.of(sealed(context, text)));
                    RawHttpClient.Response answer = hand.post(null, body.contentType(), body.encode());
                    assertThat(answer.header("Content-Type").get(0)).contains(way.protocol());
                    assertThat(answer.status()).isEqualTo(text.contains("not soap") ? 500 : 200);
                    assertThat(opened(context, answer))
                            .contains(text.contains("not soap") ? "w:SchemaValidationError" : "MaxEnvelopeSizekb");
                }
                SealedBody body = new SealedBody(way.protocol(), List.of(sealed(context, config())));
                hand.post(null, body.contentType(), body.encode());
                assertThat(hand.post(null, body.contentType(), body.encode()).status())
                        .as("replayed")
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void ticket_ofAnAccountThatIsSwitchedOffMeanwhile_isRefused() throws Exception {
        GSSContext context = context("HTTP@hv1");
        byte[] first = context.initSecContext(new byte[0], 0, 0);
        lab.logins().account("LAB\\alice").disabled(true);
        try (LoginHand hand =
                new LoginHand(RawHttpClient.plain(lab.httpUrl("HV1").getPort()))) {
            assertThat(hand.leg("Kerberos", first).status()).isEqualTo(401);
            assertThat(hand.leg("Kerberos", LoginHand.flipped(first, first.length - 9))
                            .status())
                    .isEqualTo(401);
        } finally {
            lab.logins().account("LAB\\alice").disabled(false);
        }
    }

    @Test
    void password_thatIsWrong_getsNoTicket() {
        LabAccount alice = lab.logins().account("LAB\\alice");
        assertThatThrownBy(() -> login("alice", "wrong")).hasMessageContaining("(24)");
        assertThat(alice.wrongPasswords()).isEqualTo(1);
        assertThatThrownBy(() -> login("nobody", PASSWORD)).hasMessageContaining("(6)");
        assertThatThrownBy(() -> login("alice", "wrong")).hasMessageContaining("(24)");
        assertThat(alice.wrongPasswords()).isEqualTo(2);
        assertThatThrownBy(() -> login("alice", "wrong")).hasMessageContaining("(24)");
        assertThat(alice.lockedOut()).isTrue();
        assertThatThrownBy(() -> login("alice", PASSWORD)).hasMessageContaining("(18)");
        alice.unlock();
    }

    @Test
    void account_thatIsDisabledExpiredOrMustChange_getsNoTicket() throws Exception {
        LabAccount alice = lab.logins().account("LAB\\alice");
        alice.disabled(true);
        assertThatThrownBy(() -> login("alice", PASSWORD)).hasMessageContaining("(18)");
        alice.disabled(false);
        alice.expired(true);
        assertThatThrownBy(() -> login("alice", PASSWORD)).hasMessageContaining("(18)");
        alice.expired(false);
        alice.mustChangePassword(true);
        assertThatThrownBy(() -> login("alice", PASSWORD)).hasMessageContaining("(23)");
        assertThatThrownBy(() -> login("alice", "wrong")).hasMessageContaining("(24)");
        alice.mustChangePassword(false);
        assertThat(login("alice", PASSWORD).getPrincipals()).isNotEmpty();
        assertThat(alice.wrongPasswords()).isZero();
    }

    @Test
    void secondLabWithTickets_saysWhyItCannotBe() {
        assertThatThrownBy(() -> Lab.builder()
                        .host("HV1")
                        .domain("lab.example", domain -> domain.kerberos())
                        .start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another lab of this JVM hands out the tickets of LAB.EXAMPLE");
        assertThatThrownBy(() -> Lab.builder()
                        .host("HV1")
                        .domain("other.example", domain -> domain.kerberos())
                        .start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another lab of this JVM hands out the tickets of LAB.EXAMPLE, and Apache Kerby");
    }
}

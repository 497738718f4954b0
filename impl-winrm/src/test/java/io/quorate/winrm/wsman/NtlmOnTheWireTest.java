package io.quorate.winrm.wsman;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.winrm.auth.ChannelBinding;
import io.quorate.winrm.auth.LoginOptions;
import io.quorate.winrm.auth.Ntlm;
import io.quorate.winrm.token.NtlmFlags;
import io.quorate.winrm.wsman.NtlmHost.Habit;
import io.quorate.winrm.wsman.NtlmHost.Mishap;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** NTLM with sealed messages between the client and a host that checks all of it, over real sockets. */
class NtlmOnTheWireTest {
    private static final String CANARY = "P\u00e4ssw0rd-canary";
    private static final Duration SHORT = Duration.ofSeconds(20);
    private static final URI HTTP = URI.create("http://hv1:5985/wsman");
    private static final URI HTTPS = URI.create("https://hv1:5986/wsman");

    @TempDir
    static Path folder;

    private final TestRuntime runtime = new TestRuntime();
    private final Envelopes envelopes =
            new Envelopes("http://hv1:5985/wsman", WsManUris.powershell("Microsoft.PowerShell"), new Random(7));
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable it : open) {
            it.close();
        }
    }

    @Test
    @DisplayName("a log-in costs one leg more than none, and nothing is ever readable on the way")
    void post_overHttp_costsOneLeg_andSealsEveryMessage() throws Exception {
        NtlmHost host = host();
        HttpChannel channel = channel(HTTP, CANARY);

        for (int i = 0; i < 3; i++) {
            ask(channel);
        }

        assertThat(host.story).containsExactly("1:1", "1:3", "1:asked", "1:asked", "1:asked");
        assertThat(host.raw).hasSize(4).noneMatch(it -> it.contains("Envelope"));
        assertThat(host.raw.subList(1, 4))
                .allMatch(it ->
                        it.contains("Content-Type: multipart/encrypted;protocol=\"application/HTTP-SPNEGO-session-"
                                + "encrypted\";boundary=\"Encrypted Boundary\"\r\n"));
    }

    @Test
    void post_toAHostThatWantsSpnego_logsInSo() throws Exception {
        NtlmHost host = host().habit(Habit.SPNEGO);
        HttpChannel channel = channel(HTTP, CANARY);

        for (int i = 0; i < 3; i++) {
            ask(channel);
        }

        assertThat(host.story).containsExactly("1:not taken", "1:1", "1:3", "1:asked", "1:asked", "1:asked");
    }

    @Test
    void post_overTls_isBoundToTheCertificate_andNotSealedAgain() throws Exception {
        for (boolean strict : new boolean[] {false, true}) {
            NtlmHost host = tlsHost();
            HttpChannel channel = channel(HTTPS, CANARY);
            if (strict) {
                host.strict();
            }

            ask(channel);
            ask(channel);

            assertThat(host.story).containsExactly("1:1", "1:3", "1:asked", "1:asked");
            assertThat(host.raw.get(1)).contains("<s:Envelope");
        }
    }

    @Test
    void post_overTlsWithoutBinding_isTakenByARelaxedHost_andTheErrorOfAStrictOneNamesTheOption() throws Exception {
        LoginOptions off = new LoginOptions(List.of(), ChannelBinding.OFF);
        tlsHost();
        ask(channel(HTTPS, CANARY, off));

        NtlmHost strict = tlsHost().strict();
        Fault fault = failure(carrier(HTTPS, CANARY, off));

        assertThat(strict.proofs).hasValue(1);
        assertThat(fault.kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
        assertThat(fault.refusesLogin()).isTrue();
        assertThat(fault.hint()).contains("channelBinding=off").contains("CbtHardeningLevel Strict");
    }

    @Test
    @DisplayName("a wrong password is spent once, and the error tells all there is to look at")
    void post_withAWrongPassword_provesItOnce() throws Exception {
        NtlmHost host = host().at(Instant.now().minusSeconds(3600));

        Fault fault = failure(carrier(HTTP, "wrong-" + CANARY, LoginOptions.DEFAULT));

        assertThat(host.story).containsExactly("1:1", "1:3 refused");
        assertThat(fault.kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
        assertThat(fault.refusesLogin()).isTrue();
        assertThat(fault.getMessage())
                .contains("hv1:5985 refused the login; it offers Negotiate, Kerberos")
                .contains(
                        "NTLM (Negotiate), as LAB\\alice, to host/hv1, message 3 of 3, server HV1, domain LAB, sealed")
                .doesNotContain(CANARY);
        assertThat(fault.hint())
                .contains("check user name, domain and password")
                .containsPattern("Its clock is (1 h|59 min [0-9]+ s) behind ours")
                .doesNotContain(CANARY);
    }

    @Test
    @DisplayName("a host that only names what it takes is not asked for ever, and nobody has looked at the password")
    void post_whenThereIsNeverAToken_ends() throws Exception {
        NtlmHost host = host().habit(Habit.NAMES_ONLY);

        Fault fault = failure(carrier(HTTP, CANARY, LoginOptions.DEFAULT));

        assertThat(host.story).containsExactly("1:not taken", "1:not taken");
        assertThat(fault.kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
        assertThat(fault.refusesLogin()).isFalse();
        assertThat(fault.hint()).contains("Restrict NTLM");
    }

    @Test
    void post_whenTheHostWeakensTheLogIn_provesNothing() throws Exception {
        NtlmHost host = host().without(NtlmFlags.KEY_128);

        Fault fault = failure(carrier(HTTP, CANARY, LoginOptions.DEFAULT));

        assertThat(host.proofs).hasValue(0);
        assertThat(fault.kind()).isEqualTo(ErrorKind.UNTRUSTED);
        assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
        assertThat(fault).hasMessageContaining("with keys weaker than 128 bit");
    }

    @Test
    @DisplayName("a changed connection is logged in anew before a body leaves: nothing sealed with old keys ever goes")
    void post_overAnotherConnection_logsInFirst() throws Exception {
        NtlmHost host = host().then(Mishap.NONE, Mishap.CUT_AFTER);
        HttpChannel channel = channel(HTTP, CANARY);

        ask(channel);
        ask(channel);
        runtime.later(Duration.ofSeconds(1));
        ask(channel);
        ask(channel);

        assertThat(host.story)
                .as("the host could open everything it got")
                .containsExactly("1:1", "1:3", "1:asked", "1:asked", "2:1", "2:3", "2:asked", "2:asked");
    }

    @Test
    @DisplayName(
            "without TLS anybody on the way may answer 401 to what the host carries out: it is in doubt, and not sent again")
    void post_whenASealedRequestIsAnswered401_isInDoubt_andTheNextOneLogsInAnew() throws Exception {
        NtlmHost host = host().then(Mishap.NONE, Mishap.FORGET, Mishap.NONE);
        HttpChannel channel = channel(HTTP, CANARY);
        ask(channel);

        Fault fault = catchFault(
                () -> channel.post(envelopes.receive("S", "C", SHORT), SHORT, Deadline.in(SHORT, runtime), 10_000));

        assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
        assertThat(fault.kind()).isEqualTo(ErrorKind.UNREACHABLE);
        assertThat(fault.code()).isEqualTo("HTTP 401");
        assertThat(fault.refusesLogin()).isFalse();
        assertThat(host.story).containsExactly("1:1", "1:3", "1:asked", "1:asked");
        ask(channel);
        assertThat(host.story).endsWith("2:1", "2:3", "2:asked");
        assertThat(host.proofs).hasValue(2);
    }

    @Test
    void post_overTlsWhenTheLoginIsForgotten_logsInOnAnotherConnection_once() throws Exception {
        NtlmHost host = tlsHost().then(Mishap.NONE, Mishap.FORGET, Mishap.NONE);
        HttpChannel channel = channel(HTTPS, CANARY);
        ask(channel);
        ask(channel);
        assertThat(host.story).containsExactly("1:1", "1:3", "1:asked", "1:asked", "2:1", "2:3", "2:asked");
        assertThat(host.proofs).hasValue(2);
    }

    @Test
    void post_answeredByASealedFault_opensIt_alsoAtOnceAfterTheLogIn() throws Exception {
        for (Habit habit : new Habit[] {Habit.RAW, Habit.SPNEGO}) {
            host().habit(habit).then(Mishap.FAULT, Mishap.NONE, Mishap.FAULT);
            HttpChannel channel = channel(HTTP, CANARY);
            for (int status : new int[] {500, 200, 500}) {
                Envelope envelope = envelopes.receive("S", "C", SHORT);
                HttpAnswer answer = channel.post(envelope, SHORT, Deadline.in(SHORT, runtime), 10_000);
                assertThat(answer.status()).isEqualTo(status);
                assertThat(answer.content().type()).isEqualTo(NtlmHost.SOAP);
                assertThat(answer.body())
                        .asString(StandardCharsets.UTF_8)
                        .isEqualTo((status == 500 ? "fault for " : "answer to ")
                                + envelope.xml().length());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Mishap.class,
            names = {"PLAIN", "PLAIN_FAULT", "BROKEN", "REPEATED", "SKIPPED", "SHORT"})
    @DisplayName("an answer that is not sealed, changed, repeated, out of turn or of another length is not believed")
    void post_whenTheAnswerCannotBeTheHosts_isInDoubt_andLogsInAnew(Mishap mishap) throws Exception {
        NtlmHost host = host().then(Mishap.NONE, mishap, Mishap.NONE);
        HttpChannel channel = channel(HTTP, CANARY);
        ask(channel);

        Fault fault = catchFault(
                () -> channel.post(envelopes.receive("S", "C", SHORT), SHORT, Deadline.in(SHORT, runtime), 10_000));

        assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
        assertThat(fault.kind()).isEqualTo(ErrorKind.BAD_REPLY);
        ask(channel);
        assertThat(host.story).containsExactly("1:1", "1:3", "1:asked", "1:asked", "2:1", "2:3", "2:asked");
    }

    @ParameterizedTest
    @EnumSource(
            value = Mishap.class,
            names = {"STRUCK_OUT", "SILENT"})
    @DisplayName(
            "a host that does not sign the list of mechanisms in its turn has not proven itself: untrusted, in doubt")
    void post_whenTheProofOverTheListOfMechanismsIsMissing_isUntrusted(Mishap mishap) throws Exception {
        NtlmHost host = host().habit(Habit.SPNEGO).then(mishap, Mishap.NONE);
        HttpChannel channel = channel(HTTP, CANARY);

        Fault fault = catchFault(() -> ask(channel));

        assertThat(fault.kind()).isEqualTo(ErrorKind.UNTRUSTED);
        assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
        assertThat(fault).hasMessage("hv1:5985 let us in without proving who it is");
        ask(channel);
        assertThat(host.story)
                .containsExactly("1:not taken", "1:1", "1:3", "1:asked", "2:not taken", "2:1", "2:3", "2:asked");
    }

    @Test
    @DisplayName("over TLS, too, a last word without the proof is not believed")
    void post_overTlsWhenTheProofOverTheListOfMechanismsIsStruckOut_isUntrusted() throws Exception {
        tlsHost().habit(Habit.SPNEGO).then(Mishap.STRUCK_OUT);

        Fault fault = catchFault(() -> ask(channel(HTTPS, CANARY)));

        assertThat(fault.kind()).isEqualTo(ErrorKind.UNTRUSTED);
        assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
    }

    @Test
    void post_whenTheVeryFirstAnswerIsNotSealed_isNotBelieved() throws Exception {
        host().then(Mishap.PLAIN);
        HttpChannel channel = channel(HTTP, CANARY);
        Fault fault = catchFault(
                () -> channel.post(envelopes.receive("S", "C", SHORT), SHORT, Deadline.in(SHORT, runtime), 10_000));
        assertThat(fault).hasMessage("hv1:5985 answered HTTP 200 without the seal that the login agreed on");
    }

    @Test
    @DisplayName("neither the password nor what is made of it goes over the wire, whatever the encoding")
    void post_showsNoSecretOnTheWire() throws Exception {
        NtlmHost host = host();
        ask(channel(HTTP, CANARY));
        byte[] utf16 = CANARY.getBytes(StandardCharsets.UTF_16LE);
        String base64 = Base64.getEncoder().encodeToString(utf16).substring(0, 24);
        assertThat(host.raw)
                .noneMatch(it -> it.contains("canary") || it.contains(base64))
                .noneMatch(it -> it.contains(new String(utf16, StandardCharsets.ISO_8859_1)));
    }

    private NtlmHost host() throws Exception {
        NtlmHost host = new NtlmHost(runtime, new ServerSocket(0, 10, InetAddress.getLoopbackAddress()), CANARY, null);
        open.add(host);
        return host;
    }

    private NtlmHost tlsHost() throws Exception {
        TestIdentity hv1 = TestIdentity.create(folder, "hv1");
        NtlmHost host = new NtlmHost(
                runtime,
                hv1.server().getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress()),
                CANARY,
                hv1.certificate());
        open.add(host);
        return host;
    }

    private HttpCarrier carrier(URI address, String password, LoginOptions options) {
        Trust trust = address.equals(HTTP)
                ? Trust.platform()
                : TestIdentity.create(folder, "hv1").authority();
        HttpCarrier carrier = HttpCarrier.by(
                new Ntlm(new Credentials.Ntlm("LAB\\alice", Secret.of(password)), options, runtime),
                address,
                trust,
                runtime);
        open.add(0, carrier);
        return carrier;
    }

    private HttpChannel channel(URI address, String password) {
        return channel(address, password, LoginOptions.DEFAULT);
    }

    private HttpChannel channel(URI address, String password, LoginOptions options) {
        return carrier(address, password, options).channel();
    }

    private void ask(HttpChannel channel) {
        Envelope envelope = envelopes.receive("S", "C", SHORT);
        HttpAnswer answer = channel.post(envelope, SHORT, Deadline.in(SHORT, runtime), 10_000);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("answer to " + envelope.xml().length());
    }

    private Fault failure(HttpCarrier carrier) {
        return catchFault(() -> new WsManClient(carrier)
                .send(
                        carrier.channel(),
                        envelopes.receive("S", "C", SHORT),
                        SHORT,
                        Deadline.in(SHORT, runtime),
                        10_000));
    }

    private static Fault catchFault(Runnable action) {
        try {
            action.run();
        } catch (Fault fault) {
            return fault;
        }
        throw new AssertionError("no fault came");
    }
}

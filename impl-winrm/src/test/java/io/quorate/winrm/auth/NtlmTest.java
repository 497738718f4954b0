package io.quorate.winrm.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Credentials;
import io.quorate.QuorateRuntime;
import io.quorate.Secret;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.winrm.Seed;
import io.quorate.winrm.token.AvPairs;
import io.quorate.winrm.token.NtlmAuthenticate;
import io.quorate.winrm.token.NtlmChallenge;
import io.quorate.winrm.token.NtlmCrypto;
import io.quorate.winrm.token.NtlmFlags;
import io.quorate.winrm.token.NtlmSeal;
import io.quorate.winrm.token.NtlmTime;
import io.quorate.winrm.token.NtlmV2Response;
import io.quorate.winrm.token.SealedBody;
import io.quorate.winrm.token.Spnego;
import io.quorate.winrm.token.TlsBinding;
import io.quorate.winrm.wsman.TestIdentity;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What NTLM says to which challenge, byte for byte; time and randomness are given. */
class NtlmTest {
    private static final String CANARY = "P\u00e4ssw0rd-canary";
    private static final Instant THEIRS = Instant.parse("2020-04-30T02:46:22.4140792Z");
    private static final byte[] VERSION = hex("0a0063450000000f");
    private static final byte[] SERVER_CHALLENGE = hex("0123456789abcdef");
    private static final int FLAGS = NtlmClient.FLAGS | NtlmFlags.TARGET_TYPE_DOMAIN | NtlmFlags.KEY_56;
    private static final Peer HTTP = new Peer("hv1", 5985, null);

    /** Written by another hand, after [MS-NLMP]. */
    private static final String NEGOTIATE =
            "4e544c4d535350000100000035828862000000002800000000000000280000000a0063450000000f";

    private static final String CHALLENGE = "4e544c4d53535000020000000600060038000000358289e20123456789abcdef"
            + "0000000000000000800080003e0000000a0063450000000f4c0041004200020006004c0041004200010006004800560031000400"
            + "16006c00610062002e006500780061006d0070006c00650003001e006800760031002e006c00610062002e006500780061006d00"
            + "70006c006500050016006c00610062002e006500780061006d0070006c0065000f000200010207000800f8819288991ed6010000"
            + "0000";
    private static final String AUTHENTICATE = "4e544c4d53535000030000001800180068000000e000e00080000000060006005800"
            + "00000a000a005e00000000000000680000001000100060010000358288620a0063450000000f64d1ada7dd496b9aff32cadc68b2"
            + "5c1c4c004100420061006c00690063006500000000000000000000000000000000000000000000000000"
            + "2c89d94547b91df44b26a1e3b8ca31320101000000000000f8819288991ed601aaaaaaaaaaaaaaaa00000000020006004c004100"
            + "420001000600480056003100040016006c00610062002e006500780061006d0070006c00650003001e006800760031002e006c00"
            + "610062002e006500780061006d0070006c006500050016006c00610062002e006500780061006d0070006c0065000f0002000102"
            + "07000800f8819288991ed60106000400020000000a001000000000000000000000000000000000000900100068006f0073007400"
            + "2f0068007600310000000000000000009d069ff1c820d3eadc64724f874eb3f7";

    private static final int INPUTS = Boolean.getBoolean("quorate.sweep") ? 100_000 : 2_000;

    @TempDir
    static Path folder;

    @RegisterExtension
    final Seed seeds = Seed.usually(20_261_128);

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    /** The first eight random bytes are AA, all others 55. */
    private static QuorateRuntime runtime(Instant now) {
        return (QuorateRuntime) Proxy.newProxyInstance(
                QuorateRuntime.class.getClassLoader(), new Class<?>[] {QuorateRuntime.class}, (self, method, args) -> {
                    switch (method.getName()) {
                        case "now":
                            return now;
                        case "random":
                            return RANDOM.get();
                        default:
                            throw new AssertionError("the scheme asks for " + method.getName());
                    }
                });
    }

    private static final ThreadLocal<RandomGenerator> RANDOM = ThreadLocal.withInitial(NtlmTest::fixed);

    private static RandomGenerator fixed() {
        return new RandomGenerator() {
            private boolean begun;

            @Override
            public long nextLong() {
                boolean first = !begun;
                begun = true;
                return first ? 0xAAAAAAAAAAAAAAAAL : 0x5555555555555555L;
            }
        };
    }

    private static Ntlm scheme(String user, LoginOptions options) {
        RANDOM.set(fixed());
        return new Ntlm(new Credentials.Ntlm(user, Secret.of(CANARY)), options, runtime(THEIRS));
    }

    private static Login login(String user, Peer peer) {
        return scheme(user, LoginOptions.DEFAULT).begin(peer);
    }

    private static List<Challenge> negotiate(byte[] token) {
        return List.of(
                new Challenge("Negotiate", Base64.getEncoder().encodeToString(token)), new Challenge("Kerberos", null));
    }

    private static byte[] token(@Nullable Leg leg) {
        assertThat(leg).isNotNull();
        assertThat(leg.authorization()).startsWith("Negotiate ");
        return Base64.getDecoder().decode(leg.authorization().substring(10));
    }

    private static AvPairs info() {
        return AvPairs.none()
                .with(AvPairs.NB_DOMAIN_NAME, "LAB")
                .with(AvPairs.NB_COMPUTER_NAME, "HV1")
                .with(AvPairs.DNS_DOMAIN_NAME, "lab.example")
                .with(AvPairs.DNS_COMPUTER_NAME, "hv1.lab.example");
    }

    private static byte[] challenge(int flags, AvPairs info) {
        return NtlmChallenge.of(flags, "LAB", SERVER_CHALLENGE, info, VERSION).encode();
    }

    private static NtlmV2Response response(byte[] authenticate) throws Exception {
        return NtlmV2Response.parse(NtlmAuthenticate.parse(authenticate).ntResponse());
    }

    @Test
    @DisplayName("two legs: the first message alone, then the third with the request, each byte as it must be")
    void login_isTwoLegsOfTheseBytes() throws Exception {
        Login login = login("LAB\\alice", HTTP);

        Leg first = login.next(List.of());
        assertThat(HexFormat.of().formatHex(token(first))).isEqualTo(NEGOTIATE);
        assertThat(first.carriesRequest()).isFalse();
        Leg second = login.next(negotiate(hex(CHALLENGE)));
        assertThat(HexFormat.of().formatHex(token(second))).isEqualTo(AUTHENTICATE);
        assertThat(second.carriesRequest()).isTrue();
        assertThat(login.seals()).isTrue();

        Body sealed = login.wrap(new Body("application/soap+xml;charset=UTF-8", bytes("hello")));
        SealedBody body = SealedBody.parse(sealed.type(), sealed.content());
        assertThat(HexFormat.of().formatHex(body.parts().get(0).data())).isEqualTo("6c800109b1");
        assertThat(HexFormat.of().formatHex(body.parts().get(0).token())).isEqualTo("010000001b3480bb9df3e79300000000");
        assertThat(login.accepted(List.of())).isTrue();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void authenticate_holdsAMicOverAllThreeMessages() throws Exception {
        byte[] zeroed = hex(AUTHENTICATE);
        byte[] mic = Arrays.copyOfRange(zeroed, NtlmAuthenticate.MIC_AT, NtlmAuthenticate.MIC_AT + 16);
        Arrays.fill(zeroed, NtlmAuthenticate.MIC_AT, NtlmAuthenticate.MIC_AT + 16, (byte) 0);
        byte[] session = new byte[16];
        Arrays.fill(session, (byte) 0x55);

        assertThat(NtlmCrypto.mic(session, hex(NEGOTIATE), hex(CHALLENGE), zeroed))
                .isEqualTo(mic);
        AvPairs proven = response(hex(AUTHENTICATE)).targetInfo();
        assertThat(proven.flags() & AvPairs.FLAG_MIC).isEqualTo(AvPairs.FLAG_MIC);
        assertThat(proven.get(15)).as("a pair that nobody knows").containsExactly(1, 2);
    }

    @Test
    void begin_overTls_bindsToTheCertificate_unlessSwitchedOff() throws Exception {
        X509Certificate certificate = TestIdentity.create(folder, "hv1").certificate();
        Peer https = new Peer("hv1", 5986, certificate);
        byte[] bound = TlsBinding.hash(TlsBinding.serverEndPoint(certificate));
        for (ChannelBinding binding : ChannelBinding.values()) {
            Login login = scheme("alice", new LoginOptions(List.of(), binding)).begin(https);
            login.next(List.of());
            Leg leg = login.next(negotiate(hex(CHALLENGE)));

            assertThat(response(token(leg)).targetInfo().get(AvPairs.CHANNEL_BINDINGS))
                    .as(binding.toString())
                    .isEqualTo(binding == ChannelBinding.OFF ? new byte[16] : bound);
            assertThat(login.seals()).as("TLS hides it already").isFalse();
            assertThat(leg.carriesRequest()).isTrue();
            assertThat(login.story())
                    .contains(binding == ChannelBinding.OFF ? "without channel binding" : "with channel binding");
            assertThat(login.hint(negotiate(new byte[0])))
                    .contains(binding == ChannelBinding.OFF ? "CbtHardeningLevel Strict" : "channelBinding=off");
        }
        Fault fault = catchThrowableOfType(
                Fault.class,
                () -> scheme("alice", new LoginOptions(List.of(), ChannelBinding.REQUIRED))
                        .begin(HTTP));
        assertThat(fault.kind()).isEqualTo(ErrorKind.UNTRUSTED);
        assertThat(fault).hasMessage("channel binding is required, and hv1 is not reached over TLS");
    }

    @ParameterizedTest
    @CsvSource({
        "LAB\\alice, LAB, alice",
        "other\\alice, other, alice",
        ".\\admin, HV1, admin",
        "alice@lab.example, '', alice@lab.example",
        "alice, LAB, alice",
        "J\u00fcrgen Stra\u00dfe, LAB, J\u00fcrgen Stra\u00dfe",
    })
    void authenticate_namesTheAccountAsItWasSpelt(String user, String domain, String name) throws Exception {
        Login login = login(user, HTTP);
        login.next(List.of());
        byte[] token = token(login.next(negotiate(hex(CHALLENGE))));

        NtlmAuthenticate said = NtlmAuthenticate.parse(token);
        assertThat(said.domain()).isEqualTo(domain);
        assertThat(said.user()).isEqualTo(name);
        NtlmV2Response response = response(token);
        byte[] key = NtlmCrypto.ntowfV2(CANARY.toCharArray(), name, domain);
        assertThat(NtlmCrypto.proof(key, SERVER_CHALLENGE, response.proven())).isEqualTo(response.proof());
    }

    @ParameterizedTest
    @CsvSource({"'', host/hv1", "HTTP, HTTP/hv1", "WSMAN/other.lab.example, WSMAN/other.lab.example"})
    void authenticate_namesTheService(String configured, String service) throws Exception {
        LoginOptions options =
                new LoginOptions(configured.isEmpty() ? List.of() : List.of(configured, "x/y"), ChannelBinding.AUTO);
        Login login = scheme("alice", options).begin(HTTP);
        login.next(List.of());
        byte[] token = token(login.next(negotiate(hex(CHALLENGE))));

        assertThat(response(token).targetInfo().text(AvPairs.TARGET_NAME)).isEqualTo(service);
        assertThat(login.story()).contains("to " + service);
    }

    @Test
    void authenticate_takesTheHostsTime_elseOurs() throws Exception {
        Login login = login("alice", HTTP);
        login.next(List.of());
        byte[] token = token(login.next(negotiate(challenge(FLAGS, info()))));

        assertThat(response(token).time()).isEqualTo(NtlmTime.of(THEIRS));
        assertThat(NtlmAuthenticate.parse(token).lmResponse())
                .as("of version 2, because the host tells no time")
                .endsWith(hex("aaaaaaaaaaaaaaaa"));

        Instant other = THEIRS.minus(Duration.ofHours(3));
        login = login("alice", HTTP);
        login.next(List.of());
        token = token(login.next(negotiate(challenge(FLAGS, info().withTimestamp(NtlmTime.of(other))))));
        assertThat(response(token).time()).isEqualTo(NtlmTime.of(other));
        assertThat(NtlmAuthenticate.parse(token).lmResponse()).containsOnly(0).hasSize(24);
        assertThat(login.hint(negotiate(new byte[0]))).contains("Its clock is 3 h behind ours");
    }

    @ParameterizedTest
    @CsvSource({
        "0x00080000, without extended session security",
        "0x20000000, with keys weaker than 128 bit",
        "0x40000000, without an exchange of keys",
        "0x00000010, without sealing",
        "0x00000020, without sealing",
        "0x00000001, without Unicode",
    })
    @DisplayName("a host that asks for less than is safe gets no proof of the password")
    void next_whenTheChallengeIsWeak_provesNothing(String missing, String why) {
        int flags = FLAGS & ~Integer.decode(missing);
        Login login = login("alice", HTTP);
        login.next(List.of());

        Fault fault = catchThrowableOfType(Fault.class, () -> login.next(negotiate(challenge(flags, info()))));

        assertThat(fault.kind()).isEqualTo(ErrorKind.UNTRUSTED);
        assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
        assertThat(fault).hasMessage("hv1:5985 wants NTLM " + why + ": that is not safe, and nothing was proven to it");
        assertThat(login.judged(List.of())).isFalse();
        assertThat(login.next(negotiate(challenge(FLAGS, info()))))
                .as("it is over")
                .isNull();
    }

    @Test
    void next_whenThereIsNoTargetInformation_provesNothing() {
        byte[] bare = new NtlmChallenge(FLAGS, "LAB", SERVER_CHALLENGE, new byte[8], null, VERSION, List.of()).encode();
        Login login = login("alice", HTTP);
        login.next(List.of());
        assertThat(catchThrowableOfType(Fault.class, () -> login.next(negotiate(bare))))
                .hasMessageContaining("without target information");
    }

    @Test
    @DisplayName("target information that leaves no room for an answer is a bad reply, however it is made up")
    void next_whenTheTargetInformationIsTooLong_isABadReply() {
        for (AvPairs info : List.of(
                info().with(AvPairs.NB_DOMAIN_NAME, "D".repeat(32_000)),
                info().with(4711, new byte[65_300]),
                info().with(4711, new byte[16_384]))) {
            Login login = login("alice", HTTP);
            login.next(List.of());
            Fault fault = catchThrowableOfType(Fault.class, () -> login.next(negotiate(challenge(FLAGS, info))));
            assertThat(fault.kind()).isEqualTo(ErrorKind.BAD_REPLY);
            assertThat(fault).hasMessageContaining("the target information of NTLM is too long");
        }
    }

    @Test
    void next_ofHostileChallenges_isAFaultOrAnswered() {
        Random random = seeds.random();
        byte[] good = hex(CHALLENGE);
        byte[] wrapped = new Spnego.Resp(Spnego.State.ACCEPT_INCOMPLETE, Spnego.NTLM, good, null).encode();
        int answered = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] token = random.nextBoolean() ? good.clone() : wrapped.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                token[random.nextInt(token.length)] = (byte) random.nextInt();
            }
            token = random.nextInt(10) == 0 ? Arrays.copyOf(token, random.nextInt(token.length)) : token;
            Login login = login("alice", HTTP);
            login.next(List.of());
            try {
                answered += login.next(negotiate(token)) == null ? 0 : 1;
                assertThat(login.story()).doesNotContain(CANARY);
            } catch (Fault fault) {
                assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
                assertThat(fault.kind()).isIn(ErrorKind.BAD_REPLY, ErrorKind.UNTRUSTED);
            }
        }
        System.out.println("hostile challenges: " + INPUTS + " inputs, " + answered + " answered");
    }

    @Test
    void next_overTls_needsNoExchangeOfKeys() throws Exception {
        Login login = login(
                "alice",
                new Peer("hv1", 5986, TestIdentity.create(folder, "hv1").certificate()));
        login.next(List.of());
        byte[] token = token(login.next(negotiate(challenge(FLAGS & ~NtlmFlags.KEY_EXCH, info()))));
        assertThat(NtlmAuthenticate.parse(token).sessionKey()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'', is no challenge", "AAAA, no message", "TlRMTVNTUAABAAAA, another message", "YIIB, broken SPNEGO"})
    void next_whenTheTokenIsNone_isABadReplyThatRepeatsNothing(String token, String why) {
        Login login = login("alice", HTTP);
        login.next(List.of());
        List<Challenge> challenges = List.of(new Challenge("Negotiate", token));

        Fault fault = catchThrowableOfType(Fault.class, () -> login.next(challenges));

        assertThat(fault).as(why).isNotNull();
        assertThat(fault.kind()).isEqualTo(ErrorKind.BAD_REPLY);
        assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
        assertThat(fault).hasMessageStartingWith("hv1:5985 does not speak NTLM as it should: ");
    }

    @Test
    @DisplayName("a host that wants SPNEGO gets it: one leg more, and a proof over the list of mechanisms")
    void login_inSpnego_signsTheListOfMechanisms() throws Exception {
        Login login = login("LAB\\alice", HTTP);
        login.next(List.of());
        Leg wrapped = login.next(List.of(new Challenge("Negotiate", null)));
        Spnego.Init init = (Spnego.Init) Spnego.parse(token(wrapped));
        assertThat(init.mechTypes()).containsExactly(Spnego.NTLM);
        assertThat(HexFormat.of().formatHex(init.mechToken())).isEqualTo(NEGOTIATE);
        assertThat(wrapped.carriesRequest()).isFalse();

        Leg last = login.next(
                negotiate(new Spnego.Resp(Spnego.State.ACCEPT_INCOMPLETE, Spnego.NTLM, hex(CHALLENGE), null).encode()));

        Spnego.Resp resp = (Spnego.Resp) Spnego.parse(token(last));
        assertThat(HexFormat.of().formatHex(resp.responseToken())).isEqualTo(AUTHENTICATE);
        byte[] session = new byte[16];
        Arrays.fill(session, (byte) 0x55);
        NtlmSeal host = new NtlmSeal(NtlmClient.FLAGS, session, false);
        byte[] list = Spnego.mechTypeList(List.of(Spnego.NTLM));
        host.verify(list, resp.mechListMic());
        host.resetIn();
        Body sealed = login.wrap(new Body("a/b", bytes("request")));
        SealedBody.Part part =
                SealedBody.parse(sealed.type(), sealed.content()).parts().get(0);
        assertThat(host.unseal(part.token(), part.data())).isEqualTo(bytes("request"));

        byte[] mic = host.sign(list);
        host.resetOut();
        assertThat(login.accepted(negotiate(new Spnego.Resp(Spnego.State.ACCEPT_COMPLETED, null, null, mic).encode())))
                .isTrue();
        NtlmSeal.Sealed back = host.seal(bytes("answer"));
        SealedBody answer = new SealedBody(
                SealedBody.SPNEGO, List.of(new SealedBody.Part("a/b", 6, back.signature(), back.data())));
        assertThat(login.unwrap(new Body(answer.contentType(), answer.encode())).content())
                .isEqualTo(bytes("answer"));
    }

    @Test
    void login_whoseBareMessageIsAnsweredInSpnego_goesOnInSpnego() throws Exception {
        Login login = login("LAB\\alice", HTTP);
        login.next(List.of());
        Leg last = login.next(
                negotiate(new Spnego.Resp(Spnego.State.ACCEPT_INCOMPLETE, null, hex(CHALLENGE), null).encode()));

        Spnego.Resp resp = (Spnego.Resp) Spnego.parse(token(last));
        assertThat(HexFormat.of().formatHex(resp.responseToken())).isEqualTo(AUTHENTICATE);
        assertThat(resp.mechListMic()).as("no list was sent").isNull();
        assertThat(login.accepted(List.of())).isTrue();
    }

    @Test
    void next_whenTheHostChoosesAnotherMechanismOrRejects_ends() {
        for (Spnego.Resp other : List.of(
                new Spnego.Resp(Spnego.State.ACCEPT_INCOMPLETE, Spnego.KERBEROS, hex(CHALLENGE), null),
                new Spnego.Resp(Spnego.State.REJECT, null, hex(CHALLENGE), null),
                new Spnego.Resp(Spnego.State.ACCEPT_INCOMPLETE, Spnego.NTLM, null, null))) {
            Login login = login("LAB\\alice", HTTP);
            login.next(List.of());
            login.next(List.of(new Challenge("Negotiate", null)));
            assertThat(login.next(negotiate(other.encode())))
                    .as(other.toString())
                    .isNull();
            assertThat(login.judged(List.of())).isFalse();
        }
    }

    @Test
    void accepted_whenTheHostsProofIsWrongOrMissingOrItRejects_isFalse() throws Exception {
        for (Spnego.Resp last : List.of(
                new Spnego.Resp(Spnego.State.ACCEPT_COMPLETED, null, null, new byte[16]),
                new Spnego.Resp(Spnego.State.ACCEPT_COMPLETED, null, null, null),
                new Spnego.Resp(null, Spnego.NTLM, null, null),
                new Spnego.Resp(Spnego.State.REJECT, null, null, null),
                new Spnego.Resp(Spnego.State.ACCEPT_INCOMPLETE, null, null, null))) {
            Login login = login("LAB\\alice", HTTP);
            login.next(List.of());
            login.next(List.of(new Challenge("Negotiate", null)));
            login.next(negotiate(new Spnego.Resp(null, Spnego.NTLM, hex(CHALLENGE), null).encode()));
            assertThat(login.accepted(negotiate(last.encode())))
                    .as(last.toString())
                    .isFalse();
        }
        Login early = login("LAB\\alice", HTTP);
        early.next(List.of());
        assertThat(early.accepted(List.of())).as("let in for the first message").isFalse();
    }

    @Test
    @DisplayName("a refusal ends the log-in: nothing more is said, whatever the host offers")
    void next_afterARefusal_saysNothing() {
        Login login = login("LAB\\alice", HTTP);
        login.next(List.of());
        login.next(negotiate(hex(CHALLENGE)));
        for (int i = 0; i < 3; i++) {
            assertThat(login.next(negotiate(hex(CHALLENGE)))).isNull();
            assertThat(login.next(List.of(new Challenge("Negotiate", null), new Challenge("Kerberos", null))))
                    .isNull();
        }
        assertThat(login.judged(List.of())).isTrue();
        assertThat(login.hint(negotiate(new byte[0]))).contains("check user name, domain and password");
        assertThat(login.story())
                .isEqualTo("NTLM (Negotiate), as LAB\\alice, to host/hv1, message 3 of 3, server HV1 (hv1.lab.example),"
                        + " domain LAB (lab.example), sealed");

        Login bare = login("LAB\\alice", HTTP);
        bare.next(List.of());
        List<Challenge> nothing = List.of(new Challenge("Negotiate", null), new Challenge("Kerberos", null));
        assertThat(bare.next(nothing)).as("in SPNEGO, once").isNotNull();
        assertThat(bare.next(nothing)).isNull();
        assertThat(bare.next(nothing)).isNull();
        assertThat(bare.judged(nothing)).as("nobody has looked at the password").isFalse();
        assertThat(bare.hint(nothing)).contains("Restrict NTLM");

        Login off = login("LAB\\alice", HTTP);
        off.next(List.of());
        assertThat(off.next(List.of(new Challenge("Kerberos", null)))).isNull();
        assertThat(off.hint(List.of(new Challenge("Kerberos", null)))).contains("@{Negotiate=\"true\"}");
    }

    @Test
    void unwrap_ofWhatIsNotSealedOrInAnotherWay_isRefused() throws Exception {
        Login login = login("LAB\\alice", HTTP);
        login.next(List.of());
        login.next(negotiate(hex(CHALLENGE)));
        assertThat(login.unwrap(new Body("application/soap+xml", bytes("<forged/>"))))
                .isNull();
        for (SealedBody body : List.of(
                new SealedBody(SealedBody.KERBEROS, List.of(new SealedBody.Part("a/b", 1, new byte[16], new byte[1]))),
                new SealedBody(SealedBody.SPNEGO, List.of(new SealedBody.Part("a/b", 1, new byte[16], new byte[1]))),
                new SealedBody(SealedBody.SPNEGO, List.of(new SealedBody.Part("a/b", 0, new byte[0], new byte[0]))))) {
            assertThat(catchThrowableOfType(
                            java.security.GeneralSecurityException.class,
                            () -> login.unwrap(new Body(body.contentType(), body.encode()))))
                    .isNotNull();
        }
    }

    @Test
    void unwrap_whenTheLengthDoesNotFit_fails() throws Exception {
        byte[] session = new byte[16];
        Arrays.fill(session, (byte) 0x55);
        NtlmSeal.Sealed sealed = new NtlmSeal(NtlmClient.FLAGS, session, false).seal(bytes("answer"));
        Login login = login("LAB\\alice", HTTP);
        login.next(List.of());
        login.next(negotiate(hex(CHALLENGE)));
        SealedBody body = new SealedBody(
                SealedBody.SPNEGO, List.of(new SealedBody.Part("a/b", 5, sealed.signature(), sealed.data())));

        assertThat(catchThrowableOfType(
                        java.security.GeneralSecurityException.class,
                        () -> login.unwrap(new Body(body.contentType(), body.encode()))))
                .hasMessage("an answer is not as long as it says");
    }

    @Test
    void nothing_showsThePassword() {
        Ntlm scheme = scheme("LAB\\alice", LoginOptions.DEFAULT);
        Login login = scheme.begin(HTTP);
        StringBuilder shown = new StringBuilder().append(scheme).append(login);
        shown.append(login.next(List.of())).append(login.next(negotiate(hex(CHALLENGE))));
        shown.append(login.story()).append(login.hint(List.of())).append(login.wrap(new Body("a/b", bytes("x"))));
        login.close();
        assertThat(shown.toString()).doesNotContain(CANARY).doesNotContain("Negotiate Tl");
    }

    @Test
    void next_whenThePasswordWasWiped_saysSoAndProvesNothing() {
        Secret password = Secret.of(CANARY);
        Login login =
                new Ntlm(new Credentials.Ntlm("alice", password), LoginOptions.DEFAULT, runtime(THEIRS)).begin(HTTP);
        login.next(List.of());
        password.wipe();
        Fault fault = catchThrowableOfType(Fault.class, () -> login.next(negotiate(hex(CHALLENGE))));
        assertThat(fault).hasMessageContaining("was wiped").hasMessageNotContaining(CANARY);
    }
}

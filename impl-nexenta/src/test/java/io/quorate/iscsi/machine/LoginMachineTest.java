package io.quorate.iscsi.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Credentials;
import io.quorate.Secret;
import io.quorate.iscsi.pdu.InitiatorPdu;
import io.quorate.iscsi.pdu.InitiatorPdu.LoginRequest;
import io.quorate.iscsi.pdu.IscsiProtocolException;
import io.quorate.iscsi.pdu.Pdu;
import io.quorate.iscsi.pdu.TargetPdu.LoginResponse;
import io.quorate.iscsi.pdu.TargetPdu.NopIn;
import io.quorate.iscsi.pdu.Text;
import io.quorate.iscsi.pdu.TextPair;
import io.quorate.san.DiscoveredTarget;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginMachineTest {
    private static final String OUR_SECRET = "incoming12345";
    private static final String TARGET_SECRET = "outgoing12345";
    private static final byte[] OUR_CHALLENGE = HexFormat.of().parseHex("a0a1a2a3a4a5a6a7a8a9aaabacadaeaf");
    private static final byte[] CHALLENGE = HexFormat.of().parseHex("00112233445566778899aabbccddeeff");
    private static final long ISID = 0x80123456789aL;
    private static final Credentials.Chap ONE_WAY = new Credentials.Chap("in", Secret.of(OUR_SECRET), null, null);
    private static final Credentials.Chap MUTUAL =
            new Credentials.Chap("in", Secret.of(OUR_SECRET), "out", Secret.of(TARGET_SECRET));

    private int statSn = 0xfffffffe;

    private static LoginMachine machine(Credentials.Chap chap, boolean discovery) {
        return new LoginMachine(new LoginPlan(
                Iqn.of("iqn.2026-01.io.quorate:h"),
                discovery ? null : Iqn.of("iqn.2026-01.io.quorate:t"),
                chap,
                true,
                false,
                ISID,
                9,
                100,
                OUR_CHALLENGE,
                0x55,
                sent -> Arrays.equals(sent, OUR_CHALLENGE)));
    }

    private static Map<String, String> said(Pdu pdu) throws IscsiProtocolException {
        Map<String, String> said = new LinkedHashMap<>();
        for (TextPair pair : Text.parse(request(pdu).data())) {
            said.put(pair.key(), pair.value());
        }
        return said;
    }

    private static LoginRequest request(Pdu pdu) throws IscsiProtocolException {
        return (LoginRequest) InitiatorPdu.of(pdu);
    }

    private static Pdu sent(LoginStep step) {
        return ((LoginStep.Send) step).pdu();
    }

    private LoginResponse answer(boolean transit, int stage, String... keysAndValues) {
        List<TextPair> pairs = new ArrayList<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            pairs.add(new TextPair(keysAndValues[i], keysAndValues[i + 1]));
        }
        int next = transit ? stage == 0 ? 1 : 3 : 0;
        return new LoginResponse(
                transit, false, stage, next, 0, 0, ISID, 0, 9, statSn++, 100, 131, 0, 0, Text.format(pairs));
    }

    private LoginStep operational(LoginMachine machine, String... keysAndValues) throws IscsiProtocolException {
        machine.begin();
        machine.receive(answer(true, 0, "AuthMethod", "None").toPdu());
        return machine.receive(answer(true, 1, keysAndValues).toPdu());
    }

    @Test
    void chap_isMd5OverIdentifierSecretChallenge() {
        // computed by Python's hashlib
        assertThat(HexFormat.of().formatHex(Chap.response(0x2a, OUR_SECRET.toCharArray(), CHALLENGE)))
                .isEqualTo("9015f2d35919ab3ec62ad176e35164ba");
        assertThat(HexFormat.of().formatHex(Chap.response(0xff, "s\u00e9cret-long-0123".toCharArray(), new byte[] {1})))
                .isEqualTo("ffbd6d1acc7434690a3e3226e6fd7a40");
    }

    @Test
    void withoutChap_goesStraightToOperation_andAgrees() throws Exception {
        LoginMachine machine = machine(null, false);
        Pdu first = machine.begin();
        assertThat(request(first).transit()).isTrue();
        assertThat(said(first))
                .containsExactly(
                        Map.entry("InitiatorName", "iqn.2026-01.io.quorate:h"),
                        Map.entry("SessionType", "Normal"),
                        Map.entry("TargetName", "iqn.2026-01.io.quorate:t"),
                        Map.entry("AuthMethod", "None"));
        Pdu second = sent(machine.receive(answer(true, 0, "AuthMethod", "None", "TargetPortalGroupTag", "1")
                .toPdu()));
        assertThat(request(second).stage()).isEqualTo(1);
        assertThat(request(second).nextStage()).isEqualTo(3);
        assertThat(request(second).expStatSn()).isEqualTo(0xffffffff);
        assertThat(said(second))
                .containsEntry("HeaderDigest", "CRC32C,None")
                .containsEntry("DataDigest", "None")
                .containsEntry("MaxConnections", "1")
                .containsEntry("ErrorRecoveryLevel", "0");
        LoginStep step = machine.receive(answer(
                        true,
                        1,
                        "HeaderDigest",
                        "CRC32C",
                        "MaxRecvDataSegmentLength",
                        "65536",
                        "MaxBurstLength",
                        "16384",
                        "FirstBurstLength",
                        "32768",
                        "InitialR2T",
                        "No",
                        "ImmediateData",
                        "No",
                        "DefaultTime2Wait",
                        "2")
                .toPdu());
        assertThat(((LoginStep.Done) step).parameters())
                .isEqualTo(new SessionParameters(100, 0, 131, true, false, 65536, 16384, 16384, false, false));
    }

    @Test
    void targetThatSaysNothing_getsTheDefaults() throws Exception {
        LoginStep step = operational(machine(null, false));
        assertThat(((LoginStep.Done) step).parameters())
                .isEqualTo(new SessionParameters(100, 0, 131, false, false, 8192, 262144, 65536, true, true));
    }

    @Test
    void discovery_offersNoSessionKeys() throws Exception {
        LoginMachine machine = machine(null, true);
        assertThat(said(machine.begin()))
                .containsEntry("SessionType", "Discovery")
                .doesNotContainKey("TargetName");
        Pdu second = sent(machine.receive(answer(true, 0, "AuthMethod", "None").toPdu()));
        assertThat(said(second)).doesNotContainKeys("MaxBurstLength", "InitialR2T", "MaxConnections");
        Pdu third = sent(machine.receive(answer(false, 1, "MaxBurstLength", "16776192", "X-com.example.k", "1")
                .toPdu()));
        assertThat(said(third))
                .containsExactly(
                        Map.entry("MaxBurstLength", "Irrelevant"), Map.entry("X-com.example.k", "NotUnderstood"));
        assertThat(machine.receive(answer(true, 1).toPdu())).isInstanceOf(LoginStep.Done.class);
    }

    /** Goes to where the target's challenge is answered. */
    private Pdu challenged(LoginMachine machine, byte[] challenge) throws IscsiProtocolException {
        assertThat(said(machine.begin())).containsEntry("AuthMethod", "CHAP");
        Pdu second = sent(machine.receive(answer(false, 0, "AuthMethod", "CHAP").toPdu()));
        assertThat(said(second)).containsExactly(Map.entry("CHAP_A", "5"));
        return sent(machine.receive(answer(
                        false,
                        0,
                        "CHAP_A",
                        "5",
                        "CHAP_I",
                        "42",
                        "CHAP_C",
                        "0b" + Base64.getEncoder().encodeToString(challenge))
                .toPdu()));
    }

    @Test
    void chapOneWay_answersTheChallenge() throws Exception {
        LoginMachine machine = machine(ONE_WAY, false);
        Pdu proof = challenged(machine, CHALLENGE);
        assertThat(request(proof).transit()).isTrue();
        assertThat(said(proof))
                .containsExactly(Map.entry("CHAP_N", "in"), Map.entry("CHAP_R", "0x9015f2d35919ab3ec62ad176e35164ba"));
        Pdu operation = sent(machine.receive(answer(true, 0).toPdu()));
        assertThat(request(operation).stage()).isEqualTo(1);
        assertThat(machine.receive(answer(true, 1).toPdu())).isInstanceOf(LoginStep.Done.class);
    }

    @ParameterizedTest
    @CsvSource({"out, right, true", "Out, right, false", "out, wrong, false", ", , false", "out, , false"})
    void chapBothWays_demandsTheTargetsProof(String name, String proof, boolean trusted) throws Exception {
        LoginMachine machine = machine(MUTUAL, false);
        Map<String, String> said = said(challenged(machine, CHALLENGE));
        assertThat(said)
                .containsEntry("CHAP_I", "85")
                .containsEntry("CHAP_C", "0x" + HexFormat.of().formatHex(OUR_CHALLENGE));
        String right = Text.binary(Chap.response(0x55, TARGET_SECRET.toCharArray(), OUR_CHALLENGE));
        List<String> answer = new ArrayList<>();
        if (name != null) {
            answer.addAll(List.of("CHAP_N", name));
        }
        if (proof != null) {
            answer.addAll(List.of("CHAP_R", proof.equals("right") ? right : right.replace('a', 'b')));
        }
        LoginStep step =
                machine.receive(answer(true, 0, answer.toArray(String[]::new)).toPdu());
        if (trusted) {
            assertThat(step).isInstanceOf(LoginStep.Send.class);
        } else {
            assertThat(step).isInstanceOf(LoginStep.Distrusted.class);
        }
        assertThat(step.toString()).doesNotContain(OUR_SECRET, TARGET_SECRET);
    }

    @Test
    void ownResponse_isNoProof() throws Exception {
        LoginMachine machine = machine(MUTUAL, false);
        String ours = said(challenged(machine, CHALLENGE)).get("CHAP_R");
        assertThat(machine.receive(
                        answer(true, 0, "CHAP_N", "out", "CHAP_R", ours).toPdu()))
                .isInstanceOf(LoginStep.Distrusted.class);
    }

    @Test
    void ownChallenge_sentBack_isNotAnswered() {
        assertThatThrownBy(() -> challenged(machine(MUTUAL, false), OUR_CHALLENGE))
                .isInstanceOf(IscsiProtocolException.class)
                .hasMessage("the target sends our own CHAP challenge back");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1025, 3000})
    void challengeOfAWrongLength_isRefused(int length) {
        assertThatThrownBy(() -> challenged(machine(ONE_WAY, false), new byte[length]))
                .isInstanceOf(IscsiProtocolException.class);
    }

    @Test
    void challengeOf1024Bytes_isAnswered() throws Exception {
        assertThat(said(challenged(machine(ONE_WAY, false), new byte[1024]))).containsKey("CHAP_R");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void targetWithoutChap_isRefused_whenWeHaveASecret(boolean transit) throws Exception {
        LoginMachine machine = machine(ONE_WAY, false);
        machine.begin();
        LoginResponse response = answer(false, 0, "AuthMethod", "None");
        if (transit) { // it goes on although we did not ask it to
            assertThatThrownBy(() -> machine.receive(
                            answer(true, 0, "AuthMethod", "None").toPdu()))
                    .isInstanceOf(IscsiProtocolException.class);
        } else {
            assertThat(machine.receive(response.toPdu()))
                    .isEqualTo(new LoginStep.Distrusted("AuthMethod=None", "the target does not offer CHAP"));
        }
    }

    @Test
    void rejectedMethod_isARefusal() throws Exception {
        LoginMachine machine = machine(null, false);
        machine.begin();
        assertThat(machine.receive(answer(false, 0, "AuthMethod", "Reject").toPdu()))
                .isEqualTo(new LoginStep.Refused("AuthMethod=Reject", 2, 1));
    }

    @Test
    void continuedText_isCollected() throws Exception {
        LoginMachine machine = machine(null, false);
        machine.begin();
        byte[] text = Text.format(List.of(new TextPair("AuthMethod", "None")));
        LoginResponse whole = answer(false, 0);
        Pdu empty = sent(machine.receive(more(whole, Arrays.copyOf(text, 5)).toPdu()));
        assertThat(request(empty).transit()).isFalse();
        assertThat(request(empty).data()).isEmpty();
        LoginResponse rest = answer(false, 0);
        Pdu again = sent(machine.receive(
                with(rest, Arrays.copyOfRange(text, 5, text.length)).toPdu()));
        assertThat(request(again).transit()).isTrue();
        assertThat(request(again).data()).isEmpty();
        assertThat(said(sent(machine.receive(answer(true, 0).toPdu())))).containsKey("InitialR2T");
    }

    private static LoginResponse with(LoginResponse r, byte[] data) {
        return new LoginResponse(
                r.transit(),
                false,
                r.stage(),
                r.nextStage(),
                0,
                0,
                r.isid(),
                0,
                r.taskTag(),
                r.statSn(),
                1,
                2,
                0,
                0,
                data);
    }

    private static LoginResponse more(LoginResponse r, byte[] data) {
        return new LoginResponse(
                false, true, r.stage(), 0, 0, 0, r.isid(), 0, r.taskTag(), r.statSn(), 1, 2, 0, 0, data);
    }

    @Test
    void endlessContinuation_ends() throws Exception {
        LoginMachine machine = machine(null, false);
        machine.begin();
        assertThatThrownBy(() -> {
                    while (true) {
                        machine.receive(more(answer(false, 0), new byte[0]).toPdu());
                    }
                })
                .isInstanceOf(IscsiProtocolException.class);
        LoginMachine other = machine(null, false);
        other.begin();
        assertThatThrownBy(() -> {
                    statSn = 1;
                    while (true) {
                        other.receive(answer(false, 0).toPdu());
                    }
                })
                .isInstanceOf(IscsiProtocolException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "HeaderDigest, MD5",
        "DataDigest, CRC32C",
        "MaxRecvDataSegmentLength, 511",
        "MaxRecvDataSegmentLength, 16777216",
        "MaxBurstLength, 2000000",
        "FirstBurstLength, 100",
        "InitialR2T, Maybe",
        "ImmediateData, yes",
        "MaxConnections, 2",
        "ErrorRecoveryLevel, 1",
        "DefaultTime2Retain, 20",
        "DefaultTime2Wait, 3601",
        "DataPDUInOrder, No",
        "DataSequenceInOrder, No",
        "MaxOutstandingR2T, 2"
    })
    void answerThatIsNone_isRefused(String key, String value) {
        assertThatThrownBy(() -> operational(machine(null, false), key, value))
                .isInstanceOf(IscsiProtocolException.class)
                .hasMessageContaining(key);
    }

    @Test
    void sameKeyTwice_isRefused() {
        assertThatThrownBy(() -> operational(machine(null, false), "ImmediateData", "No", "ImmediateData", "Yes"))
                .isInstanceOf(IscsiProtocolException.class);
        assertThatThrownBy(() -> {
                    LoginMachine machine = machine(null, false);
                    machine.begin();
                    statSn = 5;
                    machine.receive(answer(true, 0).toPdu());
                    machine.receive(answer(false, 1, "ImmediateData", "No").toPdu());
                    machine.receive(answer(true, 1, "ImmediateData", "Yes").toPdu());
                })
                .isInstanceOf(IscsiProtocolException.class);
    }

    @Test
    void responsesOutOfPlace_areRefused() {
        List<UnaryOperator<LoginResponse>> lies = List.of(
                r -> response(r, r.transit(), 3, r.nextStage(), 0, r.isid(), r.taskTag(), r.statSn()),
                r -> response(r, r.transit(), r.stage(), 3, 0, r.isid(), r.taskTag(), r.statSn()),
                r -> response(r, r.transit(), r.stage(), r.nextStage(), 1, r.isid(), r.taskTag(), r.statSn()),
                r -> response(r, r.transit(), r.stage(), r.nextStage(), 0, r.isid() + 1, r.taskTag(), r.statSn()),
                r -> response(r, r.transit(), r.stage(), r.nextStage(), 0, r.isid(), r.taskTag() + 1, r.statSn()));
        for (UnaryOperator<LoginResponse> lie : lies) {
            LoginMachine machine = machine(null, false);
            machine.begin();
            assertThatThrownBy(() -> machine.receive(
                            lie.apply(answer(true, 0, "AuthMethod", "None")).toPdu()))
                    .isInstanceOf(IscsiProtocolException.class);
        }
        LoginMachine machine = machine(null, false);
        machine.begin();
        assertThatThrownBy(() -> machine.receive(new NopIn(0, 9, -1, 1, 1, 1, new byte[0]).toPdu()))
                .isInstanceOf(IscsiProtocolException.class)
                .hasMessage("a NOP_IN during login");
        assertThatThrownBy(() -> {
                    LoginMachine jumping = machine(null, false);
                    jumping.begin();
                    jumping.receive(answer(true, 0).toPdu());
                    statSn++;
                    jumping.receive(answer(true, 1).toPdu());
                })
                .isInstanceOf(IscsiProtocolException.class)
                .hasMessage("the status number jumps during login");
    }

    private static LoginResponse response(
            LoginResponse r, boolean transit, int stage, int next, int version, long isid, int tag, int statSn) {
        return new LoginResponse(transit, false, stage, next, 0, version, isid, 0, tag, statSn, 1, 2, 0, 0, r.data());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "10.0.0.1 10.0.0.1 3260",
                "10.0.0.1:3261,1 10.0.0.1 3261",
                "[fe80::1%eth0]:860,2 fe80::1%eth0 860",
                "[2001:db8::5] 2001:db8::5 3260",
                "san.example.com:3260 san.example.com 3260"
            })
    void redirection_namesAPortal(String value, String address, int port) throws Exception {
        LoginMachine machine = machine(null, false);
        machine.begin();
        LoginResponse redirect = new LoginResponse(
                false,
                false,
                0,
                0,
                0,
                0,
                ISID,
                0,
                9,
                0,
                0,
                0,
                1,
                2,
                Text.format(List.of(new TextPair("TargetAddress", value))));
        assertThat(machine.receive(redirect.toPdu()))
                .isEqualTo(new LoginStep.Redirected(Portal.of(address, port), true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":3260",
                "[10.0.0.1]",
                "[::1",
                "[::1]x",
                "a:0",
                "a:65536",
                "a:+1",
                "a:1:2",
                "a b",
                "a/b",
                "\u00e4"
            })
    void redirectionToNowhere_isRefused(String value) {
        assertThatThrownBy(() -> TargetAddresses.portal(value)).isInstanceOf(IscsiProtocolException.class);
    }

    @Test
    void discovered_whenNamesAndAddressesAreOdd_showsTheOthers() {
        Portal asked = Portal.of("10.0.0.1");
        List<DiscoveredTarget> found = TargetAddresses.discovered(
                List.of(
                        new TextPair("TargetAddress", "10.0.0.9"),
                        new TextPair("TargetName", "iqn.2026-01.a:one"),
                        new TextPair("TargetAddress", "a/b"),
                        new TextPair("TargetAddress", "[fe80::1%eth0]:3261,2"),
                        new TextPair("X-com.example", "whatever"),
                        new TextPair("TargetName", ""),
                        new TextPair("TargetAddress", "10.0.0.8"),
                        new TextPair("TargetName", "iqn.2010-08.org.illumos:02:my_target"),
                        new TextPair("TargetName", "iqn.2026-01.a:three"),
                        new TextPair("TargetAddress", "[2001:db8::1"),
                        new TextPair("TargetName", "eui.0123456789abcdef"),
                        new TextPair("TargetName", "IQN.2026-01.a:ONE"),
                        new TextPair("TargetAddress", "0.0.0.0:3260,1")),
                asked);
        assertThat(found)
                .containsExactly(
                        new DiscoveredTarget(
                                Iqn.of("iqn.2026-01.a:one"),
                                List.of(Portal.of("fe80::1%eth0", 3261), Portal.of("0.0.0.0"))),
                        new DiscoveredTarget(new Iqn("iqn.2010-08.org.illumos:02:my_target"), List.of(asked)),
                        new DiscoveredTarget(Iqn.of("iqn.2026-01.a:three"), List.of()),
                        new DiscoveredTarget(Iqn.of("eui.0123456789abcdef"), List.of(asked)));
    }

    @Test
    void plan_printsNoSecret() {
        assertThat(new LoginPlan(
                                Iqn.of("iqn.2026-01.io.quorate:h"),
                                null,
                                MUTUAL,
                                true,
                                true,
                                1,
                                1,
                                1,
                                OUR_CHALLENGE,
                                1,
                                x -> false)
                        .toString())
                .doesNotContain(OUR_SECRET, TARGET_SECRET);
    }
}

package io.quorate.winrm.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The messages of [MS-NLMP] 4.2.4.3 byte for byte, and what is no message. */
class NtlmMessagesTest {
    private static final byte[] VERSION_6_0 = Hex.of("060070170000000f");
    private static final byte[] CHALLENGE = Hex.of("""
            4e544c4d53535000 02000000 0c000c0038000000 33828ae2 0123456789abcdef 0000000000000000
            2400240044000000 060070170000000f 530065007200760065007200
            02000c0044006f006d00610069006e00 01000c00530065007200760065007200 00000000""");
    private static final byte[] AUTHENTICATE = Hex.of("""
            4e544c4d53535000 03000000 180018006c000000 5400540084000000 0c000c0048000000 0800080054000000
            100010005c000000 10001000d8000000 358288e2 0501280a0000000f
            44006f006d00610069006e00 5500730065007200 43004f004d0050005500540045005200
            86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa
            68cd0ab851e51c96aabc927bebef6a1c
            01010000000000000000000000000000aaaaaaaaaaaaaaaa00000000
            02000c0044006f006d00610069006e0001000c005300650072007600650072000000000000000000
            c5dad2544fc9799094ce1ce90bc9d03e""");

    @Test
    void challenge_isTheExample() throws Exception {
        NtlmChallenge read = NtlmChallenge.parse(CHALLENGE);

        assertThat(read.flags()).isEqualTo(0xE28A8233);
        assertThat(read.targetName()).isEqualTo("Server");
        assertThat(read.serverChallenge()).isEqualTo(NtlmCryptoTest.SERVER_CHALLENGE);
        assertThat(read.targetInfo().text(AvPairs.NB_DOMAIN_NAME)).isEqualTo("Domain");
        assertThat(read.targetInfo().text(AvPairs.NB_COMPUTER_NAME)).isEqualTo("Server");
        assertThat(read.encode()).isEqualTo(CHALLENGE);
        assertThat(NtlmChallenge.of(
                                0xE28A8233,
                                "Server",
                                NtlmCryptoTest.SERVER_CHALLENGE,
                                NtlmCryptoTest.targetInfo(),
                                VERSION_6_0)
                        .encode())
                .isEqualTo(CHALLENGE);
    }

    @Test
    void authenticate_isTheExample() throws Exception {
        NtlmAuthenticate read = NtlmAuthenticate.parse(AUTHENTICATE);

        assertThat(read.domain()).isEqualTo("Domain");
        assertThat(read.user()).isEqualTo("User");
        assertThat(read.workstation()).isEqualTo("COMPUTER");
        assertThat(read.mic()).isNull();
        assertThat(read.encode()).isEqualTo(AUTHENTICATE);
        NtlmAuthenticate mine = new NtlmAuthenticate(
                read.lmResponse(),
                read.ntResponse(),
                "Domain",
                "User",
                "COMPUTER",
                read.sessionKey(),
                0xE2888235,
                Hex.of("0501280a0000000f"),
                null,
                List.of());
        assertThat(mine.encode()).as("laid as Windows does").isEqualTo(AUTHENTICATE);
        NtlmV2Response response = NtlmV2Response.parse(read.ntResponse());
        assertThat(Hex.of(response.proof())).isEqualTo("68cd0ab851e51c96aabc927bebef6a1c");
        assertThat(response.targetInfo().ids()).containsExactly(2, 1);
        assertThat(response.rest()).containsExactly(0, 0, 0, 0);
        byte[] proven = response.proven();
        assertThat(read.ntResponse()).endsWith(proven).hasSize(16 + proven.length);
    }

    @Test
    void authenticate_ofAnOlderVersion_isReadAndWrittenAgain() throws Exception {
        byte[] example = Hex.of("""
                4e544c4d53535000 03000000 180018006c000000 1800180084000000 0c000c0048000000 0800080054000000
                100010005c000000 000000009c000000 35820882 0501280a0000000f
                44006f006d00610069006e00 5500730065007200 43004f004d0050005500540045005200
                aaaaaaaaaaaaaaaa00000000000000000000000000000000
                7537f803ae367128ca458204bde7caf81e97ed2683267232""");
        NtlmAuthenticate read = NtlmAuthenticate.parse(example);
        assertThat(read.encode()).isEqualTo(example);
        assertThatThrownBy(() -> NtlmV2Response.parse(read.ntResponse())).hasMessage("not a response of NTLMv2");
    }

    @Test
    void negotiate_isOf40Bytes_andOlderOnesAreRead() throws Exception {
        byte[] mine = NtlmNegotiate.of(0xE2088297, VERSION_6_0).encode();
        assertThat(mine).hasSize(40);
        assertThat(NtlmNegotiate.parse(mine).flags()).isEqualTo(0xE2088297);
        for (String old : new String[] {
            "4e544c4d53535000 01000000 07820000",
            "4e544c4d53535000 01000000 07820000 0000000000000000 0000000000000000",
            "4e544c4d53535000 01000000 07b20000 0300030028000000 0500050020000000 434f4d5032 444f4d 00"
                    .replace("0300030028000000", "0300030025000000")
                    .replace(" 00", "")
        }) {
            byte[] message = Hex.of(old);
            assertThat(NtlmNegotiate.parse(message).encode()).as(old).isEqualTo(message);
        }
    }

    @Test
    void parse_ofWhatLiesOutside_fails() {
        for (int at : new int[] {12, 40}) {
            byte[] message = CHALLENGE.clone();
            message[at + 4] = (byte) 0xF0;
            assertThatThrownBy(() -> NtlmChallenge.parse(message))
                    .isInstanceOf(TokenException.class)
                    .hasMessageContaining("lies outside");
            message[at + 4] = 4;
            assertThatThrownBy(() -> NtlmChallenge.parse(message)).isInstanceOf(TokenException.class);
            message[at + 7] = (byte) 0xFF;
            assertThatThrownBy(() -> NtlmChallenge.parse(message)).isInstanceOf(TokenException.class);
        }
        assertThatThrownBy(() -> NtlmChallenge.parse(AUTHENTICATE)).hasMessage("not message 2 of NTLM");
        assertThatThrownBy(() -> NtlmAuthenticate.parse(new byte[0])).hasMessage("not message 3 of NTLM");
    }

    @Test
    void avPairs_keepWhatNobodyKnows_andAddBehindAllOthers() throws Exception {
        byte[] bytes = Hex.of("0f00 0200 abcd 0200 0200 4400 0700 0800 f8819288991ed601 00000000");
        AvPairs pairs = AvPairs.parse(bytes);
        assertThat(pairs.encode()).isEqualTo(bytes);
        assertThat(NtlmTime.instant(pairs.timestamp())).isEqualTo(Instant.parse("2020-04-30T02:46:22.4140792Z"));
        assertThat(NtlmTime.of(NtlmTime.instant(pairs.timestamp()))).isEqualTo(pairs.timestamp());
        AvPairs more = pairs.withFlags(AvPairs.FLAG_MIC).with(AvPairs.NB_DOMAIN_NAME, "E");
        assertThat(more.ids()).containsExactly(15, 2, 7, 6);
        assertThat(more.flags()).isEqualTo(2);
        assertThat(more.text(2)).isEqualTo("E");
        for (String none : List.of("", "0000", "0200ff0044", "00000100aa00000000", "0000000000", "02000200aabb")) {
            assertThatThrownBy(() -> AvPairs.parse(Hex.of(none))).isInstanceOf(TokenException.class);
        }
    }

    @Test
    void toString_showsNoSecret() throws Exception {
        assertThat(NtlmAuthenticate.parse(AUTHENTICATE).toString()).isEqualTo("NtlmAuthenticate[flags=e2888235]");
        assertThat(NtlmChallenge.parse(CHALLENGE).toString()).isEqualTo("NtlmChallenge[flags=e28a8233]");
    }
}

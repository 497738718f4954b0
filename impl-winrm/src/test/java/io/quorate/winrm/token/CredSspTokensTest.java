package io.quorate.winrm.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.winrm.Seed;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The structures of CredSSP: read and never believed; {@link AuthVectorsTest} has the recorded ones. */
class CredSspTokensTest {
    @RegisterExtension
    final Seed seeds = Seed.usually(20_261_128);

    @Test
    void parse_ofARecordedRequest_findsEveryField() throws Exception {
        TsRequest request = TsRequest.parse(HexFormat.of()
                .parseHex("3044a003020106a10b30093007a0050403313233a20b0409617574682069"
                        + "6e666fa30e040c707562206b65792061757468a40302010aa50e040c636c69656e74206e6f6e6365"));

        assertThat(request.version()).isEqualTo(6);
        assertThat(request.negoToken()).asString().isEqualTo("123");
        assertThat(request.authInfo()).asString().isEqualTo("auth info");
        assertThat(request.pubKeyAuth()).asString().isEqualTo("pub key auth");
        assertThat(request.errorCode()).isEqualTo(10);
        assertThat(request.clientNonce()).asString().isEqualTo("client nonce");
        assertThat(request.toString()).isEqualTo("TSRequest[version 6]");
    }

    @Test
    void parse_takesAStatusSignedAndUnsigned() throws Exception {
        byte[] signed = Der.sequence(
                Der.value(Der.context(0), Der.integer(6)), Der.value(Der.context(4), Der.integer((int) 0xC000006DL)));
        byte[] unsigned = Der.sequence(
                Der.value(Der.context(0), Der.integer(6)), Der.value(Der.context(4), Der.integer(0xC000006DL)));

        assertThat(TsRequest.parse(signed).errorCode()).isEqualTo(0xC000006DL);
        assertThat(TsRequest.parse(unsigned).errorCode()).isEqualTo(0xC000006DL);
        assertThat(TsRequest.parse(signed).encode()).isEqualTo(signed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "30",
                "3000",
                "3003a00100",
                "3005a003020106ff",
                "3006a003020106ff",
                "3007a00502030fffff00",
                "3009a003020106a1023000",
                "300aa003020106a40302010aff",
                "3082ffffa003020106",
                "30800000",
                "3009a003020106a5020400a3",
                "300da003020106a3020400a2020400"
            })
    void parse_ofWhatIsNoRequest_isAProtocolError(String hex) {
        assertThatThrownBy(() -> TsRequest.parse(HexFormat.of().parseHex(hex))).isInstanceOf(TokenException.class);
    }

    @Test
    void parse_ofSeveralTokens_isAProtocolError() {
        byte[] one = Der.sequence(Der.value(Der.context(0), Der.octets(new byte[3])));
        byte[] two = Der.sequence(
                Der.value(Der.context(0), Der.integer(6)), Der.value(Der.context(1), Der.sequence(one, one)));

        assertThatThrownBy(() -> TsRequest.parse(two)).isInstanceOf(TokenException.class);
    }

    @Test
    void credentials_ofAnyLength_comeBackWhole() throws Exception {
        for (int size : List.of(0, 1, 20, 60, 127, 128, 300, 33_000)) {
            char[] password = "\u00e4\uD83D\uDE00x".repeat(size).toCharArray();
            TsCredentials credentials = new TsCredentials("LAB", "j\u00fcrgen", password);

            TsCredentials read = TsCredentials.parse(credentials.encode());

            assertThat(read.domain()).isEqualTo("LAB");
            assertThat(read.user()).isEqualTo("j\u00fcrgen");
            assertThat(read.password()).isEqualTo(password);
            assertThat(TsCredentials.parse(read.encode()).password()).isEqualTo(password);
        }
        assertThat(new TsCredentials("LAB", "bob", "hunter2".toCharArray()).toString())
                .doesNotContain("hunter2");
    }

    @Test
    void credentials_ofASmartCardOrHalfACharacter_areAProtocolError() {
        byte[] inside = Der.sequence(
                Der.value(Der.context(0), Der.octets(new byte[2])),
                Der.value(Der.context(1), Der.octets(new byte[3])),
                Der.value(Der.context(2), Der.octets(new byte[2])));
        for (int type : new int[] {1, 2}) {
            byte[] whole = Der.sequence(
                    Der.value(Der.context(0), Der.integer(type)), Der.value(Der.context(1), Der.octets(inside)));
            assertThatThrownBy(() -> TsCredentials.parse(whole)).isInstanceOf(TokenException.class);
        }
    }

    @Test
    void parse_ofHostileInput_isAProtocolErrorOrTaken() throws Exception {
        int inputs = Boolean.getBoolean("quorate.sweep") ? 100_000 : 2_000;
        Random random = new Random(seeds.value());
        byte[] request =
                new TsRequest(6, new byte[50], new byte[200], new byte[48], 0xC000006DL, new byte[32]).encode();
        byte[] credentials = new TsCredentials("LAB", "alice", "secret".toCharArray()).encode();
        int refused = 0;
        for (int i = 0; i < inputs; i++) {
            byte[] hostile = hostile(i % 2 == 0 ? request : credentials, random);
            try {
                if (i % 2 == 0) {
                    TsRequest.parse(hostile).encode();
                } else {
                    TsCredentials.parse(hostile).encode();
                }
            } catch (TokenException e) {
                refused++;
                assertThat(e.getMessage()).doesNotContain("secret");
            }
        }
        System.out.println(
                "hostile CredSSP: " + inputs + " inputs from seed " + seeds.value() + ", " + refused + " refused");
    }

    private static byte[] hostile(byte[] from, Random random) {
        byte[] result = from.clone();
        switch (random.nextInt(4)) {
            case 0 -> result = Arrays.copyOf(result, random.nextInt(result.length));
            case 1 -> result = new byte[random.nextInt(300)];
            case 2 -> {
                int at = random.nextInt(result.length - 4);
                System.arraycopy("\u0084\u00ff\u00ff\u00ff".getBytes(StandardCharsets.ISO_8859_1), 0, result, at, 4);
            }
            default -> {}
        }
        for (int i = random.nextInt(5); i >= 0 && result.length > 0; i--) {
            result[random.nextInt(result.length)] = (byte) random.nextInt();
        }
        return result;
    }
}

package io.quorate.winrm.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of RFC 1320 and of [MS-NLMP] 4.2, byte for byte. */
class NtlmCryptoTest {
    static final byte[] SERVER_CHALLENGE = Hex.of("0123456789abcdef");
    static final byte[] CLIENT_CHALLENGE = filled(8, 0xAA);
    static final byte[] SESSION_KEY = filled(16, 0x55);

    static byte[] filled(int length, int with) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }

    static AvPairs targetInfo() {
        return AvPairs.none().with(AvPairs.NB_DOMAIN_NAME, "Domain").with(AvPairs.NB_COMPUTER_NAME, "Server");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 31d6cfe0d16ae931b73c59d7e0c089c0",
        "a, bde52cb31de33e46245e05fbdbd6fb24",
        "abc, a448017aaf21d8525fc10ae87aa6729d",
        "message digest, d9130a8164549fe818874806e1c7014b",
        "abcdefghijklmnopqrstuvwxyz, d79e1c308aa5bbcdeea8ed63df412da9",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789, 043f8582f241db351ce627e153e7f0e4",
        "12345678901234567890123456789012345678901234567890123456789012345678901234567890,"
                + " e33b4ddc9c38f2199c3e7b164fcc0536",
    })
    void md4_isThatOfRfc1320(String text, String hash) {
        assertThat(Hex.of(Md4.of(text.getBytes(StandardCharsets.US_ASCII)))).isEqualTo(hash);
    }

    @ParameterizedTest
    @CsvSource({
        "16, 0b, 4869205468657265, 9294727a3638bb1c13f48ef8158bfc9d",
        "80, aa, 54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b6579204669727374,"
                + " 6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd",
        "80, aa, 54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b657920616e64204c6172676572205468616e204f"
                + "6e6520426c6f636b2d53697a652044617461, 6f630fad67cda0ee1fb1f562db3aa53e",
    })
    void hmac_isThatOfRfc2202(int length, String with, String text, String mac) {
        byte[] key = filled(length, Integer.parseInt(with, 16));
        byte[] data = Hex.of(text);
        assertThat(Hex.of(NtlmCrypto.hmacMd5(key, data))).isEqualTo(mac);
        assertThat(Hex.of(NtlmCrypto.hmacMd5(key, Arrays.copyOf(data, 3), Arrays.copyOfRange(data, 3, data.length))))
                .isEqualTo(mac);
        assertThat(key).as("the caller's key is the caller's to wipe").isEqualTo(filled(length, (byte) key[0]));
    }

    @Test
    void ntowfV2_isThatOfTheExample() {
        assertThat(Hex.of(NtlmCrypto.ntowfV2("Password".toCharArray(), "User", "Domain")))
                .isEqualTo("0c868a403bfd7a93a3001ef22ef02e3f");
    }

    @Test
    void responses_andKeys_areThoseOfTheExample() {
        byte[] key = NtlmCrypto.ntowfV2("Password".toCharArray(), "User", "Domain");
        byte[] proven = NtlmV2Response.proven(0, CLIENT_CHALLENGE, targetInfo(), new byte[4]);
        assertThat(Hex.of(proven))
                .isEqualTo("01010000000000000000000000000000aaaaaaaaaaaaaaaa0000000002000c0044006f006d00610069006e00"
                        + "01000c005300650072007600650072000000000000000000");

        byte[] proof = NtlmCrypto.proof(key, SERVER_CHALLENGE, proven);
        assertThat(Hex.of(proof)).isEqualTo("68cd0ab851e51c96aabc927bebef6a1c");
        assertThat(Hex.of(NtlmCrypto.lmV2Response(key, SERVER_CHALLENGE, CLIENT_CHALLENGE)))
                .isEqualTo("86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa");
        byte[] base = NtlmCrypto.sessionBaseKey(key, proof);
        assertThat(Hex.of(base)).isEqualTo("8de40ccadbc14a82f15cb0ad0de95ca3");
        byte[] exchanged = NtlmCrypto.exchange(base, SESSION_KEY);
        assertThat(Hex.of(exchanged)).isEqualTo("c5dad2544fc9799094ce1ce90bc9d03e");
        assertThat(NtlmCrypto.exchange(base, exchanged)).isEqualTo(SESSION_KEY);
    }

    @ParameterizedTest
    @CsvSource({
        "128, true, 59f600973cc4960a25480a7c196e4c58",
        "128, false, 9355f3a957c1583d25c4c2f11e40390e",
        "56, true, a5f7253c1065e8d3d68642040e71cfe0",
        "56, false, 583e2f98959b385cd158f3734b5f5d3f",
        "40, true, 42f964a471091a02ff4a77455366e4e5",
        "40, false, c5d3853b406b7c1241c595f0ce0750e2",
    })
    void sealKey_isThatOfTheExample(int bits, boolean client, String key) {
        int flags = bits == 128 ? NtlmFlags.KEY_128 | NtlmFlags.KEY_56 : bits == 56 ? NtlmFlags.KEY_56 : 0;
        assertThat(Hex.of(NtlmCrypto.sealKey(flags, SESSION_KEY, client))).isEqualTo(key);
    }

    @Test
    void signKey_isThatOfTheExample() {
        assertThat(Hex.of(NtlmCrypto.signKey(SESSION_KEY, true))).isEqualTo("4788dc861b4782f35d43fd98fe1a2d39");
        assertThat(Hex.of(NtlmCrypto.signKey(SESSION_KEY, false))).isEqualTo("d04d6f10741041d1d246d64188d7a8ad");
    }

    @Test
    void upper_takesEachUnitByItself_asWindowsDoes() {
        assertThat(NtlmCrypto.upper("j\u00fcrgen gro\u00df \u00ff \ufb01 \u0131 \u00b5"))
                .isEqualTo("J\u00dcRGEN GRO\u00df \u0178 \ufb01 \u0131 \u00b5");
    }
}

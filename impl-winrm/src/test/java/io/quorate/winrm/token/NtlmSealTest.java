package io.quorate.winrm.token;

import static io.quorate.winrm.token.NtlmCryptoTest.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NtlmSealTest {
    private static final int STRONG = NtlmFlags.KEY_128 | NtlmFlags.EXTENDED_SESSIONSECURITY;
    private static final byte[] PLAINTEXT = "Plaintext".getBytes(StandardCharsets.UTF_16LE);
    private static final byte[] TEXT = "text".getBytes(StandardCharsets.US_ASCII);

    private final NtlmSeal client = new NtlmSeal(STRONG | NtlmFlags.KEY_EXCH, SESSION_KEY, true);
    private final NtlmSeal server = new NtlmSeal(STRONG | NtlmFlags.KEY_EXCH, SESSION_KEY, false);

    @Test
    void seal_withKeyExchange_isTheExampleOf4244() {
        NtlmSeal.Sealed sealed = client.seal(PLAINTEXT);
        assertThat(Hex.of(sealed.data())).isEqualTo("54e50165bf1936dc996020c1811b0f06fb5f");
        assertThat(Hex.of(sealed.signature())).isEqualTo("010000007fb38ec5c55d497600000000");
    }

    @Test
    void seal_withoutKeyExchange_leavesTheSumAsItIs() {
        NtlmSeal.Sealed sealed = new NtlmSeal(STRONG, SESSION_KEY, true).seal(PLAINTEXT);
        assertThat(Hex.of(sealed.data())).isEqualTo("54e50165bf1936dc996020c1811b0f06fb5f");
        assertThat(Hex.of(sealed.signature())).isEqualTo("0100000070352851f256430900000000");
    }

    @Test
    void seal_of56Bits_isTheExampleOf4234() {
        NtlmSeal weak = new NtlmSeal(0x820A8233, Hex.of("eb93429a8bd952f8b89c55b87f475edc"), true);
        NtlmSeal.Sealed sealed = weak.seal(PLAINTEXT);
        assertThat(Hex.of(sealed.data())).isEqualTo("a02372f6530273f3aa1eb90190ce5200c99d");
        assertThat(Hex.of(sealed.signature())).isEqualTo("01000000ff2aeb52f681793a00000000");
    }

    @Test
    void unseal_opensWhatTheOtherEndSealed_inBothDirections() throws Exception {
        for (int i = 0; i < 5; i++) {
            byte[] message = ("message " + i).repeat(i).getBytes(StandardCharsets.UTF_8);
            NtlmSeal.Sealed there = client.seal(message);
            assertThat(there.data()).hasSameSizeAs(message);
            assertThat(server.unseal(there.signature(), there.data())).isEqualTo(message);
            NtlmSeal.Sealed back = server.seal(message);
            assertThat(client.unseal(back.signature(), back.data())).isEqualTo(message);
        }
    }

    @Test
    void unseal_ofWhatWasChangedOrRepeatedOrIsOutOfTurn_fails() throws Exception {
        NtlmSeal.Sealed first = client.seal(TEXT);
        byte[] flipped = first.data().clone();
        flipped[0] ^= 1;
        broken(server(), first.signature(), flipped);
        byte[] signature = first.signature().clone();
        signature[5] ^= 1;
        broken(server(), signature, first.data());
        broken(server(), new byte[0], first.data());
        broken(server(), new byte[16], new byte[0]);

        assertThat(server.unseal(first.signature(), first.data())).isEqualTo(TEXT);
        broken(server, first.signature(), first.data());
        client.seal(TEXT);
        NtlmSeal.Sealed third = client.seal(TEXT);
        broken(server(), third.signature(), third.data());
        broken(new NtlmSeal(STRONG | NtlmFlags.KEY_EXCH, SESSION_KEY, true), first.signature(), first.data());
    }

    private static NtlmSeal server() {
        return new NtlmSeal(STRONG | NtlmFlags.KEY_EXCH, SESSION_KEY, false);
    }

    private static void broken(NtlmSeal seal, byte[] signature, byte[] data) {
        assertThatThrownBy(() -> seal.unseal(signature, data))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("was changed, or is out of turn");
    }

    @Test
    void reset_afterTheMechListMic_beginsTheKeyStreamAgain_andCountsOn() throws Exception {
        byte[] list = Spnego.mechTypeList(java.util.List.of(Spnego.NTLM));
        byte[] mic = client.sign(list);
        client.resetOut();
        server.verify(list, mic);
        server.resetIn();

        NtlmSeal.Sealed sealed = client.seal(PLAINTEXT);

        assertThat(Hex.of(sealed.data()))
                .as("the stream of the first message")
                .isEqualTo("54e50165bf1936dc996020c1811b0f06fb5f");
        assertThat(sealed.signature()[12]).as("the second counter").isEqualTo((byte) 1);
        assertThat(server.unseal(sealed.signature(), sealed.data())).isEqualTo(PLAINTEXT);
    }

    @Test
    void toString_hidesAll() {
        assertThat(client.toString()).isEqualTo("NtlmSeal[hidden]");
        assertThat(client.seal(TEXT).toString()).isEqualTo("Sealed[4 bytes]");
    }
}

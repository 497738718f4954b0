package io.quorate.winrm.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.winrm.Seed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokenHostileTest {
    private static final int INPUTS = Boolean.getBoolean("quorate.sweep") ? 100_000 : 2_000;
    private static final String TYPE = "multipart/encrypted;protocol=\"" + SealedBody.SPNEGO + "\"";

    @RegisterExtension
    final Seed seeds = Seed.usually(20_261_128);

    /** A parser, what it takes, and whether there is only one way to write what it has read. */
    private record Parser(String name, Reading reading, boolean canonical, List<byte[]> good) {
        @Override
        public String toString() {
            return name;
        }
    }

    private interface Reading {
        byte[] again(byte[] input) throws TokenException;
    }

    static Stream<Parser> parsers() {
        byte[] token = NtlmCryptoTest.filled(40, 7);
        AvPairs pairs = NtlmCryptoTest.targetInfo()
                .withFlags(AvPairs.FLAG_MIC)
                .withTimestamp(5)
                .with(AvPairs.CHANNEL_BINDINGS, new byte[16]);
        byte[] response = concat(new byte[16], NtlmV2Response.proven(9, new byte[8], pairs, new byte[4]));
        byte[] version = new byte[8];
        SealedBody.Part part = new SealedBody.Part("application/soap+xml", 30, new byte[16], token);
        return Stream.of(
                new Parser(
                        "SPNEGO",
                        it -> Spnego.parse(it).encode(),
                        true,
                        List.of(
                                Spnego.Init.of(List.of(Spnego.KERBEROS, Spnego.NTLM), token)
                                        .encode(),
                                new Spnego.Init(List.of(Spnego.NTLM), version, token, true, "hint", token, token, true)
                                        .encode(),
                                new Spnego.Resp(Spnego.State.ACCEPT_INCOMPLETE, Spnego.NTLM, token, token).encode())),
                new Parser(
                        "DER",
                        TokenHostileTest::walk,
                        false,
                        List.of(new Spnego.Init(List.of(Spnego.NTLM), version, token, true, "hint", token, token, true)
                                .encode())),
                new Parser(
                        "negotiate",
                        it -> NtlmNegotiate.parse(it).encode(),
                        false,
                        List.of(
                                NtlmNegotiate.of(0xE2088297, version).encode(),
                                new NtlmNegotiate(0xE2088297, "DOM", "COMP", version, 0, List.of()).encode())),
                new Parser(
                        "challenge",
                        it -> NtlmChallenge.parse(it).encode(),
                        false,
                        List.of(NtlmChallenge.of(0xE28A8233, "Server", new byte[8], pairs, version)
                                .encode())),
                new Parser(
                        "authenticate",
                        it -> NtlmAuthenticate.parse(it).encode(),
                        false,
                        List.of(new NtlmAuthenticate(
                                        new byte[24],
                                        response,
                                        "D",
                                        "User",
                                        "W",
                                        new byte[16],
                                        0xE2888235,
                                        version,
                                        new byte[16],
                                        List.of())
                                .encode())),
                new Parser("response", it -> NtlmV2Response.parse(it).proven(), false, List.of(response)),
                new Parser("pairs", it -> AvPairs.parse(it).encode(), true, List.of(pairs.encode())),
                new Parser(
                        "body",
                        it -> SealedBody.parse(TYPE, it).encode(),
                        false,
                        List.of(
                                new SealedBody(SealedBody.SPNEGO, List.of(part)).encode(),
                                new SealedBody(SealedBody.SPNEGO, List.of(part, part)).encode())));
    }

    @ParameterizedTest
    @MethodSource("parsers")
    @DisplayName(
            "hostile inputs, 100 000 in a sweep: a token exception, or it is taken and written again no longer than it was")
    void parse_ofHostileInput_isATokenExceptionOrTaken(Parser parser) throws Exception {
        Random random = seeds.random();
        for (byte[] good : parser.good()) {
            parser.reading().again(good);
        }
        int taken = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = input(parser.good(), random);
            byte[] kept = input.clone();
            try {
                byte[] again = parser.reading().again(input);
                taken++;
                if (parser.canonical()) {
                    assertThat(again).as(Hex.of(input)).isEqualTo(input);
                }
                assertThat(again.length).as(Hex.of(input)).isLessThanOrEqualTo(input.length + 64);
            } catch (TokenException e) {
                assertThat(e.getMessage()).isNotBlank();
            } catch (RuntimeException e) {
                throw new AssertionError(Hex.of(input), e);
            }
            assertThat(input).isEqualTo(kept);
        }
        System.out.println("hostile " + parser + ": " + INPUTS + " inputs, " + taken + " taken");
    }

    private static byte[] input(List<byte[]> good, Random random) {
        byte[] input = good.get(random.nextInt(good.size())).clone();
        if (random.nextInt(20) == 0) {
            input = new byte[random.nextInt(200)];
            random.nextBytes(input);
        }
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && input.length > 0; i++) {
            int at = random.nextInt(input.length);
            switch (random.nextInt(7)) {
                case 0 -> input[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> input[at] = (byte) random.nextInt();
                case 2 -> input[at] = (byte) new int[] {0, 0x7F, 0x80, 0xFF, 0x84, 0x30, 0x04}[random.nextInt(7)];
                case 3 -> input = Arrays.copyOf(input, at);
                case 4 -> input = concat(input, Arrays.copyOfRange(input, at, input.length));
                case 5 ->
                    input = concat(
                            Arrays.copyOf(input, at),
                            Arrays.copyOfRange(input, Math.min(input.length, at + 3), input.length));
                default ->
                    input = concat(
                            concat(
                                    Arrays.copyOf(input, at),
                                    "-- Encrypted Boundary\r\n".getBytes(StandardCharsets.US_ASCII)),
                            Arrays.copyOfRange(input, at, input.length));
            }
        }
        return input;
    }

    /** Reads everything as everything it could be. */
    private static byte[] walk(byte[] input) throws TokenException {
        List<TokenException> refused = new ArrayList<>();
        for (Visit visit : List.<Visit>of(
                Der.Reader::integer,
                Der.Reader::enumerated,
                Der.Reader::oid,
                Der.Reader::octets,
                in -> in.text(Der.GENERAL_STRING),
                Der.Reader::whole,
                in -> in.only(0, Der.OCTET_STRING),
                in -> descend(in, 0))) {
            try {
                visit.of(new Der.Reader(input));
            } catch (TokenException e) {
                refused.add(e);
            }
        }
        if (refused.size() == 8) {
            throw refused.get(0);
        }
        return input;
    }

    private interface Visit {
        void of(Der.Reader in) throws TokenException;
    }

    private static void descend(Der.Reader in, int level) throws TokenException {
        while (in.more()) {
            boolean entered = false;
            for (int tag : new int[] {0x30, 0x60, 0xA0, 0xA1, 0xA2, 0xA3, 0xA4, 0x04}) {
                if (!entered && in.next(tag)) {
                    descend(in.enter(tag), level + 1);
                    entered = true;
                }
            }
            if (!entered) {
                in.whole();
            }
        }
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}

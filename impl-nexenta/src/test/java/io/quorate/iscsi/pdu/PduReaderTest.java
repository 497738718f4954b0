package io.quorate.iscsi.pdu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.iscsi.pdu.InitiatorPdu.NopOut;
import io.quorate.iscsi.pdu.InitiatorPdu.ScsiCommand;
import io.quorate.nexenta.Seed;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PduReaderTest {
    @RegisterExtension
    final Seed seeds = Seed.usually(42);

    private static final HexFormat HEX = HexFormat.of();

    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void feed_givesTheSameUnits_inAnySplit(boolean headerDigest, boolean dataDigest) throws Exception {
        long seed = seeds.value();
        Random random = new Random(seed);
        List<Pdu> sent = new ArrayList<>();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < 20; i++) {
            for (Pdu pdu : SamplePdus.draw(random).values()) {
                sent.add(pdu);
                stream.writeBytes(pdu.frame(headerDigest, dataDigest));
            }
        }
        byte[] bytes = stream.toByteArray();
        for (int largest : new int[] {1, 2, 7, 63, 5000, bytes.length}) {
            PduReader reader = new PduReader(Pdu.MAX_ADDITIONAL, 65536);
            reader.negotiated(65536, headerDigest, dataDigest);
            List<Pdu> got = new ArrayList<>();
            int at = 0;
            while (at < bytes.length) {
                int some = Math.min(bytes.length - at, 1 + random.nextInt(largest));
                int from = at;
                int taken;
                if (reader.missing() > 0 && random.nextBoolean()) {
                    int most = some;
                    taken = reader.fill((into, offset, length) -> {
                        int given = Math.min(length, most);
                        System.arraycopy(bytes, from, into, offset, given);
                        return given;
                    });
                    some = taken;
                } else {
                    taken = reader.feed(bytes, at, some);
                }
                at += taken;
                Pdu pdu = reader.take();
                if (pdu != null) {
                    got.add(pdu);
                } else {
                    assertThat(taken).isEqualTo(some);
                }
            }
            assertThat(reader.idle()).isTrue();
            assertThat(got).as("seed %d, pieces of up to %d", seed, largest).hasSameSizeAs(sent);
            for (int i = 0; i < got.size(); i++) {
                assertThat(got.get(i).frame(false, false)).isEqualTo(sent.get(i).frame(false, false));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"false, false", "true, true"})
    @DisplayName("data go where somebody says, in any split, and are no part of the unit then")
    void placedData_areWhereTheyBelong(boolean headerDigest, boolean dataDigest) throws Exception {
        Random random = new Random(seeds.value());
        byte[] all = new byte[9_999];
        random.nextBytes(all);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int at = 0; at < all.length; at += 1_111) {
            byte[] data = Arrays.copyOfRange(all, at, at + 1_111);
            stream.writeBytes(new NopOut(true, 0, at, 2, 3, 4, data).toPdu().frame(headerDigest, dataDigest));
            stream.writeBytes(new NopOut(true, 0, -1, 2, 3, 4, data).toPdu().frame(headerDigest, dataDigest));
        }
        byte[] bytes = stream.toByteArray();
        for (int largest : new int[] {1, 50, 1_500, bytes.length}) {
            byte[] room = new byte[all.length + 5];
            int[] offset = new int[1];
            PduReader reader = new PduReader(0, 65536);
            reader.negotiated(65536, headerDigest, dataDigest);
            reader.place(new PduReader.Placement() {
                @Override
                public byte[] place(byte[] header, int length) {
                    offset[0] = 5 + ByteBuffer.wrap(header).getInt(16);
                    return offset[0] < 5 ? null : room;
                }

                @Override
                public int offset() {
                    return offset[0];
                }
            });
            for (int at = 0; at < bytes.length; ) {
                int some = Math.min(bytes.length - at, 1 + random.nextInt(largest));
                at += reader.feed(bytes, at, some);
                Pdu pdu = reader.take();
                if (pdu != null) {
                    assertThat(pdu.data()).hasSize(pdu.taskTag() < 0 ? 1_111 : 0);
                }
            }
            assertThat(reader.idle()).isTrue();
            assertThat(Arrays.copyOfRange(room, 5, room.length)).isEqualTo(all);
            assertThat(Arrays.copyOf(room, 5)).containsOnly(0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0000000000000000000000000000000000000000000000000000000000000000, aa36918a",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff, 43aba862",
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f, 4e79dd46",
        "1f1e1d1c1b1a191817161514131211100f0e0d0c0b0a09080706050403020100, 5cdb3f11"
    })
    @DisplayName("digests are those of RFC 7143 A.4")
    void dataDigest_isTheOneOfTheRfc(String data, String digest) {
        byte[] frame =
                new NopOut(true, 0, 1, 2, 3, 4, HEX.parseHex(data)).toPdu().frame(false, true);
        assertThat(HEX.formatHex(frame, frame.length - 4, frame.length)).isEqualTo(digest);
    }

    @Test
    @DisplayName("the header digest is that of RFC 7143 A.4's READ (10) command")
    void headerDigest_isTheOneOfTheRfc() throws Exception {
        byte[] header = HEX.parseHex(
                "01c000000000000000000000000000001400000000000400000000140000001828000000000000000200000000000000");
        byte[] frame = new Pdu(header, new byte[0], new byte[0]).frame(true, true);
        assertThat(HEX.formatHex(frame, 48, 52)).isEqualTo("563a96d9");
        ScsiCommand command = (ScsiCommand) InitiatorPdu.of(new Pdu(header, new byte[0], new byte[0]));
        assertThat(command.expectedLength()).isEqualTo(1024);
        assertThat(command.toPdu().header()).isEqualTo(header);
    }

    @Test
    void oneWrongBit_isSeen_whereverADigestCovers() throws Exception {
        byte[] frame = new NopOut(true, 0, 1, 2, 3, 4, new byte[] {1, 2, 3, 4, 5})
                .toPdu()
                .frame(true, true);
        for (int bit = 0; bit < frame.length * 8; bit++) {
            byte[] wrong = frame.clone();
            wrong[bit / 8] ^= (byte) (1 << bit % 8);
            PduReader reader = new PduReader(Pdu.MAX_ADDITIONAL, 4096);
            reader.negotiated(4096, true, true);
            boolean seen = false;
            try {
                reader.feed(wrong, 0, wrong.length);
                // a longer length waits for more: the header digest is looked at first where it can be
                seen = reader.take() == null;
            } catch (IscsiProtocolException e) {
                seen = true;
            }
            assertThat(seen).as("bit %d", bit).isTrue();
        }
    }

    @Test
    void tooLong_isRefused_beforeItIsAllocatedOrAwaited() {
        byte[] frame = new NopOut(true, 0, 1, 2, 3, 4, new byte[0]).toPdu().header();
        frame[5] = (byte) 0xff;
        assertThatThrownBy(() -> new PduReader(0, 8192).feed(frame, 0, 48))
                .isInstanceOf(IscsiProtocolException.class)
                .hasMessage("a data segment of 16711680 bytes where at most 8192 are allowed");
        frame[5] = 0;
        frame[4] = 1;
        assertThatThrownBy(() -> new PduReader(0, 8192).feed(frame, 0, 48))
                .isInstanceOf(IscsiProtocolException.class)
                .hasMessage("additional header segments of 4 bytes where at most 0 are allowed");
    }

    @Test
    @DisplayName("additional header segments lie as RFC 7143 11.2.2 says")
    void longCommand_isCarriedInAnAdditionalSegment() throws Exception {
        byte[] cdb = HEX.parseHex("7f0000000000000a0009000000000000" + "a0a1a2a3a4");
        Pdu pdu = new ScsiCommand(false, true, true, true, 1, 0, 5, 512, 1, 1, cdb, 0x1234L, new byte[0]).toPdu();
        assertThat(HEX.formatHex(pdu.additional()))
                .isEqualTo("00060100" + "a0a1a2a3a4000000" + "00050200" + "00001234");
        ScsiCommand again = (ScsiCommand) InitiatorPdu.of(pdu);
        assertThat(again.cdb()).isEqualTo(cdb);
        assertThat(again.readLength()).isEqualTo(0x1234);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000100", // shorter than its own reserved byte
                "00020300", // an unknown type
                "ffff0100", // longer than what is there
                "00090100a0a1a2a3", // the same, by a little
                "00010100", // an extended CDB that extends nothing
                "00050200000012340005020000001234" // twice
            })
    void badAdditionalSegments_areRefused(String additional) {
        byte[] header = new byte[48];
        header[0] = 1;
        Pdu pdu = new Pdu(header, HEX.parseHex(additional), new byte[0]);
        assertThatThrownBy(() -> InitiatorPdu.of(pdu)).isInstanceOf(IscsiProtocolException.class);
    }

    @Test
    void limitsChange_onlyBetweenUnits() throws Exception {
        PduReader reader = new PduReader(0, 8192);
        reader.feed(new byte[1], 0, 1);
        assertThat(reader.idle()).isFalse();
        assertThatThrownBy(() -> reader.negotiated(1, true, true)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void toString_showsNoData() {
        assertThat(new NopOut(true, 0, 0x11, 2, 3, 4, new byte[] {'s', 'e', 'c'}).toPdu())
                .hasToString("Pdu[0x00, tag 0x00000011, 3 bytes]");
    }
}

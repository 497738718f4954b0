package io.quorate.iscsi.scsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.iscsi.pdu.IscsiProtocolException;
import io.quorate.nexenta.Seed;
import io.quorate.san.Naa;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScsiTest {
    @RegisterExtension
    final Seed seeds = Seed.usually(7);

    private static final byte[] NONE = {};

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static String cdb(ScsiRequest request) {
        return HexFormat.of().formatHex(request.cdb());
    }

    @Test
    void commands_areThoseOfTheStandard() {
        assertThat(cdb(ScsiRequest.inquiry())).isEqualTo("12000000ff00");
        assertThat(cdb(ScsiRequest.vitalProductData(0x83))).isEqualTo("120183100000");
        assertThat(cdb(ScsiRequest.reportLuns())).isEqualTo("a00000000000000040000000");
        assertThat(cdb(ScsiRequest.readCapacity10())).isEqualTo("25000000000000000000");
        assertThat(cdb(ScsiRequest.readCapacity16())).isEqualTo("9e100000000000000000000000200000");
        assertThat(cdb(ScsiRequest.readKeys())).isEqualTo("5e000000000000400000");
        assertThat(cdb(ScsiRequest.readReservation())).isEqualTo("5e010000000000001800");
        assertThat(cdb(ScsiRequest.reportCapabilities())).isEqualTo("5e020000000000000800");
        ScsiRequest preempt = ScsiRequest.preempt(0x11, 0x22, 5);
        assertThat(cdb(preempt)).isEqualTo("5f040500000000001800");
        assertThat(HexFormat.of().formatHex(preempt.out()))
                .isEqualTo("0000000000000011" + "0000000000000022" + "0000000000000000");
        assertThat(cdb(ScsiRequest.registerAndIgnore(1))).startsWith("5f0600");
        assertThat(cdb(ScsiRequest.release(1, 6))).startsWith("5f0206");
        assertThat(cdb(ScsiRequest.reserve(1, 6))).startsWith("5f0106");
        assertThat(cdb(ScsiRequest.clear(1))).startsWith("5f0300");
        assertThat(cdb(ScsiRequest.register(1, 2))).startsWith("5f0000");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 28000000000000000100",
        "4294967295, 1, 2800ffffffff00000100",
        "4294967296, 1, 88000000000100000000000000010000",
        "4294967295, 2, 880000000000ffffffff000000020000",
        "5, 65535, 2800000000050" + "0ffff00",
        "5, 65536, 88000000000000000005000100000000"
    })
    void read_usesTheShortFormWhereItFits(long first, int blocks, String cdb) {
        assertThat(cdb(ScsiRequest.read(first, blocks, 512))).isEqualTo(cdb);
        String write = cdb.startsWith("28") ? "2a" : "8a";
        assertThat(cdb(ScsiRequest.write(first, blocks, NONE))).isEqualTo(write + cdb.substring(2));
    }

    @Test
    void onlyKnownCommandsRead() {
        List<ScsiRequest> reads = List.of(
                ScsiRequest.inquiry(),
                ScsiRequest.vitalProductData(0x80),
                ScsiRequest.reportLuns(),
                ScsiRequest.testUnitReady(),
                ScsiRequest.readCapacity10(),
                ScsiRequest.readCapacity16(),
                ScsiRequest.read(0, 1, 512),
                ScsiRequest.read(1L << 40, 1, 512),
                ScsiRequest.readKeys(),
                ScsiRequest.readReservation(),
                ScsiRequest.reportCapabilities());
        assertThat(reads).allMatch(r -> ScsiRequest.reads(r.cdb(), r.out()));
        List<ScsiRequest> changes = List.of(
                ScsiRequest.write(0, 1, new byte[512]),
                ScsiRequest.write(1L << 40, 1, new byte[512]),
                ScsiRequest.register(0, 1),
                ScsiRequest.registerAndIgnore(1),
                ScsiRequest.reserve(1, 5),
                ScsiRequest.release(1, 5),
                ScsiRequest.clear(1),
                ScsiRequest.preempt(1, 2, 5));
        assertThat(changes).noneMatch(r -> ScsiRequest.reads(r.cdb(), r.out()));
        // everything that is not on the list: FORMAT UNIT, UNMAP, WRITE SAME, SANITIZE, START STOP UNIT, MODE SELECT,
        // vendor's own ...
        int reading = 0;
        for (int opcode = 0; opcode < 256; opcode++) {
            byte[] cdb = new byte[16];
            cdb[0] = (byte) opcode;
            reading += ScsiRequest.reads(cdb, NONE) ? 1 : 0;
            assertThat(ScsiRequest.reads(cdb, new byte[1])).isFalse();
        }
        assertThat(reading).isEqualTo(13);
        assertThat(ScsiRequest.reads(hex("9e140000000000000000000000000000"), NONE))
                .isFalse();
        assertThat(ScsiRequest.reads(hex("4d010000000000000000"), NONE)).isFalse();
        assertThat(ScsiRequest.reads(hex("a40f00000000000000000000"), NONE)).isFalse();
        assertThat(ScsiRequest.reads(NONE, NONE)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "70 00 05 00 00 00 00 0a 00 00 00 00 25 00 00 00 00 00, sense 5/25/00, 'illegal request, logical unit not supported'",
        "f0 00 06 00 00 00 00 0a 00 00 00 00 2a 03 00 00 00 00, sense 6/2A/03, 'unit attention, reservations preempted'",
        "72 05 21 00 00 00 00 00, sense 5/21/00, 'illegal request, logical block address out of range'",
        "72 0b ee ff, sense B/EE/FF, aborted command",
        "70 00 02, sense 2/00/00, not ready",
        "70, sense missing, no sense data",
        "7f 00 00 00, sense missing, no sense data"
    })
    void sense_isReadInBothFormats(String bytes, String code, String text) {
        Sense sense = Sense.of(hex(bytes));
        assertThat(sense.code()).isEqualTo(code);
        assertThat(sense.text()).isEqualTo(text);
    }

    @Test
    void inquiry_isText() throws Exception {
        byte[] data = new byte[36];
        data[2] = 5;
        byte[] text = "NEXENTA COMSTAR         1.0\0".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, data, 8, text.length);
        data[9] = 7;
        assertThat(Inquiry.of(data)).isEqualTo(new Inquiry(0, 0, 5, "N?XENTA", "COMSTAR", "1.0"));
        assertThatThrownBy(() -> Inquiry.of(new byte[35])).isInstanceOf(IscsiProtocolException.class);
    }

    @Test
    void identification_findsTheNaaOfTheUnit() throws Exception {
        String vendor = "02 01 00 04 41 42 43 44";
        String port = "01 13 00 08 50 00 00 00 00 00 00 01";
        String naa5 = "01 03 00 08 50 00 00 00 00 00 00 02";
        String naa6 = "01 03 00 10 60 01 44 f0 00 00 00 00 00 00 00 00 00 00 00 03";
        byte[] page = hex("00 83 00 34" + vendor + port + naa5 + naa6);
        List<VitalProductData.Designator> all = VitalProductData.designators(page);
        assertThat(all).hasSize(4);
        assertThat(VitalProductData.naa(all)).contains(Naa.of("600144F0000000000000000000000003"));
        assertThat(VitalProductData.naa(all.subList(0, 3))).contains(Naa.of("5000000000000002"));
        assertThat(VitalProductData.naa(all.subList(0, 2))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00 83 00",
                "00 80 00 00",
                "00 83 00 05 01 03 00",
                "00 83 00 03 01 03 00",
                "00 83 00 06 01 03 00 08 50 00",
                "00 83 ff ff 01 03 00 00"
            })
    void badIdentification_isRefused(String page) {
        assertThatThrownBy(() -> VitalProductData.designators(hex(page))).isInstanceOf(IscsiProtocolException.class);
    }

    @Test
    void otherPages_areRead() throws Exception {
        assertThat(VitalProductData.supported(hex("00 00 00 03 b0 00 83"))).containsExactly(0, 0x83, 0xb0);
        assertThat(VitalProductData.serial(hex("00 80 00 04 41 31 20 20 ff"))).isEqualTo("A1");
        byte[] limits = new byte[64];
        System.arraycopy(hex("00 b0 00 3c 00 01 00 08 00 00 08 00 00 00 04 00"), 0, limits, 0, 16);
        Arrays.fill(limits, 20, 24, (byte) 0xff);
        assertThat(VitalProductData.blockLimits(limits))
                .isEqualTo(new VitalProductData.BlockLimits(2048, 1024, 0xffffffffL));
        assertThat(VitalProductData.provisioning(hex("00 b2 00 04 00 e0 02 00")))
                .isEqualTo(new VitalProductData.Provisioning(true, 2));
    }

    @Test
    void capacity_isTheLastBlockPlusOne() throws Exception {
        assertThat(Capacity.of10(hex("0001ffff 00000200"))).isEqualTo(new Capacity(131072, 512, false));
        assertThat(Capacity.needs16(hex("ffffffff 00000200"))).isTrue();
        assertThat(Capacity.of16(hex("0000000200000000 00001000 0000 8000")))
                .isEqualTo(new Capacity(0x2_0000_0001L, 4096, true));
        for (String lie : List.of(
                "0000000000000001 00000000",
                "ffffffffffffffff 00000200",
                "7fffffffffffffff 00000200",
                "0000000000000001 ffffffff",
                "0000000000000001 00100001",
                "00")) {
            assertThatThrownBy(() -> Capacity.of16(hex(lie))).isInstanceOf(IscsiProtocolException.class);
        }
    }

    @Test
    void reportedLuns_areSorted_withoutWellKnownUnits() throws Exception {
        assertThat(ReportedLuns.of(hex("00000020 00000000" + "4100000000000000" + "0001000000000000"
                        + "c101000000000000" + "0000000000000000")))
                .containsExactly(0, 1, 256);
        for (String lie : List.of(
                "00000010 00000000 0000000000000000",
                "00000007 00000000 00000000000000",
                "00",
                "ffffffff 00000000",
                "00000008 00000000 8000000000000000")) {
            assertThatThrownBy(() -> ReportedLuns.of(hex(lie))).isInstanceOf(IscsiProtocolException.class);
        }
    }

    @Test
    void reservations_areRead() throws Exception {
        PersistentReserve.Keys keys =
                PersistentReserve.keys(hex("80000001 00000010 0000000000000011 ffffffffffffffff"));
        assertThat(keys).isEqualTo(new PersistentReserve.Keys(0x80000001L, List.of(0x11L, -1L)));
        assertThat(PersistentReserve.held(hex("00000001 00000000"))).isNull();
        assertThat(PersistentReserve.held(hex("00000001 00000010 0000000000000011 00000000 00 05 0000")))
                .isEqualTo(new PersistentReserve.Held(0x11, 5));
        PersistentReserve.Capabilities some = PersistentReserve.capabilities(hex("0008 01 80 ea 01 0000"));
        assertThat(some.survivesPower()).isTrue();
        for (int type : new int[] {1, 3, 5, 6, 7, 8}) {
            assertThat(some.mayHave(type)).as("type %d", type).isTrue();
        }
        assertThat(PersistentReserve.capabilities(hex("0008 00 80 20 00 0000")).mayHave(5))
                .isTrue();
        assertThat(PersistentReserve.capabilities(hex("0008 00 80 20 00 0000")).mayHave(6))
                .isFalse();
        assertThat(PersistentReserve.capabilities(hex("0008 00 00 00 00 0000")).mayHave(6))
                .isTrue();
        for (String lie : List.of("00000001 00000010 0000000000000011", "00000001 00000004 00000000", "00")) {
            assertThatThrownBy(() -> PersistentReserve.keys(hex(lie))).isInstanceOf(IscsiProtocolException.class);
            assertThatThrownBy(() -> PersistentReserve.held(hex(lie))).isInstanceOf(IscsiProtocolException.class);
        }
    }

    @Test
    void noise_raisesNothingButTheProtocolException() {
        long seed = seeds.value();
        System.out.println("SCSI noise: seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        List<Decoder> decoders = List.of(
                Inquiry::of,
                VitalProductData::supported,
                VitalProductData::serial,
                bytes -> VitalProductData.naa(VitalProductData.designators(bytes)),
                VitalProductData::blockLimits,
                VitalProductData::provisioning,
                Capacity::of10,
                Capacity::of16,
                ReportedLuns::of,
                PersistentReserve::keys,
                PersistentReserve::held,
                PersistentReserve::capabilities);
        for (int i = 0; i < 4_000; i++) {
            byte[] data = new byte[random.nextInt(80)];
            random.nextBytes(data);
            if (data.length > 4 && random.nextBoolean()) { // a page that says what it is
                data[1] = (byte) new int[] {0, 0x80, 0x83, 0xb0, 0xb2}[random.nextInt(5)];
                data[2] = 0;
                data[3] = (byte) random.nextInt(data.length);
            }
            Sense.of(data).text();
            for (Decoder decoder : decoders) {
                try {
                    decoder.decode(data);
                } catch (IscsiProtocolException e) {
                    // as it should be
                } catch (RuntimeException e) {
                    throw new AssertionError(
                            "seed " + seed + ", data " + HexFormat.of().formatHex(data), e);
                }
            }
        }
    }

    private interface Decoder {
        Object decode(byte[] data) throws IscsiProtocolException;
    }
}

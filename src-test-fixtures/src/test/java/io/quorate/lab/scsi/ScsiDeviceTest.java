package io.quorate.lab.scsi;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.lab.kernel.World;
import io.quorate.lab.storage.SimulatedAppliance;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScsiDeviceTest {
    private static final long MIB = 1L << 20;
    private static final String TARGET = "iqn.2005-07.com.nexenta:02:t";
    private static final Nexus HV1 = new Nexus("iqn.1991-05.com.microsoft:hv1", "400001370000", TARGET);
    private static final Nexus HV2 = new Nexus("iqn.1991-05.com.microsoft:hv2", "400001370000", TARGET);
    private static final int WERO = 5;

    private final World world = World.builder().seed(3).build();
    private final SimulatedAppliance appliance = SimulatedAppliance.builder(world, "nex1")
            .pool("tank", 40 * MIB)
            .volumeGroup("tank/vg")
            .volume("tank/vg/a", 32 * MIB)
            .volume("tank/vg/b", 32 * MIB)
            .target(TARGET)
            .map("tank/vg/a", "all", "all")
            .with(a -> a.map("tank/vg/b", "all", "all", 300))
            .build();
    private final ScsiDevice device = new ScsiDevice(appliance);

    @AfterEach
    void close() {
        appliance.close();
        world.close();
    }

    private ScsiAnswer run(Nexus nexus, int lun, String cdb, byte... out) {
        byte[] parsed = HexFormat.of().parseHex(cdb.replace(" ", ""));
        return device.execute(nexus, lun, Arrays.copyOf(parsed, 16), out);
    }

    private ScsiAnswer good(Nexus nexus, String cdb, byte... out) {
        ScsiAnswer answer = run(nexus, 0, cdb, out);
        assertThat(answer.status()).as(() -> sense(answer)).isZero();
        return answer;
    }

    private static String sense(ScsiAnswer answer) {
        byte[] sense = answer.sense();
        return sense.length == 0
                ? "status " + answer.status()
                : String.format("%x/%02x/%02x", sense[2] & 0xF, sense[12], sense[13]);
    }

    private void ready(Nexus... nexuses) {
        for (Nexus nexus : nexuses) {
            device.begin(nexus);
            assertThat(sense(run(nexus, 0, "00"))).isEqualTo("6/29/00");
            good(nexus, "00");
        }
    }

    private static byte[] parameters(long key, long other, int flags) {
        return ByteBuffer.allocate(24)
                .putLong(key)
                .putLong(other)
                .put(20, (byte) flags)
                .array();
    }

    private ScsiAnswer reserveOut(Nexus nexus, int action, int type, long key, long other) {
        return run(
                nexus, 0, String.format("5f %02x %02x 00 00 00 00 00 18 00", action, type), parameters(key, other, 0));
    }

    private void change(Runnable action) {
        world.change("test", action);
    }

    @Test
    void everyUnit_saysOnceThatItWasPoweredOn() {
        ready(HV1);
        assertThat(device.attentions(HV1))
                .containsOnlyKeys(appliance.logicalUnits().get(0).naa());
        assertThat(sense(run(HV1, 300, "00"))).isEqualTo("6/29/00");
        assertThat(run(HV1, 300, "00").status()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "5/25/00, 7, 00",
        "5/25/00, -1, 28 00 00000000 00 0001 00",
        "5/20/00, 0, 94",
        "5/21/00, 0, 28 00 00010001 00 0000 00 00",
        "5/21/00, 0, 28 00 0000ffff 00 0002 00",
        "5/21/00, 0, 88 00 ffffffffffffffff 00000001 00 00",
        "5/24/00, 0, 28 20 00000000 00 0001 00",
        "5/24/00, 0, 88 00 0000000000000000 00004001 00 00",
        "5/24/00, 0, 5e 1f 00 00 00 00 00 00 08 00",
        "5/24/00, 0, 12 01 c7 00 ff 00",
        "5/24/00, 0, 12 00 80 00 ff 00",
        "5/24/00, 0, 42 01 00 00 00 00 00 00 18 00",
        "5/1a/00, 0, 42 00 00 00 00 00 00 00 18 00",
        "5/1a/00, 0, 5f 00 00 00 00 00 00 00 18 00",
        "5/39/00, 0, 1a 00 c8 00 ff 00",
        "5/24/00, 0, 1b 00 00 00 02 00"
    })
    void whatCannotBe_isRefusedWithItsSense(String expected, int lun, String cdb) {
        ready(HV1);
        assertThat(sense(run(HV1, lun, cdb))).isEqualTo(expected);
    }

    @Test
    void inquiry_namesComstarAndTheUnitsNaa() {
        byte[] standard = good(HV1, "12 00 00 00 ff 00").data();
        assertThat(new String(standard, 8, 24, StandardCharsets.US_ASCII)).isEqualTo("NEXENTA COMSTAR         ");
        byte[] page = good(HV1, "12 01 83 00 ff 00").data();
        assertThat(HexFormat.of().withUpperCase().formatHex(page, 8, 24))
                .isEqualTo(appliance.logicalUnits().get(0).naa());
        assertThat(good(HV1, "12 01 83 00 06 00").data()).hasSize(6);
        assertThat(good(HV1, "12 01 00 00 ff 00").data()).endsWith(0x80, 0x83, 0x86, 0xB0, 0xB2);
        assertThat(run(HV1, 9, "12 00 00 00 ff 00").data()[0]).isEqualTo((byte) 0x7F);
    }

    @Test
    void reportLuns_usesFlatAddressingFrom256On() {
        byte[] data = good(HV1, "a0 00 00 00 00 00 00 00 01 00 00 00").data();
        assertThat(data).hasSize(24);
        assertThat(Arrays.copyOfRange(data, 8, 10)).containsExactly(0, 0);
        assertThat(Arrays.copyOfRange(data, 16, 18)).containsExactly(0x41, 0x2C);
    }

    @Test
    void capacity_isTheLastBlock_andSaysWhenItChanged() {
        ready(HV1);
        assertThat(ByteBuffer.wrap(good(HV1, "25").data()).getInt()).isEqualTo(65_535);
        change(() -> appliance.updateVolume("tank/vg/a", 33 * MIB, null, Map.of()));
        assertThat(sense(run(HV1, 0, "00"))).isEqualTo("6/2a/09");
        assertThat(ByteBuffer.wrap(good(HV1, "9e 10 00000000 00000000 00000020 00 00")
                                .data())
                        .getLong())
                .isEqualTo(33 * 2048 - 1);
        change(() -> appliance.updateVolume("tank/vg/a", 34 * MIB, null, Map.of()));
        assertThat(ByteBuffer.wrap(good(HV1, "25").data()).getInt()).isEqualTo(34 * 2048 - 1);
        good(HV1, "00");
    }

    @Test
    void lunsThatComeAndGo_areToldOnce_andReportLunsIsAnAnswer() {
        ready(HV1, HV2);
        change(() -> appliance.unmap(appliance.mappings().get(1).id()));
        assertThat(sense(run(HV1, 0, "00"))).isEqualTo("6/3f/0e");
        good(HV1, "00");
        good(HV2, "a0 00 00 00 00 00 00 00 01 00 00 00");
        good(HV2, "00");
        assertThat(sense(run(HV1, 300, "00"))).isEqualTo("5/25/00");
    }

    @Test
    void blocks_areWhatWasWritten() {
        ready(HV1);
        byte[] data = new byte[1024];
        Arrays.fill(data, (byte) 7);
        good(HV1, "2a 00 00000005 00 0002 00", data);
        assertThat(good(HV1, "88 00 0000000000000005 00000002 00 00").data()).isEqualTo(data);
        assertThat(good(HV1, "08 00 00 05 02 00").data()).isEqualTo(data);
        good(HV1, "2f 02 00000005 00 0002 00", data);
        data[700] = 8;
        ScsiAnswer miscompare = run(HV1, 0, "2f 02 00000005 00 0002 00", data);
        assertThat(sense(miscompare)).isEqualTo("e/1d/00");
        assertThat(ByteBuffer.wrap(miscompare.sense()).getInt(3)).isEqualTo(700);
    }

    @Test
    void compareAndWrite_writesOnlyWhatItExpected() {
        ready(HV1);
        byte[] both = new byte[1024];
        Arrays.fill(both, 512, 1024, (byte) 1);
        String cdb = "89 00 0000000000000003 000000 01 00 00";
        good(HV1, cdb, both);
        assertThat(sense(run(HV1, 0, cdb, both))).isEqualTo("e/1d/00");
        assertThat(good(HV1, "28 00 00000003 00 0001 00").data()).containsOnly(1);
        assertThat(sense(run(HV1, 0, cdb, new byte[512]))).isEqualTo("5/24/00");
    }

    @Test
    void unmapping_givesSpaceBack_butOnlyInsideTheUnit() {
        ready(HV1);
        byte[] data = new byte[65_536];
        Arrays.fill(data, (byte) 1);
        good(HV1, "2a 00 00000000 00 0080 00", data);
        assertThat(appliance.blocks("tank/vg/a").allocated()).isEqualTo(65_536);
        ByteBuffer list = ByteBuffer.allocate(40).putShort((short) 38).putShort((short) 32);
        list.putLong(8, 0).putInt(16, 64).putLong(24, 65_000).putInt(32, 1000);
        assertThat(sense(run(HV1, 0, "42 00 00000000 00 0028 00", list.array())))
                .isEqualTo("5/21/00");
        assertThat(appliance.blocks("tank/vg/a").allocated()).isEqualTo(65_536);
        good(
                HV1,
                "42 00 00000000 00 0028 00",
                list.putLong(24, 64).putInt(32, 64).array());
        assertThat(appliance.blocks("tank/vg/a").allocated()).isZero();
    }

    @Test
    void writeProtectedAndFullAndSuspended_areToldApart() {
        ready(HV1);
        change(() -> appliance.updateLogicalUnit(appliance.logicalUnits().get(0).naa(), null, true));
        assertThat(sense(run(HV1, 0, "2a 00 00000000 00 0001 00", new byte[512])))
                .isEqualTo("7/27/00");
        assertThat(good(HV1, "1a 00 3f 00 ff 00").data()[2]).isEqualTo((byte) 0x90);
        change(() -> {
            appliance.updateLogicalUnit(appliance.logicalUnits().get(0).naa(), null, false);
            appliance.createVolume("tank/vg/thick", 40 * MIB - 32_768, 0, false, Map.of());
        });
        good(HV1, "2a 00 00000000 00 0001 00", new byte[512]);
        assertThat(sense(run(HV1, 0, "2a 00 00000100 00 0001 00", new byte[512])))
                .isEqualTo("7/27/07");
        change(() -> appliance.poolHealth("tank", "SUSPENDED"));
        assertThat(sense(run(HV1, 0, "28 00 00000000 00 0001 00"))).isEqualTo("2/04/00");
        assertThat(sense(run(HV1, 0, "00"))).isEqualTo("2/04/00");
        change(() -> appliance.poolHealth("tank", "DEGRADED"));
        good(HV1, "28 00 00000000 00 0001 00");
    }

    // reservations

    @Test
    void writeExclusiveRegistrantsOnly_keepsStrangersFromWriting() {
        ready(HV1, HV2);
        assertThat(reserveOut(HV1, 0, 0, 0, 0xA).status()).isZero();
        assertThat(reserveOut(HV1, 1, WERO, 0xA, 0).status()).isZero();
        assertThat(run(HV2, 0, "2a 00 00000000 00 0001 00", new byte[512]).status())
                .isEqualTo(ScsiAnswer.RESERVATION_CONFLICT);
        good(HV2, "28 00 00000000 00 0001 00");
        assertThat(reserveOut(HV2, 1, WERO, 0xB, 0).status()).isEqualTo(ScsiAnswer.RESERVATION_CONFLICT);
        assertThat(reserveOut(HV2, 0, 0, 0, 0xB).status()).isZero();
        good(HV2, "2a 00 00000000 00 0001 00", new byte[512]);
        byte[] keys = good(HV2, "5e 00 00 00 00 00 00 00 ff 00").data();
        assertThat(HexFormat.of().formatHex(keys)).isEqualTo("0000000200000010000000000000000a000000000000000b");
        byte[] reservation = good(HV2, "5e 01 00 00 00 00 00 00 ff 00").data();
        assertThat(reservation[21]).isEqualTo((byte) WERO);
        byte[] full = good(HV2, "5e 03 00 00 00 00 00 01 ff 00").data();
        assertThat(new String(full, StandardCharsets.US_ASCII)).contains(HV1.initiator() + ",i,0x400001370000");
    }

    @Test
    void preempting_tellsTheVictim_andFencesIt() {
        ready(HV1, HV2);
        reserveOut(HV1, 0, 0, 0, 0xA);
        reserveOut(HV2, 0, 0, 0, 0xB);
        reserveOut(HV1, 1, WERO, 0xA, 0);
        assertThat(reserveOut(HV2, 4, WERO, 0xB, 0xA).status()).isZero();
        assertThat(sense(run(HV1, 0, "2a 00 00000000 00 0001 00", new byte[512])))
                .isEqualTo("6/2a/05");
        assertThat(run(HV1, 0, "2a 00 00000000 00 0001 00", new byte[512]).status())
                .isEqualTo(ScsiAnswer.RESERVATION_CONFLICT);
    }

    @Test
    void clearing_tellsTheOthers_andReleasingSharedOnesToo() {
        ready(HV1, HV2);
        reserveOut(HV1, 0, 0, 0, 0xA);
        reserveOut(HV2, 0, 0, 0, 0xB);
        reserveOut(HV1, 1, WERO, 0xA, 0);
        reserveOut(HV1, 2, WERO, 0xA, 0);
        assertThat(sense(run(HV2, 0, "00"))).isEqualTo("6/2a/04");
        reserveOut(HV1, 3, 0, 0xA, 0);
        assertThat(sense(run(HV2, 0, "00"))).isEqualTo("6/2a/03");
        assertThat(appliance.reservations(appliance.logicalUnits().get(0).naa()).registrations())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x04, 0x08})
    void registeringForOthers_isNotOffered(int flags) {
        ready(HV1);
        assertThat(sense(run(HV1, 0, "5f 00 00 00 00 00 00 00 18 00", parameters(0, 1, flags))))
                .isEqualTo("5/26/00");
        assertThat(good(HV1, "5e 02 00 00 00 00 00 00 08 00").data()[2]).isEqualTo((byte) 0x01);
    }

    @Test
    void reserve6_endsWithItsNexus_andNeverMeetsRegistrations() {
        ready(HV1, HV2);
        good(HV1, "16");
        assertThat(run(HV2, 0, "00").status()).isEqualTo(ScsiAnswer.RESERVATION_CONFLICT);
        assertThat(run(HV2, 0, "16").status()).isEqualTo(ScsiAnswer.RESERVATION_CONFLICT);
        assertThat(run(HV2, 0, "17").status()).isZero();
        device.end(HV1);
        good(HV2, "16");
        good(HV2, "17");
        reserveOut(HV2, 0, 0, 0, 0xB);
        assertThat(run(HV2, 0, "16").status()).isEqualTo(ScsiAnswer.RESERVATION_CONFLICT);
    }

    @Test
    void reset_isTold_andReleases() {
        ready(HV1, HV2);
        good(HV1, "16");
        assertThat(device.reset(HV2, 9)).isFalse();
        assertThat(device.reset(HV2, 0)).isTrue();
        assertThat(sense(run(HV1, 0, "00"))).isEqualTo("6/29/03");
        assertThat(sense(run(HV2, 0, "00"))).isEqualTo("6/29/03");
        good(HV2, "00");
    }

    @Test
    void modeSelect_changesTheCacheAndTellsTheOthers() {
        ready(HV1, HV2);
        byte[] list = new byte[24];
        list[4] = 0x08;
        list[5] = 0x12;
        good(HV1, "15 10 00 00 18 00", list);
        assertThat(appliance.logicalUnits().get(0).writeCacheDisabled()).isTrue();
        assertThat(sense(run(HV2, 0, "00"))).isEqualTo("6/2a/01");
        list[7] = 1;
        assertThat(sense(run(HV1, 0, "15 10 00 00 18 00", list))).isEqualTo("5/26/00");
    }

    @Test
    void requestSense_takesTheAttentionAway() {
        device.begin(HV1);
        byte[] sense = good(HV1, "03 00 00 00 12 00").data();
        assertThat(sense[2]).isEqualTo((byte) 6);
        assertThat(sense[12]).isEqualTo((byte) 0x29);
        good(HV1, "00");
        assertThat(good(HV1, "03 01 00 00 12 00").data()).containsExactly(0x72, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void supportedOpcodes_areThoseThatWork() {
        ready(HV1);
        byte[] all = good(HV1, "a3 0c 00 00 00 00 00 00 ff ff 00 00").data();
        assertThat(ByteBuffer.wrap(all).getInt()).isEqualTo(all.length - 4);
        for (int at = 4; at < all.length; at += 8) {
            byte[] cdb = new byte[16];
            cdb[0] = all[at];
            cdb[1] = all[at + 3];
            assertThat(sense(device.execute(HV1, 0, cdb, new byte[0])))
                    .as("opcode %02x", all[at])
                    .isNotEqualTo("5/20/00");
        }
    }
}

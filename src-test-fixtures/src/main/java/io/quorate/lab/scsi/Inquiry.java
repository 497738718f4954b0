package io.quorate.lab.scsi;

import io.quorate.lab.storage.LogicalUnitState;
import io.quorate.lab.storage.TargetState;
import io.quorate.lab.storage.VolumeState;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** What a logical unit says of itself: standard INQUIRY data and vital product data pages. */
final class Inquiry {
    static final String VENDOR = "NEXENTA";
    static final String PRODUCT = "COMSTAR";
    static final String REVISION = "1.0";

    private static final int SUPPORTED = 0x00;
    private static final int SERIAL = 0x80;
    private static final int IDENTIFICATION = 0x83;
    private static final int EXTENDED = 0x86;
    private static final int LIMITS = 0xB0;
    private static final int PROVISIONING = 0xB2;
    private static final int[] PAGES = {SUPPORTED, SERIAL, IDENTIFICATION, EXTENDED, LIMITS, PROVISIONING};
    private static final int STANDARD = 74;
    /** SAM-3, iSCSI, SPC-3 as COMSTAR says; it says SBC-2 and sends SBC-3's pages, so SBC-3 it is here. */
    private static final int[] VERSIONS = {0x0060, 0x0960, 0x0300, 0x04C0};

    private static final String NO_SERIAL = "    ";
    private static final int CODE_BINARY = 1;
    private static final int CODE_UTF8 = 3;
    private static final int OF_PORT = 0x90; // PIV, association: target port
    private static final int ISCSI = 0x50;

    private Inquiry() {}

    /** Returns the answer for a number behind which there is no logical unit. */
    static byte[] nothing() {
        byte[] data = standard();
        data[0] = 0x7F;
        return data;
    }

    static byte[] standard() {
        byte[] data = new byte[STANDARD];
        data[2] = 0x05; // SPC-3
        data[3] = 0x12; // HISUP, format 2
        data[4] = STANDARD - 5;
        data[5] = 0x10; // TPGS: implicit
        data[7] = 0x02; // CMDQUE
        Bytes.text(data, 8, 8, VENDOR);
        Bytes.text(data, 16, 16, PRODUCT);
        Bytes.text(data, 32, 4, REVISION);
        for (int i = 0; i < VERSIONS.length; i++) {
            Bytes.put(data, 58 + 2 * i, 2, VERSIONS[i]);
        }
        return data;
    }

    static byte[] page(int page, LogicalUnitState unit, VolumeState volume, List<TargetState> targets, String target)
            throws CheckCondition {
        return switch (page) {
            case SUPPORTED -> {
                byte[] body = new byte[PAGES.length];
                for (int i = 0; i < body.length; i++) {
                    body[i] = (byte) PAGES[i];
                }
                yield framed(page, body);
            }
            case SERIAL -> framed(page, NO_SERIAL.getBytes(StandardCharsets.US_ASCII));
            case IDENTIFICATION -> framed(page, identification(unit, targets, target));
            case EXTENDED -> {
                byte[] body = new byte[60];
                body[1] = 0x01; // SIMPSUP
                yield framed(page, body);
            }
            case LIMITS -> framed(page, limits(volume));
            case PROVISIONING -> {
                byte[] body = new byte[4];
                body[0] = 9;
                body[1] = (byte) 0xE0; // LBPU, LBPWS, LBPWS10
                yield framed(page, body);
            }
            default -> throw new CheckCondition(Sense.INVALID_FIELD_IN_CDB);
        };
    }

    private static byte[] limits(VolumeState volume) {
        byte[] body = new byte[60];
        body[0] = 0x01; // WSNZ: WRITE SAME of no blocks does not mean all
        body[1] = (byte) Blocks.MAX_COMPARE;
        long granularity = Math.max(1, volume.blockSize() / Blocks.SIZE);
        Bytes.put(body, 2, 2, granularity);
        Bytes.put(body, 4, 4, Blocks.MAX_TRANSFER);
        Bytes.put(body, 8, 4, Math.min(Blocks.MAX_TRANSFER, 2048)); // optimal: 1 MiB
        Bytes.put(body, 16, 4, Blocks.MAX_UNMAP);
        Bytes.put(body, 20, 4, Blocks.MAX_UNMAP_DESCRIPTORS);
        Bytes.put(body, 24, 4, granularity);
        Bytes.put(body, 28, 4, 0x80000000L); // alignment 0 is valid
        Bytes.put(body, 32, 8, Blocks.MAX_SAME);
        return body;
    }

    private static byte[] identification(LogicalUnitState unit, List<TargetState> targets, String target) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        designator(body, CODE_BINARY, 0x03, HexFormat.of().parseHex(unit.naa()));
        byte[] name = (target + ",t,0x0001").getBytes(StandardCharsets.UTF_8);
        designator(body, ISCSI | CODE_UTF8, OF_PORT | 0x08, Arrays.copyOf(name, (name.length + 4) / 4 * 4));
        designator(body, CODE_BINARY, OF_PORT & 0x3F | 0x05, new byte[4]);
        byte[] number = new byte[4];
        Bytes.put(number, 2, 2, portOf(targets, target));
        designator(body, CODE_BINARY, OF_PORT & 0x3F | 0x04, number);
        return body.toByteArray();
    }

    /** Returns a target's relative port identifier: its place among the targets, from 1. */
    private static int portOf(List<TargetState> targets, String target) {
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i).name().equalsIgnoreCase(target)) {
                return i + 1;
            }
        }
        return 1;
    }

    /** Returns REPORT TARGET PORT GROUPS' answer: one group of all targets, active and optimised. */
    static byte[] portGroups(List<TargetState> targets) {
        byte[] data = new byte[4 + 8 + 4 * targets.size()];
        Bytes.put(data, 0, 4, data.length - 4L);
        data[5] = 0x0F; // all states but offline and transitioning are supported
        data[11] = (byte) targets.size();
        for (int i = 0; i < targets.size(); i++) {
            Bytes.put(data, 12 + 4 * i + 2, 2, i + 1);
        }
        return data;
    }

    private static void designator(ByteArrayOutputStream into, int code, int kind, byte[] value) {
        into.write(code);
        into.write(kind);
        into.write(0);
        into.write(value.length);
        into.writeBytes(value);
    }

    private static byte[] framed(int page, byte[] body) {
        byte[] whole = new byte[body.length + 4];
        whole[1] = (byte) page;
        Bytes.put(whole, 2, 2, body.length);
        System.arraycopy(body, 0, whole, 4, body.length);
        return whole;
    }
}

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
    private static final int CHARACTERISTICS = 0xB1;
    private static final int PROVISIONING = 0xB2;
    private static final int[] PAGES = {
        SUPPORTED, SERIAL, IDENTIFICATION, EXTENDED, LIMITS, CHARACTERISTICS, PROVISIONING
    };
    private static final int STANDARD = 96;
    private static final int[] VERSIONS = {0x0080, 0x0960, 0x0460, 0x04C0}; // SAM-4, iSCSI, SPC-4, SBC-3
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
        data[2] = 0x06; // SPC-4
        data[3] = 0x12; // HISUP, format 2
        data[4] = STANDARD - 5;
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
            case SERIAL -> framed(page, unit.naa().getBytes(StandardCharsets.US_ASCII));
            case IDENTIFICATION -> framed(page, identification(unit, targets, target));
            case EXTENDED -> {
                byte[] body = new byte[60];
                body[1] = 0x07; // HEADSUP, ORDSUP, SIMPSUP
                body[2] = (byte) (unit.writeCacheDisabled() ? 0 : 1); // V_SUP
                yield framed(page, body);
            }
            case LIMITS -> framed(page, limits(volume));
            case CHARACTERISTICS -> framed(page, new byte[60]); // rotation rate and form factor not reported
            case PROVISIONING -> {
                byte[] body = new byte[4];
                body[1] = (byte) 0xE4; // LBPU, LBPWS, LBPWS10, LBPRZ
                body[2] = (byte) (volume.reservation() == 0 ? 2 : 1); // thin or resource provisioned
                yield framed(page, body);
            }
            default -> throw new CheckCondition(Sense.INVALID_FIELD_IN_CDB);
        };
    }

    private static byte[] limits(VolumeState volume) {
        byte[] body = new byte[60];
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
        int port = 1;
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i).name().equalsIgnoreCase(target)) {
                port = i + 1;
            }
        }
        byte[] number = {0, 0, 0, (byte) port};
        designator(body, ISCSI | CODE_BINARY, OF_PORT | 0x04, number);
        designator(body, ISCSI | CODE_BINARY, OF_PORT | 0x05, new byte[] {0, 0, 0, 0});
        byte[] name = (target + ",t,0x0001").getBytes(StandardCharsets.UTF_8);
        designator(body, ISCSI | CODE_UTF8, OF_PORT | 0x08, Arrays.copyOf(name, (name.length + 4) / 4 * 4));
        return body.toByteArray();
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

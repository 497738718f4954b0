package io.quorate.iscsi.scsi;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sense data, in fixed or descriptor format (SPC-4 4.5).
 *
 * @param key the sense key; -1 if there were no sense data that could be read
 * @param asc the additional sense code
 * @param ascq its qualifier
 */
public record Sense(int key, int asc, int ascq) {
    /** No sense data. */
    public static final Sense NONE = new Sense(-1, 0, 0);

    public static final int NOT_READY = 2;
    public static final int ILLEGAL_REQUEST = 5;
    public static final int UNIT_ATTENTION = 6;
    public static final int ABORTED_COMMAND = 0xb;

    private static final String[] KEYS = {
        "no sense",
        "recovered error",
        "not ready",
        "medium error",
        "hardware error",
        "illegal request",
        "unit attention",
        "data protect",
        "blank check",
        "vendor specific",
        "copy aborted",
        "aborted command",
        "reserved",
        "volume overflow",
        "miscompare",
        "completed"
    };

    /** By ASC and ASCQ (SPC-4 table 56): what storage appliances are seen to say. */
    private static final Map<Integer, String> TEXTS = Map.ofEntries(
            Map.entry(0x0000, "no additional sense information"),
            Map.entry(0x0400, "logical unit not ready"),
            Map.entry(0x0401, "logical unit is becoming ready"),
            Map.entry(0x0402, "logical unit not ready, initialising command required"),
            Map.entry(0x0403, "logical unit not ready, manual intervention required"),
            Map.entry(0x040a, "logical unit not accessible, asymmetric access state transition"),
            Map.entry(0x040b, "logical unit not accessible, target port in standby state"),
            Map.entry(0x040c, "logical unit not accessible, target port in unavailable state"),
            Map.entry(0x0c00, "write error"),
            Map.entry(0x0c02, "write error, auto reallocation failed"),
            Map.entry(0x1100, "unrecovered read error"),
            Map.entry(0x1a00, "parameter list length error"),
            Map.entry(0x2000, "invalid command operation code"),
            Map.entry(0x2100, "logical block address out of range"),
            Map.entry(0x2400, "invalid field in CDB"),
            Map.entry(0x2500, "logical unit not supported"),
            Map.entry(0x2600, "invalid field in parameter list"),
            Map.entry(0x2604, "invalid release of persistent reservation"),
            Map.entry(0x2700, "write protected"),
            Map.entry(0x2707, "space allocation failed write protect"),
            Map.entry(0x2900, "power on, reset or bus device reset occurred"),
            Map.entry(0x2901, "power on occurred"),
            Map.entry(0x2902, "SCSI bus reset occurred"),
            Map.entry(0x2903, "bus device reset function occurred"),
            Map.entry(0x2904, "device internal reset"),
            Map.entry(0x2907, "I_T nexus loss occurred"),
            Map.entry(0x2a00, "parameters changed"),
            Map.entry(0x2a01, "mode parameters changed"),
            Map.entry(0x2a03, "reservations preempted"),
            Map.entry(0x2a04, "reservations released"),
            Map.entry(0x2a05, "registrations preempted"),
            Map.entry(0x2a06, "asymmetric access state changed"),
            Map.entry(0x2a09, "capacity data has changed"),
            Map.entry(0x2c00, "command sequence error"),
            Map.entry(0x2f00, "commands cleared by another initiator"),
            Map.entry(0x3807, "thin provisioning soft threshold reached"),
            Map.entry(0x3a00, "medium not present"),
            Map.entry(0x3f03, "inquiry data has changed"),
            Map.entry(0x3f0e, "reported LUNs data has changed"),
            Map.entry(0x4400, "internal target failure"),
            Map.entry(0x5500, "system resource failure"),
            Map.entry(0x5502, "insufficient reservation resources"),
            Map.entry(0x5503, "insufficient resources"),
            Map.entry(0x5504, "insufficient registration resources"));

    /** Reads sense data; {@link #NONE} if there are none or they are in no known format. */
    public static Sense of(byte @Nullable [] bytes) {
        if (bytes == null || bytes.length < 3) {
            return NONE;
        }
        return switch (bytes[0] & 0x7f) {
            case 0x70, 0x71 ->
                bytes.length < 14
                        ? new Sense(bytes[2] & 0xf, 0, 0)
                        : new Sense(bytes[2] & 0xf, bytes[12] & 0xff, bytes[13] & 0xff);
            case 0x72, 0x73 -> new Sense(bytes[1] & 0xf, bytes[2] & 0xff, bytes.length < 4 ? 0 : bytes[3] & 0xff);
            default -> NONE;
        };
    }

    /** Returns the code that decisions and messages use, e.g. {@code sense 5/25/00}. */
    public String code() {
        return key < 0 ? "sense missing" : String.format("sense %X/%02X/%02X", key, asc, ascq);
    }

    /** Returns what it means. */
    public String text() {
        if (key < 0) {
            return "no sense data";
        }
        String text = TEXTS.get(asc << 8 | ascq);
        return KEYS[key] + (text == null || asc == 0 ? "" : ", " + text);
    }
}

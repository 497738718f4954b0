package io.quorate.lab.scsi;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Big-endian numbers and padded texts, as SCSI has them. */
final class Bytes {

    private Bytes() {}

    static long get(byte[] from, int at, int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 8 | from[at + i] & 0xFF;
        }
        return value;
    }

    static int u8(byte[] from, int at) {
        return from[at] & 0xFF;
    }

    static int u16(byte[] from, int at) {
        return (int) get(from, at, 2);
    }

    static boolean bit(byte[] from, int at, int mask) {
        return (from[at] & mask) != 0;
    }

    static void put(byte[] into, int at, int count, long value) {
        for (int i = 0; i < count; i++) {
            into[at + i] = (byte) (value >>> 8 * (count - 1 - i));
        }
    }

    /** Puts a text, padded with spaces. */
    static void text(byte[] into, int at, int count, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        Arrays.fill(into, at, at + count, (byte) ' ');
        System.arraycopy(ascii, 0, into, at, Math.min(count, ascii.length));
    }

    static byte[] cut(byte[] data, long length) {
        return data.length <= length ? data : Arrays.copyOf(data, (int) length);
    }
}

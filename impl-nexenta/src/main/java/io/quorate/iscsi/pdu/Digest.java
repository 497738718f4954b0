package io.quorate.iscsi.pdu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** CRC32C as RFC 7143 13.1 puts it on the wire: the lowest byte first. */
final class Digest {
    private Digest() {}

    static void put(ByteBuffer out, byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        out.putInt(Integer.reverseBytes((int) crc.getValue()));
    }

    /** Tells whether the last four bytes of {@code tail} are the digest of some bytes followed by the bytes of {@code tail} before them. */
    static boolean matches(byte[] first, int offset, int length, byte[] tail) {
        CRC32C crc = new CRC32C();
        crc.update(first, offset, length);
        crc.update(tail, 0, tail.length - 4);
        int stated = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt(tail.length - 4);
        return stated == (int) crc.getValue();
    }
}

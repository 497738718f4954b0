package io.quorate.winrm.psrp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/** GUIDs in .NET's byte order: the first three fields little-endian, the rest as written. */
final class NetGuid {
    private NetGuid() {}

    static UUID read(ByteBuffer in) {
        in.order(ByteOrder.LITTLE_ENDIAN);
        long high = Integer.toUnsignedLong(in.getInt()) << 32;
        high |= Short.toUnsignedLong(in.getShort()) << 16;
        high |= Short.toUnsignedLong(in.getShort());
        in.order(ByteOrder.BIG_ENDIAN);
        return new UUID(high, in.getLong());
    }

    static void write(UUID id, ByteBuffer out) {
        long high = id.getMostSignificantBits();
        out.order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) (high >>> 32))
                .putShort((short) (high >>> 16))
                .putShort((short) high);
        out.order(ByteOrder.BIG_ENDIAN).putLong(id.getLeastSignificantBits());
    }
}

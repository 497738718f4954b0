package io.quorate.iscsi.scsi;

import io.quorate.iscsi.pdu.IscsiProtocolException;
import java.nio.ByteBuffer;

/**
 * What READ CAPACITY told (SBC-3 5.15, 5.16).
 *
 * @param blocks how many logical blocks there are
 * @param blockSize the size of one, in bytes
 * @param thin whether the unit says that it is thinly provisioned; (10) cannot tell
 */
public record Capacity(long blocks, int blockSize, boolean thin) {
    private static final int MAX_BLOCK = 1 << 20;

    /** Tells whether READ CAPACITY (10) could not state the capacity. */
    public static boolean needs16(byte[] data) {
        return data.length >= 4 && ByteBuffer.wrap(data).getInt(0) == -1;
    }

    /** Reads what READ CAPACITY (10) brought. */
    public static Capacity of10(byte[] data) throws IscsiProtocolException {
        if (data.length < 8) {
            throw new IscsiProtocolException("READ CAPACITY (10) data of " + data.length + " bytes, not 8");
        }
        ByteBuffer in = ByteBuffer.wrap(data);
        return checked(in.getInt(0) & 0xffffffffL, in.getInt(4), false);
    }

    /** Reads what READ CAPACITY (16) brought. */
    public static Capacity of16(byte[] data) throws IscsiProtocolException {
        if (data.length < 12) {
            throw new IscsiProtocolException("READ CAPACITY (16) data of " + data.length + " bytes, not 32");
        }
        ByteBuffer in = ByteBuffer.wrap(data);
        return checked(in.getLong(0), in.getInt(8), data.length > 14 && (data[14] & 0x80) != 0);
    }

    private static Capacity checked(long last, int blockSize, boolean thin) throws IscsiProtocolException {
        if (blockSize < 1 || blockSize > MAX_BLOCK || last < 0 || last >= Long.MAX_VALUE / blockSize) {
            throw new IscsiProtocolException("a capacity that cannot be: last block " + Long.toUnsignedString(last)
                    + ", block size " + Integer.toUnsignedString(blockSize));
        }
        return new Capacity(last + 1, blockSize, thin);
    }
}

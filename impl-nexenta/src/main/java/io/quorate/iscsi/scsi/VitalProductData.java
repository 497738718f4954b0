package io.quorate.iscsi.scsi;

import io.quorate.iscsi.pdu.IscsiProtocolException;
import io.quorate.san.Naa;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Vital product data pages (SPC-4 7.8, SBC-3 6.6). */
public final class VitalProductData {
    public static final int SUPPORTED = 0x00;
    public static final int SERIAL = 0x80;
    public static final int IDENTIFICATION = 0x83;
    public static final int BLOCK_LIMITS = 0xb0;
    public static final int PROVISIONING = 0xb2;

    private VitalProductData() {}

    /**
     * Names something.
     *
     * @param codeSet 1 binary, 2 ASCII, 3 UTF-8
     * @param association 0 the logical unit, 1 the target port, 2 the target device
     * @param type 0 vendor, 1 T10, 2 EUI-64, 3 NAA, 4 relative port, 5 port group, 6 unit group, 7 MD5, 8 SCSI name
     */
    public record Designator(int codeSet, int association, int type, byte[] bytes) {}

    /**
     * What one command may ask for at most; 0 says nothing.
     *
     * @param maxTransfer in blocks
     * @param optimalTransfer in blocks
     * @param maxUnmap in blocks; unsigned 32 bits
     */
    public record BlockLimits(long maxTransfer, long optimalTransfer, long maxUnmap) {}

    /**
     * Logical block provisioning.
     *
     * @param unmap whether UNMAP is there
     * @param type 0 not told, 1 resource provisioned, 2 thin
     */
    public record Provisioning(boolean unmap, int type) {}

    /** Reads page 00: the codes of the pages there are. */
    public static List<Integer> supported(byte[] data) throws IscsiProtocolException {
        TreeSet<Integer> pages = new TreeSet<>();
        for (byte code : body(data, SUPPORTED)) {
            pages.add(code & 0xff);
        }
        return List.copyOf(pages);
    }

    /** Reads page 80: the serial number. */
    public static String serial(byte[] data) throws IscsiProtocolException {
        byte[] body = body(data, SERIAL);
        return Inquiry.ascii(body, 0, body.length);
    }

    /** Reads page 83: who this is. */
    public static List<Designator> designators(byte[] data) throws IscsiProtocolException {
        ByteBuffer body = ByteBuffer.wrap(body(data, IDENTIFICATION));
        List<Designator> designators = new ArrayList<>();
        while (body.hasRemaining()) {
            if (body.remaining() < 4) {
                throw new IscsiProtocolException("page 83 ends inside a designator");
            }
            int codeSet = body.get() & 0xf;
            int kind = body.get() & 0xff;
            body.get();
            byte[] bytes = new byte[body.get() & 0xff];
            if (bytes.length > body.remaining()) {
                throw new IscsiProtocolException("page 83 ends inside a designator");
            }
            body.get(bytes);
            designators.add(new Designator(codeSet, kind >> 4 & 3, kind & 0xf, bytes));
        }
        return designators;
    }

    /** Returns the logical unit's NAA identifier: the longest, of several. */
    public static Optional<Naa> naa(List<Designator> designators) {
        byte[] best = {};
        for (Designator d : designators) {
            byte[] bytes = d.bytes();
            if (d.association() == 0 && d.type() == 3 && bytes.length > best.length) {
                boolean extended = bytes[0] >> 4 == 6;
                if (bytes.length == (extended ? 16 : 8)) {
                    best = bytes;
                }
            }
        }
        return best.length == 0
                ? Optional.empty()
                : Optional.of(Naa.of(HexFormat.of().formatHex(best)));
    }

    /** Reads page B0. */
    public static BlockLimits blockLimits(byte[] data) throws IscsiProtocolException {
        ByteBuffer body = ByteBuffer.wrap(body(data, BLOCK_LIMITS));
        if (body.remaining() < 12) {
            throw new IscsiProtocolException("page B0 of " + body.remaining() + " bytes");
        }
        return new BlockLimits(u32(body, 4), u32(body, 8), body.remaining() < 20 ? 0 : u32(body, 16));
    }

    /** Reads page B2. */
    public static Provisioning provisioning(byte[] data) throws IscsiProtocolException {
        byte[] body = body(data, PROVISIONING);
        if (body.length < 4) {
            throw new IscsiProtocolException("page B2 of " + body.length + " bytes");
        }
        return new Provisioning((body[1] & 0x80) != 0, body[2] & 7);
    }

    private static long u32(ByteBuffer bytes, int at) {
        return bytes.getInt(at) & 0xffffffffL;
    }

    private static byte[] body(byte[] data, int page) throws IscsiProtocolException {
        if (data.length < 4 || (data[1] & 0xff) != page) {
            throw new IscsiProtocolException(String.format("what came is not page %02X", page));
        }
        int length = ByteBuffer.wrap(data).getShort(2) & 0xffff;
        if (length > data.length - 4) {
            throw new IscsiProtocolException(
                    String.format("page %02X says that it has %d bytes but has %d", page, length, data.length - 4));
        }
        byte[] body = new byte[length];
        System.arraycopy(data, 4, body, 0, length);
        return body;
    }
}

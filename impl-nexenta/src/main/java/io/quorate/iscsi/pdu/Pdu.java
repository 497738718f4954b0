package io.quorate.iscsi.pdu;

import java.nio.ByteBuffer;

/**
 * A protocol data unit: the basic header segment, additional header segments and the data segment, without padding and digests (RFC 7143
 * 11.2). Values only; what it means is in {@link InitiatorPdu} and {@link TargetPdu}, its bytes are cut and joined by {@link PduReader}
 * and {@link Frame}. Prints no data.
 *
 * @param header 48 bytes; its two length fields are set by {@link #frame}
 * @param additional the additional header segments; empty if none
 * @param data the data segment; empty if none
 */
public record Pdu(byte[] header, byte[] additional, byte[] data) {
    /** The length of the basic header segment. */
    public static final int HEADER = 48;
    /** The tag that means "none" (RFC 7143 11.2.1.8). */
    public static final int NO_TAG = 0xffffffff;
    /** The longest data segment that 24 bits can state. */
    public static final int MAX_DATA = 0xffffff;
    /** The longest additional header segments that 8 bits can state, in words. */
    public static final int MAX_ADDITIONAL = 255 * 4;

    static final byte[] NONE = {};

    public Pdu {
        if (header.length != HEADER) {
            throw new IllegalArgumentException("a header has " + HEADER + " bytes, not " + header.length);
        }
        if (additional.length > MAX_ADDITIONAL || additional.length % 4 != 0) {
            throw new IllegalArgumentException(
                    "additional header segments of " + additional.length + " bytes cannot be stated");
        }
        if (data.length > MAX_DATA) {
            throw new IllegalArgumentException("a data segment of " + data.length + " bytes cannot be stated");
        }
    }

    /** Returns the kind. */
    public Opcode opcode() throws IscsiProtocolException {
        return Opcode.of(header[0]);
    }

    /** Returns the initiator task tag. */
    public int taskTag() {
        return ByteBuffer.wrap(header).getInt(16);
    }

    /** Returns the bytes for the wire: the header with its lengths, digests where asked for, padding. */
    public byte[] frame(boolean headerDigest, boolean dataDigest) {
        Frame frame = new Frame(this);
        byte[] bytes = new byte[frame.length(headerDigest, dataDigest)];
        frame.put(bytes, 0, headerDigest, dataDigest);
        return bytes;
    }

    static int padding(int length) {
        return -length & 3;
    }

    @Override
    public String toString() {
        return String.format("Pdu[0x%02x, tag 0x%08x, %d bytes]", header[0] & 0x3f, taskTag(), data.length);
    }
}

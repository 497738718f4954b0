package io.quorate.winrm.psrp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A piece of a message ([MS-PSRP] 2.2.4): 21 bytes of header, big-endian, and the blob.
 *
 * @param objectId which message it belongs to; counted from 1 in each direction, unsigned
 * @param fragmentId its place in the message, from 0
 * @param start whether it is the message's first
 * @param end whether it is the message's last
 * @param blob the bytes of the message
 */
public record PsrpFragment(long objectId, long fragmentId, boolean start, boolean end, PsBytes blob) {
    /** The length of a fragment's header. */
    public static final int HEADER_BYTES = 21;

    private static final int START = 1;
    private static final int END = 2;

    public PsrpFragment {
        Objects.requireNonNull(blob, "blob");
    }

    /**
     * Reads the fragments that a stream's bytes hold, one after the other. No length is believed before it is compared with what is there.
     *
     * @throws PsrpProtocolException if the bytes do not end with a fragment
     */
    public static List<PsrpFragment> parse(byte[] bytes) {
        List<PsrpFragment> fragments = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.hasRemaining()) {
            if (in.remaining() < HEADER_BYTES) {
                throw new PsrpProtocolException("a fragment's header is cut off after " + in.remaining() + " bytes");
            }
            long objectId = in.getLong();
            long fragmentId = in.getLong();
            int flags = in.get();
            int length = in.getInt();
            if (length < 0 || length > in.remaining()) {
                throw new PsrpProtocolException("a fragment announces " + Integer.toUnsignedString(length) + " bytes, "
                        + in.remaining() + " are there");
            }
            byte[] blob = new byte[length];
            in.get(blob);
            fragments.add(new PsrpFragment(
                    objectId, fragmentId, (flags & START) != 0, (flags & END) != 0, PsBytes.owning(blob)));
        }
        return fragments;
    }

    /** Returns the length of this fragment on the wire, header included. */
    public int wireLength() {
        return HEADER_BYTES + blob.length();
    }

    /** Returns the bytes of the wire. */
    public byte[] encode() {
        byte[] bytes = new byte[wireLength()];
        write(ByteBuffer.wrap(bytes));
        return bytes;
    }

    void write(ByteBuffer out) {
        out.putLong(objectId)
                .putLong(fragmentId)
                .put((byte) ((start ? START : 0) | (end ? END : 0)))
                .putInt(blob.length())
                .put(blob.array());
    }
}

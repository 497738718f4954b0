package io.quorate.iscsi.pdu;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into protocol data units. Does no I/O: it is fed whatever arrived, in any split, and stops behind each unit, so
 * that limits and digests can change between two of them. Lengths are checked before anything is allocated. Not thread-safe.
 */
public final class PduReader {
    private final int maxAdditional;
    private int maxData;
    private boolean headerDigest;
    private boolean dataDigest;

    private final byte[] header = new byte[Pdu.HEADER];
    private byte[] additional = Pdu.NONE;
    private byte[] data = Pdu.NONE;
    private byte[] trailer = Pdu.NONE;
    private Part part = Part.HEADER;
    private int filled;

    private enum Part {
        HEADER,
        ADDITIONAL,
        DATA,
        TRAILER,
        READY
    }

    /**
     * @param maxAdditional how many bytes of additional header segments may come
     * @param maxData how long a data segment may be
     */
    public PduReader(int maxAdditional, int maxData) {
        this.maxAdditional = maxAdditional;
        this.maxData = maxData;
    }

    /** Changes what the next unit may hold, which takes effect with a unit that has not begun. */
    public void negotiated(int maxData, boolean headerDigest, boolean dataDigest) {
        if (!idle()) {
            throw new IllegalStateException("in the middle of a unit");
        }
        this.maxData = maxData;
        this.headerDigest = headerDigest;
        this.dataDigest = dataDigest;
    }

    /** Tells whether no unit has begun: the stream may end here. */
    public boolean idle() {
        return part == Part.HEADER && filled == 0;
    }

    /**
     * Takes bytes in, up to the end of the current unit.
     *
     * @return how many were taken; fewer than {@code length} if a unit is {@link #take ready}
     */
    public int feed(byte[] bytes, int offset, int length) throws IscsiProtocolException {
        int taken = 0;
        while (taken < length && part != Part.READY) {
            byte[] into = current();
            int some = Math.min(into.length - filled, length - taken);
            System.arraycopy(bytes, offset + taken, into, filled, some);
            filled += some;
            taken += some;
            while (part != Part.READY && filled == current().length) {
                next();
            }
        }
        return taken;
    }

    /** Gives bytes, as an {@link java.io.InputStream} does. */
    public interface Source {
        int read(byte[] into, int offset, int length) throws IOException;
    }

    /** Returns how many bytes of a data segment that has begun are missing; 0 if none has. */
    public int missing() {
        return part == Part.DATA ? data.length - filled : 0;
    }

    /**
     * Has missing bytes put where they belong, without a copy.
     *
     * @return what the source returned; fewer than {@link #missing} bytes, or -1 at its end
     */
    public int fill(Source source) throws IOException, IscsiProtocolException {
        int some = source.read(data, filled, missing());
        if (some > 0) {
            filled += some;
            while (part != Part.READY && filled == current().length) {
                next();
            }
        }
        return some;
    }

    /** Returns the unit that is complete and begins the next; null if it is not complete. */
    public @Nullable Pdu take() {
        if (part != Part.READY) {
            return null;
        }
        Pdu pdu = new Pdu(header.clone(), additional, data);
        additional = data = trailer = Pdu.NONE;
        part = Part.HEADER;
        filled = 0;
        return pdu;
    }

    private byte[] current() {
        return switch (part) {
            case HEADER -> header;
            case ADDITIONAL -> additional;
            case DATA -> data;
            case TRAILER, READY -> trailer;
        };
    }

    private void next() throws IscsiProtocolException {
        filled = 0;
        switch (part) {
            case HEADER -> {
                Opcode.of(header[0]);
                int words = header[4] & 0xff;
                int length = (header[5] & 0xff) << 16 | (header[6] & 0xff) << 8 | header[7] & 0xff;
                if (words * 4 > maxAdditional) {
                    throw new IscsiProtocolException("additional header segments of " + words * 4
                            + " bytes where at most " + maxAdditional + " are allowed");
                }
                if (length > maxData) {
                    throw new IscsiProtocolException(
                            "a data segment of " + length + " bytes where at most " + maxData + " are allowed");
                }
                additional = new byte[words * 4 + (headerDigest ? 4 : 0)];
                part = Part.ADDITIONAL;
            }
            case ADDITIONAL -> {
                if (headerDigest) {
                    if (!Digest.matches(header, additional)) {
                        throw new IscsiProtocolException("the header digest is wrong");
                    }
                    additional = Arrays.copyOf(additional, additional.length - 4);
                }
                data = new byte[(header[5] & 0xff) << 16 | (header[6] & 0xff) << 8 | header[7] & 0xff];
                part = Part.DATA;
            }
            case DATA -> {
                trailer = new byte[Pdu.padding(data.length) + (dataDigest && data.length > 0 ? 4 : 0)];
                part = Part.TRAILER;
            }
            case TRAILER -> {
                if (dataDigest && data.length > 0 && !Digest.matches(data, trailer)) {
                    throw new IscsiProtocolException("the data digest is wrong");
                }
                part = Part.READY;
            }
            case READY -> throw new IllegalStateException();
        }
    }
}

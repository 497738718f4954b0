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
    private @Nullable Placement placement;

    /** Where the bytes of the current part go: from {@link #base} on, of which {@link #size} are wanted and {@link #filled} are there. */
    private byte[] into = header;

    /** Where the data of the current unit went, for their digest. */
    private byte[] dataInto = Pdu.NONE;

    private int dataBase;
    private int base;
    private int size = Pdu.HEADER;
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

    /** Says where data belong before they are read. */
    public interface Placement {

        /**
         * Returns where the data segment goes of the unit whose header is here: room for so many bytes from {@link #offset} on. Null gives it
         * an array of its own. What is placed is not part of the unit.
         */
        byte @Nullable [] place(byte[] header, int length);

        /** Returns where in the array that was returned last. */
        int offset();
    }

    /** Has data go where somebody says, from the next unit on. */
    public void place(Placement where) {
        this.placement = where;
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
            int some = Math.min(size - filled, length - taken);
            System.arraycopy(bytes, offset + taken, into, base + filled, some);
            filled += some;
            taken += some;
            goOn();
        }
        return taken;
    }

    /** Gives bytes, as an {@link java.io.InputStream} does. */
    public interface Source {
        int read(byte[] into, int offset, int length) throws IOException;
    }

    /** Returns how many bytes of a data segment that has begun are missing; 0 if none has. */
    public int missing() {
        return part == Part.DATA ? size - filled : 0;
    }

    /**
     * Has missing bytes put where they belong, without a copy.
     *
     * @return what the source returned; fewer than {@link #missing} bytes, or -1 at its end
     */
    public int fill(Source source) throws IOException, IscsiProtocolException {
        int some = source.read(into, base + filled, missing());
        if (some > 0) {
            filled += some;
            goOn();
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
        begin(Part.HEADER, header, 0, Pdu.HEADER);
        return pdu;
    }

    private void begin(Part next, byte[] where, int from, int length) {
        part = next;
        into = where;
        base = from;
        size = length;
        filled = 0;
    }

    private void goOn() throws IscsiProtocolException {
        while (part != Part.READY && filled == size) {
            next();
        }
    }

    private static byte[] room(int length) {
        return length == 0 ? Pdu.NONE : new byte[length];
    }

    private int dataLength() {
        return (header[5] & 0xff) << 16 | (header[6] & 0xff) << 8 | header[7] & 0xff;
    }

    private void next() throws IscsiProtocolException {
        switch (part) {
            case HEADER -> {
                Opcode.of(header[0]);
                int words = header[4] & 0xff;
                if (words * 4 > maxAdditional) {
                    throw new IscsiProtocolException("additional header segments of " + words * 4
                            + " bytes where at most " + maxAdditional + " are allowed");
                }
                if (dataLength() > maxData) {
                    throw new IscsiProtocolException(
                            "a data segment of " + dataLength() + " bytes where at most " + maxData + " are allowed");
                }
                additional = room(words * 4 + (headerDigest ? 4 : 0));
                begin(Part.ADDITIONAL, additional, 0, additional.length);
            }
            case ADDITIONAL -> {
                if (headerDigest) {
                    if (!Digest.matches(header, 0, Pdu.HEADER, additional)) {
                        throw new IscsiProtocolException("the header digest is wrong");
                    }
                    additional = Arrays.copyOf(additional, additional.length - 4);
                }
                int length = dataLength();
                Placement where = placement;
                byte[] placed = where == null || length == 0 ? null : where.place(header, length);
                if (where == null || placed == null) {
                    data = room(length);
                    begin(Part.DATA, data, 0, length);
                } else {
                    begin(Part.DATA, placed, where.offset(), length);
                }
            }
            case DATA -> {
                trailer = room(Pdu.padding(size) + (dataDigest && size > 0 ? 4 : 0));
                dataInto = into;
                dataBase = base;
                begin(Part.TRAILER, trailer, 0, trailer.length);
            }
            case TRAILER -> {
                int length = dataLength();
                if (dataDigest && length > 0 && !Digest.matches(dataInto, dataBase, length, trailer)) {
                    throw new IscsiProtocolException("the data digest is wrong");
                }
                dataInto = Pdu.NONE;
                part = Part.READY;
            }
            case READY -> throw new IllegalStateException();
        }
    }
}

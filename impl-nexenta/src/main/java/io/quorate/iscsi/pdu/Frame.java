package io.quorate.iscsi.pdu;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A unit on its way to the wire. Its data may be a part of somebody's array, which is not copied before its place on the wire is known.
 *
 * @param unit header and additional header segments; its data are not used
 * @param data where the data are
 * @param from where they begin
 * @param count how many bytes
 */
public record Frame(Pdu unit, byte[] data, int from, int count) {
    public Frame {
        if (count > Pdu.MAX_DATA) {
            throw new IllegalArgumentException("a data segment of " + count + " bytes cannot be stated");
        }
        if (from < 0 || count < 0 || from > data.length - count) {
            throw new IllegalArgumentException(count + " bytes at " + from + " of " + data.length);
        }
    }

    /** Takes a unit as it is. */
    public Frame(Pdu unit) {
        this(unit, unit.data(), 0, unit.data().length);
    }

    /** Returns how many bytes it has on the wire. */
    public int length(boolean headerDigest, boolean dataDigest) {
        int digests = (headerDigest ? 4 : 0) + (dataDigest && count > 0 ? 4 : 0);
        return Pdu.HEADER + unit.additional().length + count + Pdu.padding(count) + digests;
    }

    /** Puts the bytes for the wire where they belong: the header with its lengths, digests where asked for, padding. Returns the end. */
    public int put(byte[] into, int at, boolean headerDigest, boolean dataDigest) {
        ByteBuffer out = ByteBuffer.wrap(into);
        out.position(at);
        out.put(unit.header()).put(unit.additional());
        out.putInt(at + 4, unit.additional().length / 4 << 24 | count);
        if (headerDigest) {
            Digest.put(out, into, at, out.position() - at);
        }
        int start = out.position();
        out.put(data, from, count);
        for (int i = Pdu.padding(count); i > 0; i--) {
            out.put((byte) 0);
        }
        if (dataDigest && count > 0) {
            Digest.put(out, into, start, out.position() - start);
        }
        return out.position();
    }

    /** Returns the unit with its data. */
    public Pdu pdu() {
        boolean whole = from == 0 && count == data.length;
        return new Pdu(unit.header(), unit.additional(), whole ? data : Arrays.copyOfRange(data, from, from + count));
    }
}

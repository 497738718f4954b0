package io.quorate.iscsi.scsi;

import io.quorate.iscsi.pdu.IscsiProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What PERSISTENT RESERVE IN told (SPC-4 6.15). */
public final class PersistentReserve {
    /** Reservation types (SPC-4 table 72). */
    public static final int WRITE_EXCLUSIVE = 1;

    public static final int EXCLUSIVE_ACCESS = 3;
    public static final int WRITE_EXCLUSIVE_REGISTRANTS_ONLY = 5;
    public static final int EXCLUSIVE_ACCESS_REGISTRANTS_ONLY = 6;
    public static final int WRITE_EXCLUSIVE_ALL_REGISTRANTS = 7;
    public static final int EXCLUSIVE_ACCESS_ALL_REGISTRANTS = 8;

    private PersistentReserve() {}

    /**
     * The registrations.
     *
     * @param generation counts their changes; unsigned 32 bits
     */
    public record Keys(long generation, List<Long> keys) {
        public Keys {
            keys = List.copyOf(keys);
        }
    }

    /** A reservation that is held. */
    public record Held(long key, int type) {}

    /**
     * What the unit can do.
     *
     * @param survivesPower whether reservations can be kept over a loss of power
     * @param types the types it knows, a bit each as SPC-4 table 175 has them; null if it does not tell
     */
    public record Capabilities(
            boolean survivesPower, @Nullable Integer types) {

        /** Tells whether a type is known; true if the unit does not tell its types. */
        public boolean mayHave(int type) {
            if (types == null) {
                return true;
            }
            int bit = type == EXCLUSIVE_ACCESS_ALL_REGISTRANTS ? 0 : 8 + type;
            return (types >> bit & 1) != 0;
        }
    }

    /** Reads what READ KEYS brought. */
    public static Keys keys(byte[] data) throws IscsiProtocolException {
        ByteBuffer in = body(data, "READ KEYS");
        List<Long> keys = new ArrayList<>();
        long generation = in.getInt(0) & 0xffffffffL;
        in.position(8);
        while (in.remaining() >= 8) {
            keys.add(in.getLong());
        }
        if (in.hasRemaining()) {
            throw new IscsiProtocolException("READ KEYS ends inside a key");
        }
        return new Keys(generation, keys);
    }

    /** Reads what READ RESERVATION brought; null if none is held. */
    public static @Nullable Held held(byte[] data) throws IscsiProtocolException {
        ByteBuffer in = body(data, "READ RESERVATION");
        if (in.limit() == 8) {
            return null;
        }
        if (in.limit() < 24) {
            throw new IscsiProtocolException("READ RESERVATION ends inside the reservation");
        }
        return new Held(in.getLong(8), in.get(21) & 0xf);
    }

    /** Reads what REPORT CAPABILITIES brought. */
    public static Capabilities capabilities(byte[] data) throws IscsiProtocolException {
        if (data.length < 8 || (ByteBuffer.wrap(data).getShort(0) & 0xffff) < 8) {
            throw new IscsiProtocolException("REPORT CAPABILITIES data of " + data.length + " bytes");
        }
        boolean typesAreTold = (data[3] & 0x80) != 0;
        return new Capabilities((data[2] & 1) != 0, typesAreTold ? (data[4] & 0xff) << 8 | data[5] & 0xff : null);
    }

    private static ByteBuffer body(byte[] data, String what) throws IscsiProtocolException {
        if (data.length < 8) {
            throw new IscsiProtocolException(what + " data of " + data.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(data);
        long length = in.getInt(4) & 0xffffffffL;
        if (length > data.length - 8) {
            throw new IscsiProtocolException(
                    what + " says that it has " + length + " bytes but has " + (data.length - 8));
        }
        return in.limit(8 + (int) length);
    }
}

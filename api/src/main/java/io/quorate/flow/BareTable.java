package io.quorate.flow;

import io.quorate.san.IscsiClient;
import io.quorate.san.LunIdentity;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.UUID;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What the blocks of a logical unit say of its partition table, where no node can tell: whether it is a GPT as Windows makes one, with at most
 * the partition that Windows reserves for itself, and nothing but zeros around it in the first and the last MiB (UEFI 2.10, chapter 5).
 *
 * @param kind what was found
 * @param guid the table's GUID; null unless it is bare
 */
record BareTable(Kind kind, @Nullable UUID guid) {
    private static final long EDGE = 1 << 20;
    private static final long SIGNATURE = 0x5452415020494645L;
    private static final UUID RESERVED = UUID.fromString("e3c9e316-0b5c-4db8-817d-f92df00215ae");
    private static final int HEADER = 92;
    private static final int ENTRY = 128;
    private static final int MOST_ENTRIES = 128;

    /** What was found. */
    enum Kind {
        /** A GPT with nothing in it. */
        BARE,
        /** Partitions, or data besides the table. */
        HOLDS,
        /** No GPT that could be read. */
        UNTOLD
    }

    /** Reads both edges. Takes two reads. */
    static BareTable read(IscsiClient iscsi, LunIdentity unit) {
        long blockSize = unit.blockSize().bytes();
        long blocks = blockSize < 1 ? 0 : unit.size().bytes() / blockSize;
        long edge = blockSize < 1 ? 0 : EDGE / blockSize;
        if (edge < 1 || blocks < 2 * edge) {
            return new BareTable(Kind.UNTOLD, null);
        }
        byte[] front = iscsi.read(unit.target(), unit.lun(), 0, (int) edge);
        byte[] back = iscsi.read(unit.target(), unit.lun(), blocks - edge, (int) edge);
        return front.length == EDGE && back.length == EDGE
                ? of(front, back, (int) blockSize)
                : new BareTable(Kind.UNTOLD, null);
    }

    /** Judges the first and the last MiB. */
    static BareTable of(byte[] front, byte[] back, int blockSize) {
        ByteBuffer bytes = ByteBuffer.wrap(front).order(ByteOrder.LITTLE_ENDIAN);
        int count = bytes.getInt(blockSize + 80);
        int first = 2 * blockSize;
        int after = first + MOST_ENTRIES * ENTRY;
        if (bytes.getLong(blockSize) != SIGNATURE
                || !sums(bytes, blockSize)
                || bytes.getLong(blockSize + 72) != 2
                || bytes.getInt(blockSize + 84) != ENTRY
                || count < 1
                || count > MOST_ENTRIES) {
            return new BareTable(Kind.UNTOLD, null);
        }
        for (int i = 0; i < MOST_ENTRIES; i++) {
            int at = first + i * ENTRY;
            boolean free = zero(front, at, at + ENTRY);
            if (!free && !guid(bytes, at).equals(RESERVED)) {
                return new BareTable(Kind.HOLDS, null);
            }
        }
        // At the end stands a copy: entries first, the header in the last block.
        int copy = back.length - blockSize - MOST_ENTRIES * ENTRY;
        boolean around = zero(front, after, front.length) && zero(back, 0, copy);
        return around ? new BareTable(Kind.BARE, guid(bytes, blockSize + 56)) : new BareTable(Kind.HOLDS, null);
    }

    /** Tells whether the header and the entries are whole. */
    private static boolean sums(ByteBuffer bytes, int header) {
        byte[] own = new byte[HEADER];
        bytes.get(header, own);
        boolean sized = bytes.getInt(header + 12) == HEADER;
        for (int i = 16; i < 20; i++) {
            own[i] = 0;
        }
        CRC32 sum = new CRC32();
        sum.update(own);
        int count = bytes.getInt(header + 80);
        if (!sized || (int) sum.getValue() != bytes.getInt(header + 16) || count < 1 || count > MOST_ENTRIES) {
            return false;
        }
        byte[] entries = new byte[count * ENTRY];
        bytes.get(2 * header, entries);
        CRC32 all = new CRC32();
        all.update(entries);
        return (int) all.getValue() == bytes.getInt(header + 88);
    }

    private static boolean zero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** GUIDs are stored with their first three fields little-endian. */
    private static UUID guid(ByteBuffer from, int at) {
        long high = (from.getInt(at) & 0xFFFFFFFFL) << 32
                | (from.getShort(at + 4) & 0xFFFFL) << 16
                | from.getShort(at + 6) & 0xFFFFL;
        return new UUID(high, Long.reverseBytes(from.getLong(at + 8)));
    }

    /** Says it to a person. */
    String words() {
        return switch (kind) {
            case BARE -> "GPT " + Objects.requireNonNull(guid) + " without partitions of data, and nothing around it";
            case HOLDS -> "the logical unit itself holds partitions, or data besides its table";
            case UNTOLD -> "on the logical unit itself no GPT could be read";
        };
    }
}

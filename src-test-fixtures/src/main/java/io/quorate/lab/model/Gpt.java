package io.quorate.lab.model;

import io.quorate.lab.storage.BlockStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Partition tables in the bytes of a logical unit, as UEFI 2.10 chapter 5 lays them out: protective MBR, header and entries with their
 * checksums, and the copy at the disk's end. What it writes a foreign system reads, and the reverse.
 */
public final class Gpt {
    /** Type of a partition with a Windows file system. */
    public static final UUID DATA = UUID.fromString("ebd0a0a2-b9e5-4433-87c0-68b6b72699c7");

    /** Type of the partition that Windows keeps for itself. */
    public static final UUID RESERVED = UUID.fromString("e3c9e316-0b5c-4db8-817d-f92df00215ae");

    static final int SECTOR = 512;
    static final long ALIGNMENT = 1L << 20;
    private static final long SIGNATURE = 0x5452415020494645L;
    private static final int ENTRIES = 128;
    private static final int ENTRY = 128;
    private static final int ENTRY_SECTORS = ENTRIES * ENTRY / SECTOR;
    private static final int MOST_ENTRIES_BYTES = 1 << 20;
    private static final long RESERVED_END = 16L << 20;

    /** What kind of table a disk carries; numbers are those of MSFT_Disk.PartitionStyle. */
    public enum Style {
        RAW,
        MBR,
        GPT
    }

    /**
     * A partition.
     *
     * @param number from 1, by position in the table
     * @param type its type; null in an MBR
     * @param guid its GUID; null in an MBR
     * @param offset bytes from the disk's start
     * @param size bytes
     * @param name its name in the table
     */
    public record Partition(
            int number, @Nullable UUID type, @Nullable UUID guid, long offset, long size, String name) {

        /** Tells whether it is for data: neither empty nor Windows's own. */
        public boolean data() {
            return type == null || !type.equals(RESERVED);
        }
    }

    /**
     * A partition table.
     *
     * @param style its kind
     * @param guid the disk's GUID; null unless it is a GPT
     * @param signature the MBR's signature
     * @param partitions in the table's order
     */
    public record Table(Style style, @Nullable UUID guid, long signature, List<Partition> partitions) {
        public Table {
            partitions = List.copyOf(partitions);
        }
    }

    private Gpt() {}

    /** Reads a table. A GPT whose both copies are broken is the MBR that protects it: never taken for an empty disk. */
    public static Table read(BlockStore disk) throws IOException {
        Table none = new Table(Style.RAW, null, 0, List.of());
        if (disk.size() < 3 * SECTOR) {
            return none;
        }
        ByteBuffer mbr = sectors(disk, 0, 1);
        if ((mbr.getShort(510) & 0xFFFF) != 0xAA55) {
            return none;
        }
        boolean protective = false;
        List<Partition> parts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int at = 446 + 16 * i;
            int type = mbr.get(at + 4) & 0xFF;
            protective |= type == 0xEE;
            if (type != 0) {
                parts.add(new Partition(
                        i + 1,
                        null,
                        null,
                        (mbr.getInt(at + 8) & 0xFFFFFFFFL) * SECTOR,
                        (mbr.getInt(at + 12) & 0xFFFFFFFFL) * SECTOR,
                        String.format("%02X", type)));
            }
        }
        if (protective) {
            Table table = header(disk, 1);
            table = table == null ? header(disk, disk.size() / SECTOR - 1) : table;
            if (table != null) {
                return table;
            }
        }
        return new Table(Style.MBR, null, mbr.getInt(440) & 0xFFFFFFFFL, parts);
    }

    private static @Nullable Table header(BlockStore disk, long lba) throws IOException {
        ByteBuffer header = sectors(disk, lba, 1);
        int size = header.getInt(12);
        if (header.getLong(0) != SIGNATURE || size < 92 || size > SECTOR) {
            return null;
        }
        int sum = header.getInt(16);
        header.putInt(16, 0);
        if (crc(header, size) != sum || header.getLong(24) != lba) {
            return null;
        }
        long first = header.getLong(72);
        int count = header.getInt(80);
        int entry = header.getInt(84);
        if (entry < ENTRY || entry > 4096 || count <= 0 || count > MOST_ENTRIES_BYTES / entry) {
            return null;
        }
        int bytes = count * entry;
        int sectors = (bytes + SECTOR - 1) / SECTOR;
        if (first < 0 || first > disk.size() / SECTOR - sectors) {
            return null;
        }
        ByteBuffer entries = sectors(disk, first, sectors);
        if (crc(entries, bytes) != header.getInt(88)) {
            return null;
        }
        List<Partition> partitions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int at = i * entry;
            UUID type = guid(entries, at);
            if (type.getMostSignificantBits() != 0 || type.getLeastSignificantBits() != 0) {
                byte[] name = new byte[72];
                entries.get(at + 56, name);
                String text = new String(name, StandardCharsets.UTF_16LE);
                int end = text.indexOf('\0');
                long start = entries.getLong(at + 32);
                partitions.add(new Partition(
                        i + 1,
                        type,
                        guid(entries, at + 16),
                        start * SECTOR,
                        (entries.getLong(at + 40) - start + 1) * SECTOR,
                        end < 0 ? text : text.substring(0, end)));
            }
        }
        return new Table(Style.GPT, guid(header, 56), 0, partitions);
    }

    /** Makes a new table as Windows does: a GUID for the disk and the reserved partition. */
    static Table initialise(BlockStore disk, UUID guid, UUID reserved) throws IOException {
        long start = 34L * SECTOR;
        Table table = new Table(
                Style.GPT,
                guid,
                0,
                List.of(new Partition(
                        1, RESERVED, reserved, start, RESERVED_END - start, "Microsoft reserved partition")));
        write(disk, table);
        return table;
    }

    /** Tells whether a disk has room for a table and the reserved partition. */
    static boolean fits(long size) {
        return size >= 2 * RESERVED_END;
    }

    /** Returns the largest free extent, aligned, as a partition without type; null if there is none. */
    static @Nullable Partition free(Table table, long diskSize) {
        long end = (diskSize - (ENTRY_SECTORS + 1L) * SECTOR) / ALIGNMENT * ALIGNMENT;
        List<Partition> used = new ArrayList<>(table.partitions());
        used.sort((a, b) -> Long.compare(a.offset(), b.offset()));
        long from = ALIGNMENT;
        long best = 0;
        long at = 0;
        for (int i = 0; i <= used.size(); i++) {
            long until = i < used.size() ? used.get(i).offset() / ALIGNMENT * ALIGNMENT : end;
            if (until - from > best) {
                best = until - from;
                at = from;
            }
            if (i < used.size()) {
                long after = used.get(i).offset() + used.get(i).size();
                from = Math.max(from, (after + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
            }
        }
        return best == 0 ? null : new Partition(0, null, null, at, best, "");
    }

    /** Returns the size of the largest free extent. */
    public static long largestFree(Table table, long diskSize) {
        Partition free = free(table, diskSize);
        return free == null ? 0 : free.size();
    }

    /** Writes a GPT with both its copies. */
    static void write(BlockStore disk, Table table) throws IOException {
        UUID guid = table.guid();
        if (table.style() != Style.GPT || guid == null) {
            throw new IllegalArgumentException("only a GPT can be written");
        }
        long last = disk.size() / SECTOR - 1;
        ByteBuffer mbr = buffer(SECTOR);
        mbr.put(446 + 2, (byte) 2).put(446 + 4, (byte) 0xEE);
        mbr.put(446 + 5, (byte) 0xFF).put(446 + 6, (byte) 0xFF).put(446 + 7, (byte) 0xFF);
        mbr.putInt(446 + 8, 1).putInt(446 + 12, (int) Math.min(last, 0xFFFFFFFFL));
        mbr.putShort(510, (short) 0xAA55);

        ByteBuffer entries = buffer(ENTRIES * ENTRY);
        for (Partition p : table.partitions()) {
            int at = (p.number() - 1) * ENTRY;
            UUID type = p.type();
            UUID own = p.guid();
            if (type == null || own == null) {
                throw new IllegalArgumentException("a GPT's partition has a type and a GUID");
            }
            guid(entries, at, type);
            guid(entries, at + 16, own);
            entries.putLong(at + 32, p.offset() / SECTOR).putLong(at + 40, (p.offset() + p.size()) / SECTOR - 1);
            byte[] name = p.name().getBytes(StandardCharsets.UTF_16LE);
            entries.put(at + 56, name, 0, Math.min(name.length, 70));
        }
        put(disk, 0, mbr);
        put(disk, 2, entries);
        put(disk, last - ENTRY_SECTORS, entries);
        put(disk, 1, header(guid, 1, last, 2, last, entries));
        put(disk, last, header(guid, last, 1, last - ENTRY_SECTORS, last, entries));
    }

    private static ByteBuffer header(UUID guid, long own, long other, long first, long last, ByteBuffer entries) {
        ByteBuffer header = buffer(SECTOR);
        header.putLong(0, SIGNATURE).putInt(8, 0x00010000).putInt(12, 92);
        header.putLong(24, own).putLong(32, other).putLong(40, 34).putLong(48, last - ENTRY_SECTORS - 1);
        guid(header, 56, guid);
        header.putLong(72, first).putInt(80, ENTRIES).putInt(84, ENTRY).putInt(88, crc(entries, ENTRIES * ENTRY));
        header.putInt(16, crc(header, 92));
        return header;
    }

    /** Takes a table away with both its copies. */
    static void erase(BlockStore disk) throws IOException {
        byte[] zeros = new byte[34 * SECTOR];
        disk.write(0, zeros, 0, (int) Math.min(zeros.length, disk.size()));
        if (disk.size() > zeros.length) {
            disk.write(disk.size() - 33L * SECTOR, zeros, 0, 33 * SECTOR);
        }
    }

    static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer sectors(BlockStore disk, long lba, int count) throws IOException {
        ByteBuffer buffer = buffer(count * SECTOR);
        disk.read(lba * SECTOR, buffer.array(), 0, count * SECTOR);
        return buffer;
    }

    private static void put(BlockStore disk, long lba, ByteBuffer data) throws IOException {
        disk.write(lba * SECTOR, data.array(), 0, data.capacity());
    }

    private static int crc(ByteBuffer data, int count) {
        CRC32 sum = new CRC32();
        sum.update(data.array(), 0, count);
        return (int) sum.getValue();
    }

    /** GUIDs are stored with their first three fields little-endian. */
    private static UUID guid(ByteBuffer from, int at) {
        long high = (from.getInt(at) & 0xFFFFFFFFL) << 32
                | (from.getShort(at + 4) & 0xFFFFL) << 16
                | from.getShort(at + 6) & 0xFFFFL;
        return new UUID(high, Long.reverseBytes(from.getLong(at + 8)));
    }

    private static void guid(ByteBuffer to, int at, UUID guid) {
        long high = guid.getMostSignificantBits();
        to.putInt(at, (int) (high >>> 32))
                .putShort(at + 4, (short) (high >>> 16))
                .putShort(at + 6, (short) high);
        to.putLong(at + 8, Long.reverseBytes(guid.getLeastSignificantBits()));
    }
}

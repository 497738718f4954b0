package io.quorate.lab.model;

import io.quorate.lab.storage.BlockStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * File systems in the bytes of a partition, as far as Windows shows them: the boot sector of NTFS with its copy, and the first records of
 * the master file table, one of which holds the label. There are no files in it: a volume made here is recognised by others, not mounted.
 */
public final class Ntfs {
    private static final int SECTOR = Gpt.SECTOR;
    private static final int RECORD = 1024;
    private static final int VOLUME_RECORD = 3;
    private static final int VOLUME_NAME = 0x60;
    private static final long MFT_CLUSTER = 4;
    private static final int MOST_LABEL = 32;

    /**
     * A volume.
     *
     * @param fileSystem Windows's word for it; empty if Windows knows none
     * @param label its label
     * @param clusterSize bytes; 0 if unknown
     * @param serial its serial number
     */
    public record Volume(String fileSystem, String label, long clusterSize, long serial) {}

    private Ntfs() {}

    /** Reads what file system a partition carries. */
    static Volume read(BlockStore disk, Gpt.Partition partition) throws IOException {
        Volume none = new Volume("", "", 0, 0);
        if (partition.size() < SECTOR || partition.offset() < 0 || partition.offset() > disk.size() - SECTOR) {
            return none;
        }
        ByteBuffer boot = read(disk, partition.offset(), SECTOR);
        String oem = new String(boot.array(), 3, 8, StandardCharsets.ISO_8859_1);
        if (oem.startsWith("ReFS\0")) {
            return new Volume("ReFS", "", 0, boot.getLong(0x38));
        }
        if ((boot.getShort(510) & 0xFFFF) != 0xAA55) {
            return none;
        }
        if (oem.equals("EXFAT   ")) {
            return new Volume("exFAT", "", 0, boot.getInt(0x64) & 0xFFFFFFFFL);
        }
        if (new String(boot.array(), 0x52, 8, StandardCharsets.ISO_8859_1).equals("FAT32   ")) {
            return new Volume("FAT32", "", 0, boot.getInt(0x43) & 0xFFFFFFFFL);
        }
        if (!oem.equals("NTFS    ")) {
            return none;
        }
        int sector = boot.getShort(0x0B) & 0xFFFF;
        int per = boot.get(0x0D) & 0xFF;
        long cluster = per > 0x80 ? sector * (1L << Math.min(256 - per, 16)) : (long) sector * per;
        return new Volume("NTFS", label(disk, partition, boot, cluster), cluster, boot.getLong(0x48));
    }

    private static String label(BlockStore disk, Gpt.Partition partition, ByteBuffer boot, long cluster)
            throws IOException {
        long mft = boot.getLong(0x30);
        if (boot.get(0x40) != -10 || cluster <= 0 || mft <= 0 || mft > partition.size() / cluster) {
            return "";
        }
        long at = partition.offset() + mft * cluster + (long) VOLUME_RECORD * RECORD;
        if (at > disk.size() - RECORD) {
            return "";
        }
        ByteBuffer record = read(disk, at, RECORD);
        if (record.getInt(0) != 0x454C4946 || !mend(record)) {
            return "";
        }
        int attribute = record.getShort(0x14) & 0xFFFF;
        while (attribute <= RECORD - 24) {
            int type = record.getInt(attribute);
            int length = record.getInt(attribute + 4);
            if (type == -1 || length < 24 || length > RECORD - attribute) {
                return "";
            }
            if (type == VOLUME_NAME && record.get(attribute + 8) == 0) {
                int bytes = record.getInt(attribute + 16);
                int from = record.getShort(attribute + 20) & 0xFFFF;
                return bytes < 0 || bytes > length - from
                        ? ""
                        : new String(record.array(), attribute + from, bytes, StandardCharsets.UTF_16LE);
            }
            attribute += length;
        }
        return "";
    }

    /** Puts back the last two bytes of each sector, which a record keeps elsewhere. */
    private static boolean mend(ByteBuffer record) {
        int at = record.getShort(4) & 0xFFFF;
        int count = record.getShort(6) & 0xFFFF;
        if (count != RECORD / SECTOR + 1 || at > SECTOR - 2 * count) {
            return false;
        }
        for (int i = 1; i < count; i++) {
            int end = i * SECTOR - 2;
            if (record.getShort(end) != record.getShort(at)) {
                return false;
            }
            record.putShort(end, record.getShort(at + 2 * i));
        }
        return true;
    }

    /** Formats a partition. Returns what is wrong with the label or the cluster size, or null when it is done. */
    static @Nullable String format(BlockStore disk, Gpt.Partition partition, String label, long cluster, long serial)
            throws IOException {
        if (label.length() > MOST_LABEL) {
            return "label";
        }
        if (Long.bitCount(cluster) != 1 || cluster < SECTOR || cluster > 2 << 20 || partition.size() < 64 * cluster) {
            return "cluster";
        }
        long per = cluster / SECTOR;
        ByteBuffer boot = Gpt.buffer(SECTOR);
        boot.put(0, new byte[] {(byte) 0xEB, 0x52, (byte) 0x90});
        boot.put(3, "NTFS    ".getBytes(StandardCharsets.ISO_8859_1));
        boot.putShort(0x0B, (short) SECTOR);
        boot.put(0x0D, (byte) (per <= 0x80 ? per : 256 - Long.numberOfTrailingZeros(per)));
        boot.put(0x15, (byte) 0xF8).putShort(0x18, (short) 63).putShort(0x1A, (short) 255);
        boot.putInt(0x1C, (int) (partition.offset() / SECTOR)).putInt(0x24, 0x00800080);
        boot.putLong(0x28, partition.size() / SECTOR - 1);
        boot.putLong(0x30, MFT_CLUSTER).putLong(0x38, partition.size() / cluster / 2);
        boot.put(0x40, (byte) -10).put(0x44, (byte) (cluster > 4096 ? -12 : 4096 / cluster));
        boot.putLong(0x48, serial).putShort(510, (short) 0xAA55);

        long at = partition.offset();
        disk.write(at, boot.array(), 0, SECTOR);
        for (int number = 0; number <= VOLUME_RECORD; number++) {
            ByteBuffer record = record(number, number == VOLUME_RECORD ? label : null);
            disk.write(at + MFT_CLUSTER * cluster + (long) number * RECORD, record.array(), 0, RECORD);
        }
        disk.write(at + partition.size() - SECTOR, boot.array(), 0, SECTOR);
        return null;
    }

    /** Makes a record of the master file table, in use, with the label if it is the volume's. */
    private static ByteBuffer record(int number, @Nullable String label) {
        ByteBuffer record = Gpt.buffer(RECORD);
        record.putInt(0, 0x454C4946).putShort(4, (short) 0x30).putShort(6, (short) 3);
        record.putShort(0x10, (short) Math.max(1, number))
                .putShort(0x12, (short) 1)
                .putShort(0x14, (short) 0x38);
        record.putShort(0x16, (short) 1).putInt(0x1C, RECORD);
        record.putShort(0x28, (short) 2).putInt(0x2C, number);
        int end = 0x38;
        if (label != null) {
            byte[] name = label.getBytes(StandardCharsets.UTF_16LE);
            int padded = (24 + name.length + 7) / 8 * 8;
            record.putInt(end, VOLUME_NAME).putInt(end + 4, padded).putInt(end + 16, name.length);
            record.putShort(end + 20, (short) 24).put(end + 24, name);
            end += padded;
        }
        record.putInt(end, -1).putInt(0x18, end + 8).putShort(0x30, (short) 1);
        for (int i = 1; i <= 2; i++) {
            record.putShort(0x30 + 2 * i, record.getShort(i * SECTOR - 2)).putShort(i * SECTOR - 2, (short) 1);
        }
        return record;
    }

    private static ByteBuffer read(BlockStore disk, long at, int count) throws IOException {
        ByteBuffer buffer = Gpt.buffer(count);
        disk.read(at, buffer.array(), 0, count);
        return buffer;
    }
}

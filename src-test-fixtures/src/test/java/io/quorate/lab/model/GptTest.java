package io.quorate.lab.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quorate.lab.Seed;
import io.quorate.lab.storage.BlockStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tables and volumes in bytes. */
class GptTest {
    @RegisterExtension
    final Seed seeds = Seed.usually(20_260);

    private static final long MIB = 1L << 20;
    private static final UUID DISK = UUID.fromString("01234567-89ab-4cde-8f01-23456789abcd");
    private static final UUID PART = UUID.fromString("fedcba98-7654-4321-8fed-cba987654321");

    private final Bytes disk = new Bytes(64 * MIB);

    /** Blocks in an array. */
    private static final class Bytes implements BlockStore {
        final byte[] all;

        Bytes(long size) {
            all = new byte[(int) size];
        }

        @Override
        public long size() {
            return all.length;
        }

        @Override
        public boolean allocated(long offset, long count) {
            return true;
        }

        @Override
        public int granularity() {
            return 512;
        }

        @Override
        public void read(long offset, byte[] into, int from, int count) {
            System.arraycopy(all, (int) offset, into, from, count);
        }

        @Override
        public void write(long offset, byte[] data, int from, int count) {
            System.arraycopy(data, from, all, (int) offset, count);
        }

        @Override
        public void unmap(long offset, long count) {
            Arrays.fill(all, (int) offset, (int) (offset + count), (byte) 0);
        }

        @Override
        public long allocated() {
            return all.length;
        }
    }

    private Gpt.Table withData() throws IOException {
        Gpt.Table table = Gpt.initialise(disk, DISK, PART);
        Gpt.Partition free = Gpt.free(table, disk.size());
        assertThat(free).isNotNull();
        Gpt.Table full = new Gpt.Table(
                Gpt.Style.GPT,
                DISK,
                0,
                List.of(
                        table.partitions().get(0),
                        new Gpt.Partition(2, Gpt.DATA, PART, free.offset(), free.size(), "Basic data partition")));
        Gpt.write(disk, full);
        return full;
    }

    @Test
    void read_whenNothingWasWritten_isRaw() throws IOException {
        assertThat(Gpt.read(disk).style()).isEqualTo(Gpt.Style.RAW);
        assertThat(Gpt.read(new Bytes(512)).style()).isEqualTo(Gpt.Style.RAW);
    }

    @Test
    void write_givesWhatIsRead() throws IOException {
        Gpt.Table table = withData();

        assertThat(Gpt.read(disk)).isEqualTo(table);
        assertThat(Gpt.largestFree(table, disk.size())).isZero();
        assertThat(table.partitions().get(1).offset()).isEqualTo(16 * MIB);
    }

    @Test
    void write_laysGuidsAndSignaturesOutAsUefiSays() throws IOException {
        withData();
        HexFormat hex = HexFormat.of();

        assertThat(hex.formatHex(disk.all, 510, 512)).isEqualTo("55aa");
        assertThat(disk.all[450]).isEqualTo((byte) 0xEE);
        assertThat(new String(disk.all, 512, 8, StandardCharsets.US_ASCII)).isEqualTo("EFI PART");
        assertThat(hex.formatHex(disk.all, 512 + 56, 512 + 72)).isEqualTo("67452301ab89de4c8f0123456789abcd");
        assertThat(hex.formatHex(disk.all, 1024 + 128, 1024 + 144)).isEqualTo("a2a0d0ebe5b9334487c068b6b72699c7");
    }

    @Test
    void read_whenTheFirstCopyIsBroken_takesTheSecond() throws IOException {
        Gpt.Table table = withData();
        disk.all[512 + 60]++;

        assertThat(Gpt.read(disk)).isEqualTo(table);
    }

    @Test
    void read_whenBothCopiesAreBroken_isNeverEmpty() throws IOException {
        withData();
        disk.all[512 + 60]++;
        disk.all[disk.all.length - 512 + 60]++;

        assertThat(Gpt.read(disk).style()).isEqualTo(Gpt.Style.MBR);
    }

    @Test
    void read_whenBytesAreGarbage_neverFails() throws IOException {
        long seed = seeds.value();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            Gpt.Table table = withData();
            Ntfs.format(disk, table.partitions().get(1), "L", 4096, 1);
            int boot = (int) (16 * MIB);
            int record = boot + 4 * 4096 + 3 * 1024;
            for (int j = 0; j < 6; j++) {
                disk.all[random.nextInt(3 * 512)] = (byte) random.nextInt();
                disk.all[boot + random.nextInt(512)] = (byte) random.nextInt();
                disk.all[record + random.nextInt(1024)] = (byte) random.nextInt();
            }
            Gpt.Table read = Gpt.read(disk);
            for (Gpt.Partition partition : read.partitions()) {
                assertThat(Ntfs.read(disk, partition)).as("seed %d", seed).isNotNull();
            }
            Ntfs.read(disk, table.partitions().get(1));
        }
    }

    @Test
    void erase_leavesARawDisk() throws IOException {
        withData();
        Gpt.erase(disk);

        assertThat(Gpt.read(disk).style()).isEqualTo(Gpt.Style.RAW);
    }

    @Test
    void format_givesTheVolumeThatIsRead() throws IOException {
        Gpt.Partition data = withData().partitions().get(1);
        assertThat(Ntfs.read(disk, data).fileSystem()).isEmpty();

        assertThat(Ntfs.format(disk, data, "CSV ü", 65536, 42)).isNull();

        assertThat(Ntfs.read(disk, data)).isEqualTo(new Ntfs.Volume("NTFS", "CSV ü", 65536, 42));
        assertThat(Ntfs.format(disk, data, "x".repeat(33), 4096, 1)).isEqualTo("label");
        assertThat(Ntfs.format(disk, data, "x", 5000, 1)).isEqualTo("cluster");
        assertThat(Ntfs.format(disk, data, "x", 8L << 20, 1)).isEqualTo("cluster");
    }

    @Test
    void bytes_areReadByAForeignTool_whenThereIsOne() throws Exception {
        Path blkid = Path.of("/usr/sbin/blkid");
        assumeTrue(Files.isExecutable(blkid), "no blkid");
        Gpt.Partition data = withData().partitions().get(1);
        Ntfs.format(disk, data, "CSV1", 4096, 0x1122334455667788L);
        Path image = Files.createTempFile("quorate", ".img");
        try {
            Files.write(image, disk.all);
            assertThat(run(blkid.toString(), "-p", image.toString())).contains("PTTYPE=\"gpt\"", DISK.toString());
            assertThat(run(blkid.toString(), "-p", "-O", Long.toString(data.offset()), image.toString()))
                    .contains("TYPE=\"ntfs\"", "LABEL=\"CSV1\"", "1122334455667788");
        } finally {
            Files.delete(image);
        }
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        return text;
    }
}

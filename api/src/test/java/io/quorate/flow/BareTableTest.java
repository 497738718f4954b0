package io.quorate.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.flow.BareTable.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A GPT in the first and last MiB, byte by byte. */
class BareTableTest {
    private static final UUID DISK = UUID.fromString("6f1c2a3b-4d5e-4f60-8a7b-0c1d2e3f4a5b");
    private static final String RESERVED = "e3c9e316-0b5c-4db8-817d-f92df00215ae";
    private static final String DATA = "ebd0a0a2-b9e5-4433-87c0-68b6b72699c7";
    private static final int MIB = 1 << 20;
    private static final int ENTRIES = 128 * 128;

    private final byte[] front = new byte[MIB];
    private final byte[] back = new byte[MIB];
    private final ByteBuffer bytes = ByteBuffer.wrap(front).order(ByteOrder.LITTLE_ENDIAN);

    /** Writes a table as Windows does, with these types of partitions. */
    private void table(int block, String... types) {
        bytes.put(510, (byte) 0x55).put(511, (byte) 0xAA);
        for (int i = 0; i < types.length; i++) {
            int at = 2 * block + 128 * i;
            guid(at, UUID.fromString(types[i]));
            guid(at + 16, UUID.randomUUID());
            bytes.putLong(at + 32, 34).putLong(at + 40, 32767);
        }
        bytes.putLong(block, 0x5452415020494645L).putInt(block + 8, 0x10000).putInt(block + 12, 92);
        bytes.putLong(block + 24, 1);
        guid(block + 56, DISK);
        bytes.putLong(block + 72, 2).putInt(block + 80, 128).putInt(block + 84, 128);
        sum(block);
        System.arraycopy(front, 2 * block, back, MIB - block - ENTRIES, ENTRIES);
        System.arraycopy(front, block, back, MIB - block, block);
    }

    private void sum(int block) {
        int count = Math.max(0, Math.min(bytes.getInt(block + 80), 200));
        bytes.putInt(block + 88, crc(2 * block, count * 128));
        bytes.putInt(block + 16, 0);
        bytes.putInt(block + 16, crc(block, 92));
    }

    private int crc(int from, int count) {
        CRC32 sum = new CRC32();
        sum.update(front, from, count);
        return (int) sum.getValue();
    }

    private void guid(int at, UUID guid) {
        long high = guid.getMostSignificantBits();
        bytes.putInt(at, (int) (high >>> 32))
                .putShort(at + 4, (short) (high >>> 16))
                .putShort(at + 6, (short) high);
        bytes.putLong(at + 8, Long.reverseBytes(guid.getLeastSignificantBits()));
    }

    private BareTable judged(int block) {
        return BareTable.of(front, back, block);
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 4096})
    @DisplayName("as Initialize-Disk leaves it, with or without the reserved partition: bare, and its GUID is told")
    void bare(int block) {
        table(block, RESERVED);
        assertThat(judged(block)).isEqualTo(new BareTable(Kind.BARE, DISK));
        assertThat(judged(block).words()).contains(DISK.toString());
        bytes.put(2 * block, new byte[128]);
        sum(block);
        assertThat(judged(block)).isEqualTo(new BareTable(Kind.BARE, DISK));
    }

    @Test
    @DisplayName("any partition of data, wherever it stands in the table, is somebody's")
    void partitions() {
        table(512, RESERVED, DATA);
        assertThat(judged(512).kind()).isEqualTo(Kind.HOLDS);
        table(512, DATA);
        assertThat(judged(512).kind()).isEqualTo(Kind.HOLDS);
        table(512, RESERVED, RESERVED);
        guid(1024 + 127 * 128, UUID.fromString(DATA));
        sum(512);
        assertThat(judged(512).kind()).isEqualTo(Kind.HOLDS);
    }

    @ParameterizedTest
    @ValueSource(ints = {1024 + ENTRIES, 200_000, MIB - 1})
    @DisplayName("data besides the table, in the first MiB, is somebody's")
    void dataInFront(int at) {
        table(512, RESERVED);
        front[at] = 1;
        assertThat(judged(512)).isEqualTo(new BareTable(Kind.HOLDS, null));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 500_000, MIB - 512 - ENTRIES - 1})
    @DisplayName("data besides the table's copy, in the last MiB, is somebody's")
    void dataAtTheEnd(int at) {
        table(512, RESERVED);
        back[at] = 1;
        assertThat(judged(512)).isEqualTo(new BareTable(Kind.HOLDS, null));
    }

    private void untold(String why, Consumer<ByteBuffer> damage, boolean summed) {
        java.util.Arrays.fill(front, (byte) 0);
        table(512, RESERVED);
        damage.accept(bytes);
        if (summed) {
            sum(512);
        }
        assertThat(judged(512)).as(why).isEqualTo(new BareTable(Kind.UNTOLD, null));
    }

    @Test
    @DisplayName("no table, or one that is not whole, tells nothing")
    void untold() {
        assertThat(judged(512)).isEqualTo(new BareTable(Kind.UNTOLD, null));
        untold("signature", b -> b.put(512, (byte) 'X'), true);
        untold("header's sum", b -> b.put(512 + 60, (byte) 1), false);
        untold("entries' sum", b -> b.put(1024 + 120, (byte) 1), false);
        untold("header's size", b -> b.putInt(512 + 12, 512), true);
        untold("entries elsewhere", b -> b.putLong(512 + 72, 3), true);
        untold("large entries", b -> b.putInt(512 + 84, 256), true);
        untold("no entries", b -> b.putInt(512 + 80, 0), true);
        untold("more entries", b -> b.putInt(512 + 80, 129), true);
        untold("fewer than none", b -> b.putInt(512 + 80, -1), true);
    }
}

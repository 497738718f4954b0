package io.quorate.lab.scsi;

import static io.quorate.lab.scsi.CheckCondition.unless;

import io.quorate.lab.storage.BlockStore;
import io.quorate.lab.storage.NoSpaceException;
import java.io.IOException;
import java.util.Arrays;

/** SBC-3's commands that move blocks, on one logical unit. */
final class Blocks {
    /** Bytes of a logical block. */
    static final int SIZE = 512;
    /** Blocks of one command at most: bounds what a command takes of memory. */
    static final int MAX_TRANSFER = 16_384;

    static final int MAX_COMPARE = 255;
    static final int MAX_UNMAP = 1 << 20;
    static final int MAX_UNMAP_DESCRIPTORS = 256;
    static final int MAX_SAME = 1 << 15;

    private static final int PROTECT = 0xE0;

    private final BlockStore store;
    private final byte[] cdb;
    private final byte[] out;

    Blocks(BlockStore store, byte[] cdb, byte[] out) {
        this.store = store;
        this.cdb = cdb;
        this.out = out;
    }

    private interface Io {
        ScsiAnswer run() throws IOException, CheckCondition;
    }

    private static ScsiAnswer guarded(Io io) throws CheckCondition {
        try {
            return io.run();
        } catch (NoSpaceException e) {
            throw new CheckCondition(Sense.SPACE_ALLOCATION_FAILED);
        } catch (IOException e) {
            throw new CheckCondition(Sense.UNRECOVERED_READ);
        }
    }

    // where and how much

    private long lba() {
        return switch (Bytes.u8(cdb, 0) >> 5) {
            case 0 -> Bytes.get(cdb, 1, 3) & 0x1FFFFF;
            case 4 -> Bytes.get(cdb, 2, 8);
            default -> Bytes.get(cdb, 2, 4);
        };
    }

    private long length() {
        return switch (Bytes.u8(cdb, 0) >> 5) {
            case 0 -> cdb[4] == 0 ? 256 : Bytes.u8(cdb, 4);
            case 4 -> Bytes.get(cdb, 10, 4);
            case 5 -> Bytes.get(cdb, 6, 4);
            default -> Bytes.get(cdb, 7, 2);
        };
    }

    private void range(long lba, long length) throws CheckCondition {
        long blocks = store.size() / SIZE;
        unless(lba >= 0 && length >= 0 && lba <= blocks && length <= blocks - lba, Sense.LBA_OUT_OF_RANGE);
    }

    private void transferRange() throws CheckCondition {
        range(lba(), length());
        unless(length() <= MAX_TRANSFER, Sense.INVALID_FIELD_IN_CDB);
    }

    /** The unit has no protection information: a command that asks for it is refused. */
    private void unprotected() throws CheckCondition {
        unless((cdb[1] & PROTECT) == 0 || Bytes.u8(cdb, 0) < 0x20, Sense.INVALID_FIELD_IN_CDB);
    }

    // the commands

    ScsiAnswer read() throws CheckCondition {
        unprotected();
        transferRange();
        return guarded(() -> ScsiAnswer.data(stored(lba(), (int) length())));
    }

    private byte[] stored(long lba, int blocks) throws IOException {
        byte[] data = new byte[blocks * SIZE];
        store.read(lba * SIZE, data, 0, data.length);
        return data;
    }

    /** Writes what came, which is less than what the CDB says when the transport expected less. */
    ScsiAnswer write() throws CheckCondition {
        unprotected();
        transferRange();
        return guarded(() -> {
            long wanted = length() * SIZE;
            int whole = (int) Math.min(wanted, out.length) / SIZE * SIZE;
            store.write(lba() * SIZE, out, 0, whole);
            return ScsiAnswer.took(wanted);
        });
    }

    ScsiAnswer writeAndVerify() throws CheckCondition {
        unless((cdb[1] >> 1 & 3) < 2, Sense.INVALID_FIELD_IN_CDB);
        return write(); // what was written reads back the same: there is no medium that could err
    }

    ScsiAnswer verify() throws CheckCondition {
        unprotected();
        int check = cdb[1] >> 1 & 3;
        unless(check != 2, Sense.INVALID_FIELD_IN_CDB);
        if (check == 0) {
            range(lba(), length());
            return ScsiAnswer.good();
        }
        transferRange();
        int blocks = (int) length();
        int sent = check == 3 ? Math.min(1, blocks) : blocks;
        return guarded(() -> {
            byte[] there = stored(lba(), blocks);
            for (int i = 0; i < there.length; i++) {
                int j = check == 3 ? i % SIZE : i;
                if (j < out.length && there[i] != out[j]) {
                    throw new CheckCondition(Sense.MISCOMPARE.at(i));
                }
            }
            return ScsiAnswer.took((long) sent * SIZE);
        });
    }

    /** The caller keeps other writers away. */
    ScsiAnswer compareAndWrite() throws CheckCondition {
        unprotected();
        int blocks = Bytes.u8(cdb, 13);
        range(lba(), blocks);
        int half = blocks * SIZE;
        unless(out.length == 2 * half, Sense.INVALID_FIELD_IN_CDB);
        return guarded(() -> {
            int differs = Arrays.mismatch(stored(lba(), blocks), 0, half, out, 0, half);
            if (differs >= 0) {
                throw new CheckCondition(Sense.MISCOMPARE.at(differs));
            }
            store.write(lba() * SIZE, out, half, half);
            return ScsiAnswer.took(2L * half);
        });
    }

    ScsiAnswer writeSame() throws CheckCondition {
        unprotected();
        boolean unmap = Bytes.bit(cdb, 1, 0x08);
        boolean noData = Bytes.u8(cdb, 0) == Command.WRITE_SAME_16.opcode && Bytes.bit(cdb, 1, 0x01);
        unless(
                !Bytes.bit(cdb, 1, 0x06) && !Bytes.bit(cdb, 1, 0x10),
                Sense.INVALID_FIELD_IN_CDB); // PBDATA, LBDATA, ANCHOR
        long lba = lba();
        long blocks = length();
        range(lba, blocks);
        unless(blocks > 0 && blocks <= MAX_SAME, Sense.INVALID_FIELD_IN_CDB);
        unless(out.length == SIZE, Sense.INVALID_FIELD_IN_CDB);
        return guarded(() -> {
            if (unmap) {
                store.unmap(lba * SIZE, blocks * SIZE);
            } else {
                byte[] many = new byte[(int) Math.min(blocks, 128) * SIZE];
                for (int at = 0; at < many.length; at += SIZE) {
                    System.arraycopy(out, 0, many, at, SIZE);
                }
                for (long done = 0; done < blocks; done += many.length / SIZE) {
                    int part = (int) Math.min(many.length / SIZE, blocks - done);
                    store.write((lba + done) * SIZE, many, 0, part * SIZE);
                }
            }
            return ScsiAnswer.took(SIZE);
        });
    }

    ScsiAnswer unmap() throws CheckCondition {
        unless(!Bytes.bit(cdb, 1, 0x01), Sense.INVALID_FIELD_IN_CDB); // ANCHOR
        int length = Bytes.u16(cdb, 7);
        if (length == 0) {
            return ScsiAnswer.good();
        }
        unless(length >= 8 && out.length >= length, Sense.PARAMETER_LIST_LENGTH);
        int descriptors = Math.min(Bytes.u16(out, 2), length - 8) / 16;
        unless(descriptors <= MAX_UNMAP_DESCRIPTORS, Sense.INVALID_FIELD_IN_PARAMETERS);
        long all = 0;
        for (int i = 0; i < descriptors; i++) {
            long lba = Bytes.get(out, 8 + 16 * i, 8);
            long blocks = Bytes.get(out, 16 + 16 * i, 4);
            range(lba, blocks);
            all += blocks;
        }
        unless(all <= MAX_UNMAP, Sense.INVALID_FIELD_IN_PARAMETERS);
        return guarded(() -> {
            for (int i = 0; i < descriptors; i++) {
                store.unmap(Bytes.get(out, 8 + 16 * i, 8) * SIZE, Bytes.get(out, 16 + 16 * i, 4) * SIZE);
            }
            return ScsiAnswer.took(length);
        });
    }

    ScsiAnswer synchronize() throws CheckCondition {
        range(lba(), length());
        return ScsiAnswer.good();
    }

    // what it is

    ScsiAnswer capacity10() throws CheckCondition {
        boolean partial = Bytes.bit(cdb, 8, 0x01);
        unless(partial || Bytes.get(cdb, 2, 4) == 0, Sense.INVALID_FIELD_IN_CDB);
        byte[] data = new byte[8];
        Bytes.put(data, 0, 4, Math.min(0xFFFFFFFFL, store.size() / SIZE - 1));
        Bytes.put(data, 4, 4, SIZE);
        return ScsiAnswer.data(data);
    }

    ScsiAnswer capacity16() throws CheckCondition {
        boolean partial = Bytes.bit(cdb, 14, 0x01);
        unless(partial || Bytes.get(cdb, 2, 8) == 0, Sense.INVALID_FIELD_IN_CDB);
        byte[] data = new byte[32];
        Bytes.put(data, 0, 8, store.size() / SIZE - 1);
        Bytes.put(data, 8, 4, SIZE);
        data[14] = (byte) 0x80; // LBPME
        return ScsiAnswer.data(Bytes.cut(data, Bytes.get(cdb, 10, 4)));
    }

    /** Says of the range from the block asked for whether it is mapped; one descriptor is enough for an answer. */
    ScsiAnswer lbaStatus() throws CheckCondition {
        long lba = Bytes.get(cdb, 2, 8);
        long blocks = store.size() / SIZE;
        unless(lba >= 0 && lba < blocks, Sense.LBA_OUT_OF_RANGE);
        return guarded(() -> {
            boolean mapped = mapped(lba);
            int step = Math.max(SIZE, store.granularity()) / SIZE;
            long end = Math.min(blocks, (lba / step + 1) * step);
            while (end < blocks && end - lba < MAX_SAME && mapped(end) == mapped) {
                end = Math.min(blocks, end + step);
            }
            byte[] data = new byte[24];
            Bytes.put(data, 0, 4, 20);
            Bytes.put(data, 8, 8, lba);
            Bytes.put(data, 16, 4, end - lba);
            data[20] = (byte) (mapped ? 0 : 1);
            return ScsiAnswer.data(Bytes.cut(data, Bytes.get(cdb, 10, 4)));
        });
    }

    private boolean mapped(long lba) throws IOException {
        return store.allocated(lba * SIZE, SIZE);
    }
}

package io.quorate.iscsi;

import io.quorate.Size;
import io.quorate.iscsi.scsi.Capacity;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import java.util.Arrays;

/**
 * Blocks of a logical unit that are all there and not too many; they move in pieces.
 *
 * @param first the first block
 * @param bytes how many bytes, whole blocks
 * @param blockSize the size of a block in bytes
 */
record Extent(long first, int bytes, int blockSize) {
    /** What one transfer of blocks carries; targets take that much without being asked. */
    private static final int CHUNK = 1 << 20;

    /** The most that a command moves. */
    private static final long MOST = 64L << 20;

    static Extent ofBlocks(long first, int count, Capacity capacity) {
        return of(first, (long) count * capacity.blockSize(), capacity);
    }

    /** Checks blocks against what the unit has. */
    static Extent of(long first, long bytes, Capacity capacity) {
        if (bytes % capacity.blockSize() != 0) {
            throw Fault.lasting(ErrorKind.REJECTED)
                    .because(bytes + " bytes are no whole number of blocks of " + capacity.blockSize() + " bytes");
        }
        if (bytes > MOST) {
            throw Fault.lasting(ErrorKind.REJECTED)
                    .hint("take " + Size.bytes(MOST) + " at a time")
                    .because(Size.bytes(bytes) + " at once are too many");
        }
        long count = bytes / capacity.blockSize();
        if (first > capacity.blocks() - count) {
            throw Fault.lasting(ErrorKind.REJECTED)
                    .because(count + " blocks from " + first + " lie beyond the end: there are " + capacity.blocks());
        }
        return new Extent(first, (int) bytes, capacity.blockSize());
    }

    byte[] read(ScsiUnit unit) {
        byte[] all = new byte[bytes];
        for (int done = 0; done < bytes; done += piece()) {
            byte[] part = unit.readBlocks(block(done), length(done) / blockSize);
            System.arraycopy(part, 0, all, done, length(done));
        }
        return all;
    }

    void write(ScsiUnit unit, byte[] data) {
        for (int done = 0; done < bytes; done += piece()) {
            try {
                unit.writeBlocks(block(done), Arrays.copyOfRange(data, done, done + length(done)));
            } catch (Fault fault) {
                // What was written before stays written.
                throw done == 0 ? fault : fault.as(FaultPhase.UNANSWERED).because(String.valueOf(fault.getMessage()));
            }
        }
    }

    /** Returns whole blocks, at least one. */
    private int piece() {
        return Math.max(1, CHUNK / blockSize) * blockSize;
    }

    private long block(int offset) {
        return first + offset / blockSize;
    }

    private int length(int offset) {
        return Math.min(piece(), bytes - offset);
    }
}

package io.quorate.iscsi;

import io.quorate.Size;
import io.quorate.iscsi.scsi.Capacity;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;

/**
 * Blocks of a logical unit that are all there and not too many.
 *
 * @param first the first block
 * @param bytes how many bytes, whole blocks
 * @param blockSize the size of a block in bytes
 */
record Extent(long first, int bytes, int blockSize) {
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
        return unit.readBlocks(first, bytes / blockSize);
    }

    void write(ScsiUnit unit, byte[] data) {
        unit.writeBlocks(first, data);
    }
}

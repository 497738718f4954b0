package io.quorate.flow;

import io.quorate.san.IscsiClient;
import io.quorate.san.LunIdentity;

/**
 * What the first and the last MiB of a logical unit hold. Whatever organises a disk leaves something there: LVM, LUKS, file systems and most
 * databases in front, what is left of a GPT or a RAID at the end.
 */
enum Edges {
    /** Nothing but zeros. */
    ZERO,
    /** Somebody's data. */
    WRITTEN,
    /** Not all of it was read. */
    UNTOLD;

    private static final long EDGE = 1 << 20;

    /** Reads both, or all there is of a smaller one. Takes two reads. */
    static Edges read(IscsiClient iscsi, LunIdentity unit) {
        long blockSize = unit.blockSize().bytes();
        long blocks = blockSize < 1 ? 0 : unit.size().bytes() / blockSize;
        if (blocks < 1) {
            return UNTOLD;
        }
        long edge = Math.min(blocks, Math.max(1, EDGE / blockSize));
        Edges front = read(iscsi, unit, 0, edge);
        long rest = Math.max(edge, blocks - edge);
        return front != ZERO || rest == blocks ? front : read(iscsi, unit, rest, blocks - rest);
    }

    private static Edges read(IscsiClient iscsi, LunIdentity unit, long first, long blocks) {
        byte[] data = iscsi.read(unit.target(), unit.lun(), first, Math.toIntExact(blocks));
        if (data.length != blocks * unit.blockSize().bytes()) {
            return UNTOLD;
        }
        for (byte one : data) {
            if (one != 0) {
                return WRITTEN;
            }
        }
        return ZERO;
    }
}

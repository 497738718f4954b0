package io.quorate.iscsi.pdu;

/** Logical unit numbers in eight bytes (SAM-4 4.6): peripheral addressing below 256, flat addressing up to 16383, one level. */
public final class Lun {
    /** The largest number that flat addressing states. */
    public static final int MAX = 16383;

    private Lun() {}

    /** Returns the eight bytes. */
    public static long encode(int lun) {
        if (lun < 0 || lun > MAX) {
            throw new IllegalArgumentException("not a logical unit number: " + lun);
        }
        return (long) (lun < 256 ? lun : 0x4000 | lun) << 48;
    }

    /** Returns the number that eight bytes state, in either addressing. */
    public static int decode(long lun) throws IscsiProtocolException {
        int first = (int) (lun >>> 48);
        boolean oneLevel = lun << 16 == 0;
        if (oneLevel && first < 0x100) {
            return first;
        }
        if (oneLevel && first >>> 14 == 1) {
            return first & MAX;
        }
        throw new IscsiProtocolException(
                String.format("a logical unit number in an addressing that is not supported: 0x%016x", lun));
    }
}

package io.quorate.san;

import java.util.Objects;

/**
 * Where a logical unit is found over iSCSI.
 *
 * @param iqn the target
 * @param lun its number there, 0 to 16383
 */
public record LunAddress(Iqn iqn, int lun) {
    /** The highest number that simple addressing knows (SAM-5 4.7.7). */
    public static final int HIGHEST = 16_383;

    public LunAddress {
        Objects.requireNonNull(iqn, "iqn");
        if (lun < 0 || lun > HIGHEST) {
            throw new IllegalArgumentException("a logical unit number lies between 0 and " + HIGHEST + ": " + lun);
        }
    }

    @Override
    public String toString() {
        return iqn + " LUN " + lun;
    }
}

package io.quorate.san;

import io.quorate.Size;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a logical unit says of itself over iSCSI.
 *
 * @param target through which target it was asked
 * @param lun its number there
 * @param vendor INQUIRY's vendor
 * @param product INQUIRY's product
 * @param revision INQUIRY's revision
 * @param serial VPD page 80; null if it has none
 * @param naa VPD page 83's NAA identifier; null if it has none
 * @param size READ CAPACITY: blocks times block size
 * @param blockSize the size of a logical block
 * @param thin whether READ CAPACITY (16) says that it is thinly provisioned
 */
public record LunIdentity(
        Iqn target,
        int lun,
        String vendor,
        String product,
        String revision,
        @Nullable String serial,
        @Nullable Naa naa,
        Size size,
        Size blockSize,
        boolean thin) {
    public LunIdentity {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(vendor, "vendor");
        Objects.requireNonNull(product, "product");
        Objects.requireNonNull(revision, "revision");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(blockSize, "blockSize");
    }
}

package io.quorate.iscsi;

import io.quorate.Credentials;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How to log in. Prints no secret.
 *
 * @param portal where
 * @param initiator our name
 * @param target the target; null for discovery
 * @param chap name and secrets; null logs in without
 * @param headerDigest whether to ask for CRC32C over headers
 * @param dataDigest whether to ask for CRC32C over data
 * @param lun the logical unit the session is for
 * @param writable whether commands that write or reserve may be sent at all; the session refuses them otherwise
 */
public record InitiatorLogin(
        Portal portal,
        Iqn initiator,
        @Nullable Iqn target,
        Credentials.@Nullable Chap chap,
        boolean headerDigest,
        boolean dataDigest,
        int lun,
        boolean writable) {
    public InitiatorLogin {
        Objects.requireNonNull(portal, "portal");
        Objects.requireNonNull(initiator, "initiator");
        if (lun < 0 || lun > 16383) {
            throw new IllegalArgumentException("not a logical unit number: " + lun);
        }
    }
}

package io.quorate.host;

import io.quorate.san.Portal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A portal that a host discovers targets from.
 *
 * @param portal where it is
 * @param initiatorAddress the host's own address it is bound to; null if none
 */
public record TargetPortal(Portal portal, @Nullable String initiatorAddress) {
    public TargetPortal {
        Objects.requireNonNull(portal, "portal");
    }
}

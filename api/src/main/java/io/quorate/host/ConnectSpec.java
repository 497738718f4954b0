package io.quorate.host;

import io.quorate.san.ChapLogin;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which session a host should have. Prints no secret.
 *
 * @param target the target
 * @param portal through which portal
 * @param initiatorAddress from which address of the host; null leaves it to Windows
 * @param chap the name and secret the host logs in with; null logs in without
 * @param mutualSecret the secret the target must prove, set on the initiator as a whole; null asks for no proof
 * @param multipath whether further sessions to the target are allowed (MPIO)
 */
public record ConnectSpec(
        Iqn target,
        Portal portal,
        @Nullable String initiatorAddress,
        @Nullable ChapLogin chap,
        io.quorate.@Nullable Secret mutualSecret,
        boolean multipath) {
    public ConnectSpec {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(portal, "portal");
        if (mutualSecret != null && chap == null) {
            throw new IllegalArgumentException("mutual CHAP needs a name and secret of the host's own");
        }
    }

    /** Makes one without CHAP and multipath. */
    public static ConnectSpec of(Iqn target, Portal portal) {
        return new ConnectSpec(target, portal, null, null, null, false);
    }

    /** Returns one that logs in with CHAP. */
    public ConnectSpec withChap(ChapLogin login) {
        return new ConnectSpec(target, portal, initiatorAddress, login, mutualSecret, multipath);
    }
}

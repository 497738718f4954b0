package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.time.Duration;

/**
 * A host's way from a member to a domain controller.
 *
 * @param host computer name
 * @param phase how far it is
 * @param boots how often the host had come up when it came so far
 * @param since when it came so far
 */
public record PromotionState(String host, Phase phase, int boots, Duration since) {

    /** How far a host is. */
    public enum Phase {
        /** Its directory is being set up. */
        UNDER_WAY,
        /** The next start makes it a controller. */
        RESTART_PENDING,
        /** It is one. */
        CONTROLLER
    }

    /** Returns the entity's key. */
    public static Key<PromotionState> key(String host) {
        return new Key<>(PromotionState.class, "host/" + host + "/promotion");
    }
}

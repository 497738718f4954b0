package io.quorate;

import java.util.Objects;

/**
 * A caller's word that something destructive is meant: which object, by identity, and why. The reason goes to the audit log.
 *
 * @param identity the identity of the object, exactly as the operation's Javadoc names it (ignoring case)
 * @param reason why; not blank
 */
public record Consent(String identity, String reason) {
    public Consent {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(reason, "reason");
        if (identity.isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException("a consent names the object's identity and a reason");
        }
    }

    /** Makes a consent. */
    public static Consent to(String identity, String reason) {
        return new Consent(identity, reason);
    }

    /** Tells whether this consent is for the given identity. */
    public boolean covers(String otherIdentity) {
        return identity.equalsIgnoreCase(otherIdentity);
    }
}

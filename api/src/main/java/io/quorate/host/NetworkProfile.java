package io.quorate.host;

/** Which rules of the firewall an adapter's network gets. */
public enum NetworkProfile {
    /** The domain's: a domain controller was reached and proved who it is. */
    DOMAIN,
    /** Trusted. */
    PRIVATE,
    /** Not trusted: remote management and clustering are shut out. */
    PUBLIC,
    /** None is told: it is not connected, or Windows does not say. */
    NONE
}

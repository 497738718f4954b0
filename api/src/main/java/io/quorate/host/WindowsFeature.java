package io.quorate.host;

import java.util.Objects;

/**
 * A role or feature of Windows Server.
 *
 * @param host the host
 * @param name its name, e.g. {@code Failover-Clustering}; the same in every language
 * @param state Windows' own word: {@code Installed}, {@code Available}, {@code Removed}, {@code InstallPending}, {@code UninstallPending}
 */
public record WindowsFeature(String host, String name, String state) {
    public WindowsFeature {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(state, "state");
    }

    /** Tells whether it is installed and works. */
    public boolean installed() {
        return state.equalsIgnoreCase("Installed");
    }

    /** Tells whether it works once the host has been restarted. */
    public boolean rebootNeeded() {
        return state.equalsIgnoreCase("InstallPending");
    }

    /** Tells whether this name means it; the case does not matter. */
    public boolean isNamed(String other) {
        return name.equalsIgnoreCase(other);
    }
}

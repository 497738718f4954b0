package io.quorate.lab.winrm;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A session configuration (endpoint) of a host.
 *
 * @param name what clients put behind {@code http://schemas.microsoft.com/powershell/}
 * @param runAs the account its sessions run as; null means the caller's own, whose network log-on no other machine accepts
 */
public record SessionConfiguration(String name, @Nullable String runAs) {
    /** The configuration every host has. */
    public static final SessionConfiguration DEFAULT = new SessionConfiguration("Microsoft.PowerShell", null);

    public SessionConfiguration {
        Objects.requireNonNull(name, "name");
    }

    /** Tells whether another machine accepts its token (the second hop). */
    public boolean delegatable() {
        return runAs != null;
    }
}

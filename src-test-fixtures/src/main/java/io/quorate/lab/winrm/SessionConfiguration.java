package io.quorate.lab.winrm;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A session configuration (endpoint) of a host.
 *
 * @param name what clients put behind {@code http://schemas.microsoft.com/powershell/}
 * @param runAs the account its sessions run as; null means the caller's own
 * @param delegatable whether another machine accepts its sessions' token (the second hop): a caller's network log-on is not
 */
public record SessionConfiguration(String name, @Nullable String runAs, boolean delegatable) {
    /** The configuration every host has. */
    public static final SessionConfiguration DEFAULT = new SessionConfiguration("Microsoft.PowerShell", null, false);

    public SessionConfiguration {
        Objects.requireNonNull(name, "name");
    }
}

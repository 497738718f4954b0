package io.quorate.lab.winrm;

import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A session configuration (endpoint) of a host.
 *
 * @param name what clients put behind {@code http://schemas.microsoft.com/powershell/}
 * @param runAs the account its sessions run as; null means the caller's own
 * @param delegatable whether another machine accepts its sessions' token (the second hop): a caller's network log-on is not
 * @param admits tells whether it admits a caller's account
 * @param refusal the code that a session fails with whose account cannot log on; 0 if it can
 */
public record SessionConfiguration(
        String name, @Nullable String runAs, boolean delegatable, Predicate<String> admits, long refusal) {
    /** The configuration every host has. */
    public static final SessionConfiguration DEFAULT = new SessionConfiguration("Microsoft.PowerShell", null, false);

    /** Access is denied. */
    static final long ACCESS_DENIED = 5;

    public SessionConfiguration {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(admits, "admits");
    }

    /** Makes one that admits everybody and whose account can log on. */
    public SessionConfiguration(String name, @Nullable String runAs, boolean delegatable) {
        this(name, runAs, delegatable, account -> true, 0);
    }
}

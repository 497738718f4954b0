package io.quorate.lab.model;

import io.quorate.Secret;
import org.jspecify.annotations.Nullable;

/**
 * A PowerShell session configuration.
 *
 * @param name its name, the last part of the resource URI
 * @param runAs the account sessions run as; null for the caller's own
 * @param delegatable whether another machine accepts the session's token (a run-as account logs on with its password)
 * @param descriptor who may use it, in SDDL; null for who may by default
 * @param password the run-as account's, as it was given; null where nobody looks at it
 */
public record SessionEndpoint(
        String name,
        @Nullable String runAs,
        boolean delegatable,
        @Nullable String descriptor,
        @Nullable Secret password) {
    /** The configuration every host has. */
    public static final String PLAIN = "Microsoft.PowerShell";

    /** Makes one that admits whoever may log in, and whose run-as account can always log on. */
    public SessionEndpoint(String name, @Nullable String runAs, boolean delegatable) {
        this(name, runAs, delegatable, null, null);
    }

    /** Tells whether an account may use it. */
    public boolean admits(String sid) {
        return descriptor == null || descriptor.contains(";;;" + sid + ")");
    }
}

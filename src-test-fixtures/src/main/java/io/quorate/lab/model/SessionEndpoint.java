package io.quorate.lab.model;

import org.jspecify.annotations.Nullable;

/**
 * A PowerShell session configuration.
 *
 * @param name its name, the last part of the resource URI
 * @param runAs the account sessions run as; null for the caller's own
 * @param delegatable whether another machine accepts the session's token (a run-as account logs on with its password)
 */
public record SessionEndpoint(String name, @Nullable String runAs, boolean delegatable) {
    /** The configuration every host has. */
    public static final String PLAIN = "Microsoft.PowerShell";
}

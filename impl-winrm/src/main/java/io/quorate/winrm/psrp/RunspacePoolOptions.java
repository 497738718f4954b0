package io.quorate.winrm.psrp;

import java.util.Objects;

/**
 * How a runspace pool is opened.
 *
 * @param offer the highest protocol version we speak: 2.1 to 2.3
 * @param size its least and greatest number of runspaces
 * @param limits what the server may make us hold
 * @param hostCalls answers what the server asks of the user
 */
public record RunspacePoolOptions(
        PsrpVersion offer, RunspacePoolInit size, PsrpLimits limits, HostCallPolicy hostCalls) {
    /** Protocol 2.3, one runspace, the usual limits; host calls are refused. */
    public static final RunspacePoolOptions DEFAULT = new RunspacePoolOptions(
            PsrpVersion.V2_3, new RunspacePoolInit(1, 1), PsrpLimits.DEFAULT, HostCallPolicy.refuse());

    /** Returns the usual options with one runspace to begin with, and as many as the host needs up to a number. */
    public static RunspacePoolOptions upTo(int maxRunspaces) {
        return new RunspacePoolOptions(
                DEFAULT.offer, new RunspacePoolInit(1, maxRunspaces), DEFAULT.limits, DEFAULT.hostCalls);
    }

    public RunspacePoolOptions {
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(hostCalls, "hostCalls");
        if (!offer.atLeast(PsrpVersion.V2_1) || !PsrpVersion.V2_3.atLeast(offer)) {
            throw new IllegalArgumentException("protocol " + offer + " is not among 2.1 to 2.3");
        }
        if (size.minRunspaces() < 1 || size.maxRunspaces() < size.minRunspaces()) {
            throw new IllegalArgumentException(
                    "a pool of " + size.minRunspaces() + " to " + size.maxRunspaces() + " runspaces cannot be");
        }
    }

    /** Returns these options with other limits. */
    public RunspacePoolOptions withLimits(PsrpLimits other) {
        return new RunspacePoolOptions(offer, size, other, hostCalls);
    }

    /** Returns these options with another policy for host calls. */
    public RunspacePoolOptions withHostCalls(HostCallPolicy other) {
        return new RunspacePoolOptions(offer, size, limits, other);
    }
}

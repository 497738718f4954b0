package io.quorate.winrm.psrp;

import java.security.KeyPair;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * How a runspace pool is opened.
 *
 * @param offer the highest protocol version we speak: 2.1 to 2.4
 * @param size its least and greatest number of runspaces
 * @param limits what the server may make us hold
 * @param hostCalls answers what the server asks of the user
 * @param confidential whether nobody can read the transport: TLS, or sealed messages. Without that no secure string goes out from 2.4 on
 * @param keyPairs makes the RSA key that a session key is exchanged with; asked once a pool, when the first secure string is met
 */
public record RunspacePoolOptions(
        PsrpVersion offer,
        RunspacePoolInit size,
        PsrpLimits limits,
        HostCallPolicy hostCalls,
        boolean confidential,
        Supplier<KeyPair> keyPairs) {
    /** Protocol 2.3, one runspace, the usual limits; host calls are refused; the transport counts as readable. */
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
        Objects.requireNonNull(keyPairs, "keyPairs");
        if (!offer.atLeast(PsrpVersion.V2_1) || !PsrpVersion.V2_4.atLeast(offer)) {
            throw new IllegalArgumentException("protocol " + offer + " is not among 2.1 to 2.4");
        }
        if (size.minRunspaces() < 1 || size.maxRunspaces() < size.minRunspaces()) {
            throw new IllegalArgumentException(
                    "a pool of " + size.minRunspaces() + " to " + size.maxRunspaces() + " runspaces cannot be");
        }
    }

    /** Makes options for a transport that counts as readable, with this process's RSA key. */
    public RunspacePoolOptions(PsrpVersion offer, RunspacePoolInit size, PsrpLimits limits, HostCallPolicy hostCalls) {
        this(offer, size, limits, hostCalls, false, KeyExchange::ownKeyPair);
    }

    /** Returns these options with another highest version. */
    public RunspacePoolOptions withOffer(PsrpVersion other) {
        return new RunspacePoolOptions(other, size, limits, hostCalls, confidential, keyPairs);
    }

    /** Returns these options with other limits. */
    public RunspacePoolOptions withLimits(PsrpLimits other) {
        return new RunspacePoolOptions(offer, size, other, hostCalls, confidential, keyPairs);
    }

    /** Returns these options with another policy for host calls. */
    public RunspacePoolOptions withHostCalls(HostCallPolicy other) {
        return new RunspacePoolOptions(offer, size, limits, other, confidential, keyPairs);
    }

    /** Returns these options for a transport that can or cannot be read. */
    public RunspacePoolOptions withConfidential(boolean unreadable) {
        return new RunspacePoolOptions(offer, size, limits, hostCalls, unreadable, keyPairs);
    }

    /** Returns these options with another source of RSA keys. */
    public RunspacePoolOptions withKeyPairs(Supplier<KeyPair> other) {
        return new RunspacePoolOptions(offer, size, limits, hostCalls, confidential, other);
    }
}

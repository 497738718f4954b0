package io.quorate.replica;

import java.util.Objects;

/**
 * Whether a host's firewall lets replicas in, by the rules that Windows has for it.
 *
 * @param host the host
 * @param kerberos whether the rule for port 80 is enabled
 * @param certificate whether the rule for port 443 is enabled
 */
public record ReplicaListener(String host, boolean kerberos, boolean certificate) {
    public ReplicaListener {
        Objects.requireNonNull(host, "host");
    }
}

package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;

/**
 * The firewall rules of a host for replicas that come in.
 *
 * @param host the host
 * @param kerberos whether the rule for port 80 is enabled
 * @param certificate whether the rule for port 443 is
 */
public record ReplicaDoor(String host, boolean kerberos, boolean certificate) {
    /** The name of the rule for port 80. */
    public static final String KERBEROS = "VIRT-HVRHTTPL-In-TCP-NoScope";

    /** The name of the rule for port 443. */
    public static final String CERTIFICATE = "VIRT-HVRHTTPSL-In-TCP-NoScope";

    static Key<ReplicaDoor> key(String host) {
        return new Key<>(ReplicaDoor.class, "replica/" + host + "/door");
    }

    /** Returns the same with a rule enabled. */
    public ReplicaDoor opened(String rule) {
        return new ReplicaDoor(
                host, kerberos || rule.equalsIgnoreCase(KERBEROS), certificate || rule.equalsIgnoreCase(CERTIFICATE));
    }

    boolean lets(int port) {
        return (port != 80 || kerberos) && (port != 443 || certificate);
    }
}

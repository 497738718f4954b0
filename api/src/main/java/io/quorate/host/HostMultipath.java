package io.quorate.host;

import java.util.Objects;

/**
 * A host's multipathing (MPIO).
 *
 * @param host the host
 * @param installed whether it is installed
 * @param policy the load balancing of new disks: {@code None}, {@code FOO}, {@code RR}, {@code LQD}, {@code LB}; empty where it is not installed
 * @param claimsIscsi whether disks over iSCSI are taken by themselves
 */
public record HostMultipath(String host, boolean installed, String policy, boolean claimsIscsi) {
    public HostMultipath {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(policy, "policy");
    }
}

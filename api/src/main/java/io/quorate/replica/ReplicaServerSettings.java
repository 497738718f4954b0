package io.quorate.replica;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a host receives replicas.
 *
 * @param kerberosPort where it listens for servers of its domain; null if it does not
 * @param certificatePort where it listens for servers with a certificate; null if it does not
 * @param thumbprint of its own certificate; null without {@code certificatePort}
 * @param storage the folder for everybody's machines; null if only those of authorization entries are taken
 */
public record ReplicaServerSettings(
        @Nullable Integer kerberosPort,
        @Nullable Integer certificatePort,
        @Nullable String thumbprint,
        @Nullable String storage) {
    public ReplicaServerSettings {
        if (kerberosPort == null && certificatePort == null) {
            throw new IllegalArgumentException("a replica server listens for Kerberos or for certificates");
        }
        if ((certificatePort == null) != (thumbprint == null)) {
            throw new IllegalArgumentException("a certificate's thumbprint goes with its port");
        }
    }

    /** Kerberos on its usual port, and only those servers that have an authorization entry. */
    public static ReplicaServerSettings kerberos() {
        return new ReplicaServerSettings(ReplicaAuthentication.KERBEROS.usualPort(), null, null, null);
    }

    /** Certificates on their usual port, and only those servers that have an authorization entry. */
    public static ReplicaServerSettings certificate(String thumbprint) {
        Objects.requireNonNull(thumbprint, "thumbprint");
        return new ReplicaServerSettings(null, ReplicaAuthentication.CERTIFICATE.usualPort(), thumbprint, null);
    }

    /** Returns the same for machines of any server, kept in a folder. */
    public ReplicaServerSettings fromAnyServer(String folder) {
        Objects.requireNonNull(folder, "folder");
        return new ReplicaServerSettings(kerberosPort, certificatePort, thumbprint, folder);
    }
}

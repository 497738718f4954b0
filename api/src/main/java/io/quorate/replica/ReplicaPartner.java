package io.quorate.replica;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The server at the other end, and how the two recognise each other.
 *
 * @param server DNS name of the replica server; of a clustered one the name of its broker
 * @param port where it listens
 * @param authentication how they recognise each other
 * @param thumbprint of the own certificate; null with Kerberos
 */
public record ReplicaPartner(
        String server,
        int port,
        ReplicaAuthentication authentication,
        @Nullable String thumbprint) {
    public ReplicaPartner {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(authentication, "authentication");
        if (server.isBlank()) {
            throw new IllegalArgumentException("a replica server has a name");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("no such port: " + port);
        }
        if (authentication == ReplicaAuthentication.CERTIFICATE && thumbprint == null) {
            throw new IllegalArgumentException("which certificate is the server's own? Give its thumbprint");
        }
    }

    /** A server of the same domain, on the usual port. */
    public static ReplicaPartner kerberos(String server) {
        return new ReplicaPartner(
                server, ReplicaAuthentication.KERBEROS.usualPort(), ReplicaAuthentication.KERBEROS, null);
    }

    /** A server with a certificate, on the usual port. */
    public static ReplicaPartner certificate(String server, String thumbprint) {
        return new ReplicaPartner(
                server,
                ReplicaAuthentication.CERTIFICATE.usualPort(),
                ReplicaAuthentication.CERTIFICATE,
                Objects.requireNonNull(thumbprint, "thumbprint"));
    }
}

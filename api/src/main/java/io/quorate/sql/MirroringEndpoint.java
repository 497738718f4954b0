package io.quorate.sql;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint through which an instance's replicas talk to others; an instance has one at most.
 *
 * @param name its name
 * @param port its port
 * @param state whether it listens
 * @param role what it serves
 * @param encryption whether it encrypts
 * @param algorithm with what
 * @param authentication how it knows the other end
 * @param certificate the certificate it shows; null where it has none
 * @param owner whose it is
 * @param mayConnect the log-ins that were granted CONNECT
 */
public record MirroringEndpoint(
        String name,
        int port,
        EndpointState state,
        EndpointRole role,
        EndpointEncryption encryption,
        EndpointAlgorithm algorithm,
        EndpointAuthentication authentication,
        @Nullable String certificate,
        String owner,
        List<String> mayConnect) {
    public MirroringEndpoint {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(encryption, "encryption");
        Objects.requireNonNull(algorithm, "algorithm");
        Objects.requireNonNull(authentication, "authentication");
        Objects.requireNonNull(owner, "owner");
        mayConnect = List.copyOf(mayConnect);
    }
}

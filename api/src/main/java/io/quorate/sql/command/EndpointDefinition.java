package io.quorate.sql.command;

import io.quorate.sql.EndpointAlgorithm;
import io.quorate.sql.EndpointAuthentication;
import io.quorate.sql.EndpointEncryption;
import io.quorate.sql.EndpointRole;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A mirroring endpoint as it is to be.
 *
 * @param name its name
 * @param port its port
 * @param authentication how it knows the other end
 * @param certificate the certificate it shows; exactly where it knows others by certificate
 * @param encryption whether it encrypts
 * @param algorithm with what; {@code NONE} exactly where it does not encrypt
 * @param role what it serves
 */
public record EndpointDefinition(
        String name,
        int port,
        EndpointAuthentication authentication,
        @Nullable String certificate,
        EndpointEncryption encryption,
        EndpointAlgorithm algorithm,
        EndpointRole role) {
    public EndpointDefinition {
        Inputs.checkName("name", name);
        Inputs.checkEndpointPort(port);
        if (!Objects.requireNonNull(authentication, "authentication").known()) {
            throw new IllegalArgumentException("endpoint " + name + ": no authentication is called " + authentication);
        }
        if (authentication.certificate() != (certificate != null)) {
            throw new IllegalArgumentException("endpoint " + name
                    + (certificate == null
                            ? " authenticates by certificate; name the one it shows"
                            : " does not authenticate by certificate, so it shows none"));
        }
        if (certificate != null) {
            Inputs.checkName("certificate", certificate);
        }
        Objects.requireNonNull(encryption, "encryption");
        Objects.requireNonNull(algorithm, "algorithm");
        if (!Objects.requireNonNull(role, "role").known() || !encryption.known() || !algorithm.known()) {
            throw new IllegalArgumentException("endpoint " + name + ": one of these words is not known: " + role + ", "
                    + encryption + ", " + algorithm);
        }
        if (encryption.equals(EndpointEncryption.DISABLED) != algorithm.equals(EndpointAlgorithm.NONE)) {
            throw new IllegalArgumentException("endpoint " + name + ": it has an algorithm exactly where it encrypts");
        }
    }
}

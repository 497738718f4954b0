package io.quorate.lab.ddl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement on an endpoint. */
public sealed interface EndpointStatement extends Statement {

    /** Returns the endpoint's name. */
    String name();

    /**
     * {@code CREATE ENDPOINT}.
     *
     * @param owner null: the caller
     * @param mirroring null if it is another kind of endpoint
     */
    record Create(
            String name,
            @Nullable String owner,
            State state,
            int port,
            @Nullable String address,
            @Nullable Mirroring mirroring)
            implements EndpointStatement {}

    /** {@code ALTER ENDPOINT}; null is what the statement does not name. */
    record Alter(
            String name,
            @Nullable State state,
            @Nullable Integer port,
            @Nullable String address,
            @Nullable Mirroring mirroring)
            implements EndpointStatement {}

    /** {@code DROP ENDPOINT}. */
    record Drop(String name) implements EndpointStatement {}

    /** Whether it listens. */
    enum State {
        STARTED,
        STOPPED,
        DISABLED
    }

    /**
     * What an endpoint for mirroring demands of its peers; null is what the statement does not name.
     *
     * @param authentication the ways, the preferred first; empty if the statement names none
     * @param certificate whose certificate it shows
     * @param algorithms {@code AES} and {@code RC4}, the preferred first; empty if the statement names none
     */
    record Mirroring(
            List<Authentication> authentication,
            @Nullable String certificate,
            @Nullable Encryption encryption,
            List<String> algorithms,
            @Nullable Role role) {
        public Mirroring {
            authentication = List.copyOf(authentication);
            algorithms = List.copyOf(algorithms);
        }
    }

    /** How a peer proves who it is. */
    enum Authentication {
        NTLM,
        KERBEROS,
        NEGOTIATE,
        CERTIFICATE
    }

    /** Whether the bytes are sealed. */
    enum Encryption {
        DISABLED,
        SUPPORTED,
        REQUIRED
    }

    /** What it serves. */
    enum Role {
        WITNESS,
        PARTNER,
        ALL
    }
}

package io.quorate.lab.model.sql;

import io.quorate.lab.ddl.EndpointStatement.Authentication;
import io.quorate.lab.ddl.EndpointStatement.Encryption;
import io.quorate.lab.ddl.EndpointStatement.Role;
import io.quorate.lab.ddl.EndpointStatement.State;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint for mirroring.
 *
 * @param owner a log-in
 * @param address where it listens; null for all
 * @param certificate what it shows of itself; null without certificates
 */
public record MirrorEndpoint(
        String name,
        String owner,
        State state,
        int port,
        @Nullable String address,
        List<Authentication> authentication,
        @Nullable String certificate,
        Encryption encryption,
        List<String> algorithms,
        Role role) {
    public MirrorEndpoint {
        authentication = List.copyOf(authentication);
        algorithms = List.copyOf(algorithms);
    }

    /** Tells whether it lets peers in by certificate. */
    public boolean takesCertificates() {
        return authentication.contains(Authentication.CERTIFICATE);
    }

    /** Tells whether it lets peers in by their Windows account. */
    public boolean takesWindows() {
        return authentication.stream().anyMatch(a -> a != Authentication.CERTIFICATE);
    }
}

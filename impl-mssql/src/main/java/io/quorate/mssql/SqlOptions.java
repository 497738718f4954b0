package io.quorate.mssql;

import io.quorate.Endpoint;
import io.quorate.spi.net.Options;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint's options say about SQL Server.
 *
 * @param encrypt {@code true} (TLS inside TDS), {@code strict} (TDS 8.0 inside TLS) or {@code false}
 * @param allowPlaintext whether {@code false} is taken for an address of this machine itself
 * @param servicePrincipalName the instance's name in its domain, for Kerberos; null where it is made of the address
 */
record SqlOptions(
        String encrypt, boolean allowPlaintext, @Nullable String servicePrincipalName) {
    /** The option for {@link #encrypt}. */
    static final String ENCRYPT = "encrypt";

    /** The option for {@link #allowPlaintext}: {@code true} or {@code false}. */
    static final String ALLOW_PLAINTEXT = "allowPlaintext";

    /** The option for {@link #servicePrincipalName}. */
    static final String SERVICE_PRINCIPAL_NAME = "servicePrincipalName";

    static final String PLAIN = "false";

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException if one is unusable or unknown: a misspelt one would be missed without a word
     */
    static SqlOptions of(Endpoint endpoint) {
        Options options = Options.of(endpoint, Set.of(ENCRYPT, ALLOW_PLAINTEXT, SERVICE_PRINCIPAL_NAME));
        return new SqlOptions(
                options.word(ENCRYPT, "true", Set.of("true", "strict", PLAIN)),
                options.truth(ALLOW_PLAINTEXT, false),
                service(endpoint, options.text(SERVICE_PRINCIPAL_NAME)));
    }

    /** A whole name, which is one instance's. */
    private static @Nullable String service(Endpoint endpoint, @Nullable String name) {
        if (name == null) {
            return null;
        }
        if (!name.matches("[^/@\\s]+/[^/@\\s]+(@[^/@\\s]+)?")) {
            throw new IllegalArgumentException("endpoint " + endpoint.name() + ": the option " + SERVICE_PRINCIPAL_NAME
                    + " is a whole name, such as MSSQLSvc/sql1.example.com:1433");
        }
        if (endpoint.hosts().size() > 1) {
            throw new IllegalArgumentException("endpoint " + endpoint.name() + ": the option " + SERVICE_PRINCIPAL_NAME
                    + " names one instance, and this endpoint has "
                    + endpoint.hosts().size()
                    + "; without it each goes by its address, MSSQLSvc/host:port");
        }
        return name;
    }
}

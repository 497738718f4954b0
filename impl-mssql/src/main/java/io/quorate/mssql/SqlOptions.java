package io.quorate.mssql;

import io.quorate.Endpoint;
import io.quorate.spi.net.Options;
import java.util.Set;

/**
 * What an endpoint's options say about SQL Server.
 *
 * @param encrypt {@code true} (TLS inside TDS), {@code strict} (TDS 8.0 inside TLS) or {@code false}
 * @param allowPlaintext whether {@code false} is taken for an address of this machine itself
 */
record SqlOptions(String encrypt, boolean allowPlaintext) {
    /** The option for {@link #encrypt}. */
    static final String ENCRYPT = "encrypt";

    /** The option for {@link #allowPlaintext}: {@code true} or {@code false}. */
    static final String ALLOW_PLAINTEXT = "allowPlaintext";

    static final String PLAIN = "false";

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException if one is unusable or unknown: a misspelt one would be missed without a word
     */
    static SqlOptions of(Endpoint endpoint) {
        Options options = Options.of(endpoint, Set.of(ENCRYPT, ALLOW_PLAINTEXT));
        return new SqlOptions(
                options.word(ENCRYPT, "true", Set.of("true", "strict", PLAIN)), options.truth(ALLOW_PLAINTEXT, false));
    }
}

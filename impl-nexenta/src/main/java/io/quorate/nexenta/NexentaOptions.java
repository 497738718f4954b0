package io.quorate.nexenta;

import io.quorate.Endpoint;
import io.quorate.spi.net.Options;
import java.time.Duration;
import java.util.Set;

/**
 * What an endpoint's options say about NexentaStor.
 *
 * @param readTimeout how long the appliance may be silent before a request counts as lost
 * @param allowPlaintext whether an http address of this machine itself is taken
 */
record NexentaOptions(Duration readTimeout, boolean allowPlaintext) {
    /** The option for {@link #readTimeout}, an ISO 8601 duration. */
    static final String READ_TIMEOUT = "readTimeout";

    /** The option for {@link #allowPlaintext}: {@code true} or {@code false}. */
    static final String ALLOW_PLAINTEXT = "allowPlaintext";

    private static final Duration USUAL = Duration.ofSeconds(30);
    private static final Options.Range SILENCE =
            new Options.Range(Duration.ofMillis(100), Duration.ofMinutes(10), "a tenth of a second and ten minutes");

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException if one is unusable or unknown: a misspelt one would be missed without a word
     */
    static NexentaOptions of(Endpoint endpoint) {
        Options options = Options.of(endpoint, Set.of(READ_TIMEOUT, ALLOW_PLAINTEXT));
        return new NexentaOptions(
                options.time(READ_TIMEOUT, USUAL, "PT30S", SILENCE), options.truth(ALLOW_PLAINTEXT, false));
    }
}

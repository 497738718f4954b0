package io.quorate.sql;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Which ciphers a mirroring endpoint takes, the better one first.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word SQL Server's own word
 */
public record EndpointAlgorithm(String word) {
    /** AES alone. */
    public static final EndpointAlgorithm AES = new EndpointAlgorithm("AES");

    /** RC4 alone; broken, and the default before 2016. */
    public static final EndpointAlgorithm RC4 = new EndpointAlgorithm("RC4");

    /** AES, or else RC4. */
    public static final EndpointAlgorithm AES_RC4 = new EndpointAlgorithm("AES RC4");

    /** RC4, or else AES. */
    public static final EndpointAlgorithm RC4_AES = new EndpointAlgorithm("RC4 AES");

    /** It does not encrypt. */
    public static final EndpointAlgorithm NONE = new EndpointAlgorithm("NONE");

    private static final List<EndpointAlgorithm> KNOWN = List.of(AES, RC4, AES_RC4, RC4_AES, NONE);

    public EndpointAlgorithm {
        word = Objects.requireNonNull(word, "word").strip().toUpperCase(Locale.ROOT);
    }

    /** Makes one of the word. */
    public static EndpointAlgorithm of(String word) {
        return new EndpointAlgorithm(word);
    }

    /** Tells whether the word is one of the constants. */
    public boolean known() {
        return KNOWN.contains(this);
    }

    @Override
    public String toString() {
        return word;
    }
}

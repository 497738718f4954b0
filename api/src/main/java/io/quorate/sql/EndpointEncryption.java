package io.quorate.sql;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Whether a mirroring endpoint encrypts.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word SQL Server's own word
 */
public record EndpointEncryption(String word) {
    /** Always; the other end must be able to. */
    public static final EndpointEncryption REQUIRED = new EndpointEncryption("REQUIRED");

    /** If the other end can. */
    public static final EndpointEncryption SUPPORTED = new EndpointEncryption("SUPPORTED");

    /** Never; the other end must not require it. */
    public static final EndpointEncryption DISABLED = new EndpointEncryption("DISABLED");

    private static final List<EndpointEncryption> KNOWN = List.of(REQUIRED, SUPPORTED, DISABLED);

    public EndpointEncryption {
        word = Objects.requireNonNull(word, "word").strip().toUpperCase(Locale.ROOT);
    }

    /** Makes one of the word. */
    public static EndpointEncryption of(String word) {
        return new EndpointEncryption(word);
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

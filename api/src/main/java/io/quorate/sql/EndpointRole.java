package io.quorate.sql;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What a mirroring endpoint serves. Words of {@code role_desc}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word SQL Server's own word
 */
public record EndpointRole(String word) {
    /** Partners and witnesses. */
    public static final EndpointRole ALL = new EndpointRole("ALL");

    /** Partners, which includes availability replicas. */
    public static final EndpointRole PARTNER = new EndpointRole("PARTNER");

    /** Witnesses of database mirroring only. */
    public static final EndpointRole WITNESS = new EndpointRole("WITNESS");

    private static final List<EndpointRole> KNOWN = List.of(ALL, PARTNER, WITNESS);

    public EndpointRole {
        word = Objects.requireNonNull(word, "word").strip().toUpperCase(Locale.ROOT);
    }

    /** Makes one of the word. */
    public static EndpointRole of(String word) {
        return new EndpointRole(word);
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

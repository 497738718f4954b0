package io.quorate.sql;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Which connections a replica takes in one of its roles. Words of {@code primary_role_allow_connections_desc} and
 * {@code secondary_role_allow_connections_desc}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word SQL Server's own word
 */
public record AllowedConnections(String word) {
    /** All; on a secondary replica they can only read. */
    public static final AllowedConnections ALL = new AllowedConnections("ALL");

    /** Primary role: those that do not ask to read only. */
    public static final AllowedConnections READ_WRITE = new AllowedConnections("READ_WRITE");

    /** Secondary role: those that ask to read only. */
    public static final AllowedConnections READ_ONLY = new AllowedConnections("READ_ONLY");

    /** Secondary role: none. */
    public static final AllowedConnections NO = new AllowedConnections("NO");

    private static final List<AllowedConnections> KNOWN = List.of(ALL, READ_WRITE, READ_ONLY, NO);

    public AllowedConnections {
        word = Objects.requireNonNull(word, "word").strip().toUpperCase(Locale.ROOT);
    }

    /** Makes one of the word. */
    public static AllowedConnections of(String word) {
        return new AllowedConnections(word);
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

package io.quorate.sql;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Whether the databases of a replica are open. Words of {@code recovery_health_desc}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word SQL Server's own word
 */
public record RecoveryHealth(String word) {
    /** All are open. */
    public static final RecoveryHealth ONLINE = new RecoveryHealth("ONLINE");

    /** One at least is still being opened. */
    public static final RecoveryHealth ONLINE_IN_PROGRESS = new RecoveryHealth("ONLINE_IN_PROGRESS");

    private static final List<RecoveryHealth> KNOWN = List.of(ONLINE, ONLINE_IN_PROGRESS);

    public RecoveryHealth {
        word = Objects.requireNonNull(word, "word").strip().toUpperCase(Locale.ROOT);
    }

    /** Makes one of the word. */
    public static RecoveryHealth of(String word) {
        return new RecoveryHealth(word);
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

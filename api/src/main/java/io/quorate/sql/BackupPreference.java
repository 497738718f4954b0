package io.quorate.sql;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Where backups should be taken. Words of {@code automated_backup_preference_desc}; nothing enforces it.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word SQL Server's own word
 */
public record BackupPreference(String word) {
    /** On the primary replica. */
    public static final BackupPreference PRIMARY = new BackupPreference("PRIMARY");

    /** On a secondary replica and nowhere else. */
    public static final BackupPreference SECONDARY_ONLY = new BackupPreference("SECONDARY_ONLY");

    /** On a secondary replica if there is one. */
    public static final BackupPreference SECONDARY = new BackupPreference("SECONDARY");

    /** Anywhere. */
    public static final BackupPreference NONE = new BackupPreference("NONE");

    private static final List<BackupPreference> KNOWN = List.of(PRIMARY, SECONDARY_ONLY, SECONDARY, NONE);

    public BackupPreference {
        word = Objects.requireNonNull(word, "word").strip().toUpperCase(Locale.ROOT);
    }

    /** Makes one of the word. */
    public static BackupPreference of(String word) {
        return new BackupPreference(word);
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

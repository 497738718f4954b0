package io.quorate.sql;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What a database is doing. Words of {@code state_desc} in {@code sys.databases}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word SQL Server's own word
 */
public record DatabaseState(String word) {
    /** It is open. */
    public static final DatabaseState ONLINE = new DatabaseState("ONLINE");

    /** It waits for log, or for somebody to recover it. */
    public static final DatabaseState RESTORING = new DatabaseState("RESTORING");

    /** It is being opened. */
    public static final DatabaseState RECOVERING = new DatabaseState("RECOVERING");

    /** Something is missing, so it could not be opened. */
    public static final DatabaseState RECOVERY_PENDING = new DatabaseState("RECOVERY_PENDING");

    /** It is damaged. */
    public static final DatabaseState SUSPECT = new DatabaseState("SUSPECT");

    /** An administrator opened it for repair. */
    public static final DatabaseState EMERGENCY = new DatabaseState("EMERGENCY");

    /** An administrator closed it. */
    public static final DatabaseState OFFLINE = new DatabaseState("OFFLINE");

    private static final List<DatabaseState> KNOWN =
            List.of(ONLINE, RESTORING, RECOVERING, RECOVERY_PENDING, SUSPECT, EMERGENCY, OFFLINE);

    public DatabaseState {
        word = Objects.requireNonNull(word, "word").strip().toUpperCase(Locale.ROOT);
    }

    /** Makes one of the word. */
    public static DatabaseState of(String word) {
        return new DatabaseState(word);
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

package io.quorate.sql;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How much of its log a database keeps. Words of {@code recovery_model_desc}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word SQL Server's own word
 */
public record RecoveryModel(String word) {
    /** All of it until it is backed up; what a group needs. */
    public static final RecoveryModel FULL = new RecoveryModel("FULL");

    /** All but the bulk of some operations. */
    public static final RecoveryModel BULK_LOGGED = new RecoveryModel("BULK_LOGGED");

    /** Only what recovery needs. */
    public static final RecoveryModel SIMPLE = new RecoveryModel("SIMPLE");

    private static final List<RecoveryModel> KNOWN = List.of(FULL, BULK_LOGGED, SIMPLE);

    public RecoveryModel {
        word = Objects.requireNonNull(word, "word").strip().toUpperCase(Locale.ROOT);
    }

    /** Makes one of the word. */
    public static RecoveryModel of(String word) {
        return new RecoveryModel(word);
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

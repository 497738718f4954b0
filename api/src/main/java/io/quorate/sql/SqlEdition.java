package io.quorate.sql;

import java.util.Locale;
import java.util.Objects;

/**
 * An edition of SQL Server; its words survive as they came.
 *
 * @param word as {@code SERVERPROPERTY('Edition')} says it: {@code Enterprise Edition (64-bit)}
 */
public record SqlEdition(String word) {
    public SqlEdition {
        Objects.requireNonNull(word, "word");
    }

    /** Makes one of the word. */
    public static SqlEdition of(String word) {
        return new SqlEdition(word);
    }

    /** Tells which groups it can have; an edition that this version does not know is taken to have all, and its instance says otherwise. */
    public GroupSupport groups() {
        String lower = word.strip().toLowerCase(Locale.ROOT);
        if (lower.startsWith("standard")) {
            return GroupSupport.BASIC;
        }
        if (lower.startsWith("web") || lower.startsWith("express") || lower.startsWith("business intelligence")) {
            return GroupSupport.NONE;
        }
        return GroupSupport.FULL;
    }

    @Override
    public String toString() {
        return word;
    }
}

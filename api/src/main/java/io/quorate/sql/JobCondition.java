package io.quorate.sql;

import java.util.Locale;
import java.util.Objects;

/**
 * When a job does its work, on an instance of a group. A job that is the same everywhere asks as its first step, and ends well where the answer is
 * no.
 *
 * @param kind what is asked
 * @param database the database that is asked about
 */
public record JobCondition(Kind kind, String database) {
    /** What a job asks. */
    public enum Kind {
        /** Is the database primary here? Asked by {@code sys.fn_hadr_is_primary_replica}. */
        PRIMARY,
        /** Are backups of the database wanted here? Asked by {@code sys.fn_hadr_backup_is_preferred_replica}. */
        PREFERRED_FOR_BACKUP
    }

    public JobCondition {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(database, "database");
        if (database.isBlank()) {
            throw new IllegalArgumentException("a condition is about a database");
        }
    }

    /** Has a job work where the database is primary; and where it is in no group, because there nobody else does. */
    public static JobCondition primary(String database) {
        return new JobCondition(Kind.PRIMARY, database);
    }

    /** Has a backup job work where the group's backup preference wants it. */
    public static JobCondition preferredForBackup(String database) {
        return new JobCondition(Kind.PREFERRED_FOR_BACKUP, database);
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " of " + database;
    }
}

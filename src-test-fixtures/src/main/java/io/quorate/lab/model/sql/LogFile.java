package io.quorate.lab.model.sql;

import io.quorate.lab.kernel.Key;
import java.util.Locale;

/**
 * A limit of a database's log at an instance; one that has none grows as far as its volume lets it.
 *
 * @param limit in bytes
 */
public record LogFile(String instance, String database, long limit) {
    private static final long EMPTY = 1L << 20;
    private static final long RECORD = 64L << 10;
    private static final long FIRST = 8L << 20;

    /** By how much a log's file grows at a time, in bytes. */
    public static final long GROWTH = 64L << 20;

    /** Returns the entity's key. */
    public static Key<LogFile> key(String instance, String database) {
        return new Key<>(
                LogFile.class, InstanceState.key(instance).path() + "/logfile/" + database.toUpperCase(Locale.ROOT));
    }

    /** Returns how much a log uses that holds so many records. */
    public static long used(long records) {
        return EMPTY + Math.max(0, records) * RECORD;
    }

    /** Returns how large a file is that has that much in it. */
    public static long size(long used) {
        return used <= FIRST ? FIRST : FIRST + (used - FIRST + GROWTH - 1) / GROWTH * GROWTH;
    }
}

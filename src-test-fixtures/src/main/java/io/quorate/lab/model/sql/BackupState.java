package io.quorate.lab.model.sql;

import io.quorate.lab.kernel.Key;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A backup in a file.
 *
 * @param path a share's, or with its host before it
 * @param base up to where the log was taken before; null for a full backup
 */
public record BackupState(
        String path,
        String database,
        UUID identity,
        boolean copyOnly,
        @Nullable Long base,
        LogPoint log,
        long size,
        Duration at) {

    /** Returns the entity's key. */
    public static Key<BackupState> key(String path) {
        return new Key<>(BackupState.class, "sql-backup/" + path.toLowerCase(Locale.ROOT));
    }
}

package io.quorate.lab.model.sql;

import io.quorate.lab.ddl.Bytes;
import io.quorate.lab.kernel.Key;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user of a database, the same in all its copies.
 *
 * @param database its identity
 * @param sid of the log-in that it belongs to; null: none
 * @param windows whether that is an account of Windows
 */
public record DatabaseUserState(
        UUID database, String name, int id, @Nullable Bytes sid, boolean windows) {

    /** Returns the entity's key. */
    public static Key<DatabaseUserState> key(UUID database, String name) {
        return new Key<>(DatabaseUserState.class, "sqldatabase/" + database + "/user/" + name.toUpperCase(Locale.ROOT));
    }
}

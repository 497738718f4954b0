package io.quorate.lab.model.sql;

import io.quorate.lab.kernel.Key;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A user of a database that stands for a log-in; of user databases, they travel in the log and this knows none.
 *
 * @param login null: none
 */
public record UserState(
        String instance,
        String database,
        String name,
        int id,
        @Nullable String login) {

    /** Returns the entity's key. */
    public static Key<UserState> key(String instance, String database, String name) {
        return new Key<>(
                UserState.class,
                InstanceState.key(instance).path() + "/user/" + (database + "/" + name).toUpperCase(Locale.ROOT));
    }
}

package io.quorate.sql;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A user of a group's database that no log-in of an instance belongs to: once that instance is primary, whoever works as this user is shut out.
 *
 * @param host the instance's host, as the endpoint names it
 * @param user the user
 * @param namesake a log-in there of the user's name, with another SID; null if there is none
 */
public record OrphanedUser(
        String host, DatabaseUser user, @Nullable String namesake) {
    public OrphanedUser {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(user, "user");
    }
}

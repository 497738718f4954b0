package io.quorate.sql;

import java.util.Objects;

/**
 * A user of a database that belongs to a log-in by its SID.
 *
 * @param database the database
 * @param name the user
 * @param sid the SID of the log-in that it belongs to
 */
public record DatabaseUser(String database, String name, LoginSid sid) {
    public DatabaseUser {
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(sid, "sid");
    }
}

package io.quorate.sql;

import java.util.Objects;

/**
 * A replica that has not got all of a database's log, and why.
 *
 * @param replica the replica's name
 * @param why why it has not
 */
public record LogHolder(String replica, Why why) {
    /** Why a replica has not got all. */
    public enum Why {
        /** Its copy is suspended. */
        SUSPENDED,
        /** Its copy is being seeded. */
        SEEDING,
        /** The primary is not connected to it. */
        DISCONNECTED,
        /** It is connected and behind. */
        BEHIND
    }

    public LogHolder {
        Objects.requireNonNull(replica, "replica");
        Objects.requireNonNull(why, "why");
    }

    @Override
    public String toString() {
        return replica + " " + why;
    }
}

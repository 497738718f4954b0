package io.quorate.replica;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the first copy of a machine gets to its replica, where it is not sent over the network now.
 *
 * @param kind how
 * @param at when it is begun, if that is scheduled; means nothing otherwise
 * @param folder where it is written to, if it goes by medium; means nothing otherwise
 */
public record CopySource(
        Kind kind, @Nullable Instant at, @Nullable String folder) {

    /** The ways. */
    public enum Kind {
        /** Over the network, at a time within the next seven days. */
        SCHEDULED,
        /** Written to a folder of the primary, which is carried over and taken in there. */
        MEDIUM,
        /** The replica's server has the machine already, restored from a backup, and was told so: only what differs is sent. */
        BACKUP
    }

    public CopySource {
        Objects.requireNonNull(kind, "kind");
        if (kind == Kind.SCHEDULED && at == null || kind == Kind.MEDIUM && folder == null) {
            throw new IllegalArgumentException("a time goes with SCHEDULED, a folder with MEDIUM");
        }
    }

    /** Over the network, at a time within the next seven days. */
    public static CopySource scheduled(Instant at) {
        return new CopySource(Kind.SCHEDULED, Objects.requireNonNull(at, "at"), null);
    }

    /** By medium: written to a folder of the primary. */
    public static CopySource medium(String folder) {
        return new CopySource(Kind.MEDIUM, null, Objects.requireNonNull(folder, "folder"));
    }

    /** By what the replica's server has already. */
    public static CopySource backup() {
        return new CopySource(Kind.BACKUP, null, null);
    }
}

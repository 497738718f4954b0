package io.quorate.directory;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a domain controller knows of one partner from whom it pulls one partition.
 *
 * @param server the controller that pulls
 * @param partner whom it pulls from: the computer name where the partner's settings object tells it, else as it came
 * @param partition the partition's distinguished name
 * @param lastAttempt when it last tried; null if never, or not told
 * @param lastSuccess when that last succeeded; null if never, or not told
 * @param lastResult what the last attempt ended in: 0 or an error number of Windows; null where it is not told
 * @param failures how many attempts have failed since one succeeded; null where it is not told
 */
public record ReplicationLink(
        String server,
        String partner,
        String partition,
        @Nullable Instant lastAttempt,
        @Nullable Instant lastSuccess,
        @Nullable Long lastResult,
        @Nullable Long failures) {
    public ReplicationLink {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(partner, "partner");
        Objects.requireNonNull(partition, "partition");
    }

    /** Tells whether its numbers say that the last attempt failed, or that attempts have failed since. */
    public boolean isFailing() {
        return lastResult != null && lastResult != 0 || failures != null && failures != 0;
    }

    /** Tells whether all that a verdict needs is there. */
    public boolean isTold() {
        return lastSuccess != null && lastResult != null && failures != null;
    }
}

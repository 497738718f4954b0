package io.quorate.directory;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a domain controller remembers of a partner that failed it.
 *
 * @param server the controller that remembers
 * @param partner the partner, as {@link ReplicationLink#partner} names it
 * @param count how often it failed since it worked last; null where it is not told
 * @param first when it failed first; null where it is not told
 * @param lastError what it ended in the last time: 0 or an error number of Windows; null where it is not told
 */
public record ReplicationFailure(
        String server,
        String partner,
        @Nullable Long count,
        @Nullable Instant first,
        @Nullable Long lastError) {
    public ReplicationFailure {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(partner, "partner");
    }

    /** Tells whether it fails still; what works again may be remembered for a while, with zeros. */
    public boolean isFailing() {
        return count != null && count != 0 || lastError != null && lastError != 0;
    }
}

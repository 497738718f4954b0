package io.quorate.host;

import java.time.Instant;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a host's time service last wrote of its source into its own log, which it does every eight hours; that something
 * changed it writes at once.
 *
 * @param host the host
 * @param stratum how many steps its clock is away from a clock of its own, as it was then; 0 where the service had none
 * @param source whom it asked, as Windows writes it: a server with flags, or words of Windows' language where it is no server
 * @param asOf when it wrote that, by the host's own clock
 * @param changed when it wrote afterwards that source or stratum changed, which tells nothing of what to; null if it did not
 */
public record TimeStatus(
        String host,
        int stratum,
        String source,
        Instant asOf,
        @Nullable Instant changed) {
    private static final int UNSYNCHRONIZED = 16;

    public TimeStatus {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(asOf, "asOf");
    }

    /** Tells whether nothing was written since that makes it untrue. */
    public boolean isCurrent() {
        return changed == null;
    }

    /** Returns the stratum in force; empty where it changed since, or the service had none. */
    public OptionalInt inForce() {
        return isCurrent() && stratum > 0 && stratum < UNSYNCHRONIZED ? OptionalInt.of(stratum) : OptionalInt.empty();
    }
}

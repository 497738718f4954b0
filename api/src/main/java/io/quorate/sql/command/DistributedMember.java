package io.quorate.sql.command;

import io.quorate.sql.AvailabilityMode;
import io.quorate.sql.SeedingMode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One of the two groups of a distributed group.
 *
 * @param group the group's name
 * @param listenerUrl its listener with the port of the mirroring endpoints, not the listener's own
 * @param mode when the other's primary takes a transaction for committed
 * @param seeding how it gets its first copy of a database; null for the default
 */
public record DistributedMember(
        String group,
        String listenerUrl,
        AvailabilityMode mode,
        @Nullable SeedingMode seeding) {
    public DistributedMember {
        Inputs.checkName("group", group);
        Inputs.checkUrl("listenerUrl", listenerUrl);
        if (!Objects.requireNonNull(mode, "mode").known() || mode.equals(AvailabilityMode.CONFIGURATION_ONLY)) {
            throw new IllegalArgumentException("group " + group + ": a member of a distributed group commits"
                    + " synchronously or asynchronously, not by " + mode);
        }
        if (seeding != null && !seeding.known()) {
            throw new IllegalArgumentException("group " + group + ": no seeding mode is called " + seeding);
        }
    }
}

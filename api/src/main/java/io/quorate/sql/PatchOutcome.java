package io.quorate.sql;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far a rolling patch has come.
 *
 * @param group the group as read at the end
 * @param patched the instances that were patched by this run, in order
 * @param failovers the instances that the group was failed over to, in order
 * @param waitsFor the instance that is ready to be patched by hand; null if all is done
 */
public record PatchOutcome(
        AvailabilityGroup group,
        List<String> patched,
        List<String> failovers,
        @Nullable SqlInstance waitsFor) {
    public PatchOutcome {
        Objects.requireNonNull(group, "group");
        patched = List.copyOf(patched);
        failovers = List.copyOf(failovers);
    }

    /** Tells whether every instance is patched and the group is as wished. */
    public boolean done() {
        return waitsFor == null;
    }
}

package io.quorate.lab.ddl;

import org.jspecify.annotations.Nullable;

/**
 * A group within a distributed one; null is what the statement does not name.
 *
 * @param listenerUrl the listener's name with the endpoint's port
 */
public record Member(
        String group,
        @Nullable String listenerUrl,
        Replica.@Nullable AvailabilityMode availabilityMode,
        Replica.@Nullable FailoverMode failoverMode,
        Replica.@Nullable SeedingMode seedingMode) {}

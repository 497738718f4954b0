package io.quorate.storage;

import io.quorate.san.DatasetPath;
import java.util.List;
import java.util.Objects;

/**
 * What it would take to publish a volume as wanted. Prints no secret.
 *
 * @param volume the volume
 * @param steps what would be changed, in order; empty if nothing
 * @param obstacles what contradicts the wish and is not changed without being asked, a sentence each; with one of them nothing is done
 */
public record PublicationPlan(DatasetPath volume, List<PublicationStep> steps, List<String> obstacles) {
    public PublicationPlan {
        Objects.requireNonNull(volume, "volume");
        steps = List.copyOf(steps);
        obstacles = List.copyOf(obstacles);
    }

    /** Tells whether it is published as wanted already. */
    public boolean satisfied() {
        return steps.isEmpty() && obstacles.isEmpty();
    }
}

package io.quorate.storage;

import java.util.List;
import java.util.Objects;

/**
 * What removing a volume takes.
 *
 * @param volume the volume, as it was when planned
 * @param snapshots its snapshots, which go with it, in the order they were made
 * @param promotions the clones that are promoted first and take the snapshots they need over, in this order
 * @param mapped whether it is still published; then removing is refused
 */
public record RemovalPlan(Volume volume, List<SnapshotPath> snapshots, List<DatasetPath> promotions, boolean mapped) {
    public RemovalPlan {
        Objects.requireNonNull(volume, "volume");
        snapshots = List.copyOf(snapshots);
        promotions = List.copyOf(promotions);
    }
}

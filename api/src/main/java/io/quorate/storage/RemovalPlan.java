package io.quorate.storage;

import io.quorate.san.DatasetPath;
import io.quorate.san.SnapshotPath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * What removing a volume takes.
 *
 * @param volume the volume, as it was when planned
 * @param snapshots its snapshots that go with it, in the order they were made; earlier ones, on which clones depend, go over to the
 *     promoted clone and stay
 * @param promotions the clones that are promoted first and take the snapshots they need over, in this order
 * @param mapped whether it is still published; then removing is refused
 */
public record RemovalPlan(Volume volume, List<SnapshotPath> snapshots, List<DatasetPath> promotions, boolean mapped) {
    public RemovalPlan {
        Objects.requireNonNull(volume, "volume");
        snapshots = List.copyOf(snapshots);
        promotions = List.copyOf(promotions);
    }

    /**
     * Plans from what was seen. A promoted clone takes over the snapshot it was made of and all earlier ones, with all that depends on
     * them; so one clone of the latest snapshot that has clones is enough.
     *
     * @param all all its snapshots, in any order
     */
    public static RemovalPlan of(Volume volume, List<Snapshot> all, boolean mapped) {
        List<Snapshot> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparingLong(Snapshot::creationTxg));
        List<SnapshotPath> going = new ArrayList<>();
        List<DatasetPath> promotions = new ArrayList<>();
        for (Snapshot snapshot : sorted) {
            if (!snapshot.clones().isEmpty()) {
                going.clear();
                promotions.clear();
                promotions.add(snapshot.clones().get(0));
            } else {
                going.add(snapshot.path());
            }
        }
        return new RemovalPlan(volume, going, promotions, mapped);
    }
}

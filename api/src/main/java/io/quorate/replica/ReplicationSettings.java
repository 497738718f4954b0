package io.quorate.replica;

import java.util.List;
import java.util.Objects;

/**
 * How a virtual machine is to be replicated.
 *
 * @param partner where to
 * @param frequency how often changes are sent
 * @param recoveryPoints how many hourly points the replica keeps besides the latest, 0 to 24
 * @param consistentEveryHours every how many hours the guest makes a point consistent, 1 to 12; 0 for never
 * @param compression whether what is sent is compressed
 * @param excludedDisks paths of the disks that are not replicated
 */
public record ReplicationSettings(
        ReplicaPartner partner,
        ReplicationFrequency frequency,
        int recoveryPoints,
        int consistentEveryHours,
        boolean compression,
        List<String> excludedDisks) {
    public ReplicationSettings {
        Objects.requireNonNull(partner, "partner");
        Objects.requireNonNull(frequency, "frequency");
        excludedDisks = List.copyOf(excludedDisks);
        if (recoveryPoints < 0 || recoveryPoints > 24) {
            throw new IllegalArgumentException("a replica keeps 0 to 24 points: " + recoveryPoints);
        }
        if (consistentEveryHours < 0 || consistentEveryHours > 12) {
            throw new IllegalArgumentException(
                    "the guest makes a point consistent every 1 to 12 hours, or never: " + consistentEveryHours);
        }
        if (consistentEveryHours > 0 && recoveryPoints == 0) {
            throw new IllegalArgumentException("consistent points need recovery points to be kept in");
        }
    }

    /** Every five minutes, compressed, the latest point alone, all disks. */
    public static ReplicationSettings to(ReplicaPartner partner) {
        return new ReplicationSettings(partner, ReplicationFrequency.MINUTES_5, 0, 0, true, List.of());
    }

    /** Returns the same with another frequency. */
    public ReplicationSettings every(ReplicationFrequency value) {
        return new ReplicationSettings(
                partner, value, recoveryPoints, consistentEveryHours, compression, excludedDisks);
    }

    /** Returns the same with hourly points. */
    public ReplicationSettings keeping(int points) {
        return new ReplicationSettings(partner, frequency, points, consistentEveryHours, compression, excludedDisks);
    }
}

package io.quorate.replica;

import io.quorate.host.WindowsPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a virtual machine is to be replicated.
 *
 * @param partner where to
 * @param frequency how often changes are sent
 * @param recoveryPoints how many hourly points the replica keeps besides the latest, 0 to 24
 * @param consistentEveryHours every how many hours the guest makes a point consistent, 1 to 12; 0 for never
 * @param compression whether what is sent is compressed
 * @param excludedDisks paths of the disks that are not replicated
 * @param autoResynchronize when both copies are compared by themselves, where that has to be; null if they are not
 */
public record ReplicationSettings(
        ReplicaPartner partner,
        ReplicationFrequency frequency,
        int recoveryPoints,
        int consistentEveryHours,
        boolean compression,
        List<String> excludedDisks,
        @Nullable AutoResynchronize autoResynchronize) {
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

    /** The same without comparing by itself. */
    public ReplicationSettings(
            ReplicaPartner partner,
            ReplicationFrequency frequency,
            int recoveryPoints,
            int consistentEveryHours,
            boolean compression,
            List<String> excludedDisks) {
        this(partner, frequency, recoveryPoints, consistentEveryHours, compression, excludedDisks, null);
    }

    /** Every five minutes, compressed, the latest point alone, all disks; both copies are compared only when that is asked for. */
    public static ReplicationSettings to(ReplicaPartner partner) {
        return new ReplicationSettings(partner, ReplicationFrequency.MINUTES_5, 0, 0, true, List.of());
    }

    /** Returns the same with another frequency. */
    public ReplicationSettings every(ReplicationFrequency value) {
        return new ReplicationSettings(
                partner, value, recoveryPoints, consistentEveryHours, compression, excludedDisks, autoResynchronize);
    }

    /** Returns the same with hourly points. */
    public ReplicationSettings keeping(int points) {
        return new ReplicationSettings(
                partner, frequency, points, consistentEveryHours, compression, excludedDisks, autoResynchronize);
    }

    /** Returns the same with points that the guest makes consistent every so many hours; 0 for none. */
    public ReplicationSettings consistentEvery(int hours) {
        return new ReplicationSettings(
                partner, frequency, recoveryPoints, hours, compression, excludedDisks, autoResynchronize);
    }

    /** Returns the same, compressed or not. */
    public ReplicationSettings compressed(boolean value) {
        return new ReplicationSettings(
                partner, frequency, recoveryPoints, consistentEveryHours, value, excludedDisks, autoResynchronize);
    }

    /** Returns the same without some disks. */
    public ReplicationSettings without(List<String> disks) {
        return new ReplicationSettings(
                partner, frequency, recoveryPoints, consistentEveryHours, compression, disks, autoResynchronize);
    }

    /** Returns the same with both copies compared by themselves, where that has to be; null for never. */
    public ReplicationSettings resynchronizing(@Nullable AutoResynchronize when) {
        return new ReplicationSettings(
                partner, frequency, recoveryPoints, consistentEveryHours, compression, excludedDisks, when);
    }

    /** Returns the same to another partner. */
    public ReplicationSettings with(ReplicaPartner value) {
        return new ReplicationSettings(
                value, frequency, recoveryPoints, consistentEveryHours, compression, excludedDisks, autoResynchronize);
    }

    /** Returns what of it is otherwise there, a sentence each; none if both are the same, however names and paths are spelled. */
    public List<String> differencesFrom(ReplicationSettings there) {
        List<String> all = new ArrayList<>();
        if (!isSameServer(there)) {
            tell(all, "the replica server", there.partner.server(), partner.server());
        }
        if (there.partner.port() != partner.port()) {
            tell(all, "its port", there.partner.port(), partner.port());
        }
        if (there.partner.authentication() != partner.authentication()) {
            tell(all, "the authentication", there.partner.authentication(), partner.authentication());
        }
        String mine = partner.thumbprint();
        String theirs = there.partner.thumbprint();
        if (mine != null && !mine.equalsIgnoreCase(theirs)) {
            tell(all, "the certificate", theirs, mine);
        }
        if (there.frequency != frequency) {
            tell(all, "the frequency", there.frequency.interval(), frequency.interval());
        }
        if (there.recoveryPoints != recoveryPoints) {
            tell(all, "the number of recovery points", there.recoveryPoints, recoveryPoints);
        }
        if (there.consistentEveryHours != consistentEveryHours) {
            tell(all, "the hours between consistent points", there.consistentEveryHours, consistentEveryHours);
        }
        if (there.compression != compression) {
            tell(all, "compression", there.compression, compression);
        }
        if (!there.isWithout(excludedDisks) || !isWithout(there.excludedDisks)) {
            tell(all, "what is left out", there.excludedDisks, excludedDisks);
        }
        if (!Objects.equals(there.autoResynchronize, autoResynchronize)) {
            tell(all, "comparing by itself", there.autoResynchronize, autoResynchronize);
        }
        return List.copyOf(all);
    }

    private static void tell(List<String> all, String what, @Nullable Object there, @Nullable Object wanted) {
        all.add(what + " is " + there + ", not " + wanted);
    }

    /** Tells whether both lead to the same server. */
    public boolean isSameServer(ReplicationSettings other) {
        return partner.server().equalsIgnoreCase(other.partner.server());
    }

    /** Tells whether all those disks are left out. */
    public boolean isWithout(List<String> disks) {
        return disks.stream()
                .allMatch(disk -> excludedDisks.stream()
                        .anyMatch(mine -> mine.equalsIgnoreCase(disk)
                                || WindowsPath.compare(mine, disk) == WindowsPath.Likeness.SAME));
    }
}

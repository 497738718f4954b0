package io.quorate.sql;

import io.quorate.Consent;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a rolling patch of a group's instances has to do still. Changes nothing by itself.
 *
 * @param group the group
 * @param id the group's id, which a consent names
 * @param primary the primary's name; null where nobody or several lead
 * @param patched the instances that are patched
 * @param waiting those that are not, in the order they will be: secondaries first
 * @param alone those of them during whose patch the primary has no synchronized partner, which takes a consent
 * @param failover whether the primary is among them, so that the group is failed over to a patched one
 * @param restored the replicas that the cluster is to fail over to by itself again
 * @param obstacles what speaks against it, a sentence each; with one of them nothing is done
 */
public record PatchPlan(
        String group,
        UUID id,
        @Nullable String primary,
        List<String> patched,
        List<String> waiting,
        List<String> alone,
        boolean failover,
        List<String> restored,
        List<String> obstacles) {
    public PatchPlan {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(id, "id");
        patched = List.copyOf(patched);
        waiting = List.copyOf(waiting);
        alone = List.copyOf(alone);
        restored = List.copyOf(restored);
        obstacles = List.copyOf(obstacles);
    }

    /** Makes the consent to leave the primary without a synchronized partner while one is patched. */
    public Consent consent(String reason) {
        return Consent.to(id.toString(), reason);
    }
}

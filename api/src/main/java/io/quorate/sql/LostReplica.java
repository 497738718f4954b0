package io.quorate.sql;

import io.quorate.Consent;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A replica whose instance is dead, with what shows that. Changes nothing by itself.
 *
 * @param group the group
 * @param replica the replica as the primary tells it, with all its options
 * @param host the host of the dead instance, as the endpoint names it; null where none is known to be its
 * @param evidence what shows that it is dead, a sentence each
 * @param refusals why it is not taken for dead, or not removed, even with a consent, a sentence each
 */
public record LostReplica(
        String group,
        AvailabilityReplica replica,
        @Nullable String host,
        List<String> evidence,
        List<String> refusals) {
    public LostReplica {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(replica, "replica");
        evidence = List.copyOf(evidence);
        refusals = List.copyOf(refusals);
    }

    /** Returns what a consent names: {@code replica@group}. */
    public String identity() {
        return replica.name() + "@" + group;
    }

    /** Makes the consent to its removal. */
    public Consent consent(String reason) {
        return Consent.to(identity(), reason);
    }
}

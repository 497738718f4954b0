package io.quorate.sql;

import io.quorate.Consent;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an instance still has of a group that it is no replica of any more. Changes nothing by itself.
 *
 * @param group the group
 * @param id the group's id; null where the instance knows nothing of the group any more
 * @param host the instance's host, as the endpoint names it
 * @param server the instance's name
 * @param databases the copies of the group's databases that are there and restoring; they stay, and are dropped or restored by hand
 * @param refusals why the rest of the group is not dropped there even with a consent, a sentence each
 */
public record LeftReplica(
        String group, @Nullable UUID id, String host, String server, List<String> databases, List<String> refusals) {
    public LeftReplica {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(server, "server");
        databases = List.copyOf(databases);
        refusals = List.copyOf(refusals);
    }

    /** Tells whether the group itself still shows there. */
    public boolean shows() {
        return id != null;
    }

    /** Returns what a consent names: {@code group@host}. */
    public String identity() {
        return group + "@" + host;
    }

    /** Makes the consent to dropping what is left of the group there; the databases stay. */
    public Consent consent(String reason) {
        return Consent.to(identity(), reason);
    }
}

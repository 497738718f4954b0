package io.quorate.flow;

import io.quorate.cluster.ClusterSettings;
import io.quorate.sql.GroupSpec;
import io.quorate.sql.GroupSurroundings;
import io.quorate.sql.ReplicaSpec;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was found around a group, to be told to its specification. What nobody tells is not in it, and a plan says so.
 *
 * @param cluster what decides how soon the cluster gives a node up; null where it was not asked or did not tell
 * @param around what was found of the directory; the lease, how many failovers the cluster allows, and computer objects are in none of the answers
 * @param accounts the accounts of the domain that instances run as, by the host as the SQL endpoint names it
 * @param untold what was asked and is not told, each with the reason
 */
public record FoundSurroundings(
        @Nullable ClusterSettings cluster,
        GroupSurroundings around,
        Map<String, String> accounts,
        List<String> untold) {
    public FoundSurroundings {
        Objects.requireNonNull(around, "around");
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(accounts);
        accounts = Collections.unmodifiableMap(copy);
        untold = List.copyOf(untold);
    }

    /** Returns the account of the domain that an instance runs as; empty where it is none, or is not told. */
    public Optional<String> account(String replica) {
        return Optional.ofNullable(accounts.get(replica));
    }

    /** Tells a group's specification what was found of cluster and directory. */
    public void tell(GroupSpec group) {
        if (cluster != null) {
            group.clusterSettings(cluster);
        }
        group.surroundings(around);
    }

    /** Tells a replica's specification the account that was found. */
    public void tell(String replica, ReplicaSpec spec) {
        account(replica).ifPresent(spec::serviceAccount);
    }
}

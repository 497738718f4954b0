package io.quorate.cluster;

import java.util.Objects;

/**
 * A failover cluster as one of its nodes sees it.
 *
 * @param name its network name
 * @param id its id, a GUID that survives renaming
 * @param domain the DNS domain it is in; empty outside a domain
 * @param settings what decides how fast it reacts
 * @param dynamicQuorum whether it takes votes away from nodes that leave, so that the rest keeps a majority
 * @param witnessVote the vote the witness has at this moment: 0 or 1
 */
public record Cluster(
        String name, String id, String domain, ClusterSettings settings, boolean dynamicQuorum, int witnessVote) {
    public Cluster {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(domain, "domain");
        Objects.requireNonNull(settings, "settings");
    }
}

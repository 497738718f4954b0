package io.quorate.lab.model;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Who votes and who wins: dynamic quorum as Microsoft documents it (Understanding cluster and pool quorum). Pure.
 *
 * @param nodes each node's vote now, by name; a node that is down has none
 * @param witness the witness's vote now
 */
record Votes(Map<String, Integer> nodes, int witness) {

    /**
     * Assigns the votes after a change of membership.
     *
     * @param weights configured votes of all nodes
     * @param up the nodes that take part
     * @param hasWitness whether a witness is configured
     * @param dynamic the setting DynamicQuorum
     * @param lowerPriority the node of LowerQuorumPriorityNodeID, or null
     * @param choice picks one of n when a vote must go and no node is preferred
     */
    static Votes assign(
            Map<String, Integer> weights,
            Collection<String> up,
            boolean hasWitness,
            boolean dynamic,
            @Nullable String lowerPriority,
            ToIntFunction<Integer> choice) {
        Map<String, Integer> votes = new LinkedHashMap<>();
        weights.forEach((node, weight) -> votes.put(node, !dynamic || up.contains(node) ? weight : 0));
        if (!dynamic) {
            return new Votes(votes, hasWitness ? 1 : 0);
        }
        List<String> voters = votes.entrySet().stream()
                .filter(v -> v.getValue() > 0)
                .map(Map.Entry::getKey)
                .toList();
        boolean even = voters.size() % 2 == 0;
        if (hasWitness) {
            return new Votes(votes, even ? 1 : 0);
        }
        if (even && !voters.isEmpty()) {
            String loser = lowerPriority != null && voters.contains(lowerPriority)
                    ? lowerPriority
                    : voters.get(choice.applyAsInt(voters.size()));
            votes.put(loser, 0);
        }
        return new Votes(votes, 0);
    }

    int total() {
        return nodes.values().stream().mapToInt(Integer::intValue).sum() + witness;
    }

    /** Tells whether a set of nodes, with or without the witness, has more than half of all votes. */
    boolean majority(Collection<String> members, boolean withWitness) {
        int votes = members.stream().mapToInt(n -> nodes.getOrDefault(n, 0)).sum() + (withWitness ? witness : 0);
        return votes * 2 > total();
    }
}

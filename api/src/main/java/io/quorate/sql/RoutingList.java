package io.quorate.sql;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where a primary replica sends connections that ask to read only: the sets one after another, the members of one set in turn.
 *
 * @param sets the replicas' names; empty for no routing
 */
public record RoutingList(List<List<String>> sets) {
    /** Routes nobody. */
    public static final RoutingList NONE = new RoutingList(List.of());

    public RoutingList {
        sets = sets.stream().map(List::copyOf).toList();
        TreeSet<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (List<String> set : sets) {
            if (set.isEmpty()) {
                throw new IllegalArgumentException("a set of a routing list names at least one replica");
            }
            for (String member : set) {
                if (member.isBlank()) {
                    throw new IllegalArgumentException("a routing list names replicas, and one of its names is blank");
                }
                if (!seen.add(member)) {
                    throw new IllegalArgumentException(
                            "a routing list names a replica once, and " + member + " is there twice (19403)");
                }
            }
        }
    }

    /** Makes one of single replicas, one after another. */
    public static RoutingList of(String... replicas) {
        return new RoutingList(java.util.Arrays.stream(replicas).map(List::of).toList());
    }

    /** Returns all replicas it names. */
    public List<String> members() {
        return sets.stream().flatMap(List::stream).toList();
    }

    /** Tells whether it routes as another one does: the same sets in the same order; within a set, and for names, neither order nor case matters. */
    public boolean sameAs(RoutingList other) {
        return folded().equals(other.folded());
    }

    private List<TreeSet<String>> folded() {
        return sets.stream()
                .map(set -> set.stream()
                        .map(name -> name.toUpperCase(java.util.Locale.ROOT))
                        .collect(Collectors.toCollection(TreeSet::new)))
                .toList();
    }

    @Override
    public String toString() {
        return sets.isEmpty()
                ? "none"
                : sets.stream()
                        .map(set -> set.size() == 1 ? set.get(0) : "(" + String.join(", ", set) + ")")
                        .collect(Collectors.joining(", "));
    }
}

package io.quorate.host;

import io.quorate.call.Order;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Something that keeps machines from being good nodes of one cluster.
 *
 * @param check what was looked at
 * @param subject of what kind exactly, e.g. the name of a switch; may be empty
 * @param seen what each host has, by host, in the order they were given
 * @param meaning what comes of it
 * @param cure what to do, in a sentence
 * @param orders what does it, for {@code Quorate.run}; empty where that takes a person; one that may cut a connection
 *     or take a service away is given a consent first
 */
public record NodeFinding(
        NodeCheck check, String subject, Map<String, String> seen, String meaning, String cure, List<Order<?>> orders) {
    public NodeFinding {
        Objects.requireNonNull(check, "check");
        Objects.requireNonNull(subject, "subject");
        seen = Collections.unmodifiableMap(new LinkedHashMap<>(seen));
        Objects.requireNonNull(meaning, "meaning");
        Objects.requireNonNull(cure, "cure");
        orders = List.copyOf(orders);
    }

    @Override
    public String toString() {
        return check + (subject.isEmpty() ? "" : " " + subject) + " " + seen + ": " + meaning + "; " + cure;
    }
}

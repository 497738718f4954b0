package io.quorate.sql;

import java.util.Objects;

/**
 * One condition that does not hold.
 *
 * @param policy which condition
 * @param object of what: the group, a replica, a database at a replica
 * @param words what is there instead, in a sentence
 */
public record HealthFinding(HealthPolicy policy, String object, String words) {
    public HealthFinding {
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(object, "object");
        Objects.requireNonNull(words, "words");
    }
}

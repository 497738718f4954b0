package io.quorate.sql;

import java.util.List;
import java.util.Objects;

/**
 * How the jobs of a group's instances differ.
 *
 * @param source the host that the others are compared with; empty if they are compared with a definition
 * @param differences what differs, host by host
 * @param leftAlone the source's jobs that belong to it alone, a sentence each
 */
public record JobComparison(String source, List<JobDifference> differences, List<String> leftAlone) {
    public JobComparison {
        Objects.requireNonNull(source, "source");
        differences = List.copyOf(differences);
        leftAlone = List.copyOf(leftAlone);
    }

    /** Tells whether every job of the source is the same everywhere. What another instance has besides does not count. */
    public boolean same() {
        return differences.stream().allMatch(one -> one.field().equals(JobDifference.SURPLUS));
    }

    /** Returns what differs of one job. */
    public List<JobDifference> of(String job) {
        return differences.stream()
                .filter(one -> one.job().equalsIgnoreCase(job))
                .toList();
    }
}

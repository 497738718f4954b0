package io.quorate.replica;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What speaks against replicating a machine, or could not be told; empty where all is well.
 *
 * @param machine the machine's id
 * @param findings what was found, what is sure first
 */
public record ReplicaReport(UUID machine, List<ReplicaFinding> findings) {
    public ReplicaReport {
        Objects.requireNonNull(machine, "machine");
        findings = findings.stream()
                .sorted(Comparator.comparing((ReplicaFinding one) -> !one.sure())
                        .thenComparing(ReplicaFinding::check))
                .toList();
    }

    /** Tells whether nothing was found. */
    public boolean isEmpty() {
        return findings.isEmpty();
    }

    /** Returns what is known to be wrong. */
    public List<ReplicaFinding> wrong() {
        return findings.stream().filter(ReplicaFinding::sure).toList();
    }

    /** Returns what was found of a kind. */
    public List<ReplicaFinding> of(ReplicaCheck check) {
        return findings.stream().filter(one -> one.check() == check).toList();
    }

    /** Tells all of it, a finding a line. */
    @Override
    public String toString() {
        return findings.stream().map(ReplicaFinding::toString).collect(Collectors.joining("\n"));
    }
}

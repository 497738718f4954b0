package io.quorate.vm;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What keeps a virtual machine from moving, or its guest from its network; empty where all is well.
 *
 * @param machine the machine's id
 * @param findings what was found, worst first as {@link VmCheck} has it
 */
public record VmReport(UUID machine, List<VmFinding> findings) {
    public VmReport {
        Objects.requireNonNull(machine, "machine");
        findings =
                findings.stream().sorted(Comparator.comparing(VmFinding::check)).toList();
    }

    /** Tells whether nothing was found. */
    public boolean isEmpty() {
        return findings.isEmpty();
    }

    /** Returns what was found of a kind. */
    public List<VmFinding> of(VmCheck check) {
        return findings.stream().filter(one -> one.check() == check).toList();
    }

    /** Tells all of it, a finding a line. */
    @Override
    public String toString() {
        return findings.stream().map(VmFinding::toString).collect(Collectors.joining("\n"));
    }
}

package io.quorate.flow;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Attempts to connect from both sides, in the order they were made.
 *
 * @param probes what came of each
 */
public record ReachReport(List<ReachProbe> probes) {
    public ReachReport {
        probes = List.copyOf(probes);
    }

    /** Tells whether every connection came about. */
    public boolean isWhole() {
        return of(ReachOutcome.REACHED).size() == probes.size();
    }

    /** Returns those of which the same came. */
    public List<ReachProbe> of(ReachOutcome outcome) {
        return probes.stream().filter(one -> one.outcome() == outcome).toList();
    }

    /** Returns those of one side. */
    public List<ReachProbe> of(ReachProbe.Side side) {
        return probes.stream().filter(one -> one.side() == side).toList();
    }

    /** Tells all of them, one a line. */
    @Override
    public String toString() {
        return probes.stream().map(ReachProbe::toString).collect(Collectors.joining("\n"));
    }
}

package io.quorate.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What keeps machines from being good nodes of one cluster: each for itself ({@linkplain #preflight preflight}), and beside the others
 * ({@linkplain #parity parity}). Computed from pictures that were read before; asks nobody, changes nothing. Empty where all is well.
 *
 * {@snippet :
 * NodeReport report = NodeReport.of(List.of(hv1.picture(), hv2.picture()));
 * report.findings().forEach(System.out::println);
 * }
 *
 * @param findings what was found, worst first as {@link NodeCheck} has it
 */
public record NodeReport(List<NodeFinding> findings) {
    public NodeReport {
        findings = findings.stream()
                .sorted(java.util.Comparator.comparing(NodeFinding::check))
                .toList();
    }

    /** Looks at each machine for itself and beside the others. */
    public static NodeReport of(List<HostPicture> nodes) {
        List<NodeFinding> all = new ArrayList<>(preflight(nodes).findings());
        all.addAll(parity(nodes).findings());
        return new NodeReport(all);
    }

    /** Looks at each machine for itself: what a cluster of Hyper-V hosts stands on. */
    public static NodeReport preflight(List<HostPicture> nodes) {
        List<NodeFinding> found = new ArrayList<>();
        checked(nodes).forEach(node -> new NodePreflight(node).addTo(found));
        return new NodeReport(found);
    }

    /** Looks at the machines beside each other: what all nodes should have in common. */
    public static NodeReport parity(List<HostPicture> nodes) {
        return new NodeReport(new NodeParity(checked(nodes)).found());
    }

    /**
     * Looks at what others find in DNS for the machines' names ({@link HostClient#lookUp} of {@link HostPicture#dnsName}): a node that is not found
     * from another node, or found elsewhere, cannot be joined, moved to or replicated to from there. What nobody could tell is a finding, too.
     */
    public static NodeReport names(List<HostPicture> nodes, List<NameLookup> lookups) {
        return new NodeReport(new NodeNames(List.copyOf(lookups)).found(checked(nodes)));
    }

    /**
     * Looks at whether each machine's adapters can play the roles they are given: each is there, connected, and has an address; no two roles stand on one
     * adapter or in one subnet that should not ({@link AdapterRole#shares}); a role is played in the same subnets on every node; no adapter with an address
     * is without a role. A role that nobody is named for is not looked at.
     */
    public static NodeReport roles(List<HostPicture> nodes, AdapterRoles roles) {
        return new NodeReport(new NodeRoles(Objects.requireNonNull(roles, "roles")).found(checked(nodes)));
    }

    /** Returns what both found. */
    public NodeReport and(NodeReport other) {
        List<NodeFinding> all = new ArrayList<>(findings);
        all.addAll(other.findings());
        return new NodeReport(all);
    }

    private static List<HostPicture> checked(List<HostPicture> nodes) {
        Objects.requireNonNull(nodes, "nodes");
        Map<String, Long> names = nodes.stream()
                .collect(Collectors.groupingBy(
                        node -> node.host().toUpperCase(Locale.ROOT), TreeMap::new, Collectors.counting()));
        names.forEach((name, times) -> {
            if (times > 1) {
                throw new IllegalArgumentException(name + " is named " + times + " times");
            }
        });
        return List.copyOf(nodes);
    }

    /** Tells whether nothing was found. */
    public boolean isEmpty() {
        return findings.isEmpty();
    }

    /** Returns what was found of a kind. */
    public List<NodeFinding> of(NodeCheck check) {
        return findings.stream().filter(one -> one.check() == check).toList();
    }

    /** Tells all of it, a finding a line. */
    @Override
    public String toString() {
        return findings.stream().map(NodeFinding::toString).collect(Collectors.joining("\n"));
    }
}

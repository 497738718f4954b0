package io.quorate.host;

import io.quorate.call.Order;
import io.quorate.host.command.InstallFeature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a machine must have to become a node of a cluster of Hyper-V hosts, with or without iSCSI. */
final class NodePreflight {
    private static final List<String> NEEDED = List.of("Failover-Clustering", "Hyper-V");
    private static final int ROLES = 2;

    private final HostPicture node;
    private final List<NodeFinding> found = new ArrayList<>();

    NodePreflight(HostPicture node) {
        this.node = node;
    }

    void addTo(List<NodeFinding> all) {
        processor();
        system();
        features();
        network();
        all.addAll(found);
    }

    private void add(NodeCheck check, String subject, String seen, String meaning, String cure, List<Order<?>> orders) {
        found.add(new NodeFinding(check, subject, Map.of(node.host(), seen), meaning, cure, orders));
    }

    private void processor() {
        HostProcessor processor = node.facts().processor();
        if (!processor.x64()) {
            add(
                    NodeCheck.ARCHITECTURE,
                    "",
                    processor.model(),
                    "Hyper-V needs 64-bit processors of Intel or AMD",
                    "take another machine",
                    List.of());
        }
        if (!processor.executionPrevention()) {
            add(
                    NodeCheck.EXECUTION_PREVENTION,
                    "",
                    "none",
                    "the hypervisor does not start without data execution prevention",
                    "switch on XD (Intel) or NX (AMD) in the firmware",
                    List.of());
        }
        if (!processor.hypervisor() && !processor.virtualization()) {
            add(
                    NodeCheck.VIRTUALIZATION,
                    "",
                    "off",
                    "the hypervisor does not start without hardware virtualization and second-level address translation",
                    "switch on VT-x (Intel) or AMD-V in the firmware",
                    List.of());
        }
    }

    private void system() {
        if (!node.facts().system().server()) {
            add(
                    NodeCheck.SERVER,
                    "",
                    node.facts().system().caption(),
                    "a client has no failover clustering",
                    "install Windows Server",
                    List.of());
        }
        if (!node.facts().inDomain()) {
            add(
                    NodeCheck.DOMAIN,
                    "",
                    "workgroup " + node.facts().domain(),
                    "without a domain there is no Kerberos, and before Windows Server 2025 no live migration",
                    "join it to the domain of the other nodes",
                    List.of());
        }
    }

    private void features() {
        for (String wanted : NEEDED) {
            String state = node.features().stream()
                    .filter(one -> one.isNamed(wanted))
                    .map(WindowsFeature::state)
                    .findFirst()
                    .orElse("unknown");
            if (state.equalsIgnoreCase("Available") || state.equalsIgnoreCase("Removed")) {
                add(
                        NodeCheck.FEATURES,
                        wanted,
                        state,
                        "a node needs it",
                        "install it",
                        List.of(Order.ensure(node.endpoint(), new InstallFeature(node.host(), wanted))));
            }
        }
        node.features().stream()
                .filter(WindowsFeature::rebootNeeded)
                .forEach(one -> add(
                        NodeCheck.RESTART,
                        one.name(),
                        one.state(),
                        "it works after a restart alone",
                        "restart the host",
                        List.of()));
    }

    private void network() {
        Map<String, List<String>> subnets = new LinkedHashMap<>();
        for (NetworkAdapter adapter : node.adapters()) {
            adapter.subnets()
                    .forEach(one -> subnets.computeIfAbsent(one, any -> new ArrayList<>())
                            .add(adapter.name()));
            if (adapter.profile() == NetworkProfile.PUBLIC && !adapter.subnets().isEmpty()) {
                add(
                        NodeCheck.PROFILE,
                        adapter.name(),
                        "public",
                        "the firewall shuts out remote management and the cluster's heartbeats",
                        "Set-NetConnectionProfile -InterfaceAlias '" + adapter.name() + "' -NetworkCategory Private",
                        List.of());
            }
        }
        subnets.forEach((subnet, names) -> {
            if (names.size() > 1) {
                add(
                        NodeCheck.SUBNET_CLASH,
                        subnet,
                        String.join(", ", names),
                        "the cluster takes them for one network and uses one of them",
                        "give each adapter a subnet of its own, or team them",
                        List.of());
            }
        });
        List<String> up = node.adapters().stream()
                .filter(one -> one.up() && !one.virtual())
                .map(NetworkAdapter::name)
                .toList();
        if (up.size() < ROLES) {
            add(
                    NodeCheck.ADAPTERS,
                    "",
                    up.isEmpty() ? "none" : String.join(", ", up),
                    "a node has three connected adapters: for the network, the heartbeat and iSCSI; two at least, where heartbeat and iSCSI"
                            + " share one",
                    "connect another adapter",
                    List.of());
        }
    }
}

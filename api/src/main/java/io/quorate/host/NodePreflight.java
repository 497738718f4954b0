package io.quorate.host;

import io.quorate.call.Order;
import io.quorate.host.command.InstallFeature;
import io.quorate.host.command.RestartHost;
import io.quorate.host.command.SetAddresses;
import io.quorate.host.command.SetProfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a machine must have to become a node of a cluster of Hyper-V hosts, with or without iSCSI. */
final class NodePreflight {
    private static final List<String> NEEDED = List.of("Failover-Clustering", "Hyper-V");
    private static final int ROLES = 2;
    private static final String UNTOLD = "cannot tell";

    private final HostPicture node;
    private final List<NodeFinding> found = new ArrayList<>();

    NodePreflight(HostPicture node) {
        this.node = node;
    }

    void addTo(List<NodeFinding> all) {
        processor();
        system();
        membership();
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
                        "restart the host, drained, with your consent",
                        List.of(restart())));
    }

    private Order<?> restart() {
        return Order.ensure(
                node.endpoint(), new RestartHost(node.host(), node.facts().bootTime()));
    }

    private void membership() {
        HostMembership membership = node.membership();
        if (membership == null || !membership.inDomain()) {
            return;
        }
        if (membership.waiting()) {
            add(
                    NodeCheck.JOIN,
                    "",
                    "waits for a restart",
                    "a cluster refuses it, and speaks of missing administrative privileges",
                    "restart the host, drained, with your consent",
                    List.of(restart()));
        }
        if (membership.channel() == null) {
            add(
                    NodeCheck.SECURE_CHANNEL,
                    "",
                    UNTOLD,
                    "Windows did not say whether an account of the domain is believed there",
                    "Test-ComputerSecureChannel at its console, as an administrator",
                    List.of());
        } else if (Boolean.FALSE.equals(membership.channel())) {
            add(
                    NodeCheck.SECURE_CHANNEL,
                    "",
                    "broken",
                    "no account of the domain is believed there, and errors speak of missing administrative privileges",
                    "Test-ComputerSecureChannel -Repair with an account of the domain, at its console",
                    List.of());
        }
        List<String> registered = membership.registered();
        if (registered == null) {
            add(
                    NodeCheck.DNS_RECORD,
                    "",
                    UNTOLD,
                    "none of the DNS servers it asks could say what its name leads to",
                    "see that they answer (DirectoryClient.checkDns)",
                    List.of());
            return;
        }
        if (registered.isEmpty() || !node.addresses().containsAll(registered)) {
            add(
                    NodeCheck.DNS_RECORD,
                    "",
                    registered.isEmpty() ? "none" : String.join(", ", registered),
                    registered.isEmpty()
                            ? "nobody finds it by its name, and a cluster speaks of missing administrative privileges"
                            : "its name leads to an address it does not have",
                    "Register-DnsClient on it, and take away what DNS has left of old addresses",
                    List.of());
        }
    }

    private void gateways() {
        List<NetworkAdapter> with = node.adapters().stream()
                .filter(one -> !one.gateways().isEmpty())
                .toList();
        if (with.size() < 2) {
            return;
        }
        List<Order<?>> orders = new ArrayList<>();
        NetworkAdapter kept = with.stream()
                .filter(one -> one.profile() == NetworkProfile.DOMAIN)
                .findFirst()
                .orElse(with.get(0));
        for (NetworkAdapter one : with) {
            List<HostAddress> given = one.addresses().stream()
                    .filter(address -> address.v4() && address.routed())
                    .toList();
            if (!one.equals(kept) && !one.dhcp() && !given.isEmpty()) {
                orders.add(Order.ensure(
                        node.endpoint(), new SetAddresses(node.host(), one.name(), new AddressSpec(given, null))));
            }
        }
        add(
                NodeCheck.GATEWAYS,
                "",
                String.join(", ", with.stream().map(NetworkAdapter::name).toList()),
                "packets to anywhere leave by the one or the other, and answers get lost",
                "leave the gateway to " + kept.name() + " alone",
                orders);
    }

    private void network() {
        gateways();
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
                        List.of(Order.ensure(
                                node.endpoint(), new SetProfile(node.host(), adapter.name(), NetworkProfile.PRIVATE))));
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

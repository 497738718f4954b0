package io.quorate.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether each node's adapters can play the roles they are given, none in another's way. */
final class NodeRoles {
    private final AdapterRoles roles;
    private final List<NodeFinding> found = new ArrayList<>();

    /** By role and node, the subnets it is played in. */
    private final Map<AdapterRole, Map<String, Set<String>>> subnets = new LinkedHashMap<>();

    NodeRoles(AdapterRoles roles) {
        this.roles = roles;
    }

    /**
     * Who plays a role.
     *
     * @param adapter the adapter with the addresses; null for a switch that the host has no part in
     * @param hardware the description of what it stands on
     */
    private record Player(
            AdapterRole role, String name, @Nullable NetworkAdapter adapter, String hardware) {}

    List<NodeFinding> found(List<HostPicture> nodes) {
        nodes.forEach(this::look);
        subnets.forEach((role, byNode) -> {
            if (byNode.values().stream().distinct().count() > 1) {
                Map<String, String> seen = new LinkedHashMap<>();
                byNode.forEach((host, all) -> seen.put(host, String.join(", ", all)));
                found.add(new NodeFinding(
                        NodeCheck.ROLES,
                        role.name(),
                        seen,
                        "the nodes play it in different subnets, which the cluster takes for different networks",
                        "give the adapters of this role addresses of the same subnets on every node",
                        List.of()));
            }
        });
        return found;
    }

    private void add(HostPicture node, String subject, String seen, String meaning, String cure) {
        found.add(new NodeFinding(NodeCheck.ROLES, subject, Map.of(node.host(), seen), meaning, cure, List.of()));
    }

    private void look(HostPicture node) {
        List<Player> players = new ArrayList<>();
        roles.names()
                .forEach((role, names) -> names.forEach(
                        name -> (role == AdapterRole.MACHINES ? ofSwitch(node, name) : ofAdapter(node, role, name))
                                .ifPresent(players::add)));
        clashes(node, players);
        unused(node, players);
        for (Player one : players) {
            NetworkAdapter adapter = one.adapter();
            if (one.role() != AdapterRole.MACHINES
                    && adapter != null
                    && !v4(adapter).isEmpty()) {
                subnets.computeIfAbsent(one.role(), any -> new LinkedHashMap<>())
                        .computeIfAbsent(node.host(), any -> new LinkedHashSet<>())
                        .addAll(v4(adapter));
            }
        }
    }

    private static List<String> v4(NetworkAdapter adapter) {
        return adapter.addresses().stream()
                .filter(one -> one.v4() && one.routed())
                .map(HostAddress::subnet)
                .distinct()
                .sorted()
                .toList();
    }

    private Optional<Player> ofAdapter(HostPicture node, AdapterRole role, String name) {
        NetworkAdapter adapter = node.adapters().stream()
                .filter(one -> one.isNamed(name))
                .findFirst()
                .orElse(null);
        if (adapter == null) {
            add(node, role.name(), "no adapter " + name, "nobody plays the role", "rename or connect the adapter");
            return Optional.empty();
        }
        if (!adapter.up()) {
            add(node, role.name(), name + " is not connected", "nobody plays the role", "connect it");
        } else if (adapter.subnets().isEmpty()) {
            add(
                    node,
                    role.name(),
                    name + " has no address",
                    "nobody plays the role",
                    standsOnIt(node, adapter).isPresent()
                            ? "a virtual switch has it: name the host's own adapter on that switch"
                            : "give it an address of the role's network");
        }
        if (role != AdapterRole.MANAGEMENT && !adapter.gateways().isEmpty()) {
            add(
                    node,
                    role.name(),
                    name + " has the gateway " + String.join(", ", adapter.gateways()),
                    "traffic to anywhere leaves by it, beside the role's own",
                    "leave the gateway to the adapter of management alone");
        }
        return Optional.of(new Player(role, adapter.name(), adapter, hardware(node, adapter)));
    }

    private Optional<Player> ofSwitch(HostPicture node, String name) {
        VirtualSwitch found = node.switches().stream()
                .filter(one -> one.name().equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
        if (found == null || found.type() != SwitchType.EXTERNAL) {
            add(
                    node,
                    AdapterRole.MACHINES.name(),
                    found == null ? "no virtual switch " + name : name + " is not external",
                    "virtual machines reach nobody by it",
                    "make an external virtual switch of that name");
            return Optional.empty();
        }
        NetworkAdapter under = under(node, found);
        if (under != null && !under.up()) {
            add(
                    node,
                    AdapterRole.MACHINES.name(),
                    under.name() + " under " + name + " is not connected",
                    "virtual machines reach nobody by it",
                    "connect it");
        }
        return Optional.of(new Player(AdapterRole.MACHINES, found.name(), null, hardware(found)));
    }

    private static @Nullable NetworkAdapter under(HostPicture node, VirtualSwitch one) {
        return node.adapters().stream()
                .filter(adapter ->
                        !one.adapter().isEmpty() && adapter.description().equals(one.adapter()))
                .findFirst()
                .orElse(null);
    }

    private static Optional<VirtualSwitch> standsOnIt(HostPicture node, NetworkAdapter adapter) {
        return node.switches().stream()
                .filter(one -> one.adapter().equals(adapter.description()))
                .findFirst();
    }

    /** Every team of adapters in a switch goes by the same description. */
    private static String hardware(VirtualSwitch one) {
        return one.teamed() ? "the team under " + one.name() : one.adapter();
    }

    /** What an adapter stands on: the switch's hardware for the host's own adapter on a switch. */
    private static String hardware(HostPicture node, NetworkAdapter adapter) {
        return node.switches().stream()
                .filter(one -> adapter.virtual() && adapter.isNamed("vEthernet (" + one.name() + ")"))
                .map(NodeRoles::hardware)
                .filter(description -> !description.isEmpty())
                .findFirst()
                .orElse(adapter.description());
    }

    private void clashes(HostPicture node, List<Player> players) {
        for (int i = 0; i < players.size(); i++) {
            for (Player other : players.subList(i + 1, players.size())) {
                Player one = players.get(i);
                boolean same = one.hardware().equals(other.hardware());
                if (same && !one.role().shares(other.role())) {
                    add(
                            node,
                            one.role() + " and " + other.role(),
                            one.name() + " and " + other.name() + " stand on " + one.hardware(),
                            "the load of the one takes the other down with it",
                            "give each an adapter of its own; heartbeat and iSCSI share one where there are only two");
                } else if (same && one.role() == other.role()) {
                    add(
                            node,
                            one.role().name(),
                            one.name() + " and " + other.name() + " stand on " + one.hardware(),
                            "two paths over one adapter fail together",
                            "give each path an adapter of its own");
                }
                List<String> both = common(one, other);
                if (!both.isEmpty() && one.adapter() != other.adapter() && one.role() != other.role()) {
                    add(
                            node,
                            one.role() + " and " + other.role(),
                            one.name() + " and " + other.name() + " are both in " + String.join(", ", both),
                            "the cluster takes them for one network, and Windows sends by either",
                            "give each role a subnet of its own");
                }
            }
        }
    }

    private static List<String> common(Player one, Player other) {
        NetworkAdapter first = one.adapter();
        NetworkAdapter second = other.adapter();
        return first == null || second == null
                ? List.of()
                : v4(first).stream().filter(v4(second)::contains).toList();
    }

    /** An adapter with an address that has no role is one that somebody forgot, or that should be a spare without an address. */
    private void unused(HostPicture node, List<Player> players) {
        String names = node.adapters().stream()
                .filter(one -> one.up() && !one.subnets().isEmpty())
                .filter(one -> players.stream().noneMatch(player -> one.equals(player.adapter())))
                .map(one -> one.name() + " (" + String.join(", ", one.subnets()) + ")")
                .collect(Collectors.joining(", "));
        if (!names.isEmpty() && !roles.names().isEmpty()) {
            add(
                    node,
                    "",
                    names,
                    "no role is given to it, and the cluster uses it all the same",
                    "give it a role, or take its addresses away");
        }
    }
}

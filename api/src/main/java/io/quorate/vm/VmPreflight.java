package io.quorate.vm;

import io.quorate.Span;
import io.quorate.call.Calls;
import io.quorate.call.Order;
import io.quorate.cluster.ClusterNode;
import io.quorate.cluster.command.ListNodes;
import io.quorate.error.QuorateException;
import io.quorate.host.SwitchSpec;
import io.quorate.host.SwitchType;
import io.quorate.host.VirtualSwitch;
import io.quorate.host.command.CreateSwitch;
import io.quorate.host.command.ListSwitches;
import io.quorate.vm.command.EnableIntegration;
import io.quorate.vm.command.GetGuestNetworks;
import io.quorate.vm.command.GetIntegration;
import io.quorate.vm.command.GetMacRange;
import io.quorate.vm.command.GetVirtualAdapters;
import io.quorate.vm.command.ListPossibleOwners;
import io.quorate.vm.command.SetAdapterMac;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks at one virtual machine before it moves. Belongs to one thread. */
final class VmPreflight {
    private static final Duration BOOTS = Duration.ofMinutes(5);
    private static final String NONE = "none";
    private static final List<IntegrationService> NEEDED =
            List.of(IntegrationService.HEARTBEAT, IntegrationService.SHUTDOWN, IntegrationService.KEY_VALUE_PAIRS);

    private final Calls calls;
    private final VirtualMachine machine;
    private final List<VirtualAdapter> adapters;
    private final List<VmFinding> found = new ArrayList<>();

    VmPreflight(Calls calls, VirtualMachine machine) {
        this.calls = calls;
        this.machine = machine;
        this.adapters = calls.run(new GetVirtualAdapters(machine.id()));
    }

    VmReport report() {
        List<String> hosts = hosts();
        switches(hosts);
        integration(calls.run(new GetIntegration(machine.id())));
        names();
        addresses(hosts.size() > 1);
        ranges(hosts);
        storage();
        for (VirtualAdapter one : adapters) {
            if (one.isOn("")) {
                add(
                        VmCheck.DISCONNECTED,
                        one.name(),
                        Map.of(machine.host(), "on no switch"),
                        "nothing goes over it",
                        "connect it to a switch by its id, " + one.id(),
                        List.of());
            }
        }
        return new VmReport(machine.id(), found);
    }

    /** What is not clustered stays where it is; then nobody else needs its files. */
    private void storage() {
        if (!machine.clustered()) {
            return;
        }
        try {
            SharedFiles files = SharedFiles.of(calls, machine);
            if (!files.local().isEmpty()) {
                add(
                        VmCheck.STORAGE,
                        String.join(", ", files.local()),
                        Map.of(machine.host(), "on its own drive"),
                        files.meaning(),
                        SharedFiles.cure(),
                        List.of());
            }
        } catch (QuorateException sick) {
            passOn(sick);
            untold("where its files are", machine.host(), sick.getMessage(), "look again when host and cluster answer");
        }
    }

    private void add(
            VmCheck check,
            String subject,
            Map<String, String> seen,
            String meaning,
            String cure,
            List<Order<?>> orders) {
        found.add(new VmFinding(check, subject, seen, meaning, cure, orders));
    }

    private void untold(String subject, String host, @Nullable String why, String cure) {
        add(VmCheck.UNTOLD, subject, Map.of(host, String.valueOf(why)), "it cannot be told", cure, List.of());
    }

    /** What is thrown in a rehearsal, or to a thread that was interrupted, is nobody's answer. */
    private void passOn(QuorateException sick) {
        if (calls.rehearses() || Thread.currentThread().isInterrupted()) {
            throw sick;
        }
    }

    /** Returns where it may come to, as the endpoint names it: the possible owners, or every node of its cluster where those are not told. */
    private List<String> hosts() {
        if (!machine.clustered()) {
            return own(machine.host());
        }
        List<ClusterNode> nodes;
        try {
            nodes = calls.run(new ListNodes());
        } catch (QuorateException sick) {
            passOn(sick);
            untold(
                    "the nodes of its cluster",
                    machine.host(),
                    sick.getMessage(),
                    "look again when the cluster answers");
            return own(machine.host());
        }
        List<String> hosts = new ArrayList<>();
        for (ClusterNode node : possible(nodes)) {
            List<String> host = own(node.name());
            if (host.isEmpty()) {
                untold(
                        "the switches of a node",
                        node.name(),
                        "no host of endpoint " + calls.endpoint(),
                        "give the endpoint every node");
            }
            hosts.addAll(host);
        }
        return hosts;
    }

    private List<ClusterNode> possible(List<ClusterNode> nodes) {
        List<String> owners;
        try {
            owners = calls.run(new ListPossibleOwners(machine.id()));
        } catch (QuorateException sick) {
            passOn(sick);
            untold("its possible owners", machine.host(), sick.getMessage(), "look again when the cluster answers");
            return nodes;
        }
        List<ClusterNode> possible = nodes.stream()
                .filter(node -> owners.stream().anyMatch(owner -> ClusterNode.sameHost(owner, node.name())))
                .toList();
        if (nodes.size() > 1 && possible.size() < 2) {
            add(
                    VmCheck.OWNERS,
                    "",
                    Map.of(
                            machine.host(),
                            possible.isEmpty() ? NONE : possible.get(0).name()),
                    "no other node takes the machine over",
                    "Set-ClusterOwnerNode of its resources with the nodes that may",
                    List.of());
        }
        return possible;
    }

    private List<String> own(String node) {
        return calls.hosts().stream()
                .filter(host -> ClusterNode.sameHost(host, node))
                .toList();
    }

    /** What one host has, or why it does not tell. */
    private record Switches(
            String host,
            List<VirtualSwitch> switches,
            @Nullable QuorateException failure) {
        Optional<VirtualSwitch> named(String name) {
            return switches.stream()
                    .filter(one -> one.name().equalsIgnoreCase(name))
                    .findFirst();
        }
    }

    private Switches ask(String host) {
        try {
            return new Switches(host, calls.run(new ListSwitches(host)), null);
        } catch (QuorateException sick) {
            passOn(sick);
            return new Switches(host, List.of(), sick);
        }
    }

    private void switches(List<String> hosts) {
        Map<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        adapters.stream().filter(one -> !one.isOn("")).forEach(one -> names.put(one.virtualSwitch(), one.name()));
        List<Switches> all = hosts.isEmpty() ? List.of() : calls.atEach(hosts, this::ask);
        for (Switches one : all) {
            if (one.failure != null) {
                untold("its switches", one.host, one.failure.getMessage(), "look again when the host answers");
            }
        }
        List<Switches> told = all.stream().filter(one -> one.failure == null).toList();
        for (String name : names.keySet()) {
            Map<String, String> types = new LinkedHashMap<>();
            told.forEach(one ->
                    types.put(one.host, one.named(name).map(VmPreflight::type).orElse(NONE)));
            if (types.containsValue(NONE)) {
                add(
                        VmCheck.SWITCH,
                        name,
                        types,
                        "the machine does not come to " + without(types)
                                + " (33012), or comes there without that network",
                        "have a switch of that name there",
                        orders(name, told));
            } else if (new LinkedHashSet<>(types.values()).size() > 1) {
                add(
                        VmCheck.SWITCH_TYPE,
                        name,
                        types,
                        "the machine reaches after a move what it did not before, or the other way round",
                        "make it anew with the type of the others",
                        List.of());
            }
        }
    }

    private static String type(VirtualSwitch one) {
        return one.type().name().toLowerCase(Locale.ROOT);
    }

    private static String without(Map<String, String> types) {
        return types.entrySet().stream()
                .filter(one -> one.getValue().equals(NONE))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
    }

    /** A switch that stands on no adapter can be made as the other hosts have it. */
    private List<Order<?>> orders(String name, List<Switches> told) {
        Set<SwitchType> types = told.stream()
                .flatMap(one -> one.named(name).stream())
                .map(VirtualSwitch::type)
                .collect(Collectors.toSet());
        List<Order<?>> orders = new ArrayList<>();
        if (types.equals(Set.of(SwitchType.PRIVATE)) || types.equals(Set.of(SwitchType.INTERNAL))) {
            SwitchSpec wanted =
                    types.contains(SwitchType.PRIVATE) ? SwitchSpec.privately(name) : SwitchSpec.internal(name);
            told.stream()
                    .filter(one -> one.named(name).isEmpty())
                    .forEach(one -> orders.add(Order.ensure(calls.endpoint(), new CreateSwitch(one.host, wanted))));
        }
        return orders;
    }

    private void integration(List<VmIntegration> services) {
        for (VmIntegration one : services) {
            IntegrationService service = one.service();
            if (service != null && NEEDED.contains(service) && !one.enabled()) {
                add(
                        VmCheck.INTEGRATION_OFF,
                        one.name(),
                        Map.of(machine.host(), "not offered"),
                        "the host does not hear of it from the guest",
                        "have the host offer it",
                        List.of(Order.ensure(calls.endpoint(), new EnableIntegration(machine.id(), service))));
            }
            if (one.isMismatched()) {
                add(
                        VmCheck.INTEGRATION_VERSION,
                        one.name(),
                        Map.of(machine.host(), one.status() + (one.further().isEmpty() ? "" : ", " + one.further())),
                        "the guest speaks another version than the host",
                        "bring the integration services in the guest up to date",
                        List.of());
            }
        }
        List<VmIntegration> needed = services.stream()
                .filter(one -> one.enabled() && one.service() != null && NEEDED.contains(one.service()))
                .toList();
        boolean silent = !needed.isEmpty() && needed.stream().allMatch(VmIntegration::isUnanswered);
        if (!machine.isRunning()) {
            untold("its guest", machine.host(), "the machine is " + machine.state(), "look again while it runs");
        } else if (silent && machine.uptime().compareTo(BOOTS) < 0) {
            untold(
                    "its guest",
                    machine.host(),
                    "it answers nothing, and the machine runs since " + Span.words(machine.uptime()),
                    "look again when it has booted");
        } else if (silent) {
            add(
                    VmCheck.INTEGRATION,
                    "",
                    Map.of(machine.host(), "no contact"),
                    "the guest has no integration services: its network interfaces disappear, and nobody can shut it down",
                    "install them in the guest",
                    List.of());
        }
    }

    /** A guest that asks nobody may need nobody; one that asks one server finds nobody without it. */
    private void names() {
        if (!machine.isRunning()) {
            return;
        }
        List<GuestNetwork> networks;
        try {
            networks = calls.run(new GetGuestNetworks(machine.id()));
        } catch (QuorateException sick) {
            passOn(sick);
            untold(
                    "whom its guest asks for names",
                    machine.host(),
                    sick.getMessage(),
                    "look again when the host answers");
            return;
        }
        Set<String> servers = networks.stream()
                .flatMap(one -> one.dnsServers().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        if (servers.size() == 1) {
            add(
                    VmCheck.GUEST_DNS,
                    "",
                    Map.of(machine.host(), String.join("", servers)),
                    "without that one server the guest finds nobody by name",
                    "have the guest ask a second one, in the guest: its host can read that alone",
                    List.of());
        }
    }

    private void addresses(boolean moves) {
        MacLook look = MacLook.at(calls);
        Map<String, String> silent = new LinkedHashMap<>();
        for (VirtualAdapter one : adapters) {
            MacAddress mac = one.mac();
            if (mac != null) {
                MacSearch search = look.search(mac);
                silent.putAll(search.untold());
                twice(one, mac, search);
            }
            if (moves && one.dynamicMac()) {
                boolean off = machine.state().equals(VmState.OFF);
                add(
                        VmCheck.MAC_DYNAMIC,
                        one.name(),
                        Map.of(machine.host(), mac == null ? "none yet" : mac.toString()),
                        "it is another address when the machine starts on another node: what is bound to it does not reach the machine",
                        "give it an address for good while the machine is off, best one outside of every host's range",
                        off && mac != null
                                ? List.of(
                                        Order.ensure(calls.endpoint(), new SetAdapterMac(machine.id(), one.id(), mac)))
                                : List.of());
            }
        }
        silent.forEach((host, why) -> untold("who has its addresses", host, why, "look again when the host answers"));
    }

    /** What one host chooses from, or why it does not tell. */
    private record Range(
            String host, @Nullable MacRange range, @Nullable QuorateException failure) {}

    private Range range(String host) {
        try {
            return new Range(host, calls.run(new GetMacRange(host)), null);
        } catch (QuorateException sick) {
            passOn(sick);
            return new Range(host, null, sick);
        }
    }

    /** A host knows the addresses of its own machines alone: on one that this machine is not on, its address is free to be chosen. */
    private void ranges(List<String> hosts) {
        List<VirtualAdapter> fixed = adapters.stream()
                .filter(one -> !one.dynamicMac() && one.mac() != null)
                .toList();
        if (fixed.isEmpty() || hosts.isEmpty()) {
            return;
        }
        List<Range> all = calls.atEach(hosts, this::range);
        for (Range one : all) {
            if (one.failure != null) {
                untold(
                        "its range of MAC addresses",
                        one.host,
                        one.failure.getMessage(),
                        "look again when the host answers");
            }
        }
        for (VirtualAdapter one : fixed) {
            Map<String, String> seen = new LinkedHashMap<>();
            for (Range other : all) {
                MacAddress mac = one.mac();
                MacRange range = other.range;
                if (mac != null && range != null && range.holds(mac)) {
                    seen.put(other.host, range.toString());
                }
            }
            if (!seen.isEmpty()) {
                add(
                        VmCheck.MAC_RANGE,
                        one.name() + " " + one.mac(),
                        seen,
                        "the host may give the address to another machine while this one is elsewhere, and then this one does not start there",
                        "set one outside of every host's range while the machine is off, or have the hosts choose from another range",
                        List.of());
            }
        }
    }

    private void twice(VirtualAdapter one, MacAddress mac, MacSearch search) {
        Map<String, String> seen = new LinkedHashMap<>();
        for (MacHolder holder : search.holders()) {
            boolean own = machine.id().equals(holder.machine()) && one.hasId(holder.adapterId());
            if (!own) {
                seen.merge(holder.host(), holder.toString(), (a, b) -> a + ", " + b);
            }
        }
        if (!seen.isEmpty()) {
            add(
                    VmCheck.MAC_TWICE,
                    one.name() + " " + mac,
                    seen,
                    "two adapters with one address answer for each other",
                    "give one of them another address",
                    List.of());
        }
    }
}

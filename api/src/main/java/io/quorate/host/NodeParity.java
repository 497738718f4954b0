package io.quorate.host;

import io.quorate.Span;
import io.quorate.call.Order;
import io.quorate.host.command.CreateSwitch;
import io.quorate.host.command.CreateSwitchOver;
import io.quorate.host.command.InstallFeature;
import io.quorate.host.command.RunInitiator;
import io.quorate.host.command.SetMachineFolders;
import io.quorate.host.command.SetMigration;
import io.quorate.host.command.SetMtu;
import io.quorate.host.command.SetTimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What all nodes of a cluster should have in common. */
final class NodeParity {
    /** By how much clocks may differ; Kerberos stands five minutes, and logs are compared by the second. */
    private static final Duration APART = Duration.ofSeconds(5);

    private static final String NONE = "none";

    private final List<HostPicture> nodes;
    private final List<NodeFinding> found = new ArrayList<>();

    NodeParity(List<HostPicture> nodes) {
        this.nodes = nodes;
    }

    List<NodeFinding> found() {
        if (nodes.size() > 1) {
            machines();
            clocks();
            features();
            network();
            switches();
            hyperV();
            storage();
        }
        return List.copyOf(found);
    }

    private void add(
            NodeCheck check,
            String subject,
            Map<String, String> seen,
            String meaning,
            String cure,
            List<Order<?>> orders) {
        found.add(new NodeFinding(check, subject, seen, meaning, cure, orders));
    }

    /** Adds a finding where hosts differ; those that tell nothing (null) are left out. */
    private void differ(
            NodeCheck check,
            String subject,
            Function<HostPicture, ? extends @Nullable Object> what,
            BiPredicate<String, String> same,
            String meaning,
            String cure,
            BiFunction<HostPicture, HostPicture, List<Order<?>>> orders) {
        Map<String, String> seen = new LinkedHashMap<>();
        for (HostPicture node : nodes) {
            Object value = what.apply(node);
            if (value != null) {
                seen.put(node.host(), value.toString());
            }
        }
        String first = seen.values().stream().findFirst().orElse("");
        if (!seen.values().stream().allMatch(one -> same.test(first, one))) {
            HostPicture model = nodes.stream()
                    .filter(node -> seen.containsKey(node.host()))
                    .findFirst()
                    .orElseThrow();
            List<Order<?>> all = new ArrayList<>();
            nodes.stream()
                    .filter(node -> !same.test(first, seen.getOrDefault(node.host(), first)))
                    .forEach(node -> all.addAll(orders.apply(node, model)));
            add(check, subject, seen, meaning, cure, all);
        }
    }

    private void differ(
            NodeCheck check, Function<HostPicture, ? extends @Nullable Object> what, String meaning, String cure) {
        differ(check, "", what, String::equalsIgnoreCase, meaning, cure, (node, model) -> List.of());
    }

    /** Has a host keep machines and disks where another does. */
    private static List<Order<?>> folders(HostPicture node, HostPicture model) {
        HyperVSettings settings = model.facts().hyperV();
        try {
            return settings == null
                    ? List.of()
                    : List.of(Order.ensure(
                            node.endpoint(),
                            new SetMachineFolders(node.host(), settings.machinePath(), settings.diskPath())));
        } catch (IllegalArgumentException odd) {
            return List.of();
        }
    }

    /** Has live migrations of a host go as another's; that they are off on the first is no model. */
    private static List<Order<?>> migration(HostPicture node, HostPicture model) {
        HyperVSettings settings = model.facts().hyperV();
        HyperVSettings own = node.facts().hyperV();
        if (settings == null || own == null) {
            return List.of();
        }
        Optional<MigrationSpec> spec = MigrationSpec.of(settings.migration() ? settings : own);
        HostPicture wrong = settings.migration() ? node : model;
        return spec.<List<Order<?>>>map(
                        wanted -> List.of(Order.ensure(wrong.endpoint(), new SetMigration(wrong.host(), wanted))))
                .orElse(List.of());
    }

    private void machines() {
        differ(
                NodeCheck.DOMAIN,
                node -> node.facts().domain(),
                "all nodes of a cluster are in one domain",
                "join them to one domain");
        differ(
                NodeCheck.PROCESSOR_VENDOR,
                node -> node.facts().processor().vendor(),
                "no virtual machine migrates live between processors of different vendors",
                "take machines with processors of one vendor");
        differ(
                NodeCheck.PROCESSOR_MODEL,
                node -> node.facts().processor().model(),
                "a virtual machine migrates live between them only with processor compatibility",
                "Set-VMProcessor -CompatibilityForMigrationEnabled $true on each machine while it is off");
        differ(
                NodeCheck.PROCESSORS,
                node -> node.facts().processor().logical(),
                "the smaller node may not carry what the larger one did",
                "plan a failover for the smaller node");
        differ(
                NodeCheck.MEMORY,
                node -> node.facts().memory(),
                "the smaller node may not carry what the larger one did",
                "plan a failover for the smaller node");
        differ(
                NodeCheck.BUILD,
                node -> node.facts().system().build(),
                "a cluster of mixed builds is meant for the time of an upgrade alone",
                "upgrade the older nodes, then the cluster's functional level");
    }

    private void clocks() {
        differ(
                NodeCheck.TIME_OFFSET,
                node -> node.facts().clock().offset(),
                "logs and schedules of the nodes do not go together",
                "Set-TimeZone on each node");
        HostClock earliest = null;
        HostClock latest = null;
        Map<String, String> seen = new LinkedHashMap<>();
        for (HostPicture node : nodes) {
            HostClock clock = node.facts().clock();
            Duration ahead = clock.ahead();
            if (ahead == null) {
                continue;
            }
            seen.put(node.host(), Span.words(ahead) + " ahead of ours, within " + Span.words(clock.within()));
            if (earliest == null || ahead.compareTo(Objects.requireNonNull(earliest.ahead())) < 0) {
                earliest = clock;
            }
            if (latest == null || ahead.compareTo(Objects.requireNonNull(latest.ahead())) > 0) {
                latest = clock;
            }
        }
        if (earliest == null || latest == null) {
            return;
        }
        Duration apart = Objects.requireNonNull(latest.ahead())
                .minus(Objects.requireNonNull(earliest.ahead()))
                .minus(latest.within())
                .minus(earliest.within());
        if (apart.compareTo(APART) > 0) {
            add(
                    NodeCheck.TIME,
                    "",
                    seen,
                    "Kerberos refuses clocks that are five minutes apart, and what happened first cannot be told",
                    "have each take its time from the domain's controllers, and look at theirs",
                    onTime());
        }
    }

    /** Members of a domain whose clocks are off take their time from its controllers, anew. */
    private List<Order<?>> onTime() {
        List<Order<?>> orders = new ArrayList<>();
        for (HostPicture node : nodes) {
            Duration ahead = node.facts().clock().ahead();
            if (node.facts().inDomain() && ahead != null && ahead.abs().compareTo(APART) > 0) {
                orders.add(Order.ensure(node.endpoint(), new SetTimeSource(node.host(), List.of())));
            }
        }
        return orders;
    }

    private void features() {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        nodes.forEach(node -> node.features().stream()
                .filter(one -> one.installed() || one.rebootNeeded())
                .forEach(one -> names.add(one.name())));
        for (String name : names) {
            Map<String, String> seen = new LinkedHashMap<>();
            List<Order<?>> orders = new ArrayList<>();
            for (HostPicture node : nodes) {
                Optional<WindowsFeature> feature = node.features().stream()
                        .filter(one -> one.isNamed(name))
                        .findFirst();
                boolean there = feature.filter(one -> one.installed() || one.rebootNeeded())
                        .isPresent();
                seen.put(node.host(), there ? "installed" : "missing");
                if (!there) {
                    orders.add(Order.ensure(node.endpoint(), new InstallFeature(node.host(), name)));
                }
            }
            if (!orders.isEmpty()) {
                add(
                        NodeCheck.FEATURES,
                        name,
                        seen,
                        "what needs it works on some nodes alone",
                        "install it where it is missing",
                        orders);
            }
        }
    }

    private void network() {
        Map<String, Set<String>> hosts = new LinkedHashMap<>();
        Map<String, Map<String, Integer>> sizes = new LinkedHashMap<>();
        for (HostPicture node : nodes) {
            for (NetworkAdapter adapter : node.adapters()) {
                for (String subnet : adapter.subnets()) {
                    hosts.computeIfAbsent(subnet, any -> new LinkedHashSet<>()).add(node.host());
                    if (adapter.mtu() > 0) {
                        sizes.computeIfAbsent(subnet, any -> new LinkedHashMap<>())
                                .putIfAbsent(node.host(), adapter.mtu());
                    }
                }
            }
        }
        hosts.forEach((subnet, there) -> {
            if (there.size() < nodes.size()) {
                add(
                        NodeCheck.SUBNETS,
                        subnet,
                        seen(node -> there.contains(node.host()) ? "there" : "missing"),
                        "the cluster finds a network that not all nodes are in",
                        "give every node an address in it, or exclude it from the cluster's use",
                        List.of());
            }
        });
        sizes.forEach((subnet, mtus) -> {
            if (new LinkedHashSet<>(mtus.values()).size() > 1) {
                add(
                        NodeCheck.MTU,
                        subnet,
                        seen(node -> String.valueOf(mtus.getOrDefault(node.host(), 0))),
                        "large packets are lost between them, and what sends them hangs",
                        "the largest of them on the adapters of this subnet, and no less in the network's switches",
                        sized(subnet, Collections.max(mtus.values())));
            }
        });
    }

    private List<Order<?>> sized(String subnet, int mtu) {
        List<Order<?>> orders = new ArrayList<>();
        for (HostPicture node : nodes) {
            for (NetworkAdapter adapter : node.adapters()) {
                if (adapter.subnets().contains(subnet) && adapter.mtu() > 0 && adapter.mtu() < mtu) {
                    orders.add(Order.ensure(node.endpoint(), new SetMtu(node.host(), adapter.name(), mtu)));
                }
            }
        }
        return orders;
    }

    private Map<String, String> seen(Function<HostPicture, String> what) {
        Map<String, String> seen = new LinkedHashMap<>();
        nodes.forEach(node -> seen.put(node.host(), what.apply(node)));
        return seen;
    }

    /** Hyper-V tells names of switches apart by their case nowhere. */
    private void switches() {
        Map<String, String> names = new LinkedHashMap<>();
        nodes.forEach(node ->
                node.switches().forEach(one -> names.putIfAbsent(one.name().toLowerCase(Locale.ROOT), one.name())));
        for (String name : names.values()) {
            Map<String, String> seen = seen(node -> node.switches().stream()
                    .filter(one -> one.name().equalsIgnoreCase(name))
                    .map(one -> one.type().name().toLowerCase(Locale.ROOT))
                    .findFirst()
                    .orElse(NONE));
            if (seen.containsValue(NONE)) {
                add(
                        NodeCheck.SWITCHES,
                        name,
                        seen,
                        "a virtual machine on it does not move to where it is missing (33012)",
                        "New-VMSwitch of that name and type where it is missing; an external one takes its adapter over, with your consent",
                        missing(name));
            } else if (new LinkedHashSet<>(seen.values()).size() > 1) {
                add(
                        NodeCheck.SWITCH_TYPE,
                        name,
                        seen,
                        "a virtual machine reaches after a move what it did not before, or the other way round",
                        "make it anew with the type of the others",
                        List.of());
            }
        }
    }

    /** The switch where it is missing, as the first that has it; an external one on the adapter of the same name. */
    private List<Order<?>> missing(String name) {
        List<Order<?>> orders = new ArrayList<>();
        HostPicture model = nodes.stream()
                .filter(node -> named(node, name).isPresent())
                .findFirst()
                .orElseThrow();
        VirtualSwitch there = named(model, name).orElseThrow();
        Optional<NetworkAdapter> adapter = model.adapters().stream()
                .filter(one -> one.description().equals(there.adapter()))
                .findFirst();
        for (HostPicture node : nodes) {
            if (named(node, name).isPresent()) {
                continue;
            }
            if (there.type() == SwitchType.PRIVATE || there.type() == SwitchType.INTERNAL) {
                SwitchSpec spec = there.type() == SwitchType.PRIVATE
                        ? SwitchSpec.privately(there.name())
                        : SwitchSpec.internal(there.name());
                orders.add(Order.ensure(node.endpoint(), new CreateSwitch(node.host(), spec)));
            } else if (there.type() == SwitchType.EXTERNAL
                    && adapter.isPresent()
                    && node.adapters().stream()
                            .anyMatch(one -> one.isNamed(adapter.get().name()))) {
                SwitchSpec spec =
                        SwitchSpec.external(there.name(), adapter.get().name());
                orders.add(Order.ensure(
                        node.endpoint(),
                        new CreateSwitchOver(node.host(), there.managementOs() ? spec : spec.withoutHost())));
            }
        }
        return orders;
    }

    private static Optional<VirtualSwitch> named(HostPicture node, String name) {
        return node.switches().stream()
                .filter(one -> one.name().equalsIgnoreCase(name))
                .findFirst();
    }

    private <T> Function<HostPicture, @Nullable T> set(Function<HyperVSettings, T> what) {
        return node -> {
            HyperVSettings settings = node.facts().hyperV();
            return settings == null ? null : what.apply(settings);
        };
    }

    private static boolean samePath(String one, String other) {
        return one.equalsIgnoreCase(other) || WindowsPath.compare(one, other) == WindowsPath.Likeness.SAME;
    }

    private void hyperV() {
        differ(
                NodeCheck.MACHINE_PATH,
                "",
                set(HyperVSettings::machinePath),
                NodeParity::samePath,
                "new machines go elsewhere on each node",
                "Set-VMHost -VirtualMachinePath",
                NodeParity::folders);
        differ(
                NodeCheck.DISK_PATH,
                "",
                set(HyperVSettings::diskPath),
                NodeParity::samePath,
                "new disks go elsewhere on each node",
                "Set-VMHost -VirtualHardDiskPath",
                NodeParity::folders);
        differ(
                NodeCheck.MIGRATION,
                "",
                set(HyperVSettings::migration),
                String::equalsIgnoreCase,
                "machines leave the one and do not come to the other",
                "Enable-VMMigration",
                NodeParity::migration);
        differ(
                NodeCheck.MIGRATION_SETTINGS,
                "",
                set(one -> one.authentication() + ", " + one.performance() + ", "
                        + (one.anyNetwork()
                                ? "any network"
                                : String.join(
                                        " ", one.networks().stream().sorted().toList()))),
                String::equalsIgnoreCase,
                "hosts that log in or send otherwise, or over other networks, do not migrate to each other",
                "Set-VMHost -VirtualMachineMigrationAuthenticationType -VirtualMachineMigrationPerformanceOption",
                NodeParity::migration);
    }

    private void storage() {
        differ(
                NodeCheck.MULTIPATH_POLICY,
                node -> node.multipath().installed() ? node.multipath().policy() : null,
                "a lost path is answered otherwise on each node",
                "Set-MSDSMGlobalDefaultLoadBalancePolicy");
        differ(
                NodeCheck.MULTIPATH_CLAIM,
                node -> node.multipath().installed() ? node.multipath().claimsIscsi() : null,
                "where they are not claimed, two paths are two disks",
                "Enable-MSDSMAutomaticClaim -BusType iSCSI, then a restart");
        Map<String, String> seen = seen(node -> node.initiator().automatic() ? "with Windows" : "not with Windows");
        if (new LinkedHashSet<>(seen.values()).size() > 1) {
            List<Order<?>> orders = new ArrayList<>();
            nodes.stream()
                    .filter(node -> !node.initiator().automatic())
                    .forEach(node -> orders.add(Order.ensure(node.endpoint(), new RunInitiator(node.host()))));
            add(
                    NodeCheck.INITIATOR,
                    "",
                    seen,
                    "after a restart a node comes back without its disks over iSCSI",
                    "have the initiator start with Windows",
                    orders);
        }
    }
}

package io.quorate.lab.rule;

import io.quorate.lab.kernel.World;
import io.quorate.lab.model.Cluster;
import io.quorate.lab.model.GroupState;
import io.quorate.lab.model.Hypervisor;
import io.quorate.lab.model.NodeState;
import io.quorate.lab.model.Refusal;
import io.quorate.lab.model.ResourceState;
import io.quorate.lab.model.VmState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Groups and resources, and the roles of virtual machines. */
final class GroupRules {
    private static final String MODULE = "FailoverClusters\\";

    private GroupRules() {}

    static void addTo(Rules rules) {
        rules.add(MODULE + "Get-ClusterGroup", Set.of("Name", "VMId", "InputObject", "Cluster"), GroupRules::get);
        rules.add(
                MODULE + "Move-ClusterGroup",
                Set.of("Name", "Node", "Wait", "InputObject", "Cluster"),
                GroupRules::move);
        rules.add(
                MODULE + "Start-ClusterGroup",
                Set.of("Name", "Wait", "InputObject", "Cluster"),
                call -> act(call, g -> call.cluster().start(g.id())));
        rules.add(
                MODULE + "Stop-ClusterGroup",
                Set.of("Name", "Wait", "InputObject", "Cluster"),
                call -> act(call, g -> call.cluster().stop(g.id())));
        rules.add(
                MODULE + "Remove-ClusterGroup",
                Set.of("Name", "RemoveResources", "Force", "InputObject", "Cluster"),
                GroupRules::remove);
        rules.add(
                MODULE + "Get-ClusterResource",
                Set.of("Name", "VMId", "InputObject", "Cluster"),
                GroupRules::resources);
        rules.add(
                MODULE + "Add-ClusterVirtualMachineRole",
                Set.of("Name", "VMName", "VMId", "VirtualMachine", "Cluster"),
                GroupRules::addVm);
        rules.add(
                MODULE + "Move-ClusterVirtualMachineRole",
                Set.of("Name", "VMId", "Node", "MigrationType", "Wait", "Cancel", "InputObject", "Cluster"),
                GroupRules::moveVm);
    }

    private static List<GroupState> visible(Cluster cluster) {
        return cluster.groups().stream()
                .filter(g -> g.type() != GroupState.SHARED_VOLUME)
                .toList();
    }

    private static GroupState ofVm(Cluster cluster, String vmId) {
        return cluster.resourcesOfVm(vmId).stream()
                .map(cluster::groupOf)
                .findFirst()
                .orElseThrow(() -> new Refusal(Refusal.Reason.GROUP_NOT_FOUND, vmId));
    }

    private static List<GroupState> named(Cluster cluster, List<String> names) {
        List<GroupState> found = new ArrayList<>();
        for (String name : names) {
            if (Call.wild(name)) {
                visible(cluster).stream().filter(g -> Call.like(g.name(), name)).forEach(found::add);
            } else {
                found.add(cluster.group(name).orElseThrow(() -> new Refusal(Refusal.Reason.GROUP_NOT_FOUND, name)));
            }
        }
        return found;
    }

    private static void get(Call call) {
        Cluster cluster = call.cluster();
        String vm = call.args().text("VMId");
        List<String> names = call.args().texts("Name");
        List<GroupState> found =
                vm != null ? List.of(ofVm(cluster, vm)) : names.isEmpty() ? visible(cluster) : named(cluster, names);
        List<NodeState> nodes = call.models("InputObject", NodeState.class);
        if (!nodes.isEmpty()) {
            found = found.stream()
                    .filter(group -> nodes.stream().anyMatch(node -> node.host().equals(group.owner())))
                    .toList();
        }
        found.forEach(g -> call.write(call.objects().group(cluster, g)));
    }

    private static List<GroupState> targets(Call call, Cluster cluster) {
        String vm = call.args().text("VMId");
        if (vm != null) {
            return List.of(ofVm(cluster, vm));
        }
        List<String> names = new ArrayList<>(call.args().texts("Name"));
        call.models("InputObject", GroupState.class).forEach(g -> names.add(g.id()));
        return named(cluster, names);
    }

    private static void remove(Call call) {
        if (!call.args().on("RemoveResources") || !call.args().on("Force")) {
            throw call.notSimulated("without -RemoveResources and -Force");
        }
        Cluster cluster = call.cluster();
        for (GroupState group : targets(call, cluster)) {
            if (cluster.resourcesIn(group.id()).stream().anyMatch(r -> r.vm() != null)) {
                throw call.notSimulated("of a virtual machine");
            }
            call.change(() -> cluster.removeRole(group.id()));
        }
    }

    private static void act(Call call, Consumer<GroupState> action) {
        Cluster cluster = call.cluster();
        for (GroupState group : targets(call, cluster)) {
            call.change(() -> action.accept(group));
            settle(call, cluster, group);
        }
    }

    private static void move(Call call) {
        Cluster cluster = call.cluster();
        for (GroupState group : targets(call, cluster)) {
            call.change(() -> cluster.move(group.id(), call.args().text("Node")));
            settle(call, cluster, group);
        }
    }

    /** Waits until the group is at rest, as long as {@code -Wait} allows, and puts it out. */
    private static void settle(Call call, Cluster cluster, GroupState group) {
        if (!call.patience().isZero()) {
            call.await(
                    "group " + group.name() + " to settle",
                    () -> cluster.group(group.id())
                            .filter(g -> g.state() == GroupState.State.PENDING)
                            .isEmpty(),
                    call.patience());
        }
        cluster.group(group.id()).ifPresent(g -> call.write(call.objects().group(cluster, g)));
    }

    private static void resources(Call call) {
        Cluster cluster = call.cluster();
        String vm = call.args().text("VMId");
        List<String> names = call.args().texts("Name");
        List<GroupState> groups = call.models("InputObject", GroupState.class);
        List<ResourceState> found = new ArrayList<>();
        if (vm != null) {
            found.addAll(cluster.resourcesOfVm(vm));
        } else if (names.isEmpty() && !groups.isEmpty()) {
            groups.stream()
                    .flatMap(g -> cluster.resourcesIn(g.id()).stream())
                    .filter(r -> r.volume() == 0)
                    .forEach(found::add);
        } else if (names.isEmpty()) {
            found.addAll(all(cluster));
        } else {
            for (String name : names) {
                if (Call.wild(name)) {
                    all(cluster).stream().filter(r -> Call.like(r.name(), name)).forEach(found::add);
                } else {
                    found.add(cluster.resource(name)
                            .orElseThrow(() -> new Refusal(Refusal.Reason.RESOURCE_NOT_FOUND, name)));
                }
            }
        }
        found.forEach(r -> call.write(call.objects().resource(cluster, r)));
    }

    private static List<ResourceState> all(Cluster cluster) {
        return cluster.resources().stream().filter(r -> r.volume() == 0).toList();
    }

    private static void addVm(Call call) {
        Cluster cluster = call.cluster();
        VmState vm = vm(call, cluster);
        call.requireDelegation(vm.host());
        GroupState group =
                call.change(() -> cluster.addVirtualMachine(vm.id(), call.args().text("Name")));
        call.write(call.objects().group(cluster, group));
    }

    private static VmState vm(Call call, Cluster cluster) {
        String id = call.args().text("VMId");
        List<VmState> piped = call.models("VirtualMachine", VmState.class);
        if (!piped.isEmpty()) {
            id = piped.get(0).id();
        }
        Hypervisor hypervisor = call.estate().hypervisor();
        String name = call.args().text("VMName");
        String wanted = id;
        List<VmState> some = wanted != null
                ? hypervisor.find(wanted).stream().toList()
                : hypervisor.named(String.valueOf(name)).stream()
                        .filter(v -> v.host().equals(call.host()))
                        .toList();
        return some.stream()
                .filter(v -> cluster.node(v.host()).isPresent())
                .findFirst()
                .orElseThrow(() ->
                        new Refusal(Refusal.Reason.RESOURCE_NOT_FOUND, wanted != null ? wanted : String.valueOf(name)));
    }

    private static void moveVm(Call call) {
        String type = call.args().text("MigrationType");
        requireLive(call.world(), type);
        Cluster cluster = call.cluster();
        List<GroupState> targets = targets(call, cluster);
        for (GroupState group : targets) {
            if (group.type() != GroupState.VIRTUAL_MACHINE) {
                throw new Refusal(Refusal.Reason.INVALID_PARAMETER, group.name());
            }
            String node = call.args().text("Node");
            call.requireDelegation(group.owner());
            call.requireDelegation(
                    node == null
                            ? cluster.nodes().stream()
                                    .map(n -> n.host())
                                    .filter(h -> !h.equals(group.owner()))
                                    .findFirst()
                                    .orElse(null)
                            : call.estate().findHost(node).map(h -> h.name()).orElse(node));
            if (call.args().on("Cancel")) {
                call.change(() -> cluster.cancelMigration(group.id()));
                cluster.group(group.id())
                        .ifPresent(g -> call.write(call.objects().group(cluster, g)));
            } else {
                call.change(() -> cluster.move(group.id(), node));
                settle(call, cluster, group);
            }
        }
    }

    private static void requireLive(World world, @Nullable String type) {
        if (type != null && !type.equalsIgnoreCase("Live") && !type.equals("4")) {
            throw Errors.notSimulated(world, "Move-ClusterVirtualMachineRole -MigrationType " + type);
        }
    }
}

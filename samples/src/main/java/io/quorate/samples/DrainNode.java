package io.quorate.samples;

import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.cluster.ClusterClient;
import io.quorate.cluster.ClusterGroup;
import io.quorate.cluster.ClusterNode;
import io.quorate.cluster.Failback;
import io.quorate.flow.SharedDisk;
import io.quorate.lab.Lab;
import io.quorate.san.ChapLogin;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import io.quorate.san.Publication;
import io.quorate.storage.StorageClient;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VirtualMachineClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A cluster of three nodes, two volumes of an appliance as its shared volumes and five highly available machines on them; then one node
 * is drained for maintenance, and takes its machines back.
 */
public final class DrainNode {
    private static final List<String> NODES = List.of("HV1", "HV2", "HV3");
    private static final ChapLogin CHAP = new ChapLogin("fc1", Secret.of("fc1-chap-secret"));

    private final Quorate quorate;
    private final ClusterClient cluster;
    private final VirtualMachineClient vms;

    DrainNode(Quorate quorate) {
        this.quorate = quorate;
        this.cluster = quorate.cluster("lab");
        this.vms = quorate.vms("lab");
    }

    public static void main(String[] args) {
        Arguments.none(
                DrainNode.class,
                "Drains a node of a simulated cluster for maintenance, and has it take its machines back.",
                args);
        try (Lab lab = Lab.sanStoryBuilder().host("HV3").start();
                Quorate quorate = lab.connect().build()) {
            DrainNode rack = new DrainNode(quorate);
            rack.build();
            System.out.print(Table.of(rack.machines()));
            List<String> moved = rack.drain("HV2");
            System.out.print(Table.of(rack.machines()));
            rack.resume("HV2", moved);
            System.out.print(Table.of(rack.machines()));
        }
    }

    /** Where a machine runs. */
    record Placed(String machine, String node, String state, String folder) {}

    /** Builds all of it. */
    void build() {
        cluster.create("FC1", NODES.get(0));
        for (String node : NODES.subList(1, NODES.size())) {
            cluster.nodes().ensure(node);
            cluster.nodes().awaitUp(node, Duration.ofMinutes(5));
        }
        List<String> folders = List.of(share("csv1"), share("csv2"));
        List<VirtualMachine> started = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            started.add(machine("web" + i, NODES.get(i % NODES.size()), folders.get(i % folders.size())));
        }
        started.forEach(machine -> vms.awaitHeartbeat(machine.id(), Duration.ofMinutes(5)));
    }

    /** Makes a volume of the appliance one that every node sees; returns where. */
    private String share(String name) {
        StorageClient nas = quorate.storage("storage");
        DatasetPath volume = DatasetPath.of("tank/vg/" + name);
        nas.volumes().ensure(volume, v -> v.size(Size.gib(500)).thin());
        Publication publication = nas.publications()
                .ensure(
                        volume,
                        p -> p.target(Iqn.of("iqn.2005-07.com.nexenta:01:fc1"))
                                .addPortal(Portal.of("10.0.0.5"))
                                .hostGroup("FC1")
                                .initiators(initiators())
                                .chap(CHAP))
                .value();
        SharedDisk disk = quorate.flows()
                .shareDisk(s -> s.publication(publication).cluster("lab").chap(CHAP))
                .value();
        String folder = disk.path().orElseThrow();
        System.out.println(name + " is " + folder);
        return folder;
    }

    private Set<Iqn> initiators() {
        Set<Iqn> names = new LinkedHashSet<>();
        for (String node : NODES) {
            names.add(quorate.host("lab", node)
                    .initiator()
                    .ensureRunning()
                    .value()
                    .name());
        }
        return names;
    }

    private VirtualMachine machine(String name, String node, String folder) {
        VirtualMachine made = vms.create(
                name,
                vm -> vm.on(node)
                        .path(folder)
                        .cores(2)
                        .memory(Size.gib(4))
                        .newDisk(name + ".vhdx", Size.gib(40))
                        .connectedTo("LAN"));
        vms.makeHighlyAvailable(made.id());
        return vms.start(made.id());
    }

    /** Returns where the machines are, in the order of their names. */
    List<Placed> machines() {
        return vms.list().stream()
                .map(vm -> new Placed(vm.name(), vm.host(), vm.state().toString(), vm.path()))
                .sorted(Comparator.comparing(Placed::machine))
                .toList();
    }

    /** Moves everything away from a node and tells how far it has come; returns the names of the groups that were there. */
    List<String> drain(String node) {
        List<String> there = groupsOn(node);
        // @start region="drain"
        ClusterNode drained = cluster.nodes()
                .beginDrain(node)
                .await(Duration.ofMinutes(30), progress -> System.out.println("drain of " + node + ": " + progress));
        System.out.println(node + " is " + drained.state() + ", its drain is " + drained.drain());
        // @end
        return there;
    }

    /** Has a node take part again, and waits until what it had is back. */
    void resume(String node, List<String> groups) {
        // @start region="resume"
        cluster.nodes().resume(node, Failback.IMMEDIATE);
        List<String> back = quorate.waitFor(groups + " are back on " + node, () -> groupsOn(node))
                .until(there -> there.containsAll(groups))
                .await(Duration.ofMinutes(30));
        // @end
        System.out.println(node + " has " + back);
    }

    /** Returns the names of the groups that a node has and that are not on their way. */
    private List<String> groupsOn(String node) {
        return cluster.groups().list().stream()
                .filter(group -> group.owner().equals(node) && group.isSettled())
                .map(ClusterGroup::name)
                .toList();
    }
}

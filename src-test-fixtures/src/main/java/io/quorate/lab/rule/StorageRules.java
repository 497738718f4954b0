package io.quorate.lab.rule;

import io.quorate.lab.model.Cluster;
import io.quorate.lab.model.DiskState;
import io.quorate.lab.model.NodeState;
import io.quorate.lab.model.Refusal;
import io.quorate.lab.model.ResourceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Disks and shared volumes of a cluster. */
final class StorageRules {
    private static final String MODULE = "FailoverClusters\\";

    private StorageRules() {}

    static void addTo(Rules rules) {
        rules.add(
                MODULE + "Get-ClusterAvailableDisk", Set.of("Cluster", "InputObject", "All"), StorageRules::available);
        rules.add(MODULE + "Add-ClusterDisk", Set.of("InputObject", "Cluster"), StorageRules::add);
        rules.add(MODULE + "Get-ClusterSharedVolume", Set.of("Name", "InputObject", "Cluster"), StorageRules::volumes);
        rules.add(MODULE + "Add-ClusterSharedVolume", Set.of("Name", "InputObject", "Cluster"), StorageRules::share);
        rules.add(
                MODULE + "Get-ClusterSharedVolumeState",
                Set.of("Name", "Node", "InputObject", "Cluster"),
                StorageRules::states);
        rules.add(
                MODULE + "Remove-ClusterSharedVolume", Set.of("Name", "InputObject", "Cluster"), StorageRules::unshare);
        rules.add(
                MODULE + "Move-ClusterSharedVolume",
                Set.of("Name", "Node", "Wait", "InputObject", "Cluster"),
                StorageRules::move);
        rules.add(
                MODULE + "Remove-ClusterResource",
                Set.of("Name", "Force", "InputObject", "Cluster"),
                StorageRules::remove);
    }

    private static void available(Call call) {
        if (call.args().on("All")) {
            throw Errors.notSimulated(call.world(), MODULE + "Get-ClusterAvailableDisk -All");
        }
        Cluster cluster = call.cluster();
        int position = cluster.state().disks();
        for (DiskState disk : cluster.availableDisks()) {
            call.write(call.objects().availableDisk(cluster, seen(call, disk), ++position));
        }
    }

    /** The disk with the number it has on the caller's host. */
    private static DiskState seen(Call call, DiskState disk) {
        return call.estate().hostDisks().of(call.host()).stream()
                .filter(d -> d.naa().equals(disk.id()))
                .findFirst()
                .map(d -> new DiskState(disk.id(), disk.guid(), d.number(), disk.size(), disk.seenBy()))
                .orElse(disk);
    }

    private static void add(Call call) {
        Cluster cluster = call.cluster();
        List<DiskState> disks = call.models("InputObject", DiskState.class);
        if (disks.isEmpty()) {
            throw new Refusal(Refusal.Reason.INVALID_PARAMETER, "InputObject");
        }
        for (DiskState disk : disks) {
            ResourceState resource = call.change(() -> cluster.addDisk(disk.id()));
            call.write(call.objects().resource(cluster, resource));
        }
    }

    private static List<ResourceState> volumes(Call call, Cluster cluster) {
        List<String> names = call.args().texts("Name");
        call.models("InputObject", ResourceState.class).forEach(r -> names.add(r.id()));
        List<ResourceState> all = cluster.volumes();
        if (names.isEmpty()) {
            return all;
        }
        List<ResourceState> found = new ArrayList<>();
        for (String name : names) {
            List<ResourceState> matches = all.stream()
                    .filter(r -> Call.like(r.name(), name) || r.id().equalsIgnoreCase(name))
                    .toList();
            if (matches.isEmpty() && !Call.wild(name)) {
                throw new Refusal(Refusal.Reason.RESOURCE_NOT_FOUND, name);
            }
            found.addAll(matches);
        }
        return found;
    }

    private static void volumes(Call call) {
        Cluster cluster = call.cluster();
        volumes(call, cluster).forEach(r -> call.write(call.objects().volume(cluster, r)));
    }

    private static void share(Call call) {
        Cluster cluster = call.cluster();
        List<String> names = new ArrayList<>(call.args().texts("Name"));
        call.models("InputObject", ResourceState.class).forEach(r -> names.add(r.id()));
        for (String name : names) {
            ResourceState volume = call.change(() -> cluster.addVolume(name));
            call.write(call.objects().volume(cluster, volume));
        }
    }

    private static void unshare(Call call) {
        Cluster cluster = call.cluster();
        for (ResourceState volume : volumes(call, cluster)) {
            ResourceState disk = call.change(() -> cluster.removeVolume(volume.id()));
            call.write(call.objects().resource(cluster, disk));
        }
    }

    private static void move(Call call) {
        Cluster cluster = call.cluster();
        for (ResourceState volume : volumes(call, cluster)) {
            call.change(() -> cluster.move(volume.group(), call.args().text("Node")));
            call.write(call.objects().volume(cluster, volume));
        }
    }

    private static List<ResourceState> disks(Call call, Cluster cluster) {
        List<String> names = new ArrayList<>(call.args().texts("Name"));
        call.models("InputObject", ResourceState.class).forEach(r -> names.add(r.id()));
        List<ResourceState> found = new ArrayList<>();
        for (String name : names) {
            ResourceState resource =
                    cluster.resource(name).orElseThrow(() -> new Refusal(Refusal.Reason.RESOURCE_NOT_FOUND, name));
            if (resource.type() != ResourceState.Type.PHYSICAL_DISK) {
                throw call.notSimulated("of a " + resource.type().text());
            }
            found.add(resource);
        }
        return found;
    }

    private static void remove(Call call) {
        Cluster cluster = call.cluster();
        disks(call, cluster).forEach(r -> call.change(() -> cluster.removeDisk(r.id())));
    }

    private static void states(Call call) {
        Cluster cluster = call.cluster();
        List<String> only = call.args().texts("Node");
        for (ResourceState volume : volumes(call, cluster)) {
            for (NodeState node : cluster.nodes()) {
                if (only.isEmpty() || only.stream().anyMatch(node.host()::equalsIgnoreCase)) {
                    call.write(call.objects().volumeState(cluster, volume, node));
                }
            }
        }
    }
}

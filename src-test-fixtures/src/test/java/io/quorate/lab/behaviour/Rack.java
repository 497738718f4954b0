package io.quorate.lab.behaviour;

import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.cluster.AvailableDisk;
import io.quorate.cluster.ClusterClient;
import io.quorate.cluster.SharedVolume;
import io.quorate.lab.Lab;
import io.quorate.vm.VirtualMachine;
import java.util.Comparator;
import java.util.List;

/** Sets up what the tests of single verbs start from. */
final class Rack {
    private Rack() {}

    /** Makes the cluster RACK1 of HV1 and HV2. */
    static ClusterClient cluster(Quorate quorate) {
        ClusterClient cluster = quorate.cluster(Lab.ENDPOINT);
        cluster.create("RACK1", "HV1");
        cluster.nodes().add("HV2");
        return cluster;
    }

    /** Returns the shared disks, the small one first. */
    static List<AvailableDisk> disks(ClusterClient cluster) {
        return cluster.availableDisks().list().stream()
                .sorted(Comparator.comparing(AvailableDisk::size))
                .toList();
    }

    /** Makes the large disk a shared volume and a highly available machine on it that runs on HV1. */
    static VirtualMachine clustered(Quorate quorate, ClusterClient cluster, String name) {
        SharedVolume volume = cluster.sharedVolumes().add(disks(cluster).get(1).id());
        VirtualMachine vm = quorate.vms(Lab.ENDPOINT)
                .create(
                        name,
                        spec -> spec.on("HV1")
                                .path(String.valueOf(volume.path()))
                                .memory(Size.gib(2)));
        quorate.vms(Lab.ENDPOINT).makeHighlyAvailable(vm.id());
        return quorate.vms(Lab.ENDPOINT).start(vm.id());
    }
}

package io.quorate.samples;

import io.quorate.Quorate;
import io.quorate.call.Task;
import io.quorate.cluster.AvailableDisk;
import io.quorate.cluster.ClusterClient;
import io.quorate.cluster.ClusterGroup;
import io.quorate.cluster.SharedVolume;
import io.quorate.lab.Lab;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VirtualMachineClient;
import java.time.Duration;

/** Begins a live migration, finds it again by its token, and waits for its end. */
public final class MigrateMachine {
    private MigrateMachine() {}

    public static void main(String[] args) {
        Arguments.none(
                MigrateMachine.class,
                "Begins a live migration in the lab, finds it again by its token, and waits for its end.",
                args);
        try (Lab lab = Lab.story();
                Quorate quorate = lab.connect().build()) {
            VirtualMachineClient vms = quorate.vms("lab");
            VirtualMachine web1 = clustered(quorate.cluster("lab"), vms);
            // @start region="migrate"
            Task<ClusterGroup> migration = vms.beginMigrateLive(web1.id(), "HV2");
            String token = migration.token(); // a text to keep; another process goes on from here
            Task<ClusterGroup> found = vms.migration(token);
            System.out.println(found.progress());
            ClusterGroup group = found.await(Duration.ofMinutes(10)); // or found.cancel()
            System.out.println(group.name() + " is " + group.state() + " on " + group.owner());
            // @end
        }
    }

    private static VirtualMachine clustered(ClusterClient cluster, VirtualMachineClient vms) {
        cluster.create("RACK1", "HV1");
        cluster.nodes().add("HV2");
        AvailableDisk disk = cluster.availableDisks().list().get(0);
        SharedVolume volume = cluster.sharedVolumes().add(disk.id());
        VirtualMachine web1 = vms.create("web1", vm -> vm.on("HV1").path(String.valueOf(volume.path())));
        vms.makeHighlyAvailable(web1.id());
        return vms.start(web1.id());
    }
}

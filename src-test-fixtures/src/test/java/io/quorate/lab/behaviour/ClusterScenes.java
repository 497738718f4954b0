package io.quorate.lab.behaviour;

import io.quorate.Size;
import io.quorate.cluster.AccessPoint;
import io.quorate.cluster.ClusterClient;
import io.quorate.cluster.ClusterDisk;
import io.quorate.cluster.Failback;
import io.quorate.cluster.ResiliencyLevel;
import io.quorate.cluster.SharedVolume;
import io.quorate.cluster.command.AddDisk;
import io.quorate.cluster.command.AddNode;
import io.quorate.cluster.command.AddSharedVolume;
import io.quorate.cluster.command.CreateCluster;
import io.quorate.cluster.command.EvictNode;
import io.quorate.cluster.command.MoveGroup;
import io.quorate.cluster.command.MoveSharedVolume;
import io.quorate.cluster.command.PauseNode;
import io.quorate.cluster.command.RemoveDisk;
import io.quorate.cluster.command.RemoveSharedVolume;
import io.quorate.cluster.command.ResumeNode;
import io.quorate.cluster.command.SetDiskWitness;
import io.quorate.cluster.command.UpdateSettings;
import io.quorate.lab.HeardLab;
import io.quorate.lab.Lab;
import io.quorate.vm.AdapterVlan;
import io.quorate.vm.IntegrationService;
import io.quorate.vm.MacAddress;
import io.quorate.vm.VirtualMachineClient;
import io.quorate.vm.command.AddVirtualAdapter;
import io.quorate.vm.command.BeginMigrateLive;
import io.quorate.vm.command.CancelMigrateLive;
import io.quorate.vm.command.ConfigureVirtualMachine;
import io.quorate.vm.command.ConnectVirtualAdapter;
import io.quorate.vm.command.CreateVirtualMachine;
import io.quorate.vm.command.DisconnectVirtualAdapter;
import io.quorate.vm.command.EnableIntegration;
import io.quorate.vm.command.MakeHighlyAvailable;
import io.quorate.vm.command.MigrateLive;
import io.quorate.vm.command.RemoveVirtualAdapter;
import io.quorate.vm.command.RenameVirtualMachine;
import io.quorate.vm.command.SaveVirtualMachine;
import io.quorate.vm.command.SetAdapterMac;
import io.quorate.vm.command.SetAdapterVlan;
import io.quorate.vm.command.ShutDownVirtualMachine;
import io.quorate.vm.command.StartVirtualMachine;
import io.quorate.vm.command.TurnOffVirtualMachine;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** A cluster of two hosts from its making to the eviction of one, and a machine on it. */
final class ClusterScenes extends Scenes {
    private static final String ONE = "HV1";
    private static final String TWO = "HV2";
    private static final Duration ATMOST = Duration.ofMinutes(5);

    private final ClusterClient cluster = quorate.cluster(Lab.ENDPOINT);
    private final VirtualMachineClient vms = quorate.vms(Lab.ENDPOINT);

    ClusterScenes() {
        super(HeardLab.story());
        scene(
                CreateCluster.class,
                () -> windows(ONE, new CreateCluster("RACK1", ONE, List.of(), AccessPoint.ACTIVE_DIRECTORY_AND_DNS)));
        scene(AddNode.class, () -> windows(ONE, new AddNode(TWO)));
        scene(UpdateSettings.class, () -> windows(ONE, new UpdateSettings(null, 17, null, null, null, null)));
        scene(
                UpdateSettings.class,
                "all of them",
                () -> windows(
                        ONE,
                        new UpdateSettings(
                                Duration.ofMillis(500),
                                10,
                                Duration.ofSeconds(2),
                                19,
                                ResiliencyLevel.ALWAYS_ISOLATE,
                                Duration.ofSeconds(30))));
        scene(AddDisk.class, () -> {
            cluster.nodes().awaitUp(TWO, ATMOST);
            return windows(ONE, new AddDisk(Rack.disks(cluster).get(0).id()));
        });
        scene(
                SetDiskWitness.class,
                () -> windows(
                        ONE, new SetDiskWitness(cluster.disks().list().get(0).name())));
        scene(
                AddSharedVolume.class,
                () -> windows(
                        ONE, new AddSharedVolume(Rack.disks(cluster).get(0).id())));
        scene(
                MoveSharedVolume.class,
                () -> windows(ONE, new MoveSharedVolume(volume().name(), other(volume().owner()), ATMOST)));
        scene(RemoveSharedVolume.class, () -> windows(ONE, new RemoveSharedVolume(volume().id(), volume().identity())));
        scene(RemoveDisk.class, () -> {
            ClusterDisk disk = cluster.disks().list().stream()
                    .filter(d -> !cluster.quorum().get().hasDiskWitness(d.name()))
                    .findFirst()
                    .orElseThrow();
            return windows(ONE, new RemoveDisk(disk.id(), disk.identity()));
        });
        scene(AddSharedVolume.class, "a disk that the cluster manages", () -> {
            String disk = Rack.disks(cluster).get(0).id();
            cluster.availableDisks().addToCluster(disk);
            return windows(ONE, new AddSharedVolume(disk));
        });
        machines();
        scene(PauseNode.class, "without a drain", () -> windows(ONE, new PauseNode(TWO, false, false, null, ATMOST)));
        scene(ResumeNode.class, "at once back", () -> windows(ONE, new ResumeNode(TWO, Failback.IMMEDIATE)));
        scene(PauseNode.class, () -> windows(ONE, new PauseNode(TWO, true, true, null, ATMOST)));
        scene(ResumeNode.class, () -> windows(ONE, new ResumeNode(TWO, Failback.NONE)));
        scene(EvictNode.class, () -> windows(ONE, new EvictNode(TWO, "RACK1")));
    }

    private void machines() {
        scene(CreateVirtualMachine.class, () -> {
            String path = String.valueOf(volume().path());
            return windows(
                    ONE,
                    new CreateVirtualMachine(
                            "web1", ONE, 2, Size.gib(2), path, path + "\\web1\\web1.vhdx", Size.gib(10), "LAN"));
        });
        scene(MakeHighlyAvailable.class, () -> windows(ONE, new MakeHighlyAvailable(machine())));
        scene(
                ConfigureVirtualMachine.class,
                () -> windows(ONE, new ConfigureVirtualMachine(machine(), 4, Size.gib(4))));
        scene(
                AddVirtualAdapter.class,
                () -> windows(ONE, new AddVirtualAdapter(machine(), "outside", "LAN", MacAddress.of("005056000001"))));
        scene(DisconnectVirtualAdapter.class, () -> windows(ONE, new DisconnectVirtualAdapter(machine(), adapter())));
        scene(ConnectVirtualAdapter.class, () -> windows(ONE, new ConnectVirtualAdapter(machine(), adapter(), "LAN")));
        scene(
                SetAdapterVlan.class,
                () -> windows(ONE, new SetAdapterVlan(machine(), adapter(), AdapterVlan.trunk(0, "10-20"))));
        scene(SetAdapterMac.class, () -> windows(ONE, new SetAdapterMac(machine(), adapter(), null)));
        scene(
                EnableIntegration.class,
                () -> windows(ONE, new EnableIntegration(machine(), IntegrationService.GUEST_FILES)));
        scene(RemoveVirtualAdapter.class, () -> windows(ONE, new RemoveVirtualAdapter(machine(), adapter())));
        scene(RenameVirtualMachine.class, () -> windows(ONE, new RenameVirtualMachine(machine(), "Web1")));
        scene(StartVirtualMachine.class, () -> windows(ONE, new StartVirtualMachine(machine())));
        scene(MigrateLive.class, () -> {
            vms.awaitHeartbeat(machine(), ATMOST);
            return windows(ONE, new MigrateLive(machine(), TWO, ATMOST));
        });
        scene(BeginMigrateLive.class, () -> {
            vms.awaitHeartbeat(machine(), ATMOST);
            return windows(ONE, new BeginMigrateLive(machine(), ONE)).settledBy(() -> lab.advance(ATMOST));
        });
        scene(CancelMigrateLive.class, () -> {
            vms.awaitHeartbeat(machine(), ATMOST);
            vms.beginMigrateLive(machine(), TWO);
            return windows(ONE, new CancelMigrateLive(machine()));
        });
        scene(MoveGroup.class, () -> windows(ONE, new MoveGroup("web1", TWO, ATMOST)));
        scene(ShutDownVirtualMachine.class, () -> windows(running(), new ShutDownVirtualMachine(machine())));
        scene(SaveVirtualMachine.class, () -> windows(running(), new SaveVirtualMachine(machine())));
        scene(TurnOffVirtualMachine.class, () -> windows(running(), new TurnOffVirtualMachine(machine())));
    }

    private SharedVolume volume() {
        return cluster.sharedVolumes().list().get(0);
    }

    private static String other(String node) {
        return node.equals(ONE) ? TWO : ONE;
    }

    private UUID machine() {
        return vms.get("web1").id();
    }

    private String adapter() {
        return vms.adapters(machine()).named("outside").get(0).id();
    }

    /** Has the machine run and answer, and returns where. */
    private String running() {
        vms.start(machine());
        return vms.awaitHeartbeat(machine(), ATMOST).host();
    }
}

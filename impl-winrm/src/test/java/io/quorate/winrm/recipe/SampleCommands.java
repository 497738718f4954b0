package io.quorate.winrm.recipe;

import io.quorate.Consent;
import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.cluster.AccessPoint;
import io.quorate.cluster.AddDisk;
import io.quorate.cluster.AddNode;
import io.quorate.cluster.AddSharedVolume;
import io.quorate.cluster.CreateCluster;
import io.quorate.cluster.EvictNode;
import io.quorate.cluster.Failback;
import io.quorate.cluster.FindCluster;
import io.quorate.cluster.GetCluster;
import io.quorate.cluster.GetGroup;
import io.quorate.cluster.GetNode;
import io.quorate.cluster.GetQuorum;
import io.quorate.cluster.GetSharedVolume;
import io.quorate.cluster.ListAvailableDisks;
import io.quorate.cluster.ListClusterDisks;
import io.quorate.cluster.ListGroups;
import io.quorate.cluster.ListNodes;
import io.quorate.cluster.ListSharedVolumeStates;
import io.quorate.cluster.ListSharedVolumes;
import io.quorate.cluster.MoveGroup;
import io.quorate.cluster.MoveSharedVolume;
import io.quorate.cluster.PauseNode;
import io.quorate.cluster.RemoveDisk;
import io.quorate.cluster.RemoveSharedVolume;
import io.quorate.cluster.ResiliencyLevel;
import io.quorate.cluster.ResumeNode;
import io.quorate.cluster.SetDiskWitness;
import io.quorate.cluster.UpdateSettings;
import io.quorate.host.AddPortal;
import io.quorate.host.ConnectSpec;
import io.quorate.host.ConnectTarget;
import io.quorate.host.DisconnectTarget;
import io.quorate.host.FormatDisk;
import io.quorate.host.GetInitiator;
import io.quorate.host.InitializeDisk;
import io.quorate.host.ListDisks;
import io.quorate.host.ListPortals;
import io.quorate.host.ListSessions;
import io.quorate.host.ListTargets;
import io.quorate.host.OfflineDisk;
import io.quorate.host.OnlineDisk;
import io.quorate.host.PartitionDisk;
import io.quorate.host.ReadDiskContent;
import io.quorate.host.RemovePortal;
import io.quorate.host.RescanDisks;
import io.quorate.host.RunInitiator;
import io.quorate.host.WipeDisk;
import io.quorate.spi.Command;
import io.quorate.storage.ChapLogin;
import io.quorate.storage.Iqn;
import io.quorate.storage.Naa;
import io.quorate.storage.Portal;
import io.quorate.vm.ConfigureVirtualMachine;
import io.quorate.vm.CreateVirtualMachine;
import io.quorate.vm.GetVirtualMachine;
import io.quorate.vm.ListVirtualDisks;
import io.quorate.vm.ListVirtualMachines;
import io.quorate.vm.MakeHighlyAvailable;
import io.quorate.vm.MigrateLive;
import io.quorate.vm.SaveVirtualMachine;
import io.quorate.vm.ShutDownVirtualMachine;
import io.quorate.vm.StartVirtualMachine;
import io.quorate.vm.TurnOffVirtualMachine;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Commands that together reach every recipe and every parameter it may pass. */
final class SampleCommands {
    static final UUID VM = UUID.fromString("6f1a2c3d-0000-4000-8000-000000000001");
    static final String DISK = "{0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0}";

    static final Naa NAA = Naa.of("600144F0C0FFEE000000000000000001");
    static final Iqn TARGET = Iqn.of("iqn.2005-07.com.nexenta:02:lab-1");
    static final Portal PORTAL = Portal.of("192.0.2.51");

    /** Secrets that must show nowhere. */
    static final String CANARY = "canary-secret-1";

    static final String MUTUAL_CANARY = "canary-secret-2";

    private SampleCommands() {}

    static List<Command<?>> all() {
        return List.of(
                new GetCluster(),
                new FindCluster("HV1"),
                new CreateCluster("CLUSTER1", "HV1", List.of("192.0.2.10"), AccessPoint.ACTIVE_DIRECTORY_AND_DNS),
                new CreateCluster("CLUSTER1", "HV1", List.of(), AccessPoint.DNS),
                new UpdateSettings(
                        Duration.ofMillis(500),
                        10,
                        Duration.ofSeconds(2),
                        20,
                        ResiliencyLevel.ALWAYS_ISOLATE,
                        Duration.ofSeconds(30)),
                new ListNodes(),
                new GetNode("HV1"),
                new AddNode("HV2"),
                new PauseNode("HV1", false, false, null, Duration.ofMinutes(2)),
                new PauseNode("HV1", true, true, "HV2", Duration.ofMinutes(30)),
                new ResumeNode("HV1", Failback.IMMEDIATE),
                new EvictNode("HV2", "CLUSTER1", Consent.to("HV2@CLUSTER1", "replaced")),
                new ListGroups(),
                new GetGroup("web's [1]"),
                new MoveGroup("web's [1]", "HV2", Duration.ofMinutes(5)),
                new ListAvailableDisks(),
                new ListClusterDisks(),
                new AddDisk(DISK),
                new ListSharedVolumes(),
                new GetSharedVolume("Cluster Disk 2"),
                new AddSharedVolume(DISK),
                new ListSharedVolumeStates("Cluster Disk 2"),
                new MoveSharedVolume("Cluster Disk 2", "HV2", Duration.ofMinutes(5)),
                new RemoveSharedVolume("22220000-0000-4000-8000-000000000000", DISK, Consent.to(DISK, "retired")),
                new RemoveDisk("33330000-0000-4000-8000-000000000000", DISK, Consent.to(DISK, "retired")),
                new GetQuorum(),
                new SetDiskWitness("Cluster Disk 1"),
                new ListVirtualMachines("HV1"),
                new ListVirtualDisks("HV1"),
                new GetVirtualMachine(VM),
                new CreateVirtualMachine(
                        "web1", "HV1", 2, Size.gib(4), "C:\\ClusterStorage\\Volume1", null, null, null),
                new CreateVirtualMachine(
                        "web1",
                        "HV1",
                        2,
                        Size.gib(4),
                        "C:\\ClusterStorage\\Volume1",
                        "C:\\ClusterStorage\\Volume1\\web1\\web1.vhdx",
                        Size.gib(40),
                        "LAN"),
                new ConfigureVirtualMachine(VM, 4, Size.gib(8)),
                new StartVirtualMachine(VM),
                new ShutDownVirtualMachine(VM),
                new SaveVirtualMachine(VM),
                new TurnOffVirtualMachine(VM, Consent.to(VM.toString(), "drill")),
                new MakeHighlyAvailable(VM),
                new MigrateLive(VM, "HV2", Duration.ofMinutes(10)),
                new GetInitiator("HV1"),
                new RunInitiator("HV1"),
                new ListPortals("HV1"),
                new AddPortal("HV1", PORTAL),
                new RemovePortal("HV1", PORTAL),
                new ListTargets("HV1"),
                new ListSessions("HV1"),
                new ConnectTarget("HV1", ConnectSpec.of(TARGET, PORTAL)),
                new ConnectTarget(
                        "HV1",
                        new ConnectSpec(
                                TARGET,
                                PORTAL,
                                "192.0.2.21",
                                new ChapLogin("hv1", Secret.of(CANARY)),
                                Secret.of(MUTUAL_CANARY),
                                true)),
                new DisconnectTarget("HV1", TARGET, Consent.to("HV1/" + TARGET, "retired")),
                new ListDisks("HV1"),
                new RescanDisks("HV1"),
                new OnlineDisk("HV1", NAA),
                new OfflineDisk("HV1", NAA),
                new ReadDiskContent("HV1", NAA),
                new InitializeDisk("HV1", NAA),
                new PartitionDisk("HV1", NAA),
                new FormatDisk("HV1", NAA, "csv1"),
                new WipeDisk(
                        "HV1",
                        NAA,
                        NAA.hex(),
                        Size.gib(100),
                        Consent.to(NAA + "@" + Size.gib(100).bytes(), "reused")));
    }
}

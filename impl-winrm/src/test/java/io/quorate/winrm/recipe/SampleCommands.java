package io.quorate.winrm.recipe;

import io.quorate.Consent;
import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.cluster.AccessPoint;
import io.quorate.cluster.command.AddDisk;
import io.quorate.cluster.command.AddNode;
import io.quorate.cluster.command.AddSharedVolume;
import io.quorate.cluster.command.CreateCluster;
import io.quorate.cluster.command.EvictNode;
import io.quorate.cluster.Failback;
import io.quorate.cluster.command.FindCluster;
import io.quorate.cluster.command.GetCluster;
import io.quorate.cluster.command.GetGroup;
import io.quorate.cluster.command.GetNode;
import io.quorate.cluster.command.GetQuorum;
import io.quorate.cluster.command.GetSharedVolume;
import io.quorate.cluster.command.ListAvailableDisks;
import io.quorate.cluster.command.ListClusterDisks;
import io.quorate.cluster.command.ListGroups;
import io.quorate.cluster.command.ListNodes;
import io.quorate.cluster.command.ListSharedVolumeStates;
import io.quorate.cluster.command.ListSharedVolumes;
import io.quorate.cluster.command.MoveGroup;
import io.quorate.cluster.command.MoveSharedVolume;
import io.quorate.cluster.command.PauseNode;
import io.quorate.cluster.command.RemoveDisk;
import io.quorate.cluster.command.RemoveSharedVolume;
import io.quorate.cluster.ResiliencyLevel;
import io.quorate.cluster.command.ResumeNode;
import io.quorate.cluster.command.SetDiskWitness;
import io.quorate.cluster.command.UpdateSettings;
import io.quorate.host.command.AddPortal;
import io.quorate.host.ConnectSpec;
import io.quorate.host.command.ConnectTarget;
import io.quorate.host.command.DisconnectTarget;
import io.quorate.host.command.FormatDisk;
import io.quorate.host.command.GetInitiator;
import io.quorate.host.command.InitializeDisk;
import io.quorate.host.command.ListDisks;
import io.quorate.host.command.ListPortals;
import io.quorate.host.command.ListSessions;
import io.quorate.host.command.ListTargets;
import io.quorate.host.command.OfflineDisk;
import io.quorate.host.command.OnlineDisk;
import io.quorate.host.command.PartitionDisk;
import io.quorate.host.command.ReadDiskContent;
import io.quorate.host.command.RemovePortal;
import io.quorate.host.command.RescanDisks;
import io.quorate.host.command.RunInitiator;
import io.quorate.host.command.WipeDisk;
import io.quorate.spi.Command;
import io.quorate.san.ChapLogin;
import io.quorate.san.Iqn;
import io.quorate.san.Naa;
import io.quorate.san.Portal;
import io.quorate.vm.command.ConfigureVirtualMachine;
import io.quorate.vm.command.CreateVirtualMachine;
import io.quorate.vm.command.GetVirtualMachine;
import io.quorate.vm.command.ListVirtualDisks;
import io.quorate.vm.command.ListVirtualMachines;
import io.quorate.vm.command.MakeHighlyAvailable;
import io.quorate.vm.command.MigrateLive;
import io.quorate.vm.command.SaveVirtualMachine;
import io.quorate.vm.command.ShutDownVirtualMachine;
import io.quorate.vm.command.StartVirtualMachine;
import io.quorate.vm.command.TurnOffVirtualMachine;
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

package io.quorate.winrm.recipe;

import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.cluster.AccessPoint;
import io.quorate.cluster.Failback;
import io.quorate.cluster.ResiliencyLevel;
import io.quorate.cluster.command.AddDisk;
import io.quorate.cluster.command.AddNode;
import io.quorate.cluster.command.AddSharedVolume;
import io.quorate.cluster.command.CreateCluster;
import io.quorate.cluster.command.EvictNode;
import io.quorate.cluster.command.FindCluster;
import io.quorate.cluster.command.GetCluster;
import io.quorate.cluster.command.GetGroup;
import io.quorate.cluster.command.GetNode;
import io.quorate.cluster.command.GetQuorum;
import io.quorate.cluster.command.GetSharedVolume;
import io.quorate.cluster.command.ListAvailableDisks;
import io.quorate.cluster.command.ListClusterDisks;
import io.quorate.cluster.command.ListGroups;
import io.quorate.cluster.command.ListNodeGroups;
import io.quorate.cluster.command.ListNodes;
import io.quorate.cluster.command.ListSharedVolumeStates;
import io.quorate.cluster.command.ListSharedVolumes;
import io.quorate.cluster.command.MoveGroup;
import io.quorate.cluster.command.MoveSharedVolume;
import io.quorate.cluster.command.PauseNode;
import io.quorate.cluster.command.RemoveDisk;
import io.quorate.cluster.command.RemoveSharedVolume;
import io.quorate.cluster.command.ResumeNode;
import io.quorate.cluster.command.SetDiskWitness;
import io.quorate.cluster.command.UpdateSettings;
import io.quorate.host.ConnectSpec;
import io.quorate.host.PreparedDisk;
import io.quorate.host.command.AddPortal;
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
import io.quorate.san.ChapLogin;
import io.quorate.san.Iqn;
import io.quorate.san.Naa;
import io.quorate.san.Portal;
import io.quorate.spi.Command;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.vm.command.BeginMigrateLive;
import io.quorate.vm.command.CancelMigrateLive;
import io.quorate.vm.command.ConfigureVirtualMachine;
import io.quorate.vm.command.CreateVirtualMachine;
import io.quorate.vm.command.FindVirtualMachines;
import io.quorate.vm.command.GetVirtualMachine;
import io.quorate.vm.command.GetVirtualMachineGroup;
import io.quorate.vm.command.ListVirtualDisks;
import io.quorate.vm.command.ListVirtualMachines;
import io.quorate.vm.command.MakeHighlyAvailable;
import io.quorate.vm.command.MigrateLive;
import io.quorate.vm.command.RenameVirtualMachine;
import io.quorate.vm.command.SaveVirtualMachine;
import io.quorate.vm.command.ShutDownVirtualMachine;
import io.quorate.vm.command.StartVirtualMachine;
import io.quorate.vm.command.TurnOffVirtualMachine;
import io.quorate.winrm.psrp.PsNil;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Commands that together reach every recipe and every parameter it may pass, each with a host that answers it. */
final class Scenes {
    static final UUID VM = UUID.fromString("6f1a2c3d-0000-4000-8000-000000000001");
    static final String DISK = "{0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0}";

    static final Naa NAA = Naa.of("600144F0C0FFEE000000000000000001");
    static final Iqn TARGET = Iqn.of("iqn.2005-07.com.nexenta:02:lab-1");
    static final Portal PORTAL = Portal.of("192.0.2.51");

    /** Secrets that must show nowhere. */
    static final String CANARY = "canary-secret-1";

    static final String MUTUAL_CANARY = "canary-secret-2";

    static final ConnectSpec CHAP = new ConnectSpec(
            TARGET, PORTAL, "192.0.2.21", new ChapLogin("hv1", Secret.of(CANARY)), Secret.of(MUTUAL_CANARY), true);

    static final Fault NO_SERVICE = Fault.refused(ErrorKind.UNREACHABLE)
            .code(WindowsErrors.NO_CLUSTER_SERVICE)
            .because("the cluster service does not run");

    /** What Hyper-V says to an id that it has no machine of, or none that the account may see. */
    static final Fault NO_SUCH_ID = Fault.lasting(ErrorKind.REJECTED)
            .code("ObjectNotFound")
            .because("Hyper-V was unable to find a virtual machine with that id.");

    private static final String VOLUME = "22220000-0000-4000-8000-000000000000";
    private static final String RESOURCE = "33330000-0000-4000-8000-000000000000";
    private static final String FOREIGN = "{0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0}";
    private static final String BEGUN = "{" + PreparedDisk.begunMark(NAA) + "}";
    private static final String PREPARED = "{" + PreparedDisk.mark(NAA) + "}";

    static final String CLUSTER_MEMBERS = "Get-Cluster,Get-ClusterNode";
    static final String CLUSTER_DISKS = "Get-ClusterResource,Get-ClusterParameter";
    static final String SHARED_VOLUMES = "Get-ClusterSharedVolume,Get-ClusterParameter";
    static final String QUORUM = "Get-ClusterQuorum,Get-ClusterResource";
    static final String MACHINES = "Get-VMHost,Get-VM";
    static final String CONNECTIONS = "Get-IscsiSession,Get-IscsiConnection";
    static final String REFRESHED_TARGETS = "Get-IscsiTargetPortal,Update-IscsiTargetPortal,Get-IscsiTarget";
    static final String PARTITIONS = "Get-Disk,Get-Partition";
    static final String VOLUMES = "Get-Disk,Get-Partition,Get-Volume";

    /** What a host answers to reads, by the cmdlets they call. */
    record State(Map<String, Supplier<List<PsValue>>> reads) {
        State and(String cmdlets, PsValue... output) {
            return with(cmdlets, () -> List.of(output));
        }

        State and(String cmdlets, Fault fault) {
            return with(cmdlets, () -> {
                throw fault;
            });
        }

        private State with(String cmdlets, Supplier<List<PsValue>> answer) {
            Map<String, Supplier<List<PsValue>>> more = new LinkedHashMap<>(reads);
            more.put(cmdlets, answer);
            return new State(more);
        }
    }

    /**
     * A command and the host it meets.
     *
     * @param title what is special; empty where nothing is
     * @param states what the host answers to reads: at first, and after each change
     * @param changes what it answers to the messages that change something
     */
    record Scene(Command<?> command, String title, List<State> states, List<List<PsValue>> changes) {
        Scene then(List<PsValue> change, State after) {
            List<State> moreStates = new ArrayList<>(states);
            moreStates.add(after);
            List<List<PsValue>> moreChanges = new ArrayList<>(changes);
            moreChanges.add(change);
            return new Scene(command, title, List.copyOf(moreStates), List.copyOf(moreChanges));
        }

        boolean changesSomething() {
            return !changes.isEmpty();
        }

        @Override
        public String toString() {
            return command.name() + (title.isEmpty() ? "" : ": " + title);
        }
    }

    private Scenes() {}

    static State state(String cmdlets, PsValue... output) {
        return new State(Map.of()).and(cmdlets, output);
    }

    static State state(String cmdlets, Fault fault) {
        return new State(Map.of()).and(cmdlets, fault);
    }

    static Scene scene(Command<?> command, State state) {
        return scene(command, "", state);
    }

    static Scene scene(Command<?> command, String title, State state) {
        return new Scene(command, title, List.of(state), List.of());
    }

    static List<PsValue> out(PsValue... values) {
        return List.of(values);
    }

    static List<Scene> all() {
        List<Scene> all = new ArrayList<>(cluster());
        all.addAll(disksOfTheCluster());
        all.addAll(machines());
        all.addAll(initiator());
        all.addAll(disks());
        all.addAll(ServiceScenes.all());
        all.addAll(DirectoryScenes.all());
        all.addAll(HostFactsScenes.all());
        all.addAll(HostNetworkScenes.all());
        all.addAll(HostSettingsScenes.all());
        all.addAll(ReplicaScenes.all());
        all.addAll(AdapterScenes.all());
        all.addAll(DoctorScenes.all());
        return List.copyOf(all);
    }

    static List<Scene> changing() {
        return all().stream().filter(Scene::changesSomething).toList();
    }

    private static List<Scene> cluster() {
        PsObject made = Replies.cluster("CLUSTER1");
        PsObject tuned = Replies.cluster("CLUSTER1", 500, 10, 2000, 20, 2, 30);
        PsObject hv1 = Replies.node("HV1", 0, 0);
        PsObject hv2 = Replies.node("HV2", 0, 0);
        PsObject paused = Replies.node("HV1", 2, 0);
        PsObject drained = Replies.node("HV1", 2, 2);
        PsObject here = Replies.group("web's [1]", "HV1", 0, 0);
        PsObject there = Replies.group("web's [1]", "HV2", 0, 0);
        State noCluster = state("Get-Cluster", NO_SERVICE).and("Get-Service", Replies.startType("Disabled", 4));
        return List.of(
                scene(new GetCluster(), state("Get-Cluster", made)),
                scene(new FindCluster("HV1"), noCluster),
                scene(
                                new CreateCluster(
                                        "CLUSTER1", "HV1", List.of("192.0.2.10"), AccessPoint.ACTIVE_DIRECTORY_AND_DNS),
                                noCluster)
                        .then(out(made, made), state("Get-Cluster", made)),
                scene(new CreateCluster("CLUSTER1", "HV1", List.of(), AccessPoint.DNS), noCluster)
                        .then(out(made, made), state("Get-Cluster", made)),
                scene(
                                new UpdateSettings(
                                        Duration.ofMillis(500),
                                        10,
                                        Duration.ofSeconds(2),
                                        20,
                                        ResiliencyLevel.ALWAYS_ISOLATE,
                                        Duration.ofSeconds(30)),
                                state("Get-Cluster", made))
                        .then(out(tuned), state("Get-Cluster", tuned)),
                scene(new ListNodes(), state("Get-ClusterNode", hv1)),
                scene(new GetNode("HV1"), state("Get-ClusterNode", hv1)),
                scene(new AddNode("HV2"), state("Get-ClusterNode", hv1))
                        .then(out(hv2, hv1, hv2), state("Get-ClusterNode", hv1, hv2)),
                scene(new PauseNode("HV1", false, false, null, Duration.ofMinutes(2)), state("Get-ClusterNode", hv1))
                        .then(out(paused, paused), state("Get-ClusterNode", paused)),
                scene(new PauseNode("HV1", true, true, "HV2", Duration.ofMinutes(30)), state("Get-ClusterNode", hv1))
                        .then(out(paused, drained), state("Get-ClusterNode", drained)),
                scene(new ResumeNode("HV1", Failback.IMMEDIATE), state("Get-ClusterNode", drained))
                        .then(out(hv1, hv1), state("Get-ClusterNode", hv1)),
                scene(new EvictNode("HV2", "CLUSTER1"), state(CLUSTER_MEMBERS, made, hv1, hv2))
                        .then(out(), state(CLUSTER_MEMBERS, made, hv1)),
                scene(new ListGroups(), state("Get-ClusterGroup", here)),
                scene(new ListNodeGroups("HV1"), state("Get-ClusterNode,Get-ClusterGroup", here)),
                scene(new GetGroup("web's [1]"), state("Get-ClusterGroup", here)),
                scene(new MoveGroup("web's [1]", "HV2", Duration.ofMinutes(5)), state("Get-ClusterGroup", here))
                        .then(out(there, there), state("Get-ClusterGroup", there)));
    }

    private static List<Scene> disksOfTheCluster() {
        PsObject managed = Replies.resource("Cluster Disk 2", RESOURCE, "Physical Disk");
        PsObject identity = Replies.parameter("Cluster Disk 2", "DiskIdGuid", PsValue.string(DISK));
        PsObject available = Replies.available(DISK, 2);
        PsObject volume = Replies.volume("Cluster Disk 2");
        PsObject moved = Replies.volume("Cluster Disk 2", "HV2");
        PsObject path = Replies.path("Cluster Disk 2", "C:\\ClusterStorage\\Volume1");
        PsObject witness = Replies.resource("Cluster Disk 1", "r1", "Physical Disk");
        PsObject witnessed = Replies.quorum(Replies.named("ClusterResource", "Cluster Disk 1"));
        PsObject unwitnessed = Replies.quorum(PsNil.NIL);
        State shared = state(SHARED_VOLUMES, volume, path, identity);
        return List.of(
                scene(new ListAvailableDisks(), state("Get-ClusterAvailableDisk", available)),
                scene(new ListClusterDisks(), state(CLUSTER_DISKS, managed, identity)),
                scene(
                                new AddDisk(DISK),
                                state("Get-ClusterAvailableDisk", available).and(CLUSTER_DISKS))
                        .then(out(managed, managed, identity), state(CLUSTER_DISKS, managed, identity)),
                scene(new ListSharedVolumes(), shared),
                scene(new GetSharedVolume("Cluster Disk 2"), shared),
                scene(
                                new AddSharedVolume(DISK),
                                state(CLUSTER_DISKS)
                                        .and("Get-ClusterAvailableDisk", available)
                                        .and(SHARED_VOLUMES))
                        .then(out(volume, volume, path, identity), shared),
                scene(
                                new AddSharedVolume(DISK),
                                "a disk that the cluster manages",
                                state(CLUSTER_DISKS, managed, identity).and(SHARED_VOLUMES))
                        .then(out(volume, volume, path, identity), shared),
                scene(
                        new ListSharedVolumeStates("Cluster Disk 2"),
                        state("Get-ClusterSharedVolume,Get-ClusterSharedVolumeState", volume)),
                scene(new MoveSharedVolume("Cluster Disk 2", "HV2", Duration.ofMinutes(5)), shared)
                        .then(out(moved), state(SHARED_VOLUMES, moved, path, identity)),
                scene(new RemoveSharedVolume(VOLUME, DISK), shared).then(out(managed), state(SHARED_VOLUMES)),
                scene(
                                new RemoveDisk(RESOURCE, DISK),
                                state(CLUSTER_DISKS, managed, identity).and(QUORUM, unwitnessed, managed))
                        .then(out(), state(CLUSTER_DISKS)),
                scene(new GetQuorum(), state(QUORUM, witnessed, witness)),
                scene(new SetDiskWitness("Cluster Disk 1"), state(QUORUM, unwitnessed, witness))
                        .then(out(witnessed, witnessed, witness), state(QUORUM, witnessed, witness)));
    }

    /** The host and one machine on it. */
    static State machine(String word, int number) {
        return state(MACHINES, Replies.vmHost(), Replies.vm(VM, "web1", word, number, false));
    }

    private static Scene becoming(Command<?> command, String before, int number, String after, int then) {
        return scene(command, machine(before, number))
                .then(out(Replies.vm(VM, "web1", after, then, false)), machine(after, then));
    }

    private static List<Scene> machines() {
        PsObject host = Replies.vmHost();
        PsObject off = Replies.vm(VM, "web1", "Off", 3, false);
        PsObject clustered = Replies.vm(VM, "web1", "Off", 3, true);
        PsObject other = Replies.vm(VM, "web1", "Off", 3, false, 2);
        PsObject disk = Replies.vmDisk(VM, "web1", "C:\\ClusterStorage\\Volume1\\web1.vhdx");
        PsObject here = Replies.group("web1", "HV1", 0, 0);
        PsObject there = Replies.group("web1", "HV2", 0, 0);
        PsObject moving = Replies.group("web1", "HV1", 4, 0);
        return List.of(
                scene(new ListVirtualMachines("HV1"), machine("Off", 3)),
                scene(new ListVirtualDisks("HV1"), state("Get-VMHost,Get-VM,Get-VMHardDiskDrive", host, disk)),
                scene(new GetVirtualMachine(VM), machine("Off", 3)),
                scene(new FindVirtualMachines("HV1", "web1"), machine("Off", 3)),
                scene(
                                new CreateVirtualMachine(
                                        "web1", "HV1", 2, Size.gib(4), "C:\\ClusterStorage\\Volume1", null, null, null),
                                state(MACHINES, host))
                        .then(out(off), machine("Off", 3)),
                scene(
                                new CreateVirtualMachine(
                                        "web1",
                                        "HV1",
                                        2,
                                        Size.gib(4),
                                        "C:\\ClusterStorage\\Volume1",
                                        "C:\\ClusterStorage\\Volume1\\web1\\web1.vhdx",
                                        Size.gib(40),
                                        "LAN"),
                                state(MACHINES, host))
                        .then(out(off), machine("Off", 3)),
                scene(new ConfigureVirtualMachine(VM, 4, Size.gib(8)), state(MACHINES, host, other))
                        .then(out(off), machine("Off", 3)),
                scene(new RenameVirtualMachine(VM, "db1"), machine("Off", 3))
                        .then(
                                out(Replies.vm(VM, "db1", "Off", 3, false)),
                                state(MACHINES, host, Replies.vm(VM, "db1", "Off", 3, false))),
                becoming(new StartVirtualMachine(VM), "Off", 3, "Running", 2),
                becoming(new ShutDownVirtualMachine(VM), "Running", 2, "Off", 3),
                becoming(new SaveVirtualMachine(VM), "Running", 2, "Saved", 6),
                becoming(new TurnOffVirtualMachine(VM), "Running", 2, "Off", 3),
                scene(new MakeHighlyAvailable(VM), machine("Off", 3))
                        .then(out(here, here), state(MACHINES, host, clustered).and("Get-ClusterGroup", here)),
                scene(new MigrateLive(VM, "HV2", Duration.ofMinutes(10)), state("Get-ClusterGroup", here))
                        .then(out(there, there), state("Get-ClusterGroup", there)),
                scene(new BeginMigrateLive(VM, "HV2"), state("Get-ClusterGroup", here))
                        .then(out(moving, moving), state("Get-ClusterGroup", there)),
                scene(new CancelMigrateLive(VM), state("Get-ClusterGroup", moving))
                        .then(out(moving), state("Get-ClusterGroup", here)),
                scene(new GetVirtualMachineGroup(VM), state("Get-ClusterGroup", moving)));
    }

    /** A host with one session to the target. */
    static State session(boolean connected, boolean persistent) {
        PsObject session = Replies.session("s1", TARGET.value(), connected, persistent, 1);
        return state("Get-IscsiSession", session).and(CONNECTIONS, session, Replies.connection(PORTAL.address()));
    }

    private static List<Scene> initiator() {
        PsObject stopped = Replies.service("Stopped", 1, "Manual", 3);
        PsObject running = Replies.service("Running", 4, "Automatic", 2);
        PsObject port = Replies.port("iqn.1991-05.com.microsoft:hv1");
        PsObject portal = Replies.portal(PORTAL.address());
        PsObject target = Replies.target(TARGET.value());
        PsObject offline = Replies.disk(NAA, "GPT", FOREIGN, 2, true, false);
        State runs = state("Get-Service", running).and("Get-InitiatorPort", port);
        State unknownTarget = state("Get-IscsiSession").and("Get-IscsiTarget").and(REFRESHED_TARGETS, target);
        return List.of(
                scene(new GetInitiator("HV1"), runs),
                scene(new RunInitiator("HV1"), state("Get-Service", stopped)).then(out(running), runs),
                scene(new ListPortals("HV1"), state("Get-IscsiTargetPortal", portal)),
                scene(
                                new AddPortal("HV1", PORTAL),
                                state("Get-IscsiTargetPortal").and("Test-NetConnection", PsValue.bool(true)))
                        .then(out(portal), state("Get-IscsiTargetPortal", portal)),
                scene(new RemovePortal("HV1", PORTAL), state("Get-IscsiTargetPortal", portal))
                        .then(out(), state("Get-IscsiTargetPortal")),
                scene(new ListTargets("HV1"), state(REFRESHED_TARGETS, target)),
                scene(new ListSessions("HV1"), session(true, true)),
                scene(new ConnectTarget("HV1", ConnectSpec.of(TARGET, PORTAL)), unknownTarget)
                        .then(out(), session(true, true)),
                scene(new ConnectTarget("HV1", CHAP), state("Get-IscsiSession").and("Get-IscsiTarget", target))
                        .then(out(), session(true, true)),
                scene(
                                new ConnectTarget("HV1", ConnectSpec.of(TARGET, PORTAL)),
                                "a session that is not persistent",
                                session(true, false))
                        .then(out(), session(true, true)),
                scene(new ConnectTarget("HV1", CHAP), "a session that is not persistent", session(true, false))
                        .then(out(), session(true, true)),
                scene(
                                new DisconnectTarget("HV1", TARGET),
                                session(true, true).and("Get-IscsiSession,Get-Disk", offline))
                        .then(out(), state("Get-IscsiSession")));
    }

    /** A disk without a partition table. */
    static State raw() {
        return state("Get-Disk", Replies.disk(NAA, "RAW", null, 0, false, false));
    }

    /** A disk with a table and the partition Windows keeps to itself. */
    static State table(String guid) {
        return state("Get-Disk", Replies.disk(NAA, "GPT", guid, 1, false, false))
                .and(PARTITIONS, Replies.partition(1, false));
    }

    /** A disk with a partition of data and its volume. */
    static State volumeOn(String guid, String fileSystem) {
        return state("Get-Disk", Replies.disk(NAA, "GPT", guid, 2, false, false))
                .and(PARTITIONS, Replies.partition(1, false), Replies.partition(2, true))
                .and(VOLUMES, Replies.diskVolume(fileSystem));
    }

    static State begun() {
        return table(BEGUN);
    }

    static State partitioned() {
        return volumeOn(BEGUN, "");
    }

    static State formatted() {
        return volumeOn(BEGUN, "NTFS");
    }

    static State prepared() {
        return volumeOn(PREPARED, "NTFS");
    }

    static State foreign() {
        return volumeOn(FOREIGN, "NTFS");
    }

    /** The disk, online or not, writable or not. */
    static State disk(boolean offline, boolean readOnly) {
        return state("Get-Disk", Replies.disk(NAA, "GPT", FOREIGN, 2, offline, readOnly));
    }

    static WipeDisk wipe(Size size) {
        return new WipeDisk("HV1", NAA, NAA.hex(), size);
    }

    private static List<Scene> disks() {
        PsObject disk = Replies.disk(NAA, "GPT", FOREIGN, 2, false, false);
        return List.of(
                scene(new ListDisks("HV1"), disk(false, false)),
                scene(new RescanDisks("HV1"), disk(false, false)).then(out(disk), disk(false, false)),
                scene(new OnlineDisk("HV1", NAA), disk(true, true)).then(out(), disk(false, false)),
                scene(new OnlineDisk("HV1", NAA), "a disk that is online", disk(false, true))
                        .then(out(), disk(false, false)),
                scene(new OfflineDisk("HV1", NAA), disk(false, false)).then(out(), disk(true, false)),
                scene(new ReadDiskContent("HV1", NAA), prepared()),
                scene(new InitializeDisk("HV1", NAA), raw())
                        .then(out(), table(FOREIGN))
                        .then(out(), begun()),
                scene(new InitializeDisk("HV1", NAA), "a disk with an empty table", table(FOREIGN))
                        .then(out(), begun()),
                scene(new PartitionDisk("HV1", NAA), begun()).then(out(), partitioned()),
                scene(new FormatDisk("HV1", NAA, "csv1"), partitioned())
                        .then(out(), formatted())
                        .then(out(), prepared()),
                scene(new FormatDisk("HV1", NAA, "csv1"), "a volume that is formatted", formatted())
                        .then(out(), prepared()),
                scene(wipe(Size.gib(100)), foreign()).then(out(), raw()));
    }
}

package io.quorate;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.cluster.AccessPoint;
import io.quorate.cluster.Failback;
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
import io.quorate.directory.PromotionSpec;
import io.quorate.directory.command.AddServiceName;
import io.quorate.directory.command.GetComputer;
import io.quorate.directory.command.GrantFullControl;
import io.quorate.directory.command.ListServiceNames;
import io.quorate.directory.command.PrestageComputer;
import io.quorate.directory.command.PromoteController;
import io.quorate.directory.command.RemoveComputer;
import io.quorate.directory.command.RemoveServiceName;
import io.quorate.directory.command.SetDnsRegistration;
import io.quorate.directory.command.SetDnsServers;
import io.quorate.host.AddressSpec;
import io.quorate.host.ConnectSpec;
import io.quorate.host.MigrationSpec;
import io.quorate.host.NetworkProfile;
import io.quorate.host.ServiceStart;
import io.quorate.host.SwitchSpec;
import io.quorate.host.command.AddPortal;
import io.quorate.host.command.ConnectTarget;
import io.quorate.host.command.CreateSwitch;
import io.quorate.host.command.CreateSwitchOver;
import io.quorate.host.command.DisconnectTarget;
import io.quorate.host.command.FormatDisk;
import io.quorate.host.command.GetInitiator;
import io.quorate.host.command.GetService;
import io.quorate.host.command.GetSqlInstance;
import io.quorate.host.command.InitializeDisk;
import io.quorate.host.command.InstallFeature;
import io.quorate.host.command.ListDisks;
import io.quorate.host.command.ListPortals;
import io.quorate.host.command.ListServices;
import io.quorate.host.command.ListSessions;
import io.quorate.host.command.ListSqlInstances;
import io.quorate.host.command.OfflineDisk;
import io.quorate.host.command.OnlineDisk;
import io.quorate.host.command.PartitionDisk;
import io.quorate.host.command.ReadDiskContent;
import io.quorate.host.command.RemovePortal;
import io.quorate.host.command.RemoveSwitch;
import io.quorate.host.command.RemoveSwitchOver;
import io.quorate.host.command.RescanDisks;
import io.quorate.host.command.RestartHost;
import io.quorate.host.command.RestartService;
import io.quorate.host.command.RestartSqlInstance;
import io.quorate.host.command.RunInitiator;
import io.quorate.host.command.SetAddresses;
import io.quorate.host.command.SetAddressesOver;
import io.quorate.host.command.SetAlwaysOn;
import io.quorate.host.command.SetFirewallSources;
import io.quorate.host.command.SetFirewallSourcesOver;
import io.quorate.host.command.SetMachineFolders;
import io.quorate.host.command.SetMigration;
import io.quorate.host.command.SetMtu;
import io.quorate.host.command.SetMtuOver;
import io.quorate.host.command.SetProfile;
import io.quorate.host.command.SetProfileOver;
import io.quorate.host.command.SetServiceStart;
import io.quorate.host.command.SetTimeSource;
import io.quorate.host.command.ShutDownHost;
import io.quorate.host.command.StartService;
import io.quorate.host.command.StopService;
import io.quorate.host.command.WipeDisk;
import io.quorate.replica.ReplicaAuthorization;
import io.quorate.replica.ReplicaPartner;
import io.quorate.replica.ReplicaServerSettings;
import io.quorate.replica.ReplicationAct;
import io.quorate.replica.ReplicationSettings;
import io.quorate.replica.TakeoverEvidence;
import io.quorate.replica.command.AddAuthorization;
import io.quorate.replica.command.ChangeReplication;
import io.quorate.replica.command.EnableReplication;
import io.quorate.replica.command.FailOverUnplanned;
import io.quorate.replica.command.GetReplicaServer;
import io.quorate.replica.command.GetReplication;
import io.quorate.replica.command.GiveUpReplication;
import io.quorate.replica.command.ListReplications;
import io.quorate.replica.command.RemoveAuthorization;
import io.quorate.replica.command.SetReplicaServer;
import io.quorate.replica.command.TestReplicaConnection;
import io.quorate.san.ChapLogin;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.san.LunAddress;
import io.quorate.san.Naa;
import io.quorate.san.Portal;
import io.quorate.san.Publication;
import io.quorate.san.SnapshotPath;
import io.quorate.san.command.DiscoverTargets;
import io.quorate.san.command.IdentifyLun;
import io.quorate.san.command.ListLuns;
import io.quorate.san.command.ReadBlocks;
import io.quorate.san.command.ReadNaa;
import io.quorate.san.command.ReadReservations;
import io.quorate.san.command.VerifyPublication;
import io.quorate.san.command.WriteBlocks;
import io.quorate.spi.Command;
import io.quorate.spi.Foretold;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Safety;
import io.quorate.sql.AvailabilityMode;
import io.quorate.sql.CertificateData;
import io.quorate.sql.ClusterType;
import io.quorate.sql.EndpointAlgorithm;
import io.quorate.sql.EndpointAuthentication;
import io.quorate.sql.EndpointEncryption;
import io.quorate.sql.EndpointRole;
import io.quorate.sql.EndpointState;
import io.quorate.sql.FailoverMode;
import io.quorate.sql.RoutingList;
import io.quorate.sql.command.AddDatabase;
import io.quorate.sql.command.AddListener;
import io.quorate.sql.command.AddListenerAddress;
import io.quorate.sql.command.AddReplica;
import io.quorate.sql.command.AlterEndpoint;
import io.quorate.sql.command.BackUpDatabase;
import io.quorate.sql.command.BackUpLog;
import io.quorate.sql.command.CreateCertificate;
import io.quorate.sql.command.CreateDistributedGroup;
import io.quorate.sql.command.CreateEndpoint;
import io.quorate.sql.command.CreateMasterKey;
import io.quorate.sql.command.CreateSqlLogin;
import io.quorate.sql.command.CreateUser;
import io.quorate.sql.command.CreateWindowsLogin;
import io.quorate.sql.command.DemoteGroup;
import io.quorate.sql.command.DenyCreateAnyDatabase;
import io.quorate.sql.command.DistributedMember;
import io.quorate.sql.command.DropEndpoint;
import io.quorate.sql.command.DropGroup;
import io.quorate.sql.command.EndpointDefinition;
import io.quorate.sql.command.FailOver;
import io.quorate.sql.command.ForceFailOver;
import io.quorate.sql.command.GetCertificate;
import io.quorate.sql.command.GetInventory;
import io.quorate.sql.command.GrantConnect;
import io.quorate.sql.command.GrantCreateAnyDatabase;
import io.quorate.sql.command.GroupOption;
import io.quorate.sql.command.GroupSetting;
import io.quorate.sql.command.ImportCertificate;
import io.quorate.sql.command.JoinDatabase;
import io.quorate.sql.command.JoinDistributedGroup;
import io.quorate.sql.command.JoinGroup;
import io.quorate.sql.command.LeaveDatabase;
import io.quorate.sql.command.ListenerDefinition;
import io.quorate.sql.command.ListenerIp;
import io.quorate.sql.command.ModifyDistributedGroup;
import io.quorate.sql.command.RemoveDatabase;
import io.quorate.sql.command.RemoveListener;
import io.quorate.sql.command.RemoveListenerAddress;
import io.quorate.sql.command.RemoveReplica;
import io.quorate.sql.command.ReplicaDefinition;
import io.quorate.sql.command.ReplicaOption;
import io.quorate.sql.command.ReplicaSetting;
import io.quorate.sql.command.RestartListener;
import io.quorate.sql.command.RestoreDatabase;
import io.quorate.sql.command.RestoreLog;
import io.quorate.sql.command.ResumeDatabase;
import io.quorate.sql.command.SetEndpointState;
import io.quorate.sql.command.SetGroupOption;
import io.quorate.sql.command.SetListenerPort;
import io.quorate.sql.command.SetReplicaOption;
import io.quorate.sql.command.SetRoutingList;
import io.quorate.sql.command.SuspendDatabase;
import io.quorate.sql.command.TakeGroupOffline;
import io.quorate.storage.LunMapping;
import io.quorate.storage.Provisioning;
import io.quorate.storage.RemovalPlan;
import io.quorate.storage.Volume;
import io.quorate.storage.command.AddMembers;
import io.quorate.storage.command.CloneSnapshot;
import io.quorate.storage.command.CreateGroup;
import io.quorate.storage.command.CreateMapping;
import io.quorate.storage.command.CreateSnapshot;
import io.quorate.storage.command.CreateTarget;
import io.quorate.storage.command.CreateVolume;
import io.quorate.storage.command.CreateVolumeGroup;
import io.quorate.storage.command.GetLogicalUnit;
import io.quorate.storage.command.GetSnapshot;
import io.quorate.storage.command.GetTarget;
import io.quorate.storage.command.GetVolume;
import io.quorate.storage.command.GetVolumeGroup;
import io.quorate.storage.command.GrowVolume;
import io.quorate.storage.command.ListMappings;
import io.quorate.storage.command.ListPools;
import io.quorate.storage.command.ListSnapshots;
import io.quorate.storage.command.ListTargets;
import io.quorate.storage.command.ListVolumeGroups;
import io.quorate.storage.command.ListVolumes;
import io.quorate.storage.command.PromoteVolume;
import io.quorate.storage.command.RemoveGroup;
import io.quorate.storage.command.RemoveMapping;
import io.quorate.storage.command.RemoveSnapshot;
import io.quorate.storage.command.RemoveTarget;
import io.quorate.storage.command.RemoveVolume;
import io.quorate.storage.command.RemoveVolumeGroup;
import io.quorate.storage.command.RequireChap;
import io.quorate.storage.command.RollbackVolume;
import io.quorate.storage.command.SetChap;
import io.quorate.storage.command.SetGroup;
import io.quorate.storage.command.SetWriteCache;
import io.quorate.storage.command.StorageGroup;
import io.quorate.storage.command.WidenGroup;
import io.quorate.vm.AdapterVlan;
import io.quorate.vm.IntegrationService;
import io.quorate.vm.command.AddVirtualAdapter;
import io.quorate.vm.command.BeginMigrateLive;
import io.quorate.vm.command.CancelMigrateLive;
import io.quorate.vm.command.ConfigureVirtualMachine;
import io.quorate.vm.command.ConnectVirtualAdapter;
import io.quorate.vm.command.CreateVirtualMachine;
import io.quorate.vm.command.DisconnectVirtualAdapter;
import io.quorate.vm.command.EnableIntegration;
import io.quorate.vm.command.GetIntegration;
import io.quorate.vm.command.GetVirtualAdapters;
import io.quorate.vm.command.GetVirtualMachine;
import io.quorate.vm.command.GetVirtualMachineGroup;
import io.quorate.vm.command.ListVirtualAdapters;
import io.quorate.vm.command.ListVirtualDisks;
import io.quorate.vm.command.ListVirtualMachines;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What commands foretell, and the words by which a rehearsal tells what depends on what. */
class ForetoldTest {
    private static final UUID ID = UUID.fromString("11111111-2222-3333-4444-555555555555");
    private static final DatasetPath V = DatasetPath.of("tank/vg/v");
    private static final DatasetPath COPY = DatasetPath.of("tank/vg/copy");
    private static final SnapshotPath S = V.at("gold");
    private static final Naa NAA = Naa.of("600144f0000000000000000000000001");
    private static final Iqn TARGET = Iqn.of("iqn.2005-07.com.example:csv");
    private static final Iqn HV1 = Iqn.of("iqn.1991-05.com.microsoft:hv1");
    private static final Portal PORTAL = Portal.of("10.0.0.5");
    private static final LunAddress LUN = new LunAddress(TARGET, 0);
    private static final Volume VOLUME =
            new Volume(V, "4711", Size.gib(1), Size.kib(32), Provisioning.THIN, null, Size.bytes(0));
    private static final LunMapping MAPPING = new LunMapping("m1", V, 0, "tg", "hg");

    private static final EndpointDefinition ENDPOINT = new EndpointDefinition(
            "Hadr",
            5022,
            EndpointAuthentication.NEGOTIATE,
            null,
            EndpointEncryption.REQUIRED,
            EndpointAlgorithm.AES,
            EndpointRole.ALL);
    private static final ReplicaDefinition REPLICA = new ReplicaDefinition(
            "SQL1",
            "TCP://sql1:5022",
            AvailabilityMode.SYNCHRONOUS_COMMIT,
            FailoverMode.MANUAL,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    private static final DistributedMember MEMBER =
            new DistributedMember("AG1", "TCP://ag1:5022", AvailabilityMode.SYNCHRONOUS_COMMIT, null);
    private static final DistributedMember OTHER =
            new DistributedMember("AG2", "TCP://ag2:5022", AvailabilityMode.SYNCHRONOUS_COMMIT, null);

    private static final List<Command<?>> CHANGES = List.of(
            new CreateCluster("RACK1", "HV1", List.of(), AccessPoint.DNS),
            new AddNode("HV2"),
            new PauseNode("HV1", true, true, null, Duration.ofMinutes(5)),
            new PauseNode("HV1", false, false, null, Duration.ofMinutes(5)),
            new ResumeNode("HV1", Failback.IMMEDIATE),
            new EvictNode("HV2", "RACK1"),
            new MoveGroup("web1", "HV2", Duration.ofMinutes(5)),
            new AddDisk(ID.toString()),
            new RemoveDisk("id", ID.toString()),
            new AddSharedVolume(ID.toString()),
            new MoveSharedVolume("CSV1", "HV2", Duration.ofMinutes(5)),
            new RemoveSharedVolume("id", ID.toString()),
            new SetDiskWitness("Cluster Disk 1"),
            new UpdateSettings(null, 40, null, null, null, null),
            new CreateVirtualMachine("web1", "HV1", 2, Size.gib(1), "C:\\VMs", null, null, null),
            new ConfigureVirtualMachine(ID, 2, Size.gib(2)),
            new RenameVirtualMachine(ID, "db1"),
            new StartVirtualMachine(ID),
            new SaveVirtualMachine(ID),
            new ShutDownVirtualMachine(ID),
            new TurnOffVirtualMachine(ID),
            new MakeHighlyAvailable(ID),
            new MigrateLive(ID, "HV2", Duration.ofMinutes(5)),
            new BeginMigrateLive(ID, "HV2"),
            new CancelMigrateLive(ID),
            new AddVirtualAdapter(ID, "outside", "WAN", null),
            new ConnectVirtualAdapter(ID, "nic", "WAN"),
            new DisconnectVirtualAdapter(ID, "nic"),
            new SetAdapterVlan(ID, "nic", AdapterVlan.access(20)),
            new SetAdapterMac(ID, "nic", null),
            new RemoveVirtualAdapter(ID, "nic"),
            new EnableIntegration(ID, IntegrationService.HEARTBEAT),
            new RunInitiator("HV1"),
            new AddPortal("HV1", PORTAL),
            new RemovePortal("HV1", PORTAL),
            new ConnectTarget("HV1", ConnectSpec.of(TARGET, PORTAL)),
            new DisconnectTarget("HV1", TARGET),
            new RescanDisks("HV1"),
            new OnlineDisk("HV1", NAA),
            new OfflineDisk("HV1", NAA),
            new InitializeDisk("HV1", NAA),
            new PartitionDisk("HV1", NAA),
            new FormatDisk("HV1", NAA, "csv1"),
            new WipeDisk("HV1", NAA, NAA.hex(), Size.gib(1)),
            new StartService("HV1", "Spooler"),
            new StopService("HV1", "Spooler", List.of("Fax")),
            new RestartService("HV1", "Spooler", List.of("Fax"), 4711),
            new SetServiceStart("HV1", "Spooler", ServiceStart.MANUAL),
            new SetDnsServers("HV1", "Ethernet", List.of("10.0.0.11")),
            new SetDnsRegistration("HV1", "Ethernet", false),
            new SetDnsServers("HV1", "Ethernet", List.of("10.0.0.11", "fd00::11")),
            new PrestageComputer("DC1", "FC1", null, "alice"),
            new GrantFullControl("DC1", "FC1", "alice"),
            new RemoveComputer("DC1", "FC1", ID),
            new AddServiceName("DC1", "MSSQLSvc/ag1l:1433", "svc-sql"),
            new RemoveServiceName("DC1", "MSSQLSvc/ag1l:1433", "svc-old"),
            new PromoteController("DC2", PromotionSpec.of("lab.example", "LAB\\alice", Secret.of("a"), Secret.of("b"))),
            new InstallFeature("HV1", "Hyper-V"),
            new CreateSwitch("HV1", SwitchSpec.privately("DMZ")),
            new CreateSwitchOver("HV1", SwitchSpec.external("LAN", "LAN")),
            new RestartHost("HV1", java.time.Instant.EPOCH),
            new SetAddresses("HV1", "LAN", AddressSpec.of("192.0.2.11/24")),
            new SetAddressesOver("HV1", "LAN", AddressSpec.byDhcp()),
            new SetMtu("HV1", "LAN", 9000),
            new SetMtuOver("HV1", "LAN", 9000),
            new SetProfile("HV1", "LAN", NetworkProfile.PRIVATE),
            new SetProfileOver("HV1", "LAN", NetworkProfile.PUBLIC),
            new RemoveSwitch("HV1", "DMZ"),
            new RemoveSwitchOver("HV1", "LAN"),
            new ShutDownHost("HV1", java.time.Instant.EPOCH),
            new SetMachineFolders("HV1", "C:\\VMs", "C:\\Disks"),
            new SetMigration("HV1", MigrationSpec.byKerberos()),
            new SetFirewallSources("HV1", "WINRM-HTTP-In-TCP", List.of("192.0.2.7")),
            new SetFirewallSourcesOver("HV1", "WINRM-HTTP-In-TCP", List.of("192.0.2.7")),
            new SetTimeSource("HV1", List.of()),
            new SetAlwaysOn("HV1", "MSSQLSERVER", true),
            new RestartSqlInstance("HV1", "MSSQLSERVER", true, 4711),
            new SetReplicaServer("HV1", ReplicaServerSettings.kerberos()),
            new AddAuthorization("HV1", new ReplicaAuthorization("HV2", "D:\\Replica", "rack")),
            new RemoveAuthorization("HV1", "HV2"),
            new EnableReplication("HV1", ID, ReplicationSettings.to(ReplicaPartner.kerberos("HV3"))),
            new ChangeReplication("HV1", ID, ReplicationAct.SUSPEND),
            new GiveUpReplication("HV1", ID, ReplicationAct.REMOVE),
            new FailOverUnplanned(
                    "HV1", ID, TakeoverEvidence.attestation(ID, "Anna", "off", Instant.EPOCH, Duration.ofHours(1))),
            new VerifyPublication(
                    new Publication(V, Size.gib(1), NAA, 0, TARGET, List.of(PORTAL), "tg", "hg", Set.of(HV1), false)),
            new WriteBlocks(LUN, NAA, 0, new byte[512]),
            new CreateVolumeGroup(DatasetPath.of("tank/vg")),
            new RemoveVolumeGroup(DatasetPath.of("tank/vg")),
            new CreateVolume(V, Size.gib(1), Size.kib(32), Provisioning.THIN),
            new GrowVolume(V, Size.gib(2)),
            new PromoteVolume(COPY, S),
            new RollbackVolume(S, "4711"),
            new RemoveVolume(new RemovalPlan(VOLUME, List.of(S), List.of(COPY), false)),
            new CreateSnapshot(S, true),
            new CloneSnapshot(S, COPY),
            new RemoveSnapshot(S, "77", false),
            new CreateTarget(TARGET, List.of(PORTAL)),
            new RequireChap(TARGET, true),
            new RemoveTarget(TARGET),
            new CreateGroup(StorageGroup.Kind.TARGET, "tg", Set.of(TARGET)),
            new WidenGroup(StorageGroup.Kind.HOST, "hg", Set.of(HV1)),
            new AddMembers(StorageGroup.Kind.HOST, "hg", Set.of(HV1)),
            new SetGroup(StorageGroup.Kind.HOST, "hg", Set.of(HV1)),
            new RemoveGroup(StorageGroup.Kind.HOST, "hg"),
            new SetChap(HV1, new ChapLogin("hv1", Secret.of("twelve-or-more")), false),
            new CreateMapping(V, "tg", "hg"),
            new RemoveMapping(MAPPING),
            new SetWriteCache(V, true),
            new CreateEndpoint("sql1", ENDPOINT),
            new AlterEndpoint("sql1", ENDPOINT),
            new SetEndpointState("sql1", "Hadr", EndpointState.STARTED),
            new DropEndpoint("sql1", "Hadr"),
            new CreateWindowsLogin("sql1", "LAB\\sql"),
            new CreateSqlLogin("sql1", "peer", Secret.of("twelve-or-more"), false, null),
            new CreateUser("sql1", "peer", "peer"),
            new GrantConnect("sql1", "Hadr", "peer"),
            new CreateMasterKey("sql1", Secret.of("twelve-or-more")),
            new CreateCertificate("sql1", "own", "sql1", null),
            new ImportCertificate("sql1", "peer", new CertificateData(new byte[] {1}), "peer"),
            new io.quorate.sql.command.CreateGroup("sql1", "AG1", List.of(), List.of(), List.of(REPLICA), null),
            new CreateDistributedGroup("sql1", "DAG", MEMBER, OTHER),
            new JoinDistributedGroup("sql1", "DAG", MEMBER, OTHER),
            new ModifyDistributedGroup("sql1", "DAG", MEMBER),
            new SetGroupOption("AG1", GroupSetting.of(GroupOption.DB_FAILOVER, true)),
            new JoinGroup("sql2", "AG1", ClusterType.WSFC),
            new GrantCreateAnyDatabase("sql2", "AG1"),
            new DenyCreateAnyDatabase("sql2", "AG1"),
            new DropGroup("sql1", "AG1", ID),
            new TakeGroupOffline("sql1", "AG1", ID),
            new DemoteGroup("sql1", "AG1", ID),
            new FailOver("sql2", "AG1"),
            new ForceFailOver("sql2", "AG1", ID),
            new AddReplica("AG1", REPLICA),
            new SetReplicaOption("AG1", "SQL1", ReplicaSetting.of(ReplicaOption.BACKUP_PRIORITY, 1)),
            new SetRoutingList("AG1", "SQL1", RoutingList.NONE),
            new RemoveReplica("AG1", "SQL1"),
            new AddDatabase("AG1", "sales"),
            new RemoveDatabase("AG1", "sales"),
            new JoinDatabase("sql2", "AG1", "sales"),
            new LeaveDatabase("sql2", "AG1", "sales"),
            new SuspendDatabase("sql2", "AG1", "sales"),
            new ResumeDatabase("sql2", "AG1", "sales"),
            new BackUpDatabase("sql1", "sales", "NUL", false),
            new BackUpLog("sql1", "sales", "NUL"),
            new RestoreDatabase("sql2", "sales", "B:\\sales.bak", List.of()),
            new RestoreLog("sql2", "sales", "B:\\sales.trn"),
            new AddListener("AG1", new ListenerDefinition("ag1", true, List.of(), null)),
            new AddListenerAddress("AG1", "ag1", ListenerIp.of("10.0.0.9", "255.255.255.0")),
            new RemoveListenerAddress("AG1", "ag1", "10.0.0.9"),
            new SetListenerPort("AG1", "ag1", 1433),
            new RestartListener("AG1", "ag1"),
            new RemoveListener("AG1", "ag1"));

    private static final List<ReadCommand<?>> READS = List.of(
            new GetCluster(),
            new FindCluster("HV1"),
            new FindCluster("HV2"),
            new GetQuorum(),
            new GetNode("HV1"),
            new GetComputer("DC1", "FC1"),
            new ListServiceNames("DC1"),
            new GetNode("hv2"),
            new ListNodes(),
            new GetGroup("web1"),
            new ListGroups(),
            new ListNodeGroups("HV1"),
            new ListAvailableDisks(),
            new ListClusterDisks(),
            new ListSharedVolumes(),
            new GetSharedVolume("CSV1"),
            new GetSharedVolume(new AddSharedVolume(ID.toString()).rehearsed().name()),
            new ListSharedVolumeStates("CSV1"),
            new GetVirtualMachine(ID),
            new GetVirtualMachineGroup(ID),
            new ListVirtualMachines("HV1"),
            new ListVirtualDisks("HV1"),
            new io.quorate.host.command.ListSwitches("HV1"),
            new io.quorate.host.command.ListAdapters("HV1"),
            new ListVirtualAdapters("HV1"),
            new GetVirtualAdapters(ID),
            new GetIntegration(ID),
            new GetInitiator("HV1"),
            new ListPortals("HV1"),
            new ListSessions("HV1"),
            new io.quorate.host.command.ListTargets("HV1"),
            new ListDisks("HV1"),
            new ReadDiskContent("HV1", NAA),
            new ListServices("HV1"),
            new GetService("hv1", "spooler"),
            new ListSqlInstances("HV1"),
            new GetSqlInstance("HV1", "mssqlserver"),
            new GetReplicaServer("HV1"),
            new ListReplications("HV1"),
            new GetReplication("HV1", ID),
            new TestReplicaConnection("HV1", ReplicaPartner.kerberos("HV3")),
            new DiscoverTargets(),
            new ListLuns(TARGET),
            new IdentifyLun(LUN),
            new ReadNaa(LUN),
            new ReadReservations(LUN),
            new ReadBlocks(LUN, 0, 1),
            new GetVolumeGroup(DatasetPath.of("tank/vg")),
            new GetVolume(V),
            new GetVolume(COPY),
            new GetLogicalUnit(V),
            new GetSnapshot(S),
            new GetTarget(TARGET),
            new io.quorate.storage.command.GetGroup(StorageGroup.Kind.TARGET, "tg"),
            new io.quorate.storage.command.GetGroup(StorageGroup.Kind.HOST, "hg"),
            new io.quorate.storage.command.GetInitiator(HV1),
            new ListPools(0, 1),
            new ListVolumeGroups(0, 1),
            new ListVolumes(null, 0, 1),
            new ListSnapshots(V, 0, 1),
            new ListTargets(0, 1),
            new io.quorate.storage.command.ListGroups(StorageGroup.Kind.HOST, 0, 1),
            new ListMappings(V, 0, 100),
            new ListMappings(null, 0, 100),
            new GetInventory("sql1"),
            new GetCertificate("sql1", "own"));

    @Test
    @DisplayName("what a command pretends to return is what a read of the same object finds after it")
    void rehearsed_agreesWithForetold() {
        Map<String, String> told = new TreeMap<>();
        for (Command<?> change : CHANGES) {
            Object pretended = change.rehearsed();
            for (ReadCommand<?> read : READS) {
                Object found = found(change, read, pretended);
                if (found != null) {
                    assertThat(found).as(change + " and " + read).isEqualTo(pretended);
                    told.merge(change.name(), read.name(), (one, other) -> one);
                }
            }
        }
        assertThat(told)
                .containsEntry("cluster.create", "cluster.get")
                .containsEntry("cluster.settings.update", "cluster.get")
                .containsEntry("cluster.node.add", "cluster.node.get")
                .containsEntry("cluster.node.pause", "cluster.node.get")
                .containsEntry("cluster.node.resume", "cluster.node.get")
                .containsEntry("cluster.group.move", "cluster.group.get")
                .containsEntry("cluster.volume.add", "cluster.volume.get")
                .containsEntry("cluster.volume.move", "cluster.volume.get")
                .containsEntry("cluster.quorum.set-disk-witness", "cluster.quorum.get")
                .containsEntry("vm.configure", "vm.get")
                .containsEntry("vm.rename", "vm.get")
                .containsEntry("vm.start", "vm.get")
                .containsEntry("vm.save", "vm.get")
                .containsEntry("vm.shut-down", "vm.get")
                .containsEntry("vm.turn-off", "vm.get")
                .containsEntry("vm.migrate-live", "vm.group.get")
                .containsEntry("vm.migrate-live.begin", "vm.group.get")
                .containsEntry("host.initiator.run", "host.initiator.get")
                .containsEntry("host.disk.initialize", "host.disk.content")
                .containsEntry("host.disk.partition", "host.disk.content")
                .containsEntry("host.service.start", "host.service.get")
                .containsEntry("host.service.stop", "host.service.get")
                .containsEntry("host.service.restart", "host.service.get")
                .containsEntry("host.service.start-mode", "host.service.get")
                .containsEntry("host.sql.always-on", "host.sql.get")
                .containsEntry("host.sql.restart", "host.sql.get")
                .containsEntry("storage.volumegroup.create", "storage.volumegroup.get")
                .containsEntry("storage.volume.create", "storage.volume.get")
                .containsEntry("storage.volume.grow", "storage.volume.get")
                .containsEntry("storage.snapshot.create", "storage.snapshot.get")
                .containsEntry("storage.snapshot.clone", "storage.volume.get")
                .containsEntry("storage.target.create", "storage.target.get")
                .containsEntry("storage.target.chap", "storage.target.get")
                .containsEntry("storage.targetgroup.create", "storage.targetgroup.get")
                .containsEntry("storage.hostgroup.update", "storage.hostgroup.get")
                .containsEntry("storage.hostgroup.set", "storage.hostgroup.get")
                .containsEntry("storage.initiator.chap", "storage.initiator.get")
                .containsEntry("storage.unit.cache", "storage.unit.get")
                .containsEntry("sql.certificate.create", "sql.certificate.get");
    }

    /** What a read finds after a command where it returns the same kind of thing; null otherwise. */
    @SuppressWarnings("unchecked")
    private static Object found(Command<?> change, ReadCommand<?> read, Object pretended) {
        Object found = null;
        for (Foretold<?> told : change.foretold()) {
            if (pretended != null && told.answers(read) && told.isKnown() && !told.isUnchanged()) {
                try {
                    found = ((Foretold<Object>) told).after(told.needsBefore() ? pretended : null);
                } catch (ClassCastException e) {
                    found = null;
                }
            }
        }
        return found != null && found.getClass() == pretended.getClass() && !(found instanceof List) ? found : null;
    }

    @Test
    @DisplayName("every word that ties a read to a change is the kind of some object")
    void kinds_areSpelledAlike() {
        Set<String> kinds = Stream.concat(CHANGES.stream(), READS.stream())
                .map(command -> command.target().kind())
                .collect(Collectors.toCollection(TreeSet::new));
        // What the cluster could use is nobody's target; disks are added by their own identity.
        kinds.addAll(List.of("available disk", "LUN mapping", "pool"));
        CHANGES.forEach(change -> change.makes()
                .forEach(made -> assertThat(READS)
                        .as(change.name())
                        .anyMatch(read -> read.lists().contains(made.kind())
                                && read.adding(made).isPresent())));
        Stream<String> words = Stream.concat(
                CHANGES.stream().flatMap(c -> Stream.concat(c.alsoChanges().stream(), c.dependsOn().stream())),
                READS.stream().flatMap(r -> r.lists().stream()));
        assertThat(words).allSatisfy(word -> assertThat(kinds).contains(word));
    }

    @Test
    @DisplayName("every list names the kinds it lists; only a read by identity names none")
    void lists_nameTheirKinds() {
        assertThat(READS.stream()
                        .filter(read -> read.lists().isEmpty())
                        .map(Command::name)
                        .filter(name -> name.endsWith("list") || name.endsWith("available") || name.endsWith("luns")))
                .isEmpty();
    }

    @Test
    @DisplayName(
            "whatever is done to a group, its replicas, databases and listener, every instance's inventory is told afterwards")
    void changesOfGroups_tellTheInventoryOfEveryInstance() {
        List<String> subjects = List.of("sql.group.", "sql.replica.", "sql.database.", "sql.listener.");
        assertThat(CHANGES)
                .filteredOn(change -> subjects.stream().anyMatch(change.name()::startsWith))
                .hasSizeGreaterThan(30)
                .allSatisfy(change -> assertThat(List.of("sql1", "sql2"))
                        .as(change.name())
                        .anySatisfy(host -> assertThat(change.foretold())
                                .anyMatch(told -> told.answers(new GetInventory(host)) && told.isKnown())));
    }

    @Test
    void removed_isGone() {
        for (Command<?> change : CHANGES) {
            if (!Stream.of(".remove", ".evict").anyMatch(change.name()::endsWith)) {
                continue;
            }
            assertThat(READS.stream().anyMatch(read -> tells(change, read)))
                    .as(change.name() + " tells something or changes a kind")
                    .isTrue();
            assertThat(change.safety()).isNotEqualTo(Safety.READ);
        }
        assertThat(new EvictNode("HV2", "RACK1")
                        .foretold().stream().filter(told -> told.answers(new GetNode("hv2.lab"))))
                .isNotEmpty()
                .allMatch(told -> told.after(null) == null);
    }

    private static boolean tells(Command<?> change, ReadCommand<?> read) {
        return change.foretold().stream().anyMatch(told -> told.answers(read))
                || !read.lists().isEmpty()
                        && (read.lists().contains(change.target().kind())
                                || read.lists().stream().anyMatch(change.alsoChanges()::contains));
    }
}

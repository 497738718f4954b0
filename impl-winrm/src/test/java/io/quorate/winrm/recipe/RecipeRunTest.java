package io.quorate.winrm.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.quorate.Size;
import io.quorate.cluster.Cluster;
import io.quorate.cluster.ClusterDisk;
import io.quorate.cluster.ClusterNode;
import io.quorate.cluster.DrainState;
import io.quorate.cluster.GroupType;
import io.quorate.cluster.NodeState;
import io.quorate.cluster.Quorum;
import io.quorate.cluster.SharedVolume;
import io.quorate.cluster.command.AddDisk;
import io.quorate.cluster.command.AddNode;
import io.quorate.cluster.command.AddSharedVolume;
import io.quorate.cluster.command.CreateCluster;
import io.quorate.cluster.command.EvictNode;
import io.quorate.cluster.command.FindCluster;
import io.quorate.cluster.command.GetGroup;
import io.quorate.cluster.command.GetNode;
import io.quorate.cluster.command.GetSharedVolume;
import io.quorate.cluster.command.ListClusterDisks;
import io.quorate.cluster.command.ListNodes;
import io.quorate.cluster.command.ListSharedVolumes;
import io.quorate.cluster.command.MoveGroup;
import io.quorate.cluster.command.PauseNode;
import io.quorate.cluster.command.SetDiskWitness;
import io.quorate.cluster.command.UpdateSettings;
import io.quorate.host.ConnectSpec;
import io.quorate.host.command.ConnectTarget;
import io.quorate.host.command.WipeDisk;
import io.quorate.spi.Command;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Find;
import io.quorate.spi.Observation;
import io.quorate.spi.Owner;
import io.quorate.vm.VirtualDisk;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VmState;
import io.quorate.vm.command.BeginMigrateLive;
import io.quorate.vm.command.CancelMigrateLive;
import io.quorate.vm.command.ConfigureVirtualMachine;
import io.quorate.vm.command.CreateVirtualMachine;
import io.quorate.vm.command.FindVirtualMachines;
import io.quorate.vm.command.GetVirtualMachine;
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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeRunTest {
    private static final UUID VM = Scenes.VM;
    private static final String DISK = Scenes.DISK;
    private static final Fault NO_SERVICE = Fault.refused(ErrorKind.UNREACHABLE)
            .code(WindowsErrors.NO_CLUSTER_SERVICE)
            .because("...");

    private final Replies shell = new Replies();
    private final ShellBackend backend = new ShellBackend(shell);

    @Test
    void listNodes_decodesAndKeepsUnknownWords() {
        PsObject odd = PsObject.of("X")
                .with("Name", PsValue.string("HV2"))
                .with("Id", PsValue.string("2"))
                .with("State", PsValue.string("Hibernating"))
                .with("StatusInformation", PsValue.int32(3))
                .with("DrainStatus", PsValue.string("NotInitiated"))
                .with("NodeWeight", PsValue.int32(1))
                .with("DynamicWeight", PsValue.int32(0));
        shell.then(Replies.node("HV1", 0, 0), odd);
        List<ClusterNode> nodes = run(new ListNodes());
        assertThat(nodes).extracting(ClusterNode::state).containsExactly(NodeState.UP, NodeState.of("Hibernating"));
        assertThat(nodes.get(1).state().known()).isFalse();
        assertThat(nodes.get(1).status().isolated()).isTrue();
        assertThat(nodes.get(1).status()).hasToString("Isolated, Quarantined");
    }

    @Test
    void getNode_whenListedUnderItsShortName_isFoundByItsFullOne() {
        shell.then(Replies.node("HV1", 0, 0));
        assertThat(run(new GetNode("hv1.lab.example")).name()).isEqualTo("HV1");
    }

    private static final Fault NO_NODE =
            Fault.lasting(ErrorKind.NOT_FOUND).code("0x800713B2").because("the cluster node is not found");

    @Test
    void getNode_whenNotListed_isNotFound() {
        shell.then(NO_NODE).then(Replies.node("HV1", 0, 0));
        fails(new GetNode("HV9"), ErrorKind.NOT_FOUND, FaultPhase.LASTING, "the cluster has no node HV9");
    }

    @Test
    void getGroup_knowsWhatItIsFor() {
        shell.then(Replies.group("web1", "HV1", 0, 0));
        assertThat(run(new GetGroup("WEB1")).type()).isEqualTo(GroupType.VIRTUAL_MACHINE);
    }

    @Test
    void createCluster_observedOnAHostWithoutCluster_isAbsentOnlyWhenTheServiceWasNeverSetUp() {
        CreateCluster create = new CreateCluster(
                "CLUSTER1", "HV1", List.of(), io.quorate.cluster.AccessPoint.ACTIVE_DIRECTORY_AND_DNS);
        shell.then(NO_SERVICE).then(service("Disabled", 4));
        assertThat(observe(create)).isInstanceOf(Observation.Absent.class);
        shell.then(NO_SERVICE).then(service("Automatic", 2));
        assertThat(observe(create)).isInstanceOf(Observation.Unknown.class);
        shell.then(Replies.cluster("cluster1"));
        assertThat(observe(create)).isInstanceOf(Observation.Present.class);
        shell.then(Replies.cluster("OTHER"));
        assertThat(observe(create)).isInstanceOf(Observation.Absent.class);
    }

    @Test
    void findCluster_whenTheServiceIsOnlyStopped_fails() {
        shell.then(NO_SERVICE).then(service("Automatic", 2));
        fails(new FindCluster("HV1"), ErrorKind.UNREACHABLE, FaultPhase.REFUSED, "...");
        shell.then(NO_SERVICE).then(service("Disabled", 4));
        assertThat(run(new FindCluster("HV1"))).isEmpty();
    }

    @Test
    void updateSettings_whenAPropertyKeepsItsOldValue_fails() {
        UpdateSettings change = new UpdateSettings(Duration.ofMillis(500), null, null, null, null, null);
        shell.then(Replies.cluster("CLUSTER1"));
        fails(
                change,
                ErrorKind.REJECTED,
                FaultPhase.LASTING,
                "the cluster's SameSubnetDelay was set to PT0.5S and reads PT1S");
    }

    @Test
    void updateSettings_returnsWhatWasReadBack() {
        UpdateSettings change = new UpdateSettings(Duration.ofSeconds(1), 20, null, null, null, Duration.ofMinutes(4));
        shell.then(Replies.cluster("CLUSTER1"));
        Cluster cluster = run(change);
        assertThat(cluster.settings().sameSubnetTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(cluster.domain()).isEmpty();
        assertThat(shell.cmdlets())
                .containsExactly(
                        "Get-Cluster",
                        "Set-Variable",
                        "Get-Variable",
                        "ForEach-Object",
                        "Get-Variable",
                        "ForEach-Object",
                        "Get-Variable",
                        "ForEach-Object",
                        "Get-Cluster");
    }

    @Test
    void addNode_takesTheNodeFromTheListAfterwards() {
        shell.then(Replies.node("HV2", 3, 0), Replies.node("HV1", 0, 0), Replies.node("HV2", 0, 0));
        assertThat(run(new AddNode("hv2.lab.example")).state()).isEqualTo(NodeState.UP);
    }

    @Test
    void addNode_whenTheListLacksIt_isNotSuccess() {
        shell.then(Replies.node("HV1", 0, 0));
        fails(new AddNode("HV2"), ErrorKind.REJECTED, FaultPhase.LASTING, "the cluster does not list node HV2");
    }

    @Test
    void addNode_observed_saysUnknownWhenTheListFails() {
        shell.then(NO_SERVICE);
        assertThat(observe(new AddNode("HV2")))
                .isInstanceOfSatisfying(
                        Observation.Unknown.class,
                        unknown -> assertThat(unknown.cause()).isSameAs(NO_SERVICE));
    }

    @Test
    void pauseNode_whenPausedAndDrained_sendsOnlyTheLook() {
        shell.then(Replies.node("HV1", 2, 2));
        ClusterNode node = run(new PauseNode("HV1", true, true, null, Duration.ofMinutes(5)));
        assertThat(node.drain()).isEqualTo(DrainState.COMPLETED);
        assertThat(shell.cmdlets()).containsExactly("Get-ClusterNode");
    }

    @Test
    void pauseNode_whenTheDrainFails_failsAndWhileItRuns_isBusy() {
        PauseNode drain = new PauseNode("HV1", true, true, null, Duration.ofMinutes(5));
        shell.then(Replies.node("HV1", 0, 0)).then(Replies.node("HV1", 2, 3));
        shell.then(Replies.group("web2", "HV2", 0, 0), Replies.group("web1", "HV1", 0, 1));
        fails(
                drain,
                ErrorKind.REJECTED,
                FaultPhase.LASTING,
                "node HV1 is paused, and its drain is Failed; still on it: web1 is Online (locked against moving)");
        shell.then(Replies.node("HV1", 0, 0)).then(Replies.node("HV1", 2, 1));
        fails(drain, ErrorKind.BUSY, FaultPhase.TRANSIENT, "its drain is InProgress");
    }

    @Test
    void evictNode_whenTheHostIsInAnotherCluster_sendsNothingMore() {
        shell.then(Replies.cluster("OTHER"), Replies.node("HV2", 0, 0));
        fails(new EvictNode("HV2", "CLUSTER1"), ErrorKind.REJECTED, FaultPhase.LASTING, "nothing was evicted");
        assertThat(shell.cmdlets()).containsExactly("Get-Cluster", "Get-ClusterNode");
    }

    @Test
    void moveGroup_whenItIsThere_sendsOnlyTheLook() {
        shell.then(Replies.group("web1", "HV2", 0, 0));
        assertThat(run(new MoveGroup("web1", "HV2", Duration.ofMinutes(1))).owner())
                .isEqualTo("HV2");
        assertThat(shell.cmdlets()).containsExactly("Get-ClusterGroup");
    }

    @Test
    void moveGroup_judgesByTheOwnerReadBack() {
        MoveGroup move = new MoveGroup("web1", "HV2", Duration.ofMinutes(1));
        shell.then(Replies.group("web1", "HV1", 0, 0))
                .then(Replies.group("web1", "HV2", 0, 0), Replies.group("web1", "HV1", 0, 0));
        fails(move, ErrorKind.REJECTED, FaultPhase.LASTING, "group web1 is Online on HV1, not on HV2");
        shell.then(Replies.group("web1", "HV1", 4, 0));
        fails(move, ErrorKind.BUSY, FaultPhase.TRANSIENT, "group web1 is Pending on HV1");
    }

    @Test
    void listClusterDisks_joinsResourcesWithTheirIdentities() {
        shell.then(
                Replies.resource("Cluster Disk 1", "r1", "Physical Disk"),
                Replies.resource("Cluster Disk 2", "r2", "Physical Disk"),
                Replies.resource("Cluster Name", "r3", "Network Name"),
                Replies.parameter("Cluster Disk 1", "DiskIdGuid", PsValue.string(DISK.toUpperCase())),
                Replies.parameter("Cluster Disk 1", "DiskSignature", Replies.uint32(0)),
                Replies.parameter("Cluster Disk 2", "DiskIdGuid", PsValue.string("")),
                Replies.parameter("Cluster Disk 2", "DiskSignature", Replies.uint32(0x1232AE60L)));
        assertThat(run(new ListClusterDisks()))
                .extracting(ClusterDisk::name, ClusterDisk::diskId)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("Cluster Disk 1", DISK),
                        org.assertj.core.groups.Tuple.tuple("Cluster Disk 2", "0x1232ae60"));
    }

    @Test
    void addDisk_whenNoSuchDiskIsAvailable_isNotFoundAndAddsNothing() {
        shell.then(Replies.available("{00000000-0000-0000-0000-00000000000f}", 1));
        fails(new AddDisk(DISK), ErrorKind.NOT_FOUND, FaultPhase.LASTING, "every node must see it");
        assertThat(shell.cmdlets()).containsExactly("Get-ClusterAvailableDisk");
    }

    @Test
    void addSharedVolume_whenTheDiskIsManagedAlready_startsFromItsResource() {
        shell.then(
                        Replies.resource("Cluster Disk 2", "r2", "Physical Disk"),
                        Replies.parameter("Cluster Disk 2", "DiskIdGuid", PsValue.string(DISK)))
                .then(
                        Replies.volume("Cluster Disk 2"),
                        Replies.volume("Cluster Disk 2"),
                        Replies.path("Cluster Disk 2", "C:\\ClusterStorage\\Volume1"),
                        Replies.parameter("Cluster Disk 2", "DiskIdGuid", PsValue.string(DISK)));
        SharedVolume volume = run(new AddSharedVolume(DISK));
        assertThat(volume.path()).isEqualTo("C:\\ClusterStorage\\Volume1");
        assertThat(shell.cmdlets()).contains("Add-ClusterSharedVolume").doesNotContain("Add-ClusterDisk");
    }

    @Test
    void addSharedVolume_observed_goesByTheDiskAndNotByTheName() {
        shell.then(
                Replies.volume("Cluster Disk 2"),
                Replies.parameter(
                        "Cluster Disk 2", "DiskIdGuid", PsValue.string("{99999999-4f50-6172-8394-a5b6c7d8e9f0}")));
        assertThat(observe(new AddSharedVolume(DISK))).isInstanceOf(Observation.Absent.class);
    }

    @Test
    void listSharedVolumes_whenOffline_hasNoPath() {
        PsObject offline = PsObject.of("X")
                .with("Name", PsValue.string("V"))
                .with("Id", PsValue.string("i"))
                .with("State", PsValue.int32(3))
                .with("OwnerNode", PsValue.string("HV1"));
        shell.then(offline, Replies.volume("W"), Replies.path("W", "C:\\ClusterStorage\\Volume2"));
        assertThat(run(new ListSharedVolumes()))
                .extracting(SharedVolume::path)
                .containsExactly(null, "C:\\ClusterStorage\\Volume2");
    }

    @Test
    void setDiskWitness_whenItIsTheWitness_changesNothing() {
        shell.then(
                Replies.quorum(Replies.named("ClusterResource", "Cluster Disk 1")),
                Replies.resource("Cluster Disk 1", "r1", "Physical Disk"));
        assertThat(run(new SetDiskWitness("cluster disk 1")).hasDiskWitness("Cluster Disk 1"))
                .isTrue();
        assertThat(shell.cmdlets()).containsExactly("Get-ClusterQuorum", "Get-ClusterResource");
    }

    @Test
    void setDiskWitness_whenThereWasNone_setsAndReadsBack() {
        PsObject disk = Replies.resource("Cluster Disk 1", "r1", "Physical Disk");
        PsObject set = Replies.quorum(Replies.named("ClusterResource", "Cluster Disk 1"));
        shell.then(Replies.quorum(PsNil.NIL), disk).then(set, set, disk);
        Quorum quorum = run(new SetDiskWitness("Cluster Disk 1"));
        assertThat(quorum.witness()).isNotNull();
        assertThat(shell.cmdlets()).contains("Set-ClusterQuorum");
    }

    @Test
    void listVirtualMachines_withoutTheControlRead_provesNothing() {
        shell.then();
        fails(new ListVirtualMachines("HV1"), ErrorKind.BAD_REPLY, FaultPhase.LASTING, "proves nothing");
        shell.then(Replies.vmHost());
        assertThat(run(new ListVirtualMachines("HV1"))).isEmpty();
    }

    @Test
    void listVirtualDisks_withoutTheControlRead_provesNothing() {
        shell.then();
        fails(new ListVirtualDisks("HV1"), ErrorKind.BAD_REPLY, FaultPhase.LASTING, "proves nothing");
        shell.then(Replies.vmHost());
        assertThat(run(new ListVirtualDisks("HV1"))).isEmpty();
    }

    @Test
    void listVirtualDisks_decodesPathAndPlace() {
        shell.then(Replies.vmHost(), Replies.vmDisk(VM, "web1", "C:\\ClusterStorage\\Volume1\\web1.vhdx"));
        assertThat(run(new ListVirtualDisks("HV1")))
                .containsExactly(new VirtualDisk(VM, "web1", "C:\\ClusterStorage\\Volume1\\web1.vhdx", "SCSI", 0, 1));
    }

    @Test
    void getVirtualMachine_decodesUnitsAndStates() {
        shell.then(Replies.vm(VM, "web1", "RunningCritical", 32785, true));
        VirtualMachine vm = run(new GetVirtualMachine(VM));
        assertThat(vm.state()).isEqualTo(VmState.RUNNING_CRITICAL);
        assertThat(vm.startupMemory()).isEqualTo(Size.gib(8));
        assertThat(vm.uptime()).isEqualTo(Duration.ofSeconds(61));
        assertThat(vm.heartbeat()).isNull();
    }

    @Test
    void locate_namesTheHostThatRunsTheMachine_elseTheClustersOwner_elseNobody() {
        GetVirtualMachine get = new GetVirtualMachine(VM);
        PsObject another = Replies.vm(new UUID(1, 1), "web1", "Running", 2, true);
        shell.then(Replies.vmHost(), Replies.vm(VM, "web1", "Running", 2, true));
        assertThat(locate(get)).contains(new Owner("HV1", true, true));
        shell.then(Replies.vmHost(), another).then(Replies.group("web1", "HV2", 0, 0));
        assertThat(locate(get)).contains(new Owner("HV2", true, true, true));
        shell.then(Replies.vmHost(), another).then(Replies.group("web1", "HV2", 1, 0));
        assertThat(locate(get)).as("off: a replica may have taken over").contains(new Owner("HV2", false, true, true));
        shell.then(Replies.vmHost(), another)
                .then(Fault.lasting(ErrorKind.NOT_FOUND).because("no cluster"));
        assertThat(locate(get)).isEmpty();
    }

    @Test
    void glimpse_asksForTheMachineAlone_andARefusalProvesNothing() {
        GetVirtualMachine get = new GetVirtualMachine(VM);
        shell.then(Replies.vm(VM, "web1", "Running", 2, true));
        assertThat(backend.glimpse(get)).hasValueSatisfying(seen -> {
            assertThat(seen.owner()).isEqualTo(new Owner("HV1", true, true));
            assertThat(seen.value())
                    .isNotNull()
                    .extracting(VirtualMachine::name)
                    .isEqualTo("web1");
        });
        shell.then(Scenes.NO_SUCH_ID).then(Replies.group("web1", "HV2", 0, 0));
        assertThat(backend.glimpse(get)).hasValueSatisfying(seen -> {
            assertThat(seen.owner()).isEqualTo(new Owner("HV2", true, true, true));
            assertThat(seen.value()).isNull();
        });
        shell.then(Scenes.NO_SUCH_ID).then(Fault.lasting(ErrorKind.NOT_FOUND).because("no cluster"));
        assertThat(backend.glimpse(get)).isEmpty();
        shell.then(Fault.lasting(ErrorKind.ACCESS_DENIED).because("not by this account"));
        assertThatThrownBy(() -> backend.glimpse(get)).isInstanceOf(Fault.class);
        assertThat(shell.cmdlets())
                .containsExactly("Get-VM", "Get-VM", "Get-ClusterGroup", "Get-VM", "Get-ClusterGroup", "Get-VM");
    }

    @Test
    void createVirtualMachine_observed_takesNameAndPathTogether() {
        shell.then(Replies.vmHost(), Replies.vm(VM, "web1", "Off", 3, false));
        assertThat(observe(create("c:/clusterstorage/volume1/"))).isInstanceOf(Observation.Present.class);
        shell.then(Replies.vmHost(), Replies.vm(VM, "web1", "Off", 3, false));
        assertThat(observe(create("D:\\VMs"))).isInstanceOf(Observation.Absent.class);
        shell.then(NO_SERVICE);
        assertThat(observe(create("D:\\VMs"))).isInstanceOf(Observation.Unknown.class);
    }

    @Test
    void configure_whenTheMachineKeepsItsProcessors_fails() {
        shell.then(Replies.vm(VM, "web1", "Off", 3, false));
        fails(
                new ConfigureVirtualMachine(VM, 8, Size.gib(8)),
                ErrorKind.REJECTED,
                FaultPhase.LASTING,
                "was given 8 processors and 8 GiB and has 4 and 8 GiB");
    }

    @Test
    void start_whenItRuns_sendsOnlyTheLook() {
        shell.then(Replies.vm(VM, "web1", "Running", 2, false));
        assertThat(run(new StartVirtualMachine(VM)).isRunning()).isTrue();
        assertThat(shell.cmdlets()).containsExactly("Get-VM");
    }

    @Test
    void shutDown_whileItIsStopping_isBusy() {
        shell.then(Replies.vm(VM, "web1", "Running", 2, false)).then(Replies.vm(VM, "web1", "Stopping", 4, false));
        fails(new ShutDownVirtualMachine(VM), ErrorKind.BUSY, FaultPhase.TRANSIENT, "the machine is Stopping");
    }

    private static final Fault INVALID_STATE = Fault.lasting(ErrorKind.REJECTED)
            .code("InvalidState")
            .because("The operation cannot be performed while the machine is in its current state.");

    @ParameterizedTest
    @CsvSource({
        "Starting,10",
        "Saving,32773",
        "Stopping,4",
        "Pausing,32776",
        "Resuming,32777",
        "Reset,11",
        "FastSaving,32780"
    })
    @DisplayName("a machine that is on its way to another state is busy; one that has arrived is refused")
    void change_whileTheStateIsPassing_isBusy(String passing, int number) {
        for (Command<?> command : List.of(
                new StartVirtualMachine(VM),
                new RenameVirtualMachine(VM, "web9"),
                new TurnOffVirtualMachine(VM),
                new SaveVirtualMachine(VM))) {
            shell.then(Replies.vm(VM, "web1", "Paused", 9, false))
                    .then(INVALID_STATE)
                    .then(Replies.vm(VM, "web1", passing, number, false));
            fails(command, ErrorKind.BUSY, FaultPhase.TRANSIENT, "the machine is " + passing);
            shell.then(Replies.vm(VM, "web1", "Paused", 9, false))
                    .then(INVALID_STATE)
                    .then(Replies.vm(VM, "web1", "Paused", 9, false));
            fails(command, ErrorKind.REJECTED, FaultPhase.LASTING, "in its current state");
        }
        ConfigureVirtualMachine configure = new ConfigureVirtualMachine(VM, 8, Size.gib(8));
        shell.then(INVALID_STATE).then(Replies.vm(VM, "web1", passing, number, false));
        fails(configure, ErrorKind.BUSY, FaultPhase.TRANSIENT, "the machine is " + passing);
    }

    @Test
    @DisplayName("a session that comes back is waited for: no second one is asked for, and nobody advises multipathing")
    void connect_whileASessionComesBack_isBusy() {
        PsObject lost = Replies.session("s1", Scenes.TARGET.value(), false, true, 0);
        ConnectSpec spec = ConnectSpec.of(Scenes.TARGET, Scenes.PORTAL);
        for (boolean multipath : List.of(false, true)) {
            ConnectTarget connect = new ConnectTarget(
                    "HV1", new ConnectSpec(spec.target(), spec.portal(), null, null, null, multipath));
            shell.then(lost).then(lost);
            fails(connect, ErrorKind.BUSY, FaultPhase.TRANSIENT, "is there and not connected");
        }
        ConnectTarget connect = new ConnectTarget("HV1", spec);
        PsObject other = Replies.session("s1", Scenes.TARGET.value(), true, true, 1);
        shell.then(other).then(other, Replies.connection("192.0.2.52"));
        assertThatThrownBy(() -> run(connect)).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.kind()).isEqualTo(ErrorKind.CONFLICT);
            assertThat(fault.hint()).doesNotContainIgnoringCase("MPIO").contains("use that portal");
        });
        assertThat(shell.cmdlets()).doesNotContain("Connect-IscsiTarget");
    }

    @Test
    @DisplayName("a disk that is another one by now, by its id or its size, is not wiped, whoever consented to what")
    void wipe_ofAnotherDiskThanTheConsents_isRefusedAndSendsNothing() {
        PsObject disk = Replies.disk(Scenes.NAA, "GPT", "{0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0}", 2, false, false);
        for (WipeDisk wipe : List.of(
                Scenes.wipe(Size.gib(99)),
                new WipeDisk("HV1", Scenes.NAA, "600144F0C0FFEE0000000000000000FF", Size.gib(100)))) {
            shell.then(disk);
            fails(wipe, ErrorKind.REJECTED, FaultPhase.LASTING, "nothing was wiped: the disk is " + Scenes.NAA.hex());
            shell.then(disk);
            assertThat(observe(wipe)).isInstanceOf(Observation.Unknown.class);
        }
        assertThat(shell.cmdlets()).doesNotContain("Clear-Disk");
    }

    @Test
    void makeHighlyAvailable_observed_asksTheMachineFirst() {
        shell.then(Replies.vmHost(), Replies.vm(VM, "web1", "Off", 3, false));
        assertThat(observe(new MakeHighlyAvailable(VM))).isInstanceOf(Observation.Absent.class);
        shell.then(Replies.vmHost(), Replies.vm(VM, "web1", "Off", 3, true)).then(Replies.group("web1", "HV1", 0, 0));
        assertThat(observe(new MakeHighlyAvailable(VM))).isInstanceOf(Observation.Present.class);
        shell.then(Replies.vmHost());
        assertThat(observe(new MakeHighlyAvailable(VM))).isInstanceOf(Observation.Unknown.class);
    }

    @Test
    void migrateLive_whileQueued_isBusyAndSendsNoSecondMove() {
        MigrateLive migrate = new MigrateLive(VM, "HV2", Duration.ofMinutes(1));
        shell.then(Replies.group("web1", "HV1", 0, 4));
        fails(
                migrate,
                ErrorKind.BUSY,
                FaultPhase.TRANSIENT,
                "group web1 is Online (waits for its turn to move) on HV1");
        assertThat(shell.cmdlets()).containsExactly("Get-ClusterGroup");
    }

    @Test
    void beginMigrateLive_whenNothingBegan_isRejected() {
        shell.then(Replies.group("web1", "HV1", 0, 0)).then(Replies.group("web1", "HV1", 0, 0));
        fails(
                new BeginMigrateLive(VM, "HV2"),
                ErrorKind.REJECTED,
                FaultPhase.LASTING,
                "Windows reported success, but group web1 is Online on HV1, not on HV2");
    }

    @Test
    void cancelMigrateLive_whenItEndedMeanwhile_isNoFailure() {
        shell.then(Replies.group("web1", "HV1", 4, 0))
                .then(Fault.lasting(ErrorKind.REJECTED).because("nothing to cancel"))
                .then(Replies.group("web1", "HV2", 0, 0));
        assertThat(run(new CancelMigrateLive(VM)).owner()).isEqualTo("HV2");
    }

    @Test
    void cancelMigrateLive_whenItIsRefusedAndGoesOn_fails() {
        shell.then(Replies.group("web1", "HV1", 4, 0))
                .then(Fault.lasting(ErrorKind.REJECTED).because("not now"))
                .then(Replies.group("web1", "HV1", 4, 0));
        fails(new CancelMigrateLive(VM), ErrorKind.REJECTED, FaultPhase.LASTING, "not now");
    }

    @Test
    void cancelMigrateLive_whenItTakesItsTime_returnsTheGroupStillMoving() {
        shell.then(Replies.group("web1", "HV1", 4, 0))
                .then(Replies.group("web1", "HV1", 4, 0))
                .then(Replies.group("web1", "HV1", 4, 0));
        assertThat(run(new CancelMigrateLive(VM)).isMoving()).isTrue();
    }

    /** The one message that is not foretold: Windows was asked for a persistent session and did not make one. */
    @Test
    void connectTarget_whenTheNewSessionIsNotPersistent_makesItSo() {
        PsObject session = Replies.session("s1", Scenes.TARGET.value(), true, false, 1);
        PsObject persistent = Replies.session("s1", Scenes.TARGET.value(), true, true, 1);
        PsObject connection = Replies.connection(Scenes.PORTAL.address());
        shell.then()
                .then(Replies.target(Scenes.TARGET.value()))
                .then()
                .then(session)
                .then(session, connection)
                .then()
                .then(persistent)
                .then(persistent, connection);
        ConnectTarget connect = new ConnectTarget("HV1", ConnectSpec.of(Scenes.TARGET, Scenes.PORTAL));
        assertThat(run(connect).persistent()).isTrue();
        assertThat(shell.cmdlets()).containsSubsequence("Connect-IscsiTarget", "Register-IscsiSession");
    }

    @Test
    void evictNode_whenItIsNoMember_isNotFoundAndSendsNothingMore() {
        shell.then(Replies.cluster("CLUSTER1"), Replies.node("HV1", 0, 0));
        fails(new EvictNode("HV2", "CLUSTER1"), ErrorKind.NOT_FOUND, FaultPhase.LASTING, "the cluster has no node HV2");
        assertThat(shell.cmdlets()).containsExactly("Get-Cluster", "Get-ClusterNode");
    }

    @Test
    void evictNode_observedAsNoMember_isThereUnderItsName() {
        shell.then(Replies.cluster("CLUSTER1"), Replies.node("HV1", 0, 0));
        assertThat(observe(new EvictNode("HV2", "CLUSTER1")))
                .isInstanceOfSatisfying(
                        Observation.Present.class,
                        present -> assertThat(present.value())
                                .isInstanceOfSatisfying(
                                        ClusterNode.class,
                                        node -> assertThat(node.name()).isEqualTo("HV2")));
    }

    @Test
    void find_ofWhatIsNotListed_isEmpty() {
        shell.then(NO_NODE).then(Replies.node("HV1", 0, 0));
        assertThat(run(new Find<>(new GetNode("HV9")))).isEmpty();
        shell.then(Replies.node("HV1", 0, 0), Replies.node("HV9", 0, 0));
        assertThat(run(new Find<>(new GetNode("hv9.lab.example"))))
                .as("by the list: a cluster has short names")
                .isPresent();
        shell.then(Replies.group("web1", "HV1", 0, 0));
        assertThat(run(new Find<>(new GetGroup("web1")))).isPresent();
        shell.then(Scenes.NO_SUCH_ID).then(Replies.vmHost());
        assertThat(run(new Find<>(new GetVirtualMachine(VM)))).isEmpty();
        shell.then(Replies.volume("V"));
        assertThat(run(new Find<>(new GetSharedVolume("W")))).isEmpty();
    }

    @Test
    @DisplayName(
            "machines of a name are picked out of the list at the host; where it does not do that, out of the whole list")
    void machinesOfAName_areAskedForAlone() {
        PsObject web1 = Replies.vm(VM, "WEB1", "Off", 3, false);
        PsObject other = Replies.vm(new UUID(1, 1), "web10", "Off", 3, false);
        FindVirtualMachines wanted = new FindVirtualMachines("HV1", "web1");
        shell.then(Replies.vmHost(), web1);
        assertThat(run(wanted)).extracting(VirtualMachine::name).containsExactly("WEB1");
        assertThat(shell.texts())
                .singleElement(STRING)
                .contains("Get-VMHost")
                .containsPattern("Get-VM [^|]*\\| [^|]*Where-Object -Property '?Name'? -EQ -Value '?web1");
        shell.then(Replies.vmHost());
        assertThat(run(wanted)).isEmpty();
        assertThat(shell.texts()).hasSize(2);

        Fault no = Fault.lasting(ErrorKind.UNSUPPORTED)
                .code("CommandNotFoundException")
                .because("no Where-Object");
        shell.then(no).then(Replies.vmHost(), web1, other);
        assertThat(run(wanted)).extracting(VirtualMachine::name).containsExactly("WEB1");
        shell.then(no).then(Replies.vmHost(), other);
        assertThat(run(wanted)).isEmpty();
        shell.then();
        fails(wanted, ErrorKind.BAD_REPLY, FaultPhase.LASTING, "proves nothing");
        for (Fault fault : List.of(
                Fault.unanswered(ErrorKind.UNREACHABLE).because("silent"),
                Fault.lasting(ErrorKind.ACCESS_DENIED).because("not you"))) {
            shell.then(fault);
            assertThatThrownBy(() -> run(wanted)).isSameAs(fault);
        }
    }

    private static CreateVirtualMachine create(String path) {
        return new CreateVirtualMachine("WEB1", "HV1", 2, Size.gib(1), path, null, null, null);
    }

    private static PsObject service(String word, int number) {
        return PsObject.of("Selected.System.ServiceProcess.ServiceController")
                .with("Name", PsValue.string("ClusSvc"))
                .with("StartType", Replies.word("System.ServiceProcess.ServiceStartMode", word, number));
    }

    private void fails(Command<?> command, ErrorKind kind, FaultPhase phase, String text) {
        assertThatThrownBy(() -> run(command)).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.kind()).isEqualTo(kind);
            assertThat(fault.phase()).isEqualTo(phase);
            assertThat(fault).hasMessageContaining(text);
        });
    }

    private <R> R run(Command<R> command) {
        return backend.run(command);
    }

    private <R> Observation<R> observe(Command<R> command) {
        return backend.look(command);
    }

    private Optional<Owner> locate(Command<?> command) {
        return backend.locate(command);
    }
}

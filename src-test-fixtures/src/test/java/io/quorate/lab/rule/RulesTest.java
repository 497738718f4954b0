package io.quorate.lab.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.lab.kernel.World;
import io.quorate.lab.model.Estate;
import io.quorate.lab.model.NodeState;
import io.quorate.lab.model.VmState;
import io.quorate.lab.shell.Bound;
import io.quorate.lab.shell.Caller;
import io.quorate.lab.shell.CmdletRule;
import io.quorate.lab.shell.Invocation;
import io.quorate.lab.shell.LabError;
import io.quorate.lab.shell.LiveObject;
import io.quorate.lab.shell.Values;
import io.quorate.winrm.psrp.PsValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules, called as the shell calls them. The clock skips: a cmdlet that waits drives the world. */
@Timeout(60)
class RulesTest {
    private static final Caller PLAIN = new Caller("HV1", "HV1\\admin", false);
    private static final Caller DELEGATED = new Caller("HV1", "HV1\\runas", true);
    private static final PsValue ON = PsValue.bool(true);

    private final World world = World.builder().build();
    private final Estate estate = Estate.builder(world)
            .host("HV1")
            .host("HV2")
            .sharedDisk(Size.gib(1))
            .sharedDisk(Size.tib(1))
            .account("admin", Secret.of("pw"))
            .build();
    private final Map<String, CmdletRule> rules = new HashMap<>();

    RulesTest() {
        Rules.standard(world, estate)
                .forEach(r -> rules.put(r.cmdlet().substring(r.cmdlet().indexOf('\\') + 1), r));
    }

    /** What a call wrote. */
    private static final class Recorded implements Invocation {
        final Caller caller;
        final Bound bound;
        final List<@Nullable Object> output = new ArrayList<>();
        final List<LabError> errors = new ArrayList<>();
        final List<String> warnings = new ArrayList<>();

        Recorded(Caller caller, Bound bound) {
            this.caller = caller;
            this.bound = bound;
        }

        @Override
        public Caller caller() {
            return caller;
        }

        @Override
        public Bound args() {
            return bound;
        }

        @Override
        public void write(@Nullable Object value) {
            output.add(value);
        }

        @Override
        public void writeError(LabError error) {
            errors.add(error);
        }

        @Override
        public void writeWarning(String text) {
            warnings.add(text);
        }

        @Override
        public boolean stopped() {
            return false;
        }

        LiveObject only() {
            assertThat(output).hasSize(1);
            return (LiveObject) output.get(0);
        }
    }

    private Recorded call(Caller caller, String cmdlet, Object... namesAndValues) {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            arguments.put(
                    (String) namesAndValues[i],
                    value instanceof String text
                            ? PsValue.string(text)
                            : value instanceof Integer number ? PsValue.int32(number) : value);
        }
        Recorded recorded = new Recorded(caller, new Bound(null, arguments));
        rules.get(cmdlet).run(recorded);
        return recorded;
    }

    private static String text(LiveObject live, String property) {
        assertThat(live.properties()).containsKey(property);
        return Values.text(live.properties().get(property));
    }

    private static void assertError(ThrowingCallable call, String id, @Nullable Integer code) {
        assertThatThrownBy(call).isInstanceOfSatisfying(LabError.class, e -> {
            assertThat(e.errorId()).isEqualTo(id);
            assertThat(e.exceptions().get(e.exceptions().size() - 1).nativeErrorCode())
                    .isEqualTo(code);
        });
    }

    private void cluster() {
        call(DELEGATED, "New-Cluster", "Name", "C1", "Node", List.of(PsValue.string("HV1")), "NoStorage", ON);
        call(DELEGATED, "Add-ClusterNode", "Name", List.of(PsValue.string("HV2")), "NoStorage", ON);
    }

    private String clusteredVm() {
        cluster();
        LiveObject disk =
                (LiveObject) call(PLAIN, "Get-ClusterAvailableDisk").output.get(1);
        LiveObject resource =
                call(PLAIN, "Add-ClusterDisk", "InputObject", List.of(disk)).only();
        call(PLAIN, "Add-ClusterSharedVolume", "InputObject", resource);
        LiveObject vm = call(
                        PLAIN,
                        "New-VM",
                        "Name",
                        "web",
                        "MemoryStartupBytes",
                        PsValue.int64(4L << 30),
                        "Generation",
                        2,
                        "Path",
                        "C:\\ClusterStorage\\Volume1",
                        "NewVHDPath",
                        "C:\\ClusterStorage\\Volume1\\web\\web.vhdx",
                        "NewVHDSizeBytes",
                        Shapes.uint64(10L << 30),
                        "SwitchName",
                        "LAN")
                .only();
        call(PLAIN, "Start-VM", "VM", List.of(vm));
        String id = text(vm, "Id");
        call(PLAIN, "Add-ClusterVirtualMachineRole", "VMId", id);
        return id;
    }

    @Test
    void newCluster_whenDelegated_makesAClusterThatAnswers() {
        assertError(() -> call(PLAIN, "Get-Cluster"), "ClusterEndpointNotRegistered", 1753);
        LiveObject service = call(PLAIN, "Get-Service", "Name", List.of(PsValue.string("ClusSvc")))
                .only();
        assertThat(text(service, "StartType")).isEqualTo("Disabled");
        cluster();
        LiveObject cluster = call(PLAIN, "Get-Cluster").only();
        assertThat(cluster.typeNames()).contains("Microsoft.FailoverClusters.PowerShell.Cluster");
        assertThat(text(cluster, "Name")).isEqualTo("C1");
        assertThat(text(cluster, "SameSubnetThreshold")).isEqualTo("20");
        assertThat(text(cluster, "ResiliencyLevel")).isEqualTo("AlwaysIsolate");
        assertThat(cluster.properties()).hasSizeGreaterThan(80);
        Recorded nodes = call(PLAIN, "Get-ClusterNode");
        assertThat(nodes.output).hasSize(2).allMatch(n -> "Up".equals(text((LiveObject) n, "State")));
        LiveObject owner = (LiveObject)
                ((LiveObject) call(PLAIN, "Get-ClusterGroup").output.get(0))
                        .properties()
                        .get("OwnerNode");
        assertThat(text(owner, "Name")).isEqualTo("HV1");
        assertThat(text(
                        call(PLAIN, "Get-Service", "Name", List.of(PsValue.string("ClusSvc")))
                                .only(),
                        "StartType"))
                .isEqualTo("Automatic");
    }

    @ParameterizedTest
    @ValueSource(strings = {"New-Cluster", "Add-ClusterNode", "Remove-ClusterNode", "Move-ClusterVirtualMachineRole"})
    void secondHop_whenTheTokenMayNotTravel_isAccessDenied(String cmdlet) {
        String vm = cmdlet.equals("New-Cluster") ? "" : clusteredVm();
        long events = world.events().size();
        Object[] arguments = cmdlet.startsWith("Move")
                ? new Object[] {"VMId", vm, "Node", "HV2"}
                : new Object[] {"Name", cmdlet.equals("New-Cluster") ? "C1" : List.of(PsValue.string("HV2"))};
        assertThatThrownBy(() -> call(PLAIN, cmdlet, arguments)).isInstanceOfSatisfying(LabError.class, e -> {
            assertThat(e.errorId()).isEqualTo(cmdlet);
            LabError.NetException last = e.exceptions().get(1);
            assertThat(last.type()).isEqualTo("System.ComponentModel.Win32Exception");
            assertThat(last.nativeErrorCode()).isEqualTo(5);
        });
        assertThat(world.events()).hasSize((int) events);
    }

    @Test
    void addClusterVirtualMachineRole_whenTheVmIsHere_needsNoSecondHop() {
        String vm = clusteredVm();
        assertThat(text(call(PLAIN, "Get-ClusterGroup", "VMId", vm).only(), "GroupType"))
                .isEqualTo("VirtualMachine");
        assertThat(text(call(PLAIN, "Get-VM", "Id", vm).only(), "IsClustered")).isEqualTo("true");
        assertError(
                () -> call(PLAIN, "Add-ClusterVirtualMachineRole", "VMId", vm), "Add-ClusterVirtualMachineRole", 5010);
    }

    @Test
    void moveClusterVirtualMachineRole_whenLive_endsOnTheOtherNode() {
        String vm = clusteredVm();
        Duration before = world.time().now();
        LiveObject group = call(
                        DELEGATED,
                        "Move-ClusterVirtualMachineRole",
                        "VMId",
                        vm,
                        "Node",
                        "HV2",
                        "MigrationType",
                        "Live",
                        "Wait",
                        600)
                .only();
        assertThat(text(group, "State")).isEqualTo("Online");
        assertThat(group.properties().get("OwnerNode"))
                .isInstanceOfSatisfying(
                        LiveObject.class, o -> assertThat(o.text()).isEqualTo("HV2"));
        assertThat(world.time().now().minus(before)).isEqualTo(Duration.ofMillis(6300));
        assertThat(call(PLAIN, "Get-VM").output).isEmpty();
        assertThat(call(new Caller("HV2", "x", false), "Get-VM").output).hasSize(1);
    }

    @Test
    void moveClusterVirtualMachineRole_whenWaitIsZero_returnsAtOnce() {
        String vm = clusteredVm();
        LiveObject group = call(DELEGATED, "Move-ClusterVirtualMachineRole", "VMId", vm, "Node", "HV2", "Wait", 0)
                .only();
        assertThat(text(group, "State")).isEqualTo("Pending");
    }

    @Test
    void moveClusterVirtualMachineRole_whenCancelled_leavesTheMachineWhereItRuns() {
        String vm = clusteredVm();
        assertError(
                () -> call(DELEGATED, "Move-ClusterVirtualMachineRole", "VMId", vm, "Cancel", ON),
                "Move-ClusterVirtualMachineRole",
                5023);
        call(DELEGATED, "Move-ClusterVirtualMachineRole", "VMId", vm, "Node", "HV2", "Wait", 0);
        world.time().advance(Duration.ofSeconds(3));
        assertThat(text(call(PLAIN, "Get-ClusterGroup", "VMId", vm).only(), "State"))
                .isEqualTo("Pending");

        LiveObject group = call(DELEGATED, "Move-ClusterVirtualMachineRole", "VMId", vm, "Cancel", ON)
                .only();

        assertThat(text(group, "State")).isEqualTo("Online");
        world.time().advance(Duration.ofMinutes(1));
        assertThat(text(call(PLAIN, "Get-VM", "Id", vm).only(), "State")).isEqualTo("Running");
        assertThat(text(call(PLAIN, "Get-VM", "Id", vm).only(), "Status")).isEqualTo("Operating normally");
    }

    @Test
    void suspendClusterNode_whenDrainingAndWaiting_returnsDrained() {
        clusteredVm();
        LiveObject node = call(
                        PLAIN, "Suspend-ClusterNode", "Name", List.of(PsValue.string("HV1")), "Drain", ON, "Wait", ON)
                .only();
        assertThat(text(node, "State")).isEqualTo("Paused");
        assertThat(text(node, "DrainStatus")).isEqualTo("Completed");
        assertThat(text(node, "StatusInformation")).isEqualTo("DrainCompleted");
        LiveObject up = call(PLAIN, "Resume-ClusterNode", "Name", List.of(PsValue.string("HV1")))
                .only();
        assertThat(text(up, "State")).isEqualTo("Up");
        assertError(
                () -> call(PLAIN, "Resume-ClusterNode", "Name", List.of(PsValue.string("HV1"))),
                "Resume-ClusterNode",
                5058);
    }

    @Test
    void quorum_whenADiskIsWitness_showsItsResource() {
        cluster();
        assertThat(call(PLAIN, "Get-ClusterQuorum").only().properties().get("QuorumResource"))
                .isNull();
        LiveObject disk =
                (LiveObject) call(PLAIN, "Get-ClusterAvailableDisk").output.get(0);
        LiveObject resource =
                call(PLAIN, "Add-ClusterDisk", "InputObject", List.of(disk)).only();
        LiveObject quorum = call(PLAIN, "Set-ClusterQuorum", "DiskWitness", text(resource, "Name"))
                .only();
        assertThat(quorum.properties().get("QuorumResource"))
                .isInstanceOfSatisfying(
                        LiveObject.class, r -> assertThat(r.text()).isEqualTo("Cluster Disk 1"));
        assertThat(text(call(PLAIN, "Get-Cluster").only(), "WitnessDynamicWeight"))
                .isEqualTo("1");
        Recorded parameters = call(PLAIN, "Get-ClusterParameter", "InputObject", resource, "Name", "DiskIdGuid");
        assertThat(text(parameters.only(), "Value")).isEqualTo(text(disk, "Id"));
        assertThat(parameters.only().properties().get("ClusterObject"))
                .isInstanceOfSatisfying(
                        LiveObject.class, o -> assertThat(o.text()).isEqualTo("Cluster Disk 1"));
    }

    @Test
    void sharedVolume_whenAdded_hasItsPathAndIsDirectOnAllNodes() {
        clusteredVm();
        LiveObject volume = call(PLAIN, "Get-ClusterSharedVolume").only();
        LiveObject info = (LiveObject) ((List<?>) volume.properties().get("SharedVolumeInfo")).get(0);
        assertThat(text(info, "FriendlyVolumeName")).isEqualTo("C:\\ClusterStorage\\Volume1");
        assertThat(call(PLAIN, "Get-ClusterSharedVolumeState").output)
                .hasSize(2)
                .allMatch(s -> text((LiveObject) s, "StateInfo").equals("Direct"));
        assertThat(call(PLAIN, "Get-ClusterResource").output)
                .extracting(r -> ((LiveObject) r).text())
                .contains("Virtual Machine web", "Virtual Machine Configuration web")
                .doesNotContain(volume.text());
    }

    @Test
    void setters_whenAssigned_changeTheCluster() {
        cluster();
        LiveObject cluster = call(PLAIN, "Get-Cluster").only();
        cluster.setters().get("SameSubnetThreshold").accept(PsValue.int64(10));
        cluster.setters().get("ResiliencyLevel").accept(PsValue.string("IsolateOnSpecialHeartbeat"));
        LiveObject after = call(PLAIN, "Get-Cluster").only();
        assertThat(text(after, "SameSubnetThreshold")).isEqualTo("10");
        assertThat(text(after, "ResiliencyLevel")).isEqualTo("IsolateOnSpecialHeartbeat");
        assertThatThrownBy(() -> cluster.setters().get("SameSubnetDelay").accept(PsValue.int64(5)))
                .isInstanceOf(LabError.class);
        LiveObject node = (LiveObject) call(PLAIN, "Get-ClusterNode").output.get(0);
        node.setters().get("NodeWeight").accept(PsValue.int32(0));
        assertThat(estate.findCluster("C1").orElseThrow().node("HV1").map(NodeState::weight))
                .contains(0);
    }

    @Test
    void getVm_whenItIsNotThere_saysItTheTwoWaysOfHyperV() {
        Recorded byName = call(PLAIN, "Get-VM", "Name", List.of(PsValue.string("none")));
        assertThat(byName.errors).singleElement().extracting(LabError::errorId).isEqualTo("InvalidParameter");
        Recorded byId = call(PLAIN, "Get-VM", "Id", "11111111-2222-4333-8444-555555555555");
        assertThat(byId.errors).singleElement().extracting(LabError::errorId).isEqualTo("ObjectNotFound");
        assertThat(call(PLAIN, "Get-VM", "Name", List.of(PsValue.string("n*"))).errors)
                .isEmpty();
    }

    @Test
    void vm_whenStoppedInItsWays_getsThere() {
        String id = clusteredVm();
        LiveObject vm = call(PLAIN, "Get-VM", "Id", id).only();
        assertThat(text(vm, "Heartbeat")).isEqualTo("NoContact");
        Recorded early = call(PLAIN, "Stop-VM", "VM", List.of(vm));
        assertThat(early.errors).singleElement().extracting(LabError::errorId).isEqualTo("InvalidState");
        call(PLAIN, "Stop-VM", "VM", List.of(vm), "Save", ON);
        assertThat(state(id)).isEqualTo(VmState.State.SAVED);
        call(PLAIN, "Start-VM", "VM", List.of(vm));
        assertThat(state(id)).isEqualTo(VmState.State.RUNNING);
        call(PLAIN, "Stop-VM", "VM", List.of(vm));
        assertThat(state(id)).isEqualTo(VmState.State.OFF);
        assertThat(call(PLAIN, "Stop-VM", "VM", List.of(vm)).warnings).hasSize(1);
        call(PLAIN, "Set-VM", "VM", List.of(vm), "ProcessorCount", PsValue.int64(4), "StaticMemory", ON);
        assertThat(text(call(PLAIN, "Get-VM", "Id", id).only(), "ProcessorCount"))
                .isEqualTo("4");
        assertThat(call(PLAIN, "Set-VM", "VM", List.of(vm), "ProcessorCount", PsValue.int64(99)).errors)
                .hasSize(1);
    }

    private VmState.State state(String id) {
        return estate.hypervisor().find(id).orElseThrow().state();
    }

    @Test
    void newVm_whenTheDiskExists_carriesTheCodeInTheText() {
        clusteredVm();
        assertThatThrownBy(() -> call(
                        PLAIN,
                        "New-VM",
                        "Name",
                        "x",
                        "NewVHDPath",
                        "C:\\ClusterStorage\\Volume1\\web\\web.vhdx",
                        "NewVHDSizeBytes",
                        Shapes.uint64(1L << 30)))
                .isInstanceOfSatisfying(LabError.class, e -> {
                    assertThat(e.errorId()).isEqualTo("OperationFailed");
                    assertThat(e).hasMessageContaining("(0x80070050)");
                });
    }

    @Test
    void removeClusterNode_whenDelegated_leavesAFreeHost() {
        cluster();
        call(DELEGATED, "Remove-ClusterNode", "Name", List.of(PsValue.string("HV2")), "Force", ON);
        assertThat(call(PLAIN, "Get-ClusterNode").output).hasSize(1);
        assertThat(estate.clusterOf("HV2")).isEmpty();
    }

    @Test
    void run_whenAParameterIsNotSimulated_saysSoAndCounts() {
        assertError(() -> call(PLAIN, "Get-VM", "Credential", "x"), "LabNotSimulated", null);
        assertThat(world.notSimulated()).containsEntry("Hyper-V\\Get-VM -Credential", 1);
        cluster();
        assertError(
                () -> call(DELEGATED, "Move-ClusterVirtualMachineRole", "Name", "x", "MigrationType", "Quick"),
                "LabNotSimulated",
                null);
    }

    @Test
    void texts_whenGerman_haveTheSameCodes() {
        Map<String, CmdletRule> german = new HashMap<>();
        Rules.standard(world, estate, Locale.GERMAN).forEach(r -> german.put(r.cmdlet(), r));
        Recorded recorded = new Recorded(PLAIN, new Bound(null, Map.of()));
        assertThatThrownBy(() -> german.get("FailoverClusters\\Get-Cluster").run(recorded))
                .isInstanceOfSatisfying(LabError.class, e -> {
                    assertThat(e.errorId()).isEqualTo("ClusterEndpointNotRegistered");
                    assertThat(e).hasMessageContaining("Clusterdienst");
                });
    }

    @Test
    void enumeration_whenFlagsAreCombined_joinsTheNames() {
        assertThat(Values.text(Shapes.enumeration(Shapes.CLUSTER + "ClusterNodeStatusInformation", 5)))
                .isEqualTo("Isolated, DrainInProgress");
        assertThat(Values.text(Shapes.enumeration(Shapes.CLUSTER + "ClusterApplicationStatusInformation", 0)))
                .isEqualTo("0");
    }
}

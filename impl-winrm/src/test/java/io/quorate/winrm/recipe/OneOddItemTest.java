package io.quorate.winrm.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.cluster.command.GetCluster;
import io.quorate.cluster.command.ListAvailableDisks;
import io.quorate.cluster.command.ListClusterDisks;
import io.quorate.cluster.command.ListGroups;
import io.quorate.cluster.command.ListNodes;
import io.quorate.cluster.command.ListSharedVolumes;
import io.quorate.host.command.ListDisks;
import io.quorate.host.command.ListPortals;
import io.quorate.host.command.ListSessions;
import io.quorate.host.command.ListTargets;
import io.quorate.spi.Command;
import io.quorate.spi.Handler;
import io.quorate.spi.ReadCommand;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.command.ListVirtualDisks;
import io.quorate.vm.command.ListVirtualMachines;
import io.quorate.winrm.psrp.PsNil;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsProperty;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.standard.StandardRecipes;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One odd object never hides the others of a list: only what identifies an object has to be there, and to be right. */
class OneOddItemTest {
    private static final UUID VM1 = UUID.fromString("b7a3c1de-0000-4000-8000-000000000001");
    private static final UUID VM2 = UUID.fromString("b7a3c1de-0000-4000-8000-000000000002");
    private static final String GUID = "{6f1a2c3d-0000-4000-8000-000000000001}";

    /** A list: what is read, the answers it is made of, how many items it has, and what of each object identifies it, by its mark. */
    record Case(ReadCommand<?> read, List<List<PsObject>> answers, int items, Map<String, Set<String>> identifying) {
        @Override
        public String toString() {
            return read.name();
        }
    }

    private static final Map<String, PsValue> ODD = odd();

    private static Map<String, PsValue> odd() {
        Map<String, PsValue> odd = new LinkedHashMap<>();
        odd.put("null", PsNil.NIL);
        odd.put("an empty text", PsValue.string(""));
        odd.put("an unknown word", PsValue.string("Somehow Odd"));
        odd.put("unknown flag words", PsValue.string("Isolated, Odd"));
        odd.put("a negative number", PsValue.int64(-5));
        odd.put(
                "a huge number",
                new PsPrimitive(PsType.UINT64, BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE)));
        odd.put("an object", PsObject.of("Deserialized.Odd"));
        odd.put("a negative time", new PsPrimitive(PsType.TIME_SPAN, Duration.ofSeconds(-1)));
        return odd;
    }

    static Stream<Case> lists() {
        Set<String> id = Set.of("Id");
        return Stream.of(
                new Case(
                        new ListVirtualMachines("HV1"),
                        List.of(List.of(hostRow(), vm(VM1, "web1"), vm(VM2, "web2"))),
                        2,
                        Map.of("Generation", id, "VirtualMachinePath", Set.of("VirtualMachinePath"))),
                new Case(
                        new ListVirtualDisks("HV1"),
                        List.of(List.of(hostRow(), drive(VM1), drive(VM2))),
                        2,
                        Map.of("VMId", Set.of("VMId"), "VirtualMachinePath", Set.of("VirtualMachinePath"))),
                new Case(
                        new ListNodes(),
                        List.of(List.of(Replies.node("HV1", 0, 0), Replies.node("HV2", 0, 0))),
                        2,
                        Map.of("NodeWeight", Set.of("Name"))),
                new Case(
                        new ListGroups(),
                        List.of(List.of(Replies.group("web1", "HV1", 0, 0), Replies.group("web2", "HV2", 0, 0))),
                        2,
                        Map.of("GroupType", id)),
                new Case(
                        new ListAvailableDisks(),
                        List.of(List.of(available(GUID), available("0x1234abcd"))),
                        2,
                        Map.of("Number", id)),
                new Case(
                        new ListClusterDisks(),
                        List.of(List.of(
                                Replies.resource("Cluster Disk 1", "r1", "Physical Disk"),
                                Replies.resource("Cluster Disk 2", "r2", "Physical Disk"),
                                Replies.parameter("Cluster Disk 1", "DiskIdGuid", PsValue.string(GUID)),
                                Replies.parameter("Cluster Disk 2", "DiskIdGuid", PsValue.string(GUID)))),
                        2,
                        Map.of("ResourceType", Set.of("Id", "ResourceType", "Name"))),
                new Case(
                        new ListSharedVolumes(),
                        List.of(List.of(
                                Replies.volume("Cluster Disk 2"),
                                Replies.path("Cluster Disk 2", "C:\\ClusterStorage\\Volume1"),
                                Replies.parameter("Cluster Disk 2", "DiskIdGuid", PsValue.string(GUID)))),
                        1,
                        Map.of("State", id)),
                new Case(
                        new GetCluster(),
                        List.of(List.of(Replies.cluster("FC1"))),
                        1,
                        Map.of("Domain", Set.of("Name"))),
                new Case(
                        new ListDisks("HV1"),
                        List.of(List.of(
                                disk("600144F0C0FFEE00000000000000001A"), disk("600144F0C0FFEE00000000000000001B"))),
                        2,
                        Map.of("BusType", Set.of("UniqueId"))),
                new Case(
                        new ListPortals("HV1"),
                        List.of(List.of(portal("10.0.0.5"), portal("10.0.0.6"))),
                        2,
                        Map.of("TargetPortalAddress", Set.of("TargetPortalAddress", "TargetPortalPortNumber"))),
                new Case(
                        new ListTargets("HV1"),
                        List.of(List.of(
                                target("iqn.2005-07.com.nexenta:01:a"), target("iqn.2005-07.com.nexenta:01:b"))),
                        2,
                        Map.of("NodeAddress", Set.of("NodeAddress"))),
                new Case(
                        new ListSessions("HV1"),
                        List.of(List.of(session("s1"), session("s2")), List.of(session("s1"), session("s2"))),
                        2,
                        Map.of("SessionIdentifier", Set.of("SessionIdentifier", "TargetNodeAddress"))));
    }

    @ParameterizedTest
    @MethodSource("lists")
    @DisplayName("each property that does not identify may be null, missing or of any kind, and the list is whole")
    void list_whenAPropertyIsOdd_isWhole(Case list) {
        List<String> failed = new ArrayList<>();
        for (int a = 0; a < list.answers().size(); a++) {
            for (int i = 0; i < list.answers().get(a).size(); i++) {
                PsObject object = list.answers().get(a).get(i);
                for (PsProperty property : object.extended()) {
                    if (!identifies(list, object, property.name())) {
                        for (Map.Entry<String, PsValue> odd : ODD.entrySet()) {
                            String where =
                                    "answer " + a + ", object " + i + ": " + property.name() + " is " + odd.getKey();
                            check(
                                    list,
                                    replaced(list, a, i, with(object, property.name(), odd.getValue())),
                                    where,
                                    failed);
                        }
                    }
                }
            }
        }
        assertThat(failed).isEmpty();
    }

    private static void check(Case list, List<List<PsObject>> answers, String where, List<String> failed) {
        try {
            Object result = run(list.read(), answers);
            int items = result instanceof Collection<?> all ? all.size() : 1;
            if (items != list.items()) {
                failed.add(where + ": " + items + " items");
            }
        } catch (RuntimeException e) {
            failed.add(where + ": " + e);
        }
    }

    private static boolean identifies(Case list, PsObject object, String property) {
        return list.identifying().entrySet().stream()
                .anyMatch(entry -> object.property(entry.getKey()) != null
                        && entry.getValue().contains(property));
    }

    private static List<List<PsObject>> replaced(Case list, int answer, int item, PsObject by) {
        List<List<PsObject>> all = new ArrayList<>();
        list.answers().forEach(one -> all.add(new ArrayList<>(one)));
        all.get(answer).set(item, by);
        return all;
    }

    private static PsObject with(PsObject object, String property, PsValue value) {
        PsObject copy = PsObject.of("Selected.Odd");
        for (PsProperty one : object.extended()) {
            copy = copy.with(one.name(), one.name().equals(property) ? value : one.value());
        }
        return copy;
    }

    @SuppressWarnings("unchecked")
    private static <R> R run(ReadCommand<R> read, List<List<PsObject>> answers) {
        Replies shell = new Replies();
        answers.forEach(answer -> shell.then(answer.toArray(PsValue[]::new)));
        Handler<Command<R>, R, WindowsHost> handler = StandardRecipes.recipes().of(read);
        return handler.run(read, () -> shell);
    }

    @Test
    @DisplayName("what Windows does not tell of a machine is empty, zero or unknown; a word that is not known survives")
    void machine_whenNothingButItsIdIsTold_isThere() {
        PsObject bare = PsObject.of("Selected.VM").with("Id", new PsPrimitive(PsType.GUID, VM1));
        VirtualMachine vm = run(new ListVirtualMachines("HV1"), List.of(List.of(hostRow(), bare)))
                .get(0);
        assertThat(vm.state().word()).isEqualTo("Unknown");
        assertThat(vm.host()).isEqualTo("HV1");
        assertThat(vm.heartbeat()).isNull();
        assertThat(vm.uptime()).isZero();
        assertThat(vm.generation()).isZero();
        VirtualMachine odd = run(
                        new ListVirtualMachines("HV1"),
                        List.of(List.of(hostRow(), with(vm(VM1, "web1"), "State", PsValue.string("Dreaming")))))
                .get(0);
        assertThat(odd.state().word()).isEqualTo("Dreaming");
    }

    @Test
    @DisplayName("unknown flag words survive beside the known ones; a mask that is not told is not normal")
    void flags_whenAWordIsUnknown_survive() {
        PsObject odd = with(Replies.node("HV1", 0, 0), "StatusInformation", PsValue.string("Isolated, Dreaming"));
        PsObject none = with(Replies.node("HV2", 0, 0), "StatusInformation", PsNil.NIL);
        var nodes = run(new ListNodes(), List.of(List.of(odd, none)));
        assertThat(nodes.get(0).status().isolated()).isTrue();
        assertThat(nodes.get(0).status()).hasToString("Isolated, Dreaming");
        assertThat(nodes.get(1).status()).hasToString("Unknown");
    }

    @Test
    @DisplayName("what identifies is strict: a machine without its id is a bad reply")
    void machine_withoutItsId_isABadReply() {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> run(
                        new ListVirtualMachines("HV1"),
                        List.of(List.of(hostRow(), with(vm(VM1, "web1"), "Id", PsValue.string("odd")))))))
                .hasMessageContaining("virtual machine.Id: a GUID was expected");
    }

    private static PsObject hostRow() {
        return PsObject.of("Selected.VMHost")
                .with("VirtualMachinePath", PsValue.string("C:\\VMs"))
                .with("ComputerName", PsValue.string("HV1"));
    }

    private static PsObject vm(UUID id, String name) {
        return PsObject.of("Selected.VirtualMachine")
                .with("Id", new PsPrimitive(PsType.GUID, id))
                .with("Name", PsValue.string(name))
                .with("ComputerName", PsValue.string("HV1"))
                .with("State", PsValue.int32(2))
                .with("Heartbeat", PsValue.int32(6))
                .with("Uptime", new PsPrimitive(PsType.TIME_SPAN, Duration.ofMinutes(1)))
                .with("ProcessorCount", PsValue.int64(2))
                .with("MemoryStartup", PsValue.int64(1L << 30))
                .with("MemoryAssigned", PsValue.int64(1L << 30))
                .with("Generation", PsValue.int32(2))
                .with("IsClustered", PsValue.bool(true))
                .with("Path", PsValue.string("C:\\VMs\\" + name));
    }

    private static PsObject drive(UUID vm) {
        return PsObject.of("Selected.Drive")
                .with("VMId", new PsPrimitive(PsType.GUID, vm))
                .with("VMName", PsValue.string("web1"))
                .with("Path", PsValue.string("C:\\VMs\\web1\\web1.vhdx"))
                .with("ControllerType", PsValue.int32(1))
                .with("ControllerNumber", PsValue.int32(0))
                .with("ControllerLocation", PsValue.int32(0));
    }

    private static PsObject available(String id) {
        return PsObject.of("Selected.ClusterDisk")
                .with("Id", PsValue.string(id))
                .with("Name", PsValue.string("Cluster Disk 1"))
                .with("Number", PsValue.int64(1))
                .with("Size", PsValue.int64(1L << 30));
    }

    private static PsObject disk(String id) {
        return PsObject.of("Selected.Disk")
                .with("UniqueId", PsValue.string(id))
                .with("UniqueIdFormat", PsValue.int32(3))
                .with("Number", PsValue.int64(1))
                .with("Size", PsValue.int64(1L << 30))
                .with("PartitionStyle", PsValue.int32(2))
                .with("Guid", PsValue.string(GUID))
                .with("IsOffline", PsValue.bool(false))
                .with("IsReadOnly", PsValue.bool(false))
                .with("IsClustered", PsValue.bool(false))
                .with("BusType", PsValue.int32(9))
                .with("OperationalStatus", PsValue.string("Online"))
                .with("NumberOfPartitions", PsValue.int64(1));
    }

    private static PsObject portal(String address) {
        return PsObject.of("Selected.Portal")
                .with("TargetPortalAddress", PsValue.string(address))
                .with("TargetPortalPortNumber", PsValue.int32(3260))
                .with("InitiatorPortalAddress", PsNil.NIL);
    }

    private static PsObject target(String name) {
        return PsObject.of("Selected.Target")
                .with("NodeAddress", PsValue.string(name))
                .with("IsConnected", PsValue.bool(true));
    }

    private static PsObject session(String id) {
        return PsObject.of("Selected.Session")
                .with("SessionIdentifier", PsValue.string(id))
                .with("TargetNodeAddress", PsValue.string("iqn.2005-07.com.nexenta:01:a"))
                .with("InitiatorNodeAddress", PsValue.string("iqn.1991-05.com.microsoft:hv1"))
                .with("IsConnected", PsValue.bool(true))
                .with("IsPersistent", PsValue.bool(true))
                .with("NumberOfConnections", PsValue.int32(1));
    }
}

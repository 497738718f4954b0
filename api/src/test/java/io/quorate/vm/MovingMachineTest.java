package io.quorate.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.FunctionBackend;
import io.quorate.Size;
import io.quorate.cluster.ClusterGroup;
import io.quorate.cluster.GroupState;
import io.quorate.cluster.GroupStatus;
import io.quorate.cluster.GroupType;
import io.quorate.error.BusyException;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.HostCommand;
import io.quorate.vm.command.FindVirtualMachines;
import io.quorate.vm.command.GetVirtualMachine;
import io.quorate.vm.command.GetVirtualMachineGroup;
import io.quorate.vm.command.ListVirtualMachines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A machine on the lists of two hosts, or of none, while it moves: it is one, and it is not gone. */
class MovingMachineTest {
    private static final UUID ONE = new UUID(0, 1);

    private final FunctionBackend backend = new FunctionBackend();
    private final VirtualMachineClient vms =
            new VirtualMachineClient(backend.engine("HV1", "HV2").calls("rack"));
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    /** Answers each look at a host with the next state it says; the last one stays. An empty state lists nothing. */
    private void lists(Map<String, List<String>> states, @Nullable String owner) {
        Map<String, List<String>> left = new java.util.HashMap<>();
        states.forEach((host, all) -> left.put(host, new ArrayList<>(all)));
        // asked for alone it is on its way; the lists decide
        backend.known = command -> !(command instanceof GetVirtualMachine);
        backend.answer = (command, call) -> {
            if (command instanceof ListVirtualMachines || command instanceof FindVirtualMachines) {
                String host = ((HostCommand<?>) command).host();
                asked.add(host);
                List<String> next = left.get(host);
                String state = next.size() > 1 ? next.remove(0) : next.get(0);
                return state.isEmpty() ? List.of() : List.of(machine(host, state, owner != null));
            }
            if (command instanceof GetVirtualMachineGroup && owner != null) {
                return new ClusterGroup(
                        "web1", "g", GroupType.VIRTUAL_MACHINE, GroupState.ONLINE, owner, false, GroupStatus.NONE);
            }
            throw Fault.lasting(ErrorKind.NOT_FOUND).because("no such group");
        };
    }

    @Test
    void list_whenAHostListsItBeforeAndTheOtherAfter_holdsItOnce() {
        lists(Map.of("HV1", List.of("Running", ""), "HV2", List.of("Running")), null);
        assertThat(vms.list())
                .singleElement()
                .satisfies(vm -> assertThat(vm.host()).isEqualTo("HV2"));
        assertThat(asked).containsExactlyInAnyOrder("HV1", "HV2", "HV1", "HV2");
    }

    @Test
    @DisplayName("both say at once that it runs: it went over while they looked, and who is asked last is right")
    void list_whenBothHostsListItRunningAtOnce_asksThemOnceMore_inTurn() {
        for (String now : List.of("HV1", "HV2")) {
            String before = now.equals("HV1") ? "HV2" : "HV1";
            asked.clear();
            lists(Map.of(before, List.of("Running", "Running", ""), now, List.of("", "Running")), null);
            assertThat(vms.find(ONE))
                    .hasValueSatisfying(vm -> assertThat(vm.host()).isEqualTo(now));
            assertThat(asked.subList(4, asked.size())).containsExactly("HV1", "HV2");
        }
    }

    @Test
    void list_whenItWasNowhere_findsItAtTheSecondLook() {
        lists(Map.of("HV1", List.of("", "Running"), "HV2", List.of("")), null);
        assertThat(vms.list()).extracting(VirtualMachine::id).containsExactly(ONE);
    }

    @Test
    @DisplayName("of two copies the one that runs is the machine, whichever host is asked first")
    void get_byName_whenOneCopyIsOff_isTheOneThatRuns() {
        for (String host : List.of("HV1", "HV2")) {
            String other = host.equals("HV1") ? "HV2" : "HV1";
            lists(Map.of(host, List.of("Off"), other, List.of("Running")), null);
            assertThat(vms.get("web1").host()).isEqualTo(other);
            assertThat(vms.find(ONE))
                    .hasValueSatisfying(vm -> assertThat(vm.host()).isEqualTo(other));
            assertThat(vms.list()).hasSize(1);
        }
    }

    @Test
    void find_whenBothCopiesAreOff_goesByTheClustersOwner() {
        lists(Map.of("HV1", List.of("Off"), "HV2", List.of("Off")), "hv2.example.com");
        assertThat(vms.find(ONE)).hasValueSatisfying(vm -> assertThat(vm.host()).isEqualTo("HV2"));
    }

    @Test
    @DisplayName("two copies at rest that no cluster decides: one item of the list, and busy for who wants that one")
    void find_whenNothingTellsTheCopiesApart_isBusy() {
        lists(Map.of("HV1", List.of("Off"), "HV2", List.of("Off")), null);
        assertThat(vms.list()).hasSize(1);
        assertThatThrownBy(() -> vms.find(ONE))
                .isInstanceOf(BusyException.class)
                .hasMessageContaining("HV1 (Off), HV2 (Off)");
        assertThatThrownBy(() -> vms.get("web1")).isInstanceOf(BusyException.class);
    }

    @Test
    @DisplayName("no list has it and the cluster has: it is moving, and not gone")
    void find_whenOnlyTheClusterKnowsIt_isNotEmpty() {
        lists(Map.of("HV1", List.of(""), "HV2", List.of("")), "HV2");
        assertThatThrownBy(() -> vms.find(ONE))
                .isInstanceOf(BusyException.class)
                .hasMessageContaining("HV2 has it");
        lists(Map.of("HV1", List.of(""), "HV2", List.of("", "Running")), "HV2");
        assertThat(vms.find(ONE)).isPresent();
        lists(Map.of("HV1", List.of(""), "HV2", List.of("")), null);
        assertThat(vms.find(ONE)).isEmpty();
    }

    @Test
    @DisplayName(
            "a machine of the name that is off may be a copy of one that runs under another name: that is none of the name")
    void find_byName_whenACopyOfAnotherNameRuns_isNotTheOneThatIsOff() {
        backend.answer = (command, call) -> {
            if (command instanceof GetVirtualMachine) {
                return machine("HV2", "Running", false, "renamed");
            }
            if (command instanceof HostCommand<?> look) {
                boolean named = command instanceof FindVirtualMachines;
                return look.host().equals("HV1")
                        ? List.of(machine("HV1", "Off", false))
                        : named ? List.of() : List.of(machine("HV2", "Running", false, "renamed"));
            }
            throw Fault.lasting(ErrorKind.NOT_FOUND).because("no such group");
        };
        assertThat(vms.find("web1")).isEmpty();
        assertThat(vms.find(ONE.toString())).map(VirtualMachine::host).contains("HV2");
    }

    private static VirtualMachine machine(String host, String state, boolean clustered) {
        return machine(host, state, clustered, "web1");
    }

    private static VirtualMachine machine(String host, String state, boolean clustered, String name) {
        return new VirtualMachine(
                ONE,
                name,
                host,
                VmState.of(state),
                null,
                Duration.ZERO,
                1,
                Size.gib(1),
                Size.bytes(0),
                2,
                clustered,
                "C:\\V\\web1");
    }
}

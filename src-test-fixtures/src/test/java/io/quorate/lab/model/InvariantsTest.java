package io.quorate.lab.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.lab.kernel.InvariantViolation;
import io.quorate.lab.kernel.LabTime;
import io.quorate.lab.kernel.World;
import io.quorate.lab.storage.MappingState;
import io.quorate.lab.storage.SimulatedAppliance;
import io.quorate.lab.storage.VolumeState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Each invariant is broken by hand, behind the rules: the look at what the change may have broken sees it at once, whichever of the two sides
 * of the matter changes; and where the whole can be looked at, it says the same. The world looks at everything, too, so what only the whole
 * shows would be told as such.
 */
class InvariantsTest {
    private final Room room = new Room(2, 5);

    @BeforeEach
    void volume() {
        room.volume();
    }

    private void breaks(String invariant, String said, Runnable change) {
        assertThat(room.world.verify()).as("before").isEmpty();
        assertThatThrownBy(() -> room.act(change))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageStartingWith(invariant + " ")
                .hasMessageContaining(said)
                .hasMessageNotContaining("only a look at everything");
    }

    private void breaksAndStays(String invariant, String said, Runnable change) {
        breaks(invariant, said, change);
        assertThat(room.world.verify()).anyMatch(wrong -> wrong.startsWith(invariant + " "));
    }

    private void put(VmState vm) {
        room.world.put(vm.key(), vm);
    }

    private static VmState with(VmState vm, String id, List<String> disks) {
        return new VmState(
                id,
                vm.name(),
                vm.host(),
                vm.state(),
                vm.generation(),
                vm.version(),
                vm.processors(),
                vm.memory(),
                vm.path(),
                disks,
                vm.network(),
                vm.startedAt(),
                vm.heartbeat(),
                vm.handles(),
                null,
                vm.status(),
                vm.created());
    }

    @Test
    @DisplayName("S1: a second writer, whatever the case of the path, wherever in the cluster")
    void oneWriter_whenASecondOpensTheDisk() {
        VmState a = room.vm(room.vm("a", "HV1"));
        List<String> disks =
                a.disks().stream().map(d -> d.toUpperCase(Locale.ROOT)).toList();
        breaksAndStays("S1", "is open for", () -> put(with(a, "second", disks).on("HV2")));
    }

    @Test
    @DisplayName("S1: one machine that has a disk twice")
    void oneWriter_whenAMachineHasItsDiskTwice() {
        VmState a = room.vm(room.vm("a", "HV1"));
        breaksAndStays(
                "S1",
                "is open for",
                () -> put(with(a, a.id(), List.of(a.disks().get(0), a.disks().get(0)))));
    }

    @Test
    @DisplayName("S1: the host goes, and its machines keep their disks")
    void oneWriter_whenTheHostGoes() {
        room.vm("a", "HV1");
        breaksAndStays(
                "S1",
                "which is not up",
                () -> room.world.update(HostState.key("HV1"), h -> new HostState(h.name(), Power.OFF, h.boots())));
    }

    @Test
    @DisplayName("S1: a node leaves, and what was one volume for both is none")
    void oneWriter_whenMembersChange_looksAtTheirs() {
        VmState a = room.vm(room.vm("a", "HV1"));
        room.act(() -> room.world.update(ClusterState.key("C1"), c -> c.withoutNode("HV2")));
        room.act(() -> put(with(a, "second", a.disks()).on("HV2")));
        breaksAndStays("S1", "is open for", () -> room.world.update(ClusterState.key("C1"), c -> c.withNode("HV2", 2)));
    }

    @Test
    @DisplayName("S2: a machine is not where its online group is; whichever of them moves")
    void oneServes_whenEitherMoves() {
        VmState a = room.vm(room.vm("a", "HV1"));
        GroupState group = room.group("a");
        breaksAndStays(
                "S2",
                "its online group on HV1",
                () -> put(a.withGroup(group.id()).on("HV2")));
        room.act(() -> put(a));
        breaksAndStays("S2", "its online group on HV2", () -> room.world.put(group.key(), group.withOwner("HV2")));
    }

    @Test
    @DisplayName("S2: the cluster's database goes back")
    void forward_whenTheEpochGoesBack() {
        ClusterState before = room.cluster.state();
        room.act(() -> room.world.update(ClusterState.key("C1"), c -> c.withSetting("SameSubnetDelay", 2000)));
        breaks("S2", "the database of C1 went back", () -> room.world.put(ClusterState.key("C1"), before));
    }

    @Test
    @DisplayName("S3: a group is online where there is no node, or its node leaves, or is paused")
    void owner_whenItIsNoNodeThatMayHaveIt() {
        room.vm("a", "HV1");
        room.act(() -> room.cluster.pause("HV2", false, null));
        GroupState empty = room.cluster.groups().stream()
                .filter(g ->
                        g.type() == GroupState.AVAILABLE_STORAGE && g.owner().equals("HV1"))
                .findFirst()
                .orElseThrow();
        breaks("S3", "which is paused", () -> room.world.put(empty.key(), empty.withOwner("HV2")));
        room.act(() -> room.world.put(empty.key(), empty));
        breaksAndStays(
                "S3", "which is no node", () -> room.world.update(ClusterState.key("C1"), c -> c.withoutNode("HV1")));
    }

    @Test
    @DisplayName("S9: damage is told after every event from then on")
    void damage_isToldFromThenOn() {
        breaksAndStays(
                "S9",
                "was formatted by HV2",
                () -> room.world.put(DamagedUnit.KEY, new DamagedUnit("naa", "HV2", "HV1", "formatted")));
        assertThatThrownBy(() -> room.act(
                        () -> room.world.put(MacRange.key("HV1"), new MacRange("HV1", "00155D010000", "00155D0100FF"))))
                .isInstanceOf(InvariantViolation.class);
    }

    private ReplicaSide replica(VmState vm, String copy) {
        ReplicaSetup setup =
                new ReplicaSetup("HV2", 80, 1, "", 300, 0, 0, true, List.of(), false, Duration.ZERO, Duration.ZERO);
        return new ReplicaSide(
                "HV2",
                vm.guid(),
                copy,
                ReplicaSide.Mode.REPLICA,
                ReplicaSide.State.REPLICATING,
                vm.host(),
                false,
                setup,
                null,
                0,
                0,
                0,
                0,
                null,
                1,
                List.of());
    }

    private void put(ReplicaSide side) {
        room.world.put(side.key(), side);
    }

    @Test
    @DisplayName("S7: what receives runs; whether it starts or begins to receive")
    void receives_whenItRuns() {
        VmState a = room.vm(room.vm("a", "HV1"));
        VmState copy = with(a, a.guid() + "@HV2", List.of()).on("HV2").off();
        room.act(() -> put(copy));
        room.act(() -> put(replica(a, copy.id())));
        breaksAndStays("S7", "a runs on HV2, where it only receives", () -> put(copy.running(Duration.ZERO)));
        room.act(() -> room.world.remove(replica(a, copy.id()).key()));
        breaksAndStays("S7", "a runs on HV2, where it only receives", () -> put(replica(a, copy.id())));
    }

    @Test
    @DisplayName("S10: a side's machine goes, was never there, or is there twice")
    void strays_whenACopyGoesOrIsTwice() {
        VmState a = room.vm(room.vm("a", "HV1"));
        VmState copy = with(a, a.guid() + "@HV2", List.of()).on("HV2").off();
        breaksAndStays("S10", "is not there, or twice, on HV2", () -> put(replica(a, copy.id())));
        room.act(() -> put(copy));
        breaksAndStays("S10", "is not there, or twice, on HV2", () -> room.world.remove(copy.key()));
        room.act(() -> put(copy));
        breaksAndStays("S10", "is not there, or twice, on HV2", () -> put(with(copy, a.guid() + "@other", List.of())));
    }

    @Test
    @DisplayName("an appliance: two units of one number for somebody, and a volume that shrinks")
    void appliance_whenANumberIsTwice_orAVolumeShrinks() {
        World world = World.builder().mode(LabTime.Mode.VIRTUAL).thorough().build();
        SimulatedAppliance.builder(world, "NAS1")
                .pool("tank", 1L << 40)
                .volumeGroup("tank/vg")
                .volume("tank/vg/a", 2L << 30)
                .volume("tank/vg/b", 2L << 30)
                .map("tank/vg/a", "all", "all")
                .build();
        MappingState second = new MappingState("NAS1", "id", "tank/vg/b", 0, "all", "some", true);
        assertThatThrownBy(() -> world.change("x", () -> world.put(MappingState.key("NAS1", "id"), second)))
                .hasMessageStartingWith(
                        "appliance NAS1: a LUN is one volume: LUN 0 is both tank/vg/a and tank/vg/b after");
        assertThat(world.verify())
                .containsExactly("appliance NAS1: a LUN is one volume: LUN 0 is both tank/vg/a and tank/vg/b");
        world.change("x", () -> world.remove(MappingState.key("NAS1", "id")));
        VolumeState a = world.get(VolumeState.key("NAS1", "tank/vg/a"));
        assertThatThrownBy(() -> world.change(
                        "x",
                        () -> world.put(
                                VolumeState.key("NAS1", a.path()),
                                new VolumeState(
                                        "NAS1",
                                        a.path(),
                                        a.guid(),
                                        1L << 30,
                                        a.blockSize(),
                                        0,
                                        null,
                                        a.txg(),
                                        Map.of()))))
                .hasMessageStartingWith("appliance NAS1: volumes shrink by rollback only: tank/vg/a went from");
    }
}

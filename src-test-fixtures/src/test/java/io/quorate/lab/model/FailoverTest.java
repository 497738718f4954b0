package io.quorate.lab.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.lab.kernel.Event;
import io.quorate.lab.kernel.World;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailoverTest {

    private static Room stack() {
        Room room = new Room(2);
        room.witness();
        room.volume();
        return room;
    }

    private static Duration when(Room room, String entity, String change) {
        return room.world.events().stream()
                .filter(e -> e.entity().equals(entity) && e.change().contains(change))
                .reduce((a, b) -> b)
                .map(Event::at)
                .orElseThrow(() -> new AssertionError(entity + " never: " + change + "\n" + room.world.trace()));
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 20, 2, 240, 20, 240",
        "1000, 10, 2, 60, 10, 60",
        "500, 5, 2, 240, 2.5, 240",
        "2000, 40, 1, 240, 80, 0",
        "1000, 20, 2, 0, 20, 0",
    })
    void powerOff_whenANodeRunsAVm_failsOverAtTheTimeTheSettingsPredict(
            long delay, long threshold, long level, long period, double detect, double more) {
        Room room = stack();
        VmState vm = room.vm("web", "HV1");
        room.act(() -> {
            room.cluster.set("SameSubnetDelay", delay);
            room.cluster.set("SameSubnetThreshold", threshold);
            room.cluster.set("ResiliencyLevel", level);
            room.cluster.set("ResiliencyDefaultPeriod", period);
        });
        Duration cut = room.world.time().now();
        room.estate.powerOff("HV1");
        assertThat(room.vm(vm).state()).isEqualTo(VmState.State.OFF);
        assertThat(room.node("HV1").state()).isEqualTo(NodeState.State.UP);
        room.world.time().advance(Duration.ofMinutes(10));
        Duration down = cut.plusMillis((long) (detect * 1000));
        Duration online = down.plusMillis((long) (more * 1000));
        assertThat(when(room, "cluster/C1/node/HV1", "state UP -> DOWN")).isEqualTo(down);
        assertThat(when(room, vm.key().path(), "state OFF -> RUNNING")).isEqualTo(online);
        assertThat(room.group("web")).matches(g -> g.owner().equals("HV2") && g.state() == GroupState.State.ONLINE);
        assertThat(when(room, room.group("web").key().path(), "state OFFLINE -> ONLINE"))
                .isEqualTo(online);
        assertThat(when(room, vm.key().path(), "heartbeat NO_CONTACT -> OK"))
                .isEqualTo(online.plus(room.estate.timings().guestBoot()));
        assertThat(room.group("Cluster Group").owner()).isEqualTo("HV2");
        assertThat(room.node("HV1").info()).isZero();
    }

    @Test
    void powerOff_whenWithinTheResiliencyPeriod_isIsolatedAndUnmonitored() {
        Room room = stack();
        VmState vm = room.vm("web", "HV1");
        room.estate.powerOff("HV1");
        room.pass(20);
        assertThat(room.node("HV1")).matches(n -> n.state() == NodeState.State.DOWN && n.info() == NodeState.ISOLATED);
        assertThat(room.group("web"))
                .matches(g -> g.info() == GroupState.UNMONITORED && g.owner().equals("HV1"));
        room.estate.powerOn("HV1");
        room.pass(45 + 75 + 5);
        assertThat(room.node("HV1")).matches(n -> n.state() == NodeState.State.UP && n.info() == 0);
        assertThat(room.group("web"))
                .matches(g -> g.owner().equals("HV1") && g.state() == GroupState.State.ONLINE && g.info() == 0);
        assertThat(room.vm(vm).state()).isEqualTo(VmState.State.RUNNING);
        room.world.time().advance(Room.LONG);
        assertThat(room.group("web").owner()).isEqualTo("HV1");
    }

    @Test
    void powerOff_whenTheWholeRoomGoesDark_formsAgainAndStartsWhatRan() {
        Room room = stack();
        VmState vm = room.vm("web", "HV1");
        room.estate.powerOff("HV1");
        room.estate.powerOff("HV2");
        room.pass(60);
        assertThat(room.cluster.state().quorate()).isFalse();
        room.estate.powerOn("HV2");
        room.pass(300);
        assertThat(room.cluster.state().quorate()).isTrue();
        assertThat(room.node("HV2").state()).isEqualTo(NodeState.State.UP);
        assertThat(room.node("HV1").state()).isEqualTo(NodeState.State.DOWN);
        assertThat(room.vm(vm))
                .matches(v -> v.state() == VmState.State.RUNNING && v.host().equals("HV2"));
        room.estate.powerOn("HV1");
        room.pass(300);
        assertThat(room.node("HV1").state()).isEqualTo(NodeState.State.UP);
        assertThat(room.cluster.votes()).isEqualTo("HV1=1 HV2=1 witness=1");
    }

    @Test
    void cutLink_whenTwoNodesHaveAWitness_oneSideGoesOn() {
        Room room = stack();
        VmState vm = room.vm("web", "HV2");
        room.estate.cutLink("HV1", "HV2");
        room.pass(20);
        assertThat(room.cluster.state().quorate()).isTrue();
        assertThat(room.node("HV1").state()).isEqualTo(NodeState.State.UP);
        assertThat(room.node("HV2").state()).isEqualTo(NodeState.State.DOWN);
        assertThat(room.vm(vm).state()).isEqualTo(VmState.State.PAUSED_CRITICAL);
        assertThat(room.cluster.serves("HV2")).isFalse();
        room.pass(240);
        assertThat(room.vm(vm))
                .matches(v -> v.state() == VmState.State.RUNNING && v.host().equals("HV1"));
        room.estate.healLink("HV1", "HV2");
        room.pass(10);
        assertThat(room.node("HV2").state()).isEqualTo(NodeState.State.UP);
    }

    @Test
    void cutLink_whenMendedInTime_nobodyNotices() {
        Room room = stack();
        room.estate.cutLink("HV1", "HV2");
        room.pass(10);
        room.estate.healLink("HV1", "HV2");
        room.world.time().advance(Room.LONG);
        assertThat(room.node("HV1").state()).isEqualTo(NodeState.State.UP);
        assertThat(room.node("HV2").state()).isEqualTo(NodeState.State.UP);
    }

    @Test
    void killClusterService_whenItComesBack_vmRunsOnWhereItWas() {
        Room room = stack();
        VmState vm = room.vm("web", "HV2");
        Duration started = room.vm(vm).startedAt();
        room.estate.killClusterService("HV2");
        room.pass(30);
        assertThat(room.node("HV2").info()).isEqualTo(NodeState.ISOLATED);
        room.pass(300);
        assertThat(room.vm(vm))
                .matches(v -> v.host().equals("HV2") && v.state() == VmState.State.RUNNING)
                .extracting(VmState::startedAt)
                .isEqualTo(started);
    }

    @Test
    void quarantine_whenANodeFlaps_keepsItOut() {
        Room room = new Room(4);
        room.witness();
        for (int i = 0; i < 3; i++) {
            room.estate.powerOff("HV4");
            room.pass(30);
            room.estate.powerOn("HV4");
            room.pass(200);
        }
        assertThat(room.node("HV4"))
                .matches(n -> n.state() == NodeState.State.DOWN && n.info() == NodeState.QUARANTINED);
        room.pass(7200);
        assertThat(room.node("HV4")).matches(n -> n.state() == NodeState.State.UP && n.info() == 0);
    }

    @Test
    void move_whenAVmRuns_livesOnThroughTheMigration() {
        Room room = stack();
        VmState vm = room.vm("web", "HV1");
        Duration start = room.world.time().now();
        Duration up = room.vm(vm).startedAt();
        room.act(() -> room.cluster.move("web", "HV2"));
        assertThat(room.group("web").state()).isEqualTo(GroupState.State.PENDING);
        assertThat(room.vm(vm).status()).isEqualTo("Migrating virtual machine");
        room.pass(60);
        assertThat(when(room, vm.key().path(), "host HV1 -> HV2")).isEqualTo(start.plusMillis(2000 + 4000 + 300));
        assertThat(room.vm(vm))
                .matches(v -> v.state() == VmState.State.RUNNING
                        && v.heartbeat() == VmState.Heartbeat.OK_APPLICATIONS_HEALTHY)
                .extracting(VmState::startedAt)
                .isEqualTo(up);
        assertThat(room.group("web").owner()).isEqualTo("HV2");
        long events = room.world.events().size();
        room.act(() -> room.cluster.move("web", "HV2"));
        assertThat(room.world.events()).hasSize((int) events);
    }

    @Test
    void move_whenTheTargetDies_theVmStays() {
        Room room = stack();
        VmState vm = room.vm("web", "HV1");
        room.act(() -> room.cluster.move("web", "HV2"));
        room.pass(3);
        room.estate.powerOff("HV2");
        room.world.time().advance(Duration.ofMinutes(10));
        assertThat(room.vm(vm)).matches(v -> v.host().equals("HV1") && v.state() == VmState.State.RUNNING);
        assertThat(room.group("web")).matches(g -> g.owner().equals("HV1") && g.state() == GroupState.State.ONLINE);
    }

    @Test
    void move_whenTheSourceDies_failsOverAsAnyOther() {
        Room room = stack();
        VmState vm = room.vm("web", "HV1");
        room.act(() -> room.cluster.move("web", "HV2"));
        room.pass(3);
        Duration cut = room.world.time().now();
        room.estate.powerOff("HV1");
        room.world.time().advance(Duration.ofMinutes(10));
        assertThat(when(room, vm.key().path(), "state OFF -> RUNNING")).isEqualTo(cut.plusSeconds(260));
        assertThat(room.vm(vm)).matches(v -> v.host().equals("HV2") && v.state() == VmState.State.RUNNING);
    }

    @Test
    void pause_whenDraining_movesEverythingAndBackOnResume() {
        Room room = stack();
        VmState a = room.vm("a", "HV1");
        VmState b = room.vm("b", "HV1");
        room.act(() -> room.cluster.pause("HV1", true, null));
        assertThat(room.node("HV1"))
                .matches(n -> n.state() == NodeState.State.PAUSED && n.drain() == NodeState.Drain.IN_PROGRESS);
        room.pass(60);
        assertThat(room.node("HV1"))
                .matches(n -> n.drain() == NodeState.Drain.COMPLETED && n.info() == NodeState.DRAIN_COMPLETED);
        assertThat(room.cluster.groups()).allMatch(g -> g.owner().equals("HV2"));
        assertThat(room.vm(a).host()).isEqualTo("HV2");
        assertThat(room.vm(b).host()).isEqualTo("HV2");
        assertThatThrownBy(() -> room.act(() -> room.cluster.move("a", "HV1")))
                .isInstanceOfSatisfying(
                        Refusal.class, r -> assertThat(r.reason()).isEqualTo(Refusal.Reason.NODE_PAUSED));
        room.act(() -> room.cluster.resume("HV1", true));
        room.pass(60);
        assertThat(room.cluster.groups()).allMatch(g -> g.owner().equals("HV1"));
        assertThat(room.node("HV1").drain()).isEqualTo(NodeState.Drain.NOT_INITIATED);
    }

    @Test
    void pause_whenThereIsNowhereToGo_failsTheDrain() {
        Room room = stack();
        VmState vm = room.vm("web", "HV1");
        room.act(() -> room.cluster.pause("HV2", false, null));
        room.act(() -> room.cluster.pause("HV1", true, null));
        room.pass(60);
        assertThat(room.node("HV1"))
                .matches(n -> n.drain() == NodeState.Drain.FAILED && n.info() == NodeState.DRAIN_FAILED);
        assertThat(room.vm(vm)).matches(v -> v.host().equals("HV1") && v.state() == VmState.State.RUNNING);
    }

    @Test
    void evict_whenItRunsVms_needsForceAndStartsThemElsewhere() {
        Room room = stack();
        VmState vm = room.vm("web", "HV1");
        assertThatThrownBy(() -> room.act(() -> room.cluster.evict("HV1", false)))
                .isInstanceOf(Refusal.class);
        room.act(() -> room.cluster.evict("HV1", true));
        assertThat(room.cluster.nodes()).extracting(NodeState::host).containsExactly("HV2");
        assertThat(room.vm(vm)).matches(v -> v.host().equals("HV2") && v.state() == VmState.State.RUNNING);
        assertThat(room.estate.clusterOf("HV1")).isEmpty();
        room.act(() -> room.cluster.addNode("HV1"));
        room.pass(5);
        assertThat(room.node("HV1").state()).isEqualTo(NodeState.State.UP);
    }

    @Test
    void failOver_whenAnotherVmHoldsTheDisk_failsTheGroupAndNothingElse() {
        Room room = stack();
        VmState vm = room.vm("web", "HV1");
        room.estate.powerOff("HV1");
        VmState thief = room.world.change(
                "t",
                () -> room.estate
                        .hypervisor()
                        .create(
                                "HV2",
                                new VmSpec(
                                        "thief",
                                        2,
                                        1L << 30,
                                        1,
                                        "D:\\vm",
                                        null,
                                        0,
                                        room.vm(vm).disks(),
                                        null)));
        room.act(() -> room.estate.hypervisor().start(thief.id()));
        room.world.time().advance(Duration.ofMinutes(10));
        assertThat(room.group("web").state()).isEqualTo(GroupState.State.FAILED);
        assertThat(room.vm(vm).state()).isEqualTo(VmState.State.OFF);
        assertThat(room.vm(thief).state()).isEqualTo(VmState.State.RUNNING);
        assertThat(room.group("Cluster Group").state()).isEqualTo(GroupState.State.ONLINE);
    }

    @Test
    void trace_whenSeedIsTheSame_isTheSameText() {
        assertThat(story(5)).isEqualTo(story(5)).isNotEqualTo(story(6));
    }

    private static String story(long seed) {
        Room room = new Room(3, seed);
        room.volume();
        room.vm("a", "HV1");
        room.vm("b", "HV2");
        room.estate.powerOff("HV1");
        room.pass(400);
        room.act(() -> room.cluster.pause("HV2", true, null));
        room.pass(100);
        assertThat(World.fold(room.world.events())).isEqualTo(room.world.entities());
        return room.world.trace();
    }

    @Test
    void explain_whenAVmMoved_tellsWhy() {
        Room room = stack();
        VmState vm = room.vm("web", "HV1");
        room.estate.powerOff("HV1");
        room.pass(300);
        String why = room.world.explain(vm.key().path(), Duration.ofMinutes(3), Duration.ofHours(1));
        assertThat(why)
                .contains("state OFF -> RUNNING")
                .contains("resiliency period of HV1 ends")
                .contains("regroup of C1");
    }

    @Test
    void random_whenAnythingGoesWrongAnytime_invariantsHold() {
        for (long seed = 1; seed <= 30; seed++) {
            Room room = new Room(3, seed);
            room.witness();
            room.volume();
            List<VmState> vms = List.of(room.vm("a", "HV1"), room.vm("b", "HV2"), room.vm("c", "HV3"));
            var random = room.world.random().stream("test");
            for (int i = 0; i < 120; i++) {
                String host = "HV" + (1 + random.nextInt(3));
                String other = "HV" + (1 + random.nextInt(3));
                VmState vm = vms.get(random.nextInt(3));
                try {
                    switch (random.nextInt(11)) {
                        case 0 -> room.estate.powerOff(host);
                        case 1, 2 -> room.estate.powerOn(host);
                        case 3 -> room.act(() -> room.cluster.move(vm.name(), host));
                        case 4 -> room.act(() -> room.cluster.pause(host, true, null));
                        case 5 -> room.act(() -> room.cluster.resume(host, true));
                        case 6 -> {
                            if (!host.equals(other)) {
                                room.estate.cutLink(host, other);
                            }
                        }
                        case 7 -> {
                            if (!host.equals(other)) {
                                room.estate.healLink(host, other);
                            }
                        }
                        case 8 -> room.estate.killClusterService(host);
                        case 9 -> room.act(() -> room.estate.hypervisor().turnOff(vm.id()));
                        default -> room.act(() -> room.cluster.start(vm.name()));
                    }
                } catch (Refusal expected) {
                    assertThat(expected.reason()).isNotNull();
                }
                room.pass(random.nextInt(90));
            }
            // healed, everything comes back
            for (int i = 1; i <= 3; i++) {
                room.estate.powerOn("HV" + i);
                room.estate.healLink("HV" + i, "HV" + (i % 3 + 1));
            }
            room.world.time().advance(Duration.ofHours(5));
            assertThat(room.world.violations()).as("seed %d", seed).isEmpty();
            assertThat(room.cluster.state().quorate()).as("seed %d", seed).isTrue();
            assertThat(room.cluster.nodes()).as("seed %d", seed).allMatch(NodeState::active);
            assertThat(vms.stream().map(room::vm).map(VmState::id).collect(Collectors.toSet()))
                    .hasSize(3);
        }
    }
}

package io.quorate.lab.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.lab.Lab;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class HypervisorTest {
    private static VmSpec spec(String name, String disk) {
        return new VmSpec(name, 2, 1L << 30, 1, "D:\\vm", disk, 1L << 30, List.of(), null);
    }

    private static Consumer<Throwable> refused(Refusal.Reason reason) {
        return e -> assertThat(((Refusal) e).reason()).isEqualTo(reason);
    }

    @Test
    void create_whenNamesAreEqual_idsDiffer() {
        Room room = new Room(1);
        Hypervisor hv = room.estate.hypervisor();
        room.act(() -> hv.create("HV1", spec("x", "a.vhdx")));
        room.act(() -> hv.create("HV1", spec("x", "D:\\b.vhdx")));
        assertThat(hv.on("hv1")).extracting(VmState::name).containsExactly("x", "x");
        assertThat(hv.on("HV1").get(0).id()).isNotEqualTo(hv.on("HV1").get(1).id());
        assertThat(hv.on("HV1").get(0).disks()).containsExactly("D:\\vm\\x\\Virtual Hard Disks\\a.vhdx");
    }

    @Test
    void create_whenFilesOrFoldersAreWrong_isRefused() {
        Room room = new Room(1);
        Hypervisor hv = room.estate.hypervisor();
        room.act(() -> hv.create("HV1", spec("x", "D:\\b.vhdx")));
        assertThatThrownBy(() -> room.act(() -> hv.create("HV1", spec("y", "D:\\b.vhdx"))))
                .satisfies(refused(Refusal.Reason.FILE_EXISTS));
        assertThatThrownBy(() -> room.act(() -> hv.create(
                        "HV1",
                        new VmSpec("y", 2, 1L << 30, 1, "C:\\ClusterStorage\\Volume9", null, 0, List.of(), null))))
                .satisfies(refused(Refusal.Reason.PATH_NOT_FOUND));
        assertThatThrownBy(() -> room.act(() -> hv.create(
                        "HV1", new VmSpec("y", 2, 1L << 30, 1, null, null, 0, List.of("D:\\none.vhdx"), null))))
                .satisfies(refused(Refusal.Reason.FILE_NOT_FOUND));
    }

    @Test
    void start_whenAnotherHoldsTheDisk_isASharingViolation() {
        Room room = new Room(1);
        Hypervisor hv = room.estate.hypervisor();
        VmState first = room.world.change("t", () -> hv.create("HV1", spec("x", "D:\\b.vhdx")));
        VmState second = room.world.change(
                "t",
                () -> hv.create("HV1", new VmSpec("y", 2, 1L << 30, 1, null, null, 0, List.of("D:\\b.vhdx"), null)));
        room.act(() -> hv.start(first.id()));
        assertThatThrownBy(() -> room.act(() -> hv.start(second.id())))
                .satisfies(refused(Refusal.Reason.SHARING_VIOLATION));
    }

    @Test
    void states_whenStartedShutDownAndSaved_goTheirWay() {
        Room room = new Room(1);
        Hypervisor hv = room.estate.hypervisor();
        VmState vm = room.world.change("t", () -> hv.create("HV1", spec("x", "D:\\b.vhdx")));
        room.act(() -> hv.start(vm.id()));
        assertThat(room.vm(vm).state()).isEqualTo(VmState.State.STARTING);
        room.pass(1);
        assertThat(room.vm(vm))
                .matches(v -> v.state() == VmState.State.RUNNING && v.heartbeat() == VmState.Heartbeat.NO_CONTACT);
        assertThatThrownBy(() -> room.act(() -> hv.shutDown(vm.id()))).satisfies(refused(Refusal.Reason.INVALID_STATE));
        room.pass(25);
        assertThat(room.vm(vm).heartbeat()).isEqualTo(VmState.Heartbeat.OK_APPLICATIONS_HEALTHY);
        room.act(() -> hv.save(vm.id()));
        assertThat(room.vm(vm).state()).isEqualTo(VmState.State.SAVING);
        room.pass(6);
        assertThat(room.vm(vm)).matches(v -> v.state() == VmState.State.SAVED && !v.handles());
        room.act(() -> hv.start(vm.id()));
        room.pass(2);
        room.act(() -> hv.shutDown(vm.id()));
        room.pass(12);
        assertThat(room.vm(vm).state()).isEqualTo(VmState.State.OFF);
    }

    @Test
    void clustered_whenTheVmIsShutDown_itsGroupGoesOffline() {
        Room room = new Room(2);
        room.volume();
        VmState vm = room.vm("web", "HV1");
        room.act(() -> room.estate.hypervisor().shutDown(vm.id()));
        assertThat(room.group("web").state()).isEqualTo(GroupState.State.PENDING);
        room.pass(12);
        assertThat(room.group("web").state()).isEqualTo(GroupState.State.OFFLINE);
        room.act(() -> room.cluster.start("web"));
        room.pass(60);
        assertThat(room.group("web").state()).isEqualTo(GroupState.State.ONLINE);
        room.act(() -> room.cluster.stop("web"));
        room.pass(10);
        assertThat(room.vm(vm).state()).isEqualTo(VmState.State.SAVED);
    }

    @Test
    void disks_whenAddedSharedAndWitnessed_moveBetweenGroups() {
        Room room = new Room(2);
        assertThat(room.cluster.availableDisks()).hasSize(2);
        room.witness();
        room.volume();
        assertThat(room.cluster.availableDisks()).isEmpty();
        assertThat(room.cluster.volumes())
                .singleElement()
                .extracting(ResourceState::mountPoint)
                .isEqualTo("C:\\ClusterStorage\\Volume1");
        ResourceState witness = room.cluster.resource("Cluster Disk 1").orElseThrow();
        assertThat(room.cluster.groupOf(witness).name()).isEqualTo("Cluster Group");
        assertThat(room.cluster.votes()).isEqualTo("HV1=1 HV2=1 witness=1");
        room.act(() -> room.cluster.setWitness(null));
        assertThat(room.cluster
                        .groupOf(room.cluster.resource("Cluster Disk 1").orElseThrow())
                        .name())
                .isEqualTo("Available Storage");
    }

    @Test
    void fidelity_whenPrinted_gradesEveryClaim() {
        assertThat(Fidelity.text().lines())
                .hasSize(Fidelity.claims().size())
                .allMatch(l -> l.matches("[A-E] .*\\[.+]"));
        assertThat(Fidelity.histogram()).containsOnlyKeys(Evidence.values());
        assertThat(Fidelity.claims()).extracting(Fidelity.Claim::id).doesNotHaveDuplicates();
        try (Lab lab = Lab.builder().start()) {
            assertThat(lab.fidelity().lines())
                    .hasSize(1 + Fidelity.openQuestions().size())
                    .anyMatch(l -> l.startsWith("open question shell.setters: "));
        }
    }

    @Test
    void authenticate_whenPasswordIsRight_findsTheAccount() {
        Room room = new Room(1);
        assertThat(room.estate.authenticate("HV1\\ADMIN", "pw".toCharArray())).isPresent();
        assertThat(room.estate.authenticate("admin", "no".toCharArray())).isEmpty();
        assertThat(room.estate.accounts().toString()).doesNotContain("pw");
    }

    @Test
    void onPower_whenAHostGoesAndComes_isTold() {
        Room room = new Room(2);
        List<String> told = new java.util.ArrayList<>();
        room.estate.onPower((host, power) -> told.add(host + " " + power));
        room.estate.powerOff("HV2");
        assertThat(told).containsExactly("HV2 OFF");
        room.estate.powerOn("HV2");
        room.pass(119);
        assertThat(told).hasSize(1);
        room.pass(1);
        assertThat(told).containsExactly("HV2 OFF", "HV2 UP");
    }
}

package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Quorate;
import io.quorate.RetrySettings;
import io.quorate.Size;
import io.quorate.call.Progress;
import io.quorate.call.Rehearsal;
import io.quorate.call.Task;
import io.quorate.call.TaskState;
import io.quorate.cluster.AvailableDisk;
import io.quorate.cluster.ClusterClient;
import io.quorate.cluster.ClusterGroup;
import io.quorate.cluster.ClusterNode;
import io.quorate.cluster.DrainState;
import io.quorate.cluster.NodeState;
import io.quorate.error.BusyException;
import io.quorate.error.DeadlineExceededException;
import io.quorate.error.NotFoundException;
import io.quorate.error.RejectedException;
import io.quorate.lab.HaLab;
import io.quorate.lab.Lab;
import io.quorate.lab.LongForm;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VirtualMachineClient;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Live migrations and drains as tasks: seen half way, cancelled, found again, and what becomes of them when a node dies. */
@HaLab
class TasksThroughLabTest {
    private static final UUID NOBODY = new UUID(0, 1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Migrating a machine of 2 GiB takes 4.3 seconds: 2 to set up, 2 to copy. */
    private static final Duration HALF_WAY = Duration.ofSeconds(3);

    @Test
    void migration_isSeenHalfWayAndEndsOnTheOtherNode(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            VirtualMachine web1 = Rack.clustered(quorate, Rack.cluster(quorate), "web1");
            VirtualMachineClient vms = quorate.vms(Lab.ENDPOINT);

            Task<ClusterGroup> task = vms.beginMigrateLive(web1.id(), "HV2");

            Progress underWay = Progress.of("group web1 is Pending on HV1");
            assertThat(task.state()).isEqualTo(new TaskState.Running<>(underWay));
            lab.advance(HALF_WAY);
            assertThat(task.progress()).isEqualTo(underWay);
            assertThat(vms.get(web1.id()).host()).isEqualTo("HV1");
            assertThatThrownBy(() -> task.await(Duration.ofMillis(100)))
                    .isInstanceOf(DeadlineExceededException.class)
                    .hasMessageContaining("last seen: under way, group web1 is Pending on HV1");
            assertThat(task.await(Duration.ofMinutes(1)).owner()).isEqualTo("HV2");
            assertThat(task.progress()).isEqualTo(Progress.of(100));
            assertThat(vms.get(web1.id()).isRunning()).isTrue();
            assertThat(vms.get(web1.id()).host()).isEqualTo("HV2");
            assertThat(vms.beginMigrateLive(web1.id(), "hv2.lab.example").state())
                    .as("it is there already")
                    .isInstanceOf(TaskState.Done.class);
            assertThat(lab.violations()).isEmpty();
        }
    }

    @Test
    void migration_cancelledHalfWay_leavesTheMachineRunningWhereItWas(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            VirtualMachine web1 = Rack.clustered(quorate, Rack.cluster(quorate), "web1");
            VirtualMachineClient vms = quorate.vms(Lab.ENDPOINT);
            Task<ClusterGroup> task = vms.beginMigrateLive(web1.id(), "HV2");
            lab.advance(HALF_WAY);

            task.cancel();

            assertThatThrownBy(() -> task.await(Duration.ofMinutes(1)))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("the migration has ended, and group web1 is Online on HV1, not on HV2");
            lab.advance(Duration.ofMinutes(1));
            VirtualMachine after = vms.get(web1.id());
            assertThat(after.isRunning()).isTrue();
            assertThat(after.host()).isEqualTo("HV1");
            assertThat(after.uptime()).isGreaterThan(Duration.ofMinutes(1));
            assertThat(vms.migrateLive(web1.id(), "HV2").owner()).isEqualTo("HV2");
            assertThat(lab.violations()).isEmpty();
        }
    }

    @LongForm
    @Test
    void migration_cancelledTooLate_goesOn(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            VirtualMachine web1 = Rack.clustered(quorate, Rack.cluster(quorate), "web1");
            Task<ClusterGroup> task = quorate.vms(Lab.ENDPOINT).beginMigrateLive(web1.id(), "HV2");
            lab.advance(Duration.ofMillis(4100));

            task.cancel();
            assertThat(task.state()).isInstanceOf(TaskState.Running.class);
            assertThat(task.await(Duration.ofMinutes(1)).owner()).isEqualTo("HV2");

            String before = lab.trace();
            quorate.vms(Lab.ENDPOINT).migration(task.token()).cancel();
            assertThat(lab.trace()).as("nothing was sent that changes anything").isEqualTo(before);
        }
    }

    @Test
    void migration_isFoundAgainByItsTokenFromAnotherQuorate(Lab lab) {
        String token;
        try (Quorate quorate = lab.connect().build()) {
            VirtualMachine web1 = Rack.clustered(quorate, Rack.cluster(quorate), "web1");
            token = quorate.vms(Lab.ENDPOINT).beginMigrateLive(web1.id(), "HV2").token();
            assertThat(token).isEqualTo("live-migration/1/lab/" + web1.id() + "/HV2");
        }
        try (Quorate other = lab.connect().build()) {
            Task<ClusterGroup> found = other.vms(Lab.ENDPOINT).migration(token);
            assertThat(found.state()).isInstanceOf(TaskState.Running.class);
            assertThat(found.await(Duration.ofMinutes(1)).owner()).isEqualTo("HV2");
        }
    }

    @Test
    void migration_thatCannotBegin_fails(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            ClusterClient cluster = Rack.cluster(quorate);
            VirtualMachine web1 = Rack.clustered(quorate, cluster, "web1");
            VirtualMachineClient vms = quorate.vms(Lab.ENDPOINT);
            VirtualMachine lone = vms.create("lone", vm -> vm.on("HV1").path("C:\\VMs"));
            assertThatThrownBy(() -> vms.beginMigrateLive(NOBODY, "HV2")).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> vms.beginMigrateLive(lone.id(), "HV2")).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> vms.beginMigrateLive(web1.id(), "HV3")).isInstanceOf(NotFoundException.class);
            cluster.nodes().pause("HV2");
            assertThatThrownBy(() -> vms.beginMigrateLive(web1.id(), "HV2")).isInstanceOf(RejectedException.class);
            assertThat(vms.migration("live-migration/1/lab/" + web1.id() + "/HV2")
                            .state())
                    .isInstanceOf(TaskState.Failed.class);
        }
    }

    @LongForm
    @Test
    void migration_whileAnotherIsUnderWay_isBusy(Lab lab) {
        try (Quorate quorate = lab.connect().build();
                Quorate hasty = lab.connect().retry(RetrySettings.never()).build()) {
            VirtualMachine web1 = Rack.clustered(quorate, Rack.cluster(quorate), "web1");
            Task<ClusterGroup> task = quorate.vms(Lab.ENDPOINT).beginMigrateLive(web1.id(), "HV2");

            assertThatThrownBy(() -> hasty.vms(Lab.ENDPOINT).beginMigrateLive(web1.id(), "HV2"))
                    .isInstanceOf(BusyException.class)
                    .hasMessageContaining("group web1 is Pending on HV1");
            assertThat(task.await(Duration.ofMinutes(1)).owner()).isEqualTo("HV2");
        }
    }

    @Test
    void migration_whenItsDestinationDies_hasFailedAndTheMachineRuns(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            VirtualMachine web1 = witnessed(quorate);
            Task<ClusterGroup> task = quorate.vms(Lab.ENDPOINT).beginMigrateLive(web1.id(), "HV2");
            lab.advance(SECOND);
            lab.power("HV2").off();

            assertThatThrownBy(() -> task.await(Duration.ofMinutes(10)))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("group web1 is Online on HV1, not on HV2");
            assertThat(quorate.vms(Lab.ENDPOINT).get(web1.id()).isRunning()).isTrue();
        }
    }

    @LongForm
    @Test
    void migration_whenItsSourceDies_hasFailedUntilTheClusterRestartsTheMachine(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            VirtualMachine web1 = witnessed(quorate);
            VirtualMachineClient vms = quorate.vms(Lab.ENDPOINT);
            Task<ClusterGroup> task = vms.beginMigrateLive(web1.id(), "HV2");
            lab.advance(SECOND);
            lab.power("HV1").off();

            assertThatThrownBy(() -> task.await(Duration.ofMinutes(10)))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("group web1 is Online on HV1, not on HV2");
            // most of the four minutes that its node counts as isolated, in which there is nothing to see
            lab.advance(Duration.ofMinutes(3));
            assertThat(vms.awaitRunning(web1.id(), Duration.ofMinutes(30)).host())
                    .isEqualTo("HV2");
        }
    }

    /** A cluster of two that survives the death of either. */
    private static VirtualMachine witnessed(Quorate quorate) {
        ClusterClient cluster = Rack.cluster(quorate);
        cluster.nodes().awaitUp("HV2", Duration.ofMinutes(5));
        List<AvailableDisk> disks = Rack.disks(cluster);
        cluster.quorum()
                .setDiskWitness(
                        cluster.availableDisks().addToCluster(disks.get(0).id()).name());
        cluster.sharedVolumes().add(disks.get(1).id());
        return machine(quorate, "web1", Size.gib(2));
    }

    @Test
    void rehearse_ofAMigration_explainsItAndSeesItsEnd(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            VirtualMachine web1 = Rack.clustered(quorate, Rack.cluster(quorate), "web1");
            String before = lab.trace();

            Rehearsal rehearsal = quorate.rehearse(rehearsed -> {
                VirtualMachineClient vms = rehearsed.vms(Lab.ENDPOINT);
                assertThat(vms.beginMigrateLive(web1.id(), "HV2")
                                .await(Duration.ofMinutes(1))
                                .owner())
                        .isEqualTo("HV2");
                assertThat(vms.get(web1.id()).host()).isEqualTo("HV2");
            });

            assertThat(rehearsal.stoppedBy()).isEmpty();
            assertThat(rehearsal.explain())
                    .contains("vm.migrate-live.begin")
                    .contains("FailoverClusters\\Move-ClusterVirtualMachineRole")
                    .contains("-Node HV2 -MigrationType Live -Wait 0");
            assertThat(lab.trace()).isEqualTo(before);
        }
    }

    @Test
    void rehearse_ofADrain_explainsItAndSeesItsEnd(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            Rack.cluster(quorate);
            String before = lab.trace();

            Rehearsal rehearsal = quorate.rehearse(rehearsed -> assertThat(rehearsed
                            .cluster(Lab.ENDPOINT)
                            .nodes()
                            .beginDrain("HV1")
                            .await(Duration.ofMinutes(1))
                            .drain())
                    .isEqualTo(DrainState.COMPLETED));

            assertThat(rehearsal.stoppedBy()).isEmpty();
            assertThat(rehearsal.explain()).contains("FailoverClusters\\Suspend-ClusterNode", "-Name HV1 -Drain");
            assertThat(lab.trace()).isEqualTo(before);
        }
    }

    @Test
    void drain_isSeenHalfWayFoundAgainAndEnds(Lab lab) {
        try (Quorate quorate = lab.connect().build();
                Quorate other = lab.connect().build()) {
            ClusterClient cluster = Rack.cluster(quorate);
            twoMachines(quorate, cluster);
            int groups = on(cluster, "HV1").size();

            Task<ClusterNode> task = cluster.nodes().beginDrain("HV1");

            assertThat(task.token()).isEqualTo("node-drain/1/lab/HV1/" + groups);
            int first = percent(task);
            lab.advance(Duration.ofSeconds(5));
            int second = percent(task);
            assertThat(first).isBetween(0, 99);
            assertThat(second).isBetween(first + 1, 99);
            assertThat(task.progress().message())
                    .isEqualTo("node HV1 is Paused, its drain is InProgress; still on it: "
                            + String.join(", ", on(cluster, "HV1")));
            Task<ClusterNode> found = other.cluster(Lab.ENDPOINT).nodes().drain(task.token());
            assertThat(percent(found)).isEqualTo(second);
            assertThatThrownBy(() -> found.await(Duration.ofMillis(100)))
                    .isInstanceOf(DeadlineExceededException.class)
                    .hasMessageContaining("last seen: " + second + " %, node HV1 is Paused");

            ClusterNode drained = found.await(Duration.ofMinutes(5));

            assertThat(drained.state()).isEqualTo(NodeState.PAUSED);
            assertThat(drained.drain()).isEqualTo(DrainState.COMPLETED);
            assertThat(on(cluster, "HV1")).isEmpty();
            assertThat(task.progress()).isEqualTo(Progress.of(100));
            task.cancel();
            assertThat(cluster.nodes().get("HV1").state()).as("it had ended").isEqualTo(NodeState.PAUSED);
            assertThat(cluster.nodes().beginDrain("HV1").state()).isInstanceOf(TaskState.Done.class);
            assertThat(lab.violations()).isEmpty();
        }
    }

    @Test
    void drain_cancelledHalfWay_resumesTheNodeAndBringsNothingBack(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            ClusterClient cluster = Rack.cluster(quorate);
            twoMachines(quorate, cluster);
            Task<ClusterNode> task = cluster.nodes().beginDrain("HV1");
            lab.advance(Duration.ofSeconds(5));

            task.cancel();

            assertThatThrownBy(() -> task.await(Duration.ofMinutes(1)))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("cluster.node.drain")
                    .hasMessageContaining("the drain has ended, and node HV1 is Up, its drain is NotInitiated");
            lab.advance(Duration.ofMinutes(1));
            assertThat(cluster.groups().get("web1").owner()).isEqualTo("HV2");
            assertThat(cluster.nodes().get("HV1").isUp()).isTrue();
        }
    }

    @Test
    void drain_ofAMachineThatCannotMove_hasFailedAndTheNodeStaysPaused() {
        try (Lab lab = Lab.builder()
                        .host("HV1")
                        .host("HV2", 16, Size.gib(4), List.of("LAN"))
                        .sharedDisk(Size.gib(1))
                        .sharedDisk(Size.gib(500))
                        .runAs(Lab.DELEGATED, "LAB\\svc-quorate")
                        .start();
                Quorate quorate = lab.connect().build()) {
            ClusterClient cluster = Rack.cluster(quorate);
            twoMachines(quorate, cluster);
            Task<ClusterNode> task = cluster.nodes().beginDrain("HV1");

            assertThatThrownBy(() -> task.await(Duration.ofMinutes(5)))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("node HV1 is Paused, its drain is Failed; still on it: ")
                    .hasMessageContaining("web2")
                    .hasMessageContaining("; HV2 is Up;")
                    .hasMessageContaining("a node whose drain failed stays paused");
            assertThat(cluster.groups().get("web1").owner()).isEqualTo("HV2");
            assertThat(cluster.groups().get("web2").owner()).isEqualTo("HV1");
            assertThat(quorate.vms(Lab.ENDPOINT).get("web2").isRunning()).isTrue();
            assertThat(cluster.nodes().get("HV1").state()).isEqualTo(NodeState.PAUSED);
        }
    }

    @LongForm
    @Test
    void drain_whenTheNodeDies_hasFailed(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            witnessed(quorate);
            ClusterClient cluster = quorate.cluster(Lab.ENDPOINT);
            Task<ClusterNode> task = cluster.nodes().beginDrain("HV1");
            lab.advance(SECOND);
            lab.power("HV1").off();

            assertThatThrownBy(() -> task.await(Duration.ofMinutes(10)))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("the drain has ended, and node HV1 is ");
        }
    }

    @Test
    void drain_thatCannotBegin_fails(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            ClusterClient cluster = Rack.cluster(quorate);
            assertThatThrownBy(() -> cluster.nodes().beginDrain("HV3")).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> cluster.nodes().beginDrain("HV*")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static void twoMachines(Quorate quorate, ClusterClient cluster) {
        cluster.nodes().awaitUp("HV2", Duration.ofMinutes(5));
        VirtualMachine web1 = Rack.clustered(quorate, cluster, "web1");
        VirtualMachine web2 = machine(quorate, "web2", Size.gib(3));
        assertThat(List.of(web1.host(), web2.host())).containsOnly("HV1");
    }

    /** Makes a highly available machine on the shared volume that runs on HV1. */
    private static VirtualMachine machine(Quorate quorate, String name, Size memory) {
        VirtualMachineClient vms = quorate.vms(Lab.ENDPOINT);
        VirtualMachine made = vms.create(
                name, vm -> vm.on("HV1").path("C:\\ClusterStorage\\Volume1").memory(memory));
        vms.makeHighlyAvailable(made.id());
        return vms.start(made.id());
    }

    private static List<String> on(ClusterClient cluster, String node) {
        return cluster.groups().list().stream()
                .filter(group -> group.owner().equals(node))
                .map(ClusterGroup::name)
                .sorted()
                .toList();
    }

    private static int percent(Task<?> task) {
        Integer percent = task.progress().percent();
        assertThat(percent).isNotNull();
        return percent;
    }
}

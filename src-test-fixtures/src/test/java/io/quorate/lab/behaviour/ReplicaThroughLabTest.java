package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.call.Task;
import io.quorate.error.ConflictException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.QuorateException;
import io.quorate.error.RejectedException;
import io.quorate.lab.HeardLab;
import io.quorate.lab.Inside;
import io.quorate.lab.Lab;
import io.quorate.lab.model.Replications;
import io.quorate.replica.ReplicaAuthorization;
import io.quorate.replica.ReplicaClient;
import io.quorate.replica.ReplicaPartner;
import io.quorate.replica.ReplicaServer;
import io.quorate.replica.ReplicaServerSettings;
import io.quorate.replica.ReplicationEdge;
import io.quorate.replica.ReplicationHealth;
import io.quorate.replica.ReplicationKind;
import io.quorate.replica.ReplicationMode;
import io.quorate.replica.ReplicationSettings;
import io.quorate.replica.ReplicationState;
import io.quorate.replica.TakeoverEvidence;
import io.quorate.replica.TestFailover;
import io.quorate.replica.VmReplication;
import io.quorate.vm.VirtualMachineClient;
import io.quorate.vm.VmState;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A machine is replicated, tested, moved as planned and taken over, over real sockets, to a host outside of the cluster. */
class ReplicaThroughLabTest {
    private static final String ONE = "HV1";
    private static final String TWO = "HV2";
    private static final String FOLDER = "D:\\Replica";
    private static final Duration LONG = Duration.ofHours(2);
    private static final ReplicationSettings SETTINGS =
            ReplicationSettings.to(ReplicaPartner.kerberos("HV2.lab.example"));

    private final AtomicReference<Replications> inside = new AtomicReference<>();
    private HeardLab heard;
    private Lab lab;
    private Quorate quorate;
    private ReplicaClient replicas;
    private VirtualMachineClient vms;
    private UUID id;

    @BeforeEach
    void openLab() {
        heard = HeardLab.of(Lab.builder().host(ONE).host(TWO).face(site -> inside.set(Inside.replications(site))));
        lab = heard.lab();
        quorate = lab.connect().build();
        replicas = quorate.replicas(Lab.ENDPOINT);
        vms = quorate.vms(Lab.ENDPOINT);
        id = vms.create(
                        "web1",
                        vm -> vm.on(ONE).path("C:\\VMs").memory(Size.gib(1)).newDisk("web1.vhdx", Size.gib(10)))
                .id();
        replicas.ensureServer(ONE, ReplicaServerSettings.kerberos().fromAnyServer(FOLDER));
        replicas.ensureServer(TWO, ReplicaServerSettings.kerberos());
        replicas.ensureAuthorization(TWO, new ReplicaAuthorization("HV1.lab.example", FOLDER, "rack"));
    }

    @AfterEach
    void closeLab() {
        quorate.close();
        heard.close();
    }

    private void replicating() {
        replicas.ensureEnabled(ONE, id, SETTINGS);
        copied(ONE);
    }

    /** Looked at every second, a copy would be looked at a hundred times. */
    private VmReplication copied(String host) {
        Task<VmReplication> copy = replicas.beginInitialCopy(host, id);
        lab.advance(Duration.ofSeconds(104));
        return copy.await(LONG);
    }

    private void booted() {
        lab.advance(Duration.ofSeconds(30));
        vms.awaitHeartbeat(id, LONG);
    }

    private TakeoverEvidence attested() {
        return TakeoverEvidence.attestation(id, "Anna", "I pulled the plug of HV1", lab.now(), Duration.ofHours(1));
    }

    private void onlyChanges(int expected, Runnable calls) {
        heard.take();
        calls.run();
        assertThat(WireMessage.changing(heard.take())).hasSize(expected);
    }

    @Test
    void server_setTwice_changesNothingTheSecondTime() {
        ReplicaAuthorization entry = new ReplicaAuthorization("*.lab.example", FOLDER, "rack");
        ReplicaServer first = replicas.ensureAuthorization(TWO, entry);

        assertThat(first.authorizations()).hasSize(2);
        onlyChanges(0, () -> {
            replicas.ensureServer(TWO, ReplicaServerSettings.kerberos());
            assertThat(replicas.ensureAuthorization(TWO, entry)).isEqualTo(first);
        });
        assertThatThrownBy(() ->
                        replicas.ensureAuthorization(TWO, new ReplicaAuthorization("*.lab.example", "E:\\R", "rack")))
                .isInstanceOf(ConflictException.class);
        assertThat(replicas.removeAuthorization(TWO, "*.lab.example").authorizations())
                .extracting(ReplicaAuthorization::primary)
                .containsExactly("HV1.lab.example");
        onlyChanges(0, () -> replicas.removeAuthorization(TWO, "*.lab.example"));
    }

    @Test
    void checkConnection_whenNobodyListensThere_isRejected() {
        replicas.checkConnection(ONE, ReplicaPartner.kerberos("HV2.lab.example"));

        assertThatThrownBy(() -> replicas.checkConnection(
                        ONE,
                        new ReplicaPartner(
                                "HV2.lab.example", 8080, SETTINGS.partner().authentication(), null)))
                .isInstanceOf(RejectedException.class);
    }

    @Test
    void enable_andFirstCopy_replicateWithAMeasuredLag() {
        VmReplication ready = replicas.ensureEnabled(ONE, id, SETTINGS);
        onlyChanges(0, () -> replicas.ensureEnabled(ONE, id, SETTINGS));
        assertThat(ready.state()).isEqualTo(ReplicationState.READY_FOR_INITIAL_REPLICATION);
        assertThat(ready.lag()).isEmpty();

        Task<VmReplication> copy = replicas.beginInitialCopy(ONE, id);
        lab.advance(Duration.ofSeconds(60));
        assertThat(replicas.initialCopy(copy.token()).progress().percent()).isBetween(40, 70);
        copy.cancel();
        assertThat(replicas.get(ONE, id).state()).isEqualTo(ReplicationState.READY_FOR_INITIAL_REPLICATION);

        VmReplication done = copied(ONE);
        assertThat(done.health()).isEqualTo(ReplicationHealth.NORMAL);
        assertThat(replicas.list(TWO)).extracting(VmReplication::mode).containsExactly(ReplicationMode.REPLICA);
        lab.cutLink(ONE, TWO);
        replicas.start(ONE, id);
        lab.advance(Duration.ofMinutes(14));
        VmReplication behind = replicas.get(ONE, id);
        assertThat(behind.lag().orElseThrow()).isBetween(Duration.ofMinutes(13), Duration.ofMinutes(16));
        assertThat(behind.pending().bytes()).isGreaterThanOrEqualTo(2 * 295 * Replications.WRITES);
        lab.healLink(ONE, TWO);
        lab.advance(Duration.ofMinutes(11));
        assertThat(replicas.get(ONE, id).lag().orElseThrow()).isLessThan(Duration.ofMinutes(6));
    }

    @Test
    void suspendResume_andErrors_areLeftByTheirOwnWay() {
        replicating();

        assertThat(replicas.suspend(ONE, id).state()).isEqualTo(ReplicationState.SUSPENDED);
        onlyChanges(0, () -> replicas.suspend(ONE, id));
        assertThatThrownBy(() -> replicas.prepare(ONE, id))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("Suspended")
                .hasMessageContaining("resume");
        assertThat(replicas.resume(ONE, id).state()).isEqualTo(ReplicationState.REPLICATING);
        onlyChanges(0, () -> replicas.resume(ONE, id));
        lab.cutLink(ONE, TWO);
        replicas.start(ONE, id);
        lab.advance(LONG);
        assertThat(replicas.get(ONE, id).state()).isEqualTo(ReplicationState.WAITING_FOR_START_RESYNCHRONIZE);
        lab.healLink(ONE, TWO);
        assertThatThrownBy(() -> replicas.resume(ONE, id)).isInstanceOf(RejectedException.class);
        assertThat(replicas.resynchronize(ONE, id).state()).isEqualTo(ReplicationState.RESYNCHRONIZING);
        onlyChanges(0, () -> replicas.resynchronize(ONE, id));
        lab.advance(Duration.ofMinutes(2));
        assertThat(replicas.get(ONE, id).state()).isEqualTo(ReplicationState.REPLICATING);
    }

    @Test
    void test_isIsolated_andWhatADeadClientLeftIsRemoved() {
        replicating();
        UUID left = replicas.test(TWO, id).machine();

        assertThat(replicas.tests(TWO)).extracting(VmReplication::test).containsExactly(left);
        try (TestFailover again = replicas.test(TWO, id)) {
            assertThat(again.machine()).isEqualTo(left).isNotEqualTo(id);
            vms.start(left);
            assertThat(replicas.get(ONE, id).state()).isEqualTo(ReplicationState.REPLICATING);
            assertThatThrownBy(() -> replicas.failOver(TWO, id)).isInstanceOf(RejectedException.class);
        }
        assertThat(replicas.tests(TWO)).isEmpty();
        onlyChanges(0, () -> replicas.endTest(TWO, id));
        assertThat(vms.list(TWO)).extracting(vm -> vm.id()).containsExactly(id);
    }

    @Test
    void planned_andBack_losesNothing() {
        replicating();
        replicas.start(ONE, id);
        assertThatThrownBy(() -> replicas.prepare(ONE, id)).isInstanceOf(RejectedException.class);
        assertThatThrownBy(() -> replicas.failOver(TWO, id)).isInstanceOf(ConflictException.class);
        booted();
        vms.shutDown(id);
        assertThatThrownBy(() -> replicas.failOver(TWO, id))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("Regular");

        VmReplication moved = replicas.moveAsPlanned(id, ONE, TWO);

        assertThat(moved.mode()).isEqualTo(ReplicationMode.PRIMARY);
        assertThat(moved.machine()).isIn(VmState.RUNNING, VmState.STARTING);
        onlyChanges(0, () -> replicas.moveAsPlanned(id, ONE, TWO));
        assertThatThrownBy(() -> replicas.start(ONE, id)).isInstanceOf(RejectedException.class);
        booted();
        vms.shutDown(id);
        assertThat(replicas.moveAsPlanned(id, TWO, ONE).host()).isEqualTo(ONE);
        assertThat(inside.get().losses()).containsExactly(0L, 0L);
        assertThat(inside.get().upTwice()).isEmpty();
    }

    @Test
    @DisplayName(
            "a planned failover without evidence does not take the silence of the primary's host for a machine that is off")
    void planned_whenThePrimaryCannotBeAsked_isNotTaken() {
        replicating();
        replicas.prepare(ONE, id);
        lab.power(ONE).off();

        onlyChanges(
                0,
                () -> assertThatThrownBy(() -> replicas.failOver(TWO, id))
                        .isInstanceOf(io.quorate.error.UnreachableException.class));
        assertThat(replicas.get(TWO, id).mode()).isEqualTo(ReplicationMode.REPLICA);
    }

    @Test
    @DisplayName(
            "whoever takes a planned move up after any of its steps ends where an uncut one ends, and no step is taken twice")
    void planned_cutAfterEachStep_converges() {
        replicating();
        for (int done = 0; done < 4; done++) {
            String from = done % 2 == 0 ? ONE : TWO;
            String to = done % 2 == 0 ? TWO : ONE;
            if (done > 0) {
                replicas.prepare(from, id);
            }
            if (done > 1) {
                replicas.failOver(to, id);
            }
            if (done > 2) {
                replicas.reverse(to, id);
            }
            int left = 4 - done;

            onlyChanges(left, () -> replicas.moveAsPlanned(id, from, to));
            assertThat(replicas.get(from, id).mode()).isEqualTo(ReplicationMode.REPLICA);
            assertThat(replicas.get(to, id).isUp()).isTrue();
            booted();
            vms.shutDown(id);
        }
        assertThat(inside.get().losses()).containsOnly(0L);
        assertThat(inside.get().upTwice()).isEmpty();
    }

    @Test
    void unplanned_takesEvidence_andIsCancelledOrCompleted() {
        replicating();
        replicas.start(ONE, id);
        lab.advance(Duration.ofMinutes(2));
        assertThatThrownBy(() -> replicas.failOverUnplanned(TWO, id, null))
                .isInstanceOf(ConsentRequiredException.class)
                .hasMessageContaining("TakeoverEvidence.attestation");
        TakeoverEvidence weak = new TakeoverEvidence(
                id,
                TakeoverEvidence.Grade.E2,
                "two pings",
                "no answer",
                lab.now().plus(LONG));
        assertThatThrownBy(() -> replicas.failOverUnplanned(TWO, id, weak))
                .isInstanceOf(ConsentRequiredException.class);
        TakeoverEvidence other =
                TakeoverEvidence.attestation(new UUID(0, 1), "Anna", "it is off", lab.now(), Duration.ofHours(1));
        assertThatThrownBy(() -> replicas.failOverUnplanned(TWO, id, other))
                .isInstanceOf(ConsentRequiredException.class);
        assertThatThrownBy(() -> replicas.failOverUnplanned(TWO, id, attested()))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("HV1");
        lab.power(ONE).off();

        VmReplication over = replicas.failOverUnplanned(TWO, id, attested());

        assertThat(over.failedOver()).isEqualTo(ReplicationKind.REGULAR);
        assertThat(replicas.start(TWO, id).isUp()).isTrue();
        assertThatThrownBy(() -> replicas.cancelFailover(TWO, id, ReplicaScenes.consent(id)))
                .isInstanceOf(RejectedException.class);
        assertThatThrownBy(() -> replicas.complete(TWO, id, null)).isInstanceOf(ConsentRequiredException.class);
        assertThat(replicas.complete(TWO, id, ReplicaScenes.consent(id)).state())
                .isEqualTo(ReplicationState.FAILED_OVER);
        onlyChanges(0, () -> replicas.complete(TWO, id, ReplicaScenes.consent(id)));
        lab.power(ONE).on();
        lab.advance(Duration.ofMinutes(5));
        VmReplication reversed = replicas.reverse(TWO, id);
        assertThat(reversed.state()).isEqualTo(ReplicationState.READY_FOR_INITIAL_REPLICATION);
        copied(TWO);
        assertThat(replicas.get(ONE, id).mode()).isEqualTo(ReplicationMode.REPLICA);
        assertThat(inside.get().upTwice()).isEmpty();
    }

    @Test
    void unplanned_cancelled_goesBackToReplicating() {
        replicating();

        replicas.failOverUnplanned(TWO, id, attested());
        VmReplication back = replicas.cancelFailover(TWO, id, ReplicaScenes.consent(id));

        assertThat(back.state()).isEqualTo(ReplicationState.REPLICATING);
        onlyChanges(0, () -> replicas.cancelFailover(TWO, id, ReplicaScenes.consent(id)));
        replicas.remove(ONE, id, ReplicaScenes.consent(id));
        onlyChanges(0, () -> replicas.remove(ONE, id, ReplicaScenes.consent(id)));
        assertThat(replicas.list(ONE)).isEmpty();
        assertThat(replicas.get(ONE, id).mode()).isEqualTo(ReplicationMode.NONE);
    }

    @Test
    @DisplayName("each edge of the table cites its source, and in the states of other products there is none")
    void table_citesItsSources_andLeavesOthersAlone() {
        assertThat(ReplicationEdge.all()).allSatisfy(edge -> {
            assertThat(edge.source()).isNotBlank();
            assertThat(edge.from().known() && edge.to().known()).isTrue();
        });
        assertThat(ReplicationState.all()).hasSize(22);
        assertThat(ReplicationEdge.all()).allMatch(edge -> edge.from().isOurs());
    }

    @Test
    void get_ofAnUnknownMachine_tellsIt() {
        assertThatThrownBy(() -> replicas.get(ONE, new UUID(0, 7)))
                .isInstanceOf(QuorateException.class)
                .hasMessageContaining("no virtual machine");
        assertThat(Objects.requireNonNull(replicas.get(ONE, id)).mode()).isEqualTo(ReplicationMode.NONE);
    }
}

package io.quorate.lab.behaviour;

import static io.quorate.lab.behaviour.ReplicaYard.ONE;
import static io.quorate.lab.behaviour.ReplicaYard.TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.call.Order;
import io.quorate.call.Rehearsal;
import io.quorate.error.ConflictException;
import io.quorate.error.RejectedException;
import io.quorate.error.UnreachableException;
import io.quorate.lab.Lab;
import io.quorate.lab.ReplicaLoss;
import io.quorate.replica.ReplicationAct;
import io.quorate.replica.ReplicationState;
import io.quorate.replica.TestFailover;
import io.quorate.replica.VmReplication;
import io.quorate.replica.command.ChangeReplication;
import io.quorate.replica.command.GiveUpReplication;
import io.quorate.spi.Command;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Hyper-V Replica fences nothing: what keeps a machine from running twice is that nobody lets a second copy go. */
class ReplicaRunsOnceThroughLabTest {
    private static ReplicaYard yard;
    private UUID id;

    @BeforeAll
    static void open() {
        yard = new ReplicaYard();
    }

    @AfterAll
    static void close() {
        yard.close();
    }

    @BeforeEach
    void replicate() {
        id = yard.machine("once");
        yard.replicating(id);
        yard.take();
    }

    @AfterEach
    void clear() {
        yard.lab.winRmService(TWO).start();
        yard.clear(id);
    }

    @Test
    @DisplayName("a planned failover wants a primary that is still prepared, not one that was once")
    void failOver_whenThePreparationWasCancelled_isNotTaken() {
        yard.replicas.prepare(ONE, id);
        yard.replicas.cancelFailover(ONE, id, ReplicaYard.consent(id));
        yard.take();

        assertThatThrownBy(() -> yard.replicas.failOver(TWO, id))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("HV1 says that its copy, which is Replicating, is not prepared any more")
                .hasMessageContaining("prepare it there again");
        assertThat(yard.changes()).isEmpty();
        yard.replicas.prepare(ONE, id);
        assertThat(yard.replicas.failOver(TWO, id).state()).isEqualTo(ReplicationState.FAILED_OVER_WAITING_COMPLETION);
    }

    @Test
    @DisplayName(
            "a copy that was prepared and is replicated no more may be started by anybody: no planned failover beside it")
    void failOver_whenThePrimaryIsNotReplicatedAnyMore_isNotTaken() {
        yard.replicas.prepare(ONE, id);
        yard.lab.cutLink(ONE, TWO);
        yard.replicas.remove(ONE, id, ReplicaYard.consent(id));
        yard.lab.healLink(ONE, TWO);
        yard.take();

        assertThatThrownBy(() -> yard.replicas.failOver(TWO, id))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("is not prepared any more, and may be started there");
        assertThat(yard.changes()).isEmpty();
        assertThat(yard.replicas.failOverUnplanned(TWO, id, yard.attested(id)).state())
                .isEqualTo(ReplicationState.FAILED_OVER_WAITING_COMPLETION);
        assertThat(yard.lab.replicas().losses().stream()
                        .filter(loss -> loss.machine().equals(id))
                        .map(ReplicaLoss::planned))
                .containsExactly(false);
    }

    @Test
    @DisplayName("what the new primary wrote is not lost by a planned failover back that nobody prepared")
    void failOver_backWithoutPreparation_isNotTaken() {
        yard.replicas.moveAsPlanned(id, ONE, TWO);
        yard.lab.advance(Duration.ofMinutes(1));
        yard.vms.shutDown(id);

        assertThatThrownBy(() -> yard.replicas.failOver(ONE, id)).isInstanceOf(ConflictException.class);
        yard.replicas.moveAsPlanned(id, TWO, ONE);
        assertThat(yard.lab.replicas().losses().stream()
                        .filter(loss -> loss.machine().equals(id))
                        .map(ReplicaLoss::bytes))
                .containsExactly(0L, 0L);
    }

    @Test
    @DisplayName("a preparation is not cancelled once the replica has taken over, nor while that cannot be asked")
    void cancel_ofAPreparation_asksTheReplica() {
        yard.replicas.prepare(ONE, id);
        yard.replicas.failOver(TWO, id);
        yard.take();

        assertThatThrownBy(() -> yard.replicas.cancelFailover(ONE, id, ReplicaYard.consent(id)))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("HV2 says that its copy, which is FailedOverWaitingCompletion, has taken over");
        yard.lab.winRmService(TWO).stop();
        assertThatThrownBy(() -> yard.replicas.cancelFailover(ONE, id, ReplicaYard.consent(id)))
                .isInstanceOf(UnreachableException.class);
        assertThat(yard.changes()).isEmpty();
        yard.lab.winRmService(TWO).start();
        yard.lab.advance(Duration.ofMinutes(2));
        yard.replicas.cancelFailover(TWO, id, ReplicaYard.consent(id));
        assertThat(yard.replicas
                        .cancelFailover(ONE, id, ReplicaYard.consent(id))
                        .state())
                .isEqualTo(ReplicationState.REPLICATING);
    }

    @Test
    @DisplayName("the old primary is not started beside the replica that took over from it")
    void start_whereAnotherHostRunsIt_isAConflict() {
        yard.replicas.failOverUnplanned(TWO, id, yard.attested(id));
        yard.replicas.start(TWO, id);
        yard.take();

        assertThatThrownBy(() -> yard.replicas.start(ONE, id))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("HV2 says that it runs there");
        assertThat(yard.changes()).isEmpty();
        assertThat(yard.lab.replicas().upTwice()).isEmpty();
    }

    @Test
    @DisplayName("orders that are run as they stand ask the other hosts what the client's verbs ask them")
    void orders_askWhatTheVerbsAsk() {
        Order<VmReplication> failOver = order(new ChangeReplication(TWO, id, ReplicationAct.FAIL_OVER));
        Order<VmReplication> start = order(new ChangeReplication(ONE, id, ReplicationAct.START_MACHINE));
        Order<VmReplication> cancel = order(new GiveUpReplication(ONE, id, ReplicationAct.CANCEL_FAILOVER))
                .with(ReplicaYard.consent(id));
        yard.replicas.prepare(ONE, id);
        run(cancel);
        yard.take();
        assertThatThrownBy(() -> run(failOver))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("HV1 says that its copy, which is Replicating, is not prepared any more")
                .hasMessageContaining("prepare it there again");
        assertThat(yard.changes()).isEmpty();

        yard.replicas.prepare(ONE, id);
        run(failOver);
        yard.take();
        assertThatThrownBy(() -> run(cancel))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("has taken over, and may be started there")
                .hasMessageContaining("reverse the replication there");
        assertThat(yard.changes()).isEmpty();

        yard.replicas.cancelFailover(TWO, id, ReplicaYard.consent(id));
        run(cancel);
        yard.replicas.failOverUnplanned(TWO, id, yard.attested(id));
        yard.replicas.start(TWO, id);
        yard.take();
        assertThatThrownBy(() -> run(start))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("HV2 says that it runs there");
        assertThat(yard.changes()).isEmpty();
        assertThat(yard.lab.replicas().upTwice()).isEmpty();
    }

    @Test
    @DisplayName("in a rehearsal they are asked of what the steps before would have made of them")
    void rehearsal_asksThePredictedWorld() {
        Rehearsal move = yard.rehearse(replicas -> {
            replicas.prepare(ONE, id);
            replicas.failOver(TWO, id);
        });

        assertThat(move.stoppedBy()).isEmpty();
        assertThat(move.steps()).hasSize(2);
        assertThat(yard.rehearse(replicas -> replicas.failOver(TWO, id)).stoppedBy())
                .as("nothing is prepared")
                .isPresent();
        assertThat(yard.changes()).isEmpty();
    }

    private <R> Order<R> order(Command<R> command) {
        return Order.create(Lab.ENDPOINT, command);
    }

    private <R> R run(Order<R> order) {
        return yard.run(order);
    }

    @Test
    @DisplayName("a replication is not removed while a test's machine stands, which nobody would find any more")
    void remove_whileATestStands_isRejected() {
        try (TestFailover test = yard.replicas.test(TWO, id)) {
            assertThat(test.machine()).isNotEqualTo(id);
            assertThatThrownBy(() -> yard.replicas.remove(TWO, id, ReplicaYard.consent(id)))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("end-test");
            assertThatThrownBy(() -> yard.replicas.failOverUnplanned(TWO, id, yard.attested(id)))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("end-test");
        }
        yard.replicas.remove(TWO, id, ReplicaYard.consent(id));
        assertThat(yard.tests(id)).isEmpty();
    }

    @Test
    @DisplayName("what an unplanned failover loses is what was written since the last cycle began, to the second")
    void loss_isCounted() {
        yard.inside(ONE, id, vm -> yard.estate.hypervisor().start(vm.id()));
        yard.lab.advance(Duration.ofSeconds(61));
        yard.inside(ONE, id, vm -> yard.estate.hypervisor().turnOff(vm.id()));

        yard.replicas.failOverUnplanned(TWO, id, yard.attested(id));

        List<ReplicaLoss> losses = yard.lab.replicas().losses().stream()
                .filter(loss -> loss.machine().equals(id))
                .toList();
        assertThat(losses).singleElement().satisfies(loss -> {
            assertThat(loss.planned()).isFalse();
            assertThat(loss.bytes()).isEqualTo(60 * yard.lab.replicas().writesPerSecond());
        });
    }
}

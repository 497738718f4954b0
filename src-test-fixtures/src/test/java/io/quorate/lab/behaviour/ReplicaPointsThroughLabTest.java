package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.call.Order;
import io.quorate.error.ConflictException;
import io.quorate.error.RejectedException;
import io.quorate.error.UnreachableException;
import io.quorate.lab.Lab;
import io.quorate.lab.model.Replications;
import io.quorate.plan.Plan;
import io.quorate.replica.RecoveryPoint;
import io.quorate.replica.RecoveryPointKind;
import io.quorate.replica.ReplicationAct;
import io.quorate.replica.ReplicationState;
import io.quorate.replica.TakeoverEvidence;
import io.quorate.replica.TestFailover;
import io.quorate.replica.VmReplication;
import io.quorate.replica.command.ChangeReplication;
import io.quorate.replica.command.FailOverUnplanned;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A replica takes over from the point that is chosen, and nobody takes over from where the machine runs, whoever gives the order. */
class ReplicaPointsThroughLabTest {
    private static final String ONE = ReplicaPair.ONE;
    private static final String TWO = ReplicaPair.TWO;

    private final ReplicaPair pair = new ReplicaPair();

    @AfterEach
    void closeLab() {
        pair.close();
    }

    private List<RecoveryPoint> withPoints() {
        pair.replicating(ReplicaPair.SETTINGS.keeping(3).consistentEvery(2));
        pair.replicas.start(ONE, pair.id);
        pair.lab.advance(Duration.ofHours(6));
        return pair.replicas.recoveryPoints(TWO, pair.id);
    }

    @Test
    @DisplayName("the points are listed newest first with time and kind, no more than are to be kept")
    void recoveryPoints_areListedWithTimeAndKind() {
        assertThat(pair.replicas.recoveryPoints(ONE, pair.id)).isEmpty();
        List<RecoveryPoint> points = withPoints();

        assertThat(points)
                .hasSize(3)
                .isSortedAccordingTo(Comparator.comparing(RecoveryPoint::time).reversed());
        assertThat(points)
                .extracting(RecoveryPoint::kind)
                .contains(RecoveryPointKind.REPLICA, RecoveryPointKind.APP_CONSISTENT_REPLICA);
        Instant now = pair.lab.now();
        assertThat(points.get(0).time()).isBetween(now.minus(Duration.ofHours(2)), now);
        assertThat(pair.replicas.recoveryPoints(ONE, pair.id)).isEmpty();
    }

    @Test
    @DisplayName("from an older point more is lost, exactly what was written since; completing leaves that one alone")
    void unplanned_fromAPoint_losesWhatWasWrittenSince_andCompletingDeletesTheOthers() {
        RecoveryPoint oldest = withPoints().get(2);
        pair.lab.power(ONE).off();

        VmReplication over = pair.replicas.failOverUnplanned(TWO, pair.id, pair.attested(), oldest.id());

        assertThat(over.state()).isEqualTo(ReplicationState.FAILED_OVER_WAITING_COMPLETION);
        long since = Duration.between(oldest.time(), pair.lab.now()).toSeconds();
        assertThat(pair.inside().losses().get(0))
                .isBetween((since - 700) * Replications.WRITES, (since + 10) * Replications.WRITES);
        assertThat(pair.replicas.recoveryPoints(TWO, pair.id)).hasSize(3);
        pair.replicas.complete(TWO, pair.id, ReplicaScenes.consent(pair.id));
        assertThat(pair.replicas.recoveryPoints(TWO, pair.id)).isEmpty();
    }

    @Test
    void unplanned_cancelled_maySelectAnotherPoint() {
        List<RecoveryPoint> points = withPoints();
        pair.vms.turnOff(pair.id, Consent.to(pair.id.toString(), "a test"));
        pair.replicas.failOverUnplanned(
                TWO, pair.id, pair.attested(), points.get(0).id());
        pair.replicas.cancelFailover(TWO, pair.id, ReplicaScenes.consent(pair.id));

        pair.onlyChanges(
                1,
                () -> pair.replicas.failOverUnplanned(
                        TWO, pair.id, pair.attested(), points.get(1).id()));
        assertThat(pair.inside().losses().get(1))
                .isGreaterThan(pair.inside().losses().get(0));
    }

    @Test
    void aPointThatIsNotThere_isRefusedWithThoseThatAre() {
        List<RecoveryPoint> points = withPoints();
        pair.lab.power(ONE).off();

        pair.onlyChanges(0, () -> {
            assertThatThrownBy(() -> pair.replicas.failOverUnplanned(TWO, pair.id, pair.attested(), new UUID(0, 9)))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining(points.get(0).id().toString());
            assertThatThrownBy(() -> pair.replicas.test(TWO, pair.id, new UUID(0, 9)))
                    .isInstanceOf(RejectedException.class);
        });
    }

    @Test
    void test_ofAPoint_isMadeOnce_andRemoved() {
        RecoveryPoint point = withPoints().get(1);

        try (TestFailover test = pair.replicas.test(TWO, pair.id, point.id())) {
            assertThat(test.machine()).isNotEqualTo(pair.id);
            pair.onlyChanges(0, () -> pair.replicas.test(TWO, pair.id, point.id()));
        }
        assertThat(pair.replicas.tests(TWO)).isEmpty();
    }

    @Test
    @DisplayName("an order that is run as it stands asks the other hosts as the client does")
    void order_whileTheMachineRunsElsewhere_isAConflict() {
        pair.replicating();
        pair.replicas.start(ONE, pair.id);
        TakeoverEvidence evidence = pair.attested();

        pair.onlyChanges(0, () -> {
            assertThatThrownBy(() -> pair.quorate.run(
                            Order.create(Lab.ENDPOINT, new ChangeReplication(TWO, pair.id, ReplicationAct.FAIL_OVER))))
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining("HV1 says that it runs there");
            assertThatThrownBy(() ->
                            pair.quorate.run(Order.create(Lab.ENDPOINT, new FailOverUnplanned(TWO, pair.id, evidence))
                                    .with(evidence.consent())))
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining("HV1 says that it runs there");
        });
        assertThat(pair.inside().upTwice()).isEmpty();
    }

    @Test
    @DisplayName(
            "so does a plan; as planned nobody takes over from a host that cannot be asked, with evidence one does")
    void plan_asksTheOthersToo() {
        pair.replicating();
        pair.replicas.prepare(ONE, pair.id);
        Plan plan = Plan.of(Order.create(Lab.ENDPOINT, new ChangeReplication(TWO, pair.id, ReplicationAct.FAIL_OVER)));
        pair.lab.power(ONE).off();

        pair.onlyChanges(
                0,
                () -> assertThatThrownBy(() -> pair.quorate.run(plan, run -> {}))
                        .isInstanceOf(UnreachableException.class));
        assertThatThrownBy(() -> pair.replicas.failOver(TWO, pair.id)).isInstanceOf(UnreachableException.class);
        assertThat(pair.replicas
                        .failOverUnplanned(TWO, pair.id, pair.attested())
                        .state())
                .isEqualTo(ReplicationState.FAILED_OVER_WAITING_COMPLETION);
    }
}

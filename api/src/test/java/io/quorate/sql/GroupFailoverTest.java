package io.quorate.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.Size;
import io.quorate.error.ConflictException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.sql.command.FailOver;
import io.quorate.sql.command.ForceFailOver;
import io.quorate.sql.command.ResumeDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Groups that fail over safely. */
class GroupFailoverTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final FakeSql sql = new FakeSql("sql1", "sql2", "sql3").database("sales");
    private final GroupFailover failover = new AvailabilityGroupClient(sql).failover("AG1");

    @BeforeEach
    void build() {
        new AvailabilityGroupClient(sql)
                .groups()
                .ensure(
                        "AG1",
                        spec -> spec.addReplica("sql1")
                                .addReplica("sql2")
                                .addReplica("sql3")
                                .addDatabase("sales"));
        sql.sent.clear();
    }

    /** A copy that is behind: not ready, with this much in the primary's queue. */
    private void behind(String replica, SynchronizationState state, boolean suspended, Size queue) {
        sql.states.put(
                "sales@" + replica,
                one -> new DatabaseReplicaState(
                        one.replica(),
                        one.local(),
                        one.primary(),
                        one.joined(),
                        false,
                        false,
                        state,
                        SynchronizationHealth.NOT_HEALTHY,
                        one.state(),
                        suspended,
                        suspended ? "SUSPEND_FROM_PARTNER" : null,
                        one.sent(),
                        one.received(),
                        one.hardened(),
                        one.redone(),
                        one.committed(),
                        one.endOfLog(),
                        queue,
                        one.sendRate(),
                        one.redoQueue(),
                        one.redoRate(),
                        one.lag(),
                        one.recovery()));
    }

    @Test
    void to_whenAllIsReady_failsOverAndWaits() {
        FailoverOutcome outcome = failover.to("sql2", LONG);

        assertThat(sql.sent).containsExactly(new FailOver("sql2", "AG1"));
        assertThat(outcome.from()).isEqualTo("SQL1");
        assertThat(outcome.target()).isEqualTo("SQL2");
        assertThat(failover.primary()).contains("sql2");
    }

    @Test
    void to_whenItLeadsAlready_sendsNothing() {
        failover.to("sql1", LONG);

        assertThat(sql.sent).isEmpty();
    }

    @Test
    @DisplayName("a planned failover to a copy that is not ready is refused before anything is sent")
    void to_whenADatabaseIsNotReady_isRefused() {
        behind("SQL2", SynchronizationState.SYNCHRONIZING, false, Size.mib(3));

        assertThatThrownBy(() -> failover.to("sql2", LONG))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("database sales is not ready at SQL2: SYNCHRONIZING (41142)");
        assertThat(sql.sent).isEmpty();
    }

    @Test
    void check_estimatesHowLongItTakesToOpen() {
        assertThat(failover.check("sql2").recovery()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    @DisplayName("several primaries are refused, planned and forced")
    void failover_whenTwoLead_isRefused() {
        sql.at("sql3").role = ReplicaRole.PRIMARY;

        assertThatThrownBy(() -> failover.to("sql2", LONG)).hasMessageContaining("several primaries");
        assertThatThrownBy(failover::primary).hasMessageContaining("several primaries");
        assertThat(failover.planForced("sql2", null).refusals()).anyMatch(why -> why.contains("several primaries"));
    }

    @Test
    @DisplayName(
            "while the primary answers, its send queue tells the loss; when it is dead, the last snapshot with its age; else unknown")
    void planForced_estimatesTheLoss() {
        behind("SQL2", SynchronizationState.NOT_SYNCHRONIZING, false, Size.kib(12));
        assertThat(failover.planForced("sql2", null).losses().get(0).words())
                .isEqualTo("database sales: 12 KiB of log not sent; at most what was committed after "
                        + FakeSql.NOW.minusSeconds(5));
        GroupSnapshot kept = failover.snapshot().orElseThrow();
        sql.at("sql1").silent = true;
        sql.runtime.pass(Duration.ofSeconds(40));

        assertThat(failover.snapshot()).isEmpty();
        assertThat(failover.planForced("sql2", kept).text()).contains("12 KiB of log not sent as of 40 s ago");
        assertThat(failover.planForced("sql2", null).text())
                .contains("loss unknown; at most what was committed after 2026-11-28T11:59:55Z");
        assertThat(failover.planForced("sql3", kept).text()).contains("no loss expected");
    }

    @Test
    @DisplayName("a consent is to the group's id and carries the loss; another one is refused and nothing is sent")
    void force_needsAConsentThatCarriesTheLoss() {
        behind("SQL2", SynchronizationState.NOT_SYNCHRONIZING, false, Size.kib(12));
        ForcedFailover plan = failover.planForced("sql2", null);

        assertThatThrownBy(() -> failover.force(plan, null, LONG)).isInstanceOf(ConsentRequiredException.class);
        assertThatThrownBy(() -> failover.force(plan, Consent.to(plan.id().toString(), "because"), LONG))
                .isInstanceOf(ConsentRequiredException.class)
                .hasMessageContaining("12 KiB");
        assertThatThrownBy(() ->
                        failover.force(plan, Consent.to("AG1", plan.consent("x").reason()), LONG))
                .isInstanceOf(ConsentRequiredException.class);
        assertThat(sql.sent).isEmpty();
    }

    @Test
    @DisplayName("REVERTING and INITIALIZING are refused even with a consent")
    void force_whenACopyCouldNotStart_isRefused() {
        for (SynchronizationState state : List.of(SynchronizationState.REVERTING, SynchronizationState.INITIALIZING)) {
            ForcedFailover before = failover.planForced("sql2", null);
            behind("SQL2", state, false, Size.kib(1));
            ForcedFailover plan = failover.planForced("sql2", null);

            assertThatThrownBy(() -> failover.force(plan, plan.consent("now"), LONG))
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining("is " + state + " at SQL2");
            assertThatThrownBy(() -> failover.force(before, before.consent("now"), LONG))
                    .as("it began after the plan was made")
                    .isInstanceOf(ConflictException.class);
            sql.states.clear();
        }
        assertThat(sql.sent).isEmpty();
    }

    @Test
    @DisplayName(
            "after a forced failover the others are resumed; the old primary's copy, which holds what was lost, is not")
    void force_resumesTheOthers() {
        behind("SQL2", SynchronizationState.NOT_SYNCHRONIZING, false, Size.kib(12));
        ForcedFailover plan = failover.planForced("sql2", null);
        behind("SQL3", SynchronizationState.NOT_SYNCHRONIZING, true, Size.kib(12));
        behind("SQL1", SynchronizationState.NOT_SYNCHRONIZING, true, Size.kib(12));

        FailoverOutcome outcome = failover.force(plan, plan.consent("the rack burns"), LONG);

        assertThat(sql.sent)
                .containsExactly(
                        new ForceFailOver("sql2", "AG1", plan.id()), new ResumeDatabase("sql3", "AG1", "sales"));
        assertThat(outcome.resumed()).containsExactly("sales@sql3");
        assertThat(outcome.notResumed()).singleElement().asString().contains("SQL1", "holds what was lost");
    }

    @Test
    void health_whenAllIsWell_findsNothing() {
        assertThat(failover.health()).isEmpty();
    }

    @Test
    @DisplayName("a suspended copy violates what concerns it, its replica and the group")
    void health_whenACopyIsSuspended_namesThePolicies() {
        behind("SQL2", SynchronizationState.NOT_SYNCHRONIZING, true, Size.kib(12));

        assertThat(failover.health())
                .extracting(HealthFinding::policy)
                .containsExactlyInAnyOrder(
                        HealthPolicy.DATABASE_NOT_SUSPENDED,
                        HealthPolicy.DATABASE_SYNCHRONIZED,
                        HealthPolicy.REPLICA_SYNCHRONIZED,
                        HealthPolicy.REPLICAS_SYNCHRONIZED,
                        HealthPolicy.SYNCHRONOUS_REPLICAS_SYNCHRONIZED);
        assertThat(HealthPolicy.values())
                .as("SQL Server's own fourteen, and how long certificates last")
                .hasSize(15);
    }

    @Test
    void awaitSynchronized_whenACopyIsSuspended_endsEarly() {
        behind("SQL2", SynchronizationState.NOT_SYNCHRONIZING, true, Size.kib(12));

        assertThatThrownBy(() -> new AvailabilityGroupClient(sql)
                        .databases("AG1")
                        .awaitSynchronized("sales", LONG, progress -> {}))
                .hasMessageContaining("it is suspended at SQL2: SUSPEND_FROM_PARTNER");
    }
}

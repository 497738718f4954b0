package io.quorate.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a forced failover lost, told by the former primary's copy once it is back. */
class MeasuredLossTest {
    private static final Instant LAST = FakeSql.NOW.minusSeconds(2);

    private final FakeSql sql = new FakeSql("sql1", "sql2").database("sales");
    private final GroupFailover failover = new AvailabilityGroupClient(sql).failover("AG1");
    private FailoverOutcome outcome;

    @BeforeEach
    void force() {
        new AvailabilityGroupClient(sql)
                .groups()
                .ensure(
                        "AG1",
                        spec -> spec.addReplica("sql1").addReplica("sql2").addDatabase("sales"));
        ForcedFailover plan = failover.planForced("sql2", null);
        outcome = failover.force(plan, plan.consent("a drill"), Duration.ofMinutes(1));
        assertThat(outcome.from()).isEqualTo("SQL1");
    }

    /** Has a replica's copy tell something. */
    private void tells(String replica, boolean suspended, Lsn recovery, Lsn endOfLog, LogPosition committed) {
        tells(sql, replica, suspended, recovery, endOfLog, committed);
    }

    private static void tells(
            FakeSql at, String replica, boolean suspended, Lsn recovery, Lsn endOfLog, LogPosition committed) {
        UnaryOperator<DatabaseReplicaState> change = one -> new DatabaseReplicaState(
                one.replica(),
                one.local(),
                one.primary(),
                one.joined(),
                one.failoverReady(),
                one.pendingSuspend(),
                one.synchronization(),
                one.health(),
                one.state(),
                suspended,
                suspended ? "SUSPEND_FROM_PARTNER" : null,
                one.sent(),
                one.received(),
                LogPosition.UNKNOWN,
                one.redone(),
                committed,
                endOfLog,
                one.sendQueue(),
                one.sendRate(),
                one.redoQueue(),
                one.redoRate(),
                one.lag(),
                recovery);
        at.states.put("sales@" + replica, change);
    }

    private MeasuredLoss measured() {
        return failover.measured(outcome).get(0);
    }

    @Test
    @DisplayName(
            "the former primary has commits beyond where the new one went on: they are lost, up to the last one's time")
    void measured_whenItCommittedMore_isLost() {
        tells("SQL2", false, Lsn.of(100), Lsn.of(120), LogPosition.UNKNOWN);
        tells("SQL1", true, null, Lsn.of(140), new LogPosition(Lsn.of(130), LAST));

        assertThat(measured())
                .isEqualTo(new MeasuredLoss(
                        "sales",
                        MeasuredLoss.Kind.LOST,
                        Lsn.of(100),
                        Lsn.of(140),
                        outcome.losses().get(0).lastCommit(),
                        LAST,
                        null));
        assertThat(measured().words()).contains("commits were lost, the last one of " + LAST);
    }

    @Test
    @DisplayName("log of the server's own beyond it, or none: nothing committed is lost")
    void measured_whenItCommittedNoMore_isNone() {
        tells("SQL2", false, Lsn.of(100), Lsn.of(120), LogPosition.UNKNOWN);
        tells("SQL1", true, null, Lsn.of(140), new LogPosition(Lsn.of(100), LAST));
        assertThat(measured().kind()).isEqualTo(MeasuredLoss.Kind.NONE);
        assertThat(measured().lastLost()).isNull();

        tells("SQL1", true, null, Lsn.of(90), LogPosition.UNKNOWN);
        assertThat(measured().kind()).isEqualTo(MeasuredLoss.Kind.NONE);
    }

    @Test
    @DisplayName("what no view tells is unknown, with the reason, and never nothing")
    void measured_whenItCannotBeTold_isUnknown() {
        tells("SQL2", false, Lsn.of(100), Lsn.of(120), LogPosition.UNKNOWN);
        tells("SQL1", true, null, Lsn.of(140), LogPosition.UNKNOWN);
        unknown("SQL1, the primary before, does not tell its last commit");
        tells("SQL1", false, null, Lsn.of(140), new LogPosition(Lsn.of(130), LAST));
        unknown("is not suspended");
        tells("SQL1", true, null, Lsn.of(140), new LogPosition(Lsn.of(130), LAST));
        tells("SQL2", false, null, Lsn.of(120), LogPosition.UNKNOWN);
        unknown("SQL2 does not tell where its log went on from");
        sql.at("sql1").silent = true;
        tells("SQL2", false, Lsn.of(100), Lsn.of(120), LogPosition.UNKNOWN);
        unknown("SQL1, the primary before, does not answer");
        sql.at("sql1").silent = false;
        sql.primary = "SQL1";
        unknown("SQL2 does not tell, or does not lead any more");
    }

    private void unknown(String why) {
        assertThat(measured().kind()).isEqualTo(MeasuredLoss.Kind.UNKNOWN);
        assertThat(measured().words()).contains("cannot be told").contains(why);
    }

    @Test
    @DisplayName(
            "the new primary has restarted since, and its log goes on from later: what was lost is lost nevertheless")
    void measured_whenTheNewPrimaryHasRestarted_goesByWhatWasToldThen() {
        tells("SQL2", false, Lsn.of(150), Lsn.of(160), LogPosition.UNKNOWN);
        tells("SQL1", true, null, Lsn.of(140), new LogPosition(Lsn.of(130), LAST));
        assertThat(measured().kind()).isEqualTo(MeasuredLoss.Kind.LOST);
        assertThat(measured().kept()).isEqualTo(Lsn.of(100));

        tells("SQL1", true, Lsn.of(120), Lsn.of(140), new LogPosition(Lsn.of(130), LAST));
        ForcedFailover plan =
                new ForcedFailover("AG1", outcome.group().id(), "sql2", "SQL2", outcome.losses(), List.of(), "SQL1");
        assertThat(failover.measured(plan).get(0).kind())
                .as("the copy tells where it would have to go back to")
                .isEqualTo(MeasuredLoss.Kind.LOST);
    }

    @Test
    @DisplayName("an outcome that was not told is measured by the plan, where somebody knows who led before")
    void measured_byThePlan_needsTheFormerPrimary() {
        ForcedFailover plan =
                new ForcedFailover("AG1", outcome.group().id(), "sql2", "SQL2", outcome.losses(), List.of(), "SQL1");
        ForcedFailover unaware =
                new ForcedFailover("AG1", outcome.group().id(), "sql2", "SQL2", outcome.losses(), List.of());
        tells("SQL2", false, Lsn.of(100), Lsn.of(120), LogPosition.UNKNOWN);
        tells("SQL1", true, null, Lsn.of(140), new LogPosition(Lsn.of(130), LAST));

        assertThat(failover.measured(plan).get(0).kind()).isEqualTo(MeasuredLoss.Kind.LOST);
        assertThat(failover.measured(unaware).get(0).kind()).isEqualTo(MeasuredLoss.Kind.UNKNOWN);
    }

    @Test
    @DisplayName("nobody knows who led: a copy with commits that the new primary lacks is not resumed either")
    void force_whenNobodyKnowsWhoLed_leavesWhatHoldsMore() {
        FakeSql other = new FakeSql("sql1", "sql2", "sql3").database("sales");
        GroupFailover unaware = new AvailabilityGroupClient(other).failover("AG1");
        new AvailabilityGroupClient(other)
                .groups()
                .ensure(
                        "AG1",
                        spec -> spec.addReplica("sql1")
                                .addReplica("sql2")
                                .addReplica("sql3")
                                .addDatabase("sales"));
        other.primary = null;
        tells(other, "SQL1", true, null, Lsn.of(140), new LogPosition(Lsn.of(130), LAST));
        tells(other, "SQL2", false, Lsn.of(100), Lsn.of(120), LogPosition.UNKNOWN);
        tells(other, "SQL3", true, null, Lsn.of(100), new LogPosition(Lsn.of(90), LAST));
        other.states.computeIfPresent("sales@SQL2", (key, change) -> one -> behind(change.apply(one)));

        ForcedFailover plan = unaware.planForced("sql2", null);
        assertThat(plan.from()).isNull();
        FailoverOutcome forced = unaware.force(plan, plan.consent("a drill"), Duration.ofMinutes(1));

        assertThat(forced.resumed()).containsExactly("sales@sql3");
        assertThat(forced.notResumed()).singleElement().asString().contains("SQL1");
    }

    @Test
    @DisplayName(
            "another member led in between and holds more: it is not resumed, and nobody says that nothing was lost")
    void force_whenAnotherHoldsMore_leavesItAndTellsIt() {
        FakeSql other = new FakeSql("sql1", "sql2", "sql3").database("sales");
        GroupFailover over = new AvailabilityGroupClient(other).failover("AG1");
        new AvailabilityGroupClient(other)
                .groups()
                .ensure(
                        "AG1",
                        spec -> spec.addReplica("sql1")
                                .addReplica("sql2")
                                .addReplica("sql3")
                                .addDatabase("sales"));
        tells(other, "SQL1", true, null, Lsn.of(140), new LogPosition(Lsn.of(90), LAST));
        tells(other, "SQL2", false, Lsn.of(100), Lsn.of(120), LogPosition.UNKNOWN);
        tells(other, "SQL3", true, null, Lsn.of(140), new LogPosition(Lsn.of(130), LAST));
        ForcedFailover plan = over.planForced("sql2", null);
        FailoverOutcome forced = over.force(plan, plan.consent("a drill"), Duration.ofMinutes(1));
        assertThat(forced.from()).isEqualTo("SQL1");
        assertThat(forced.resumed()).doesNotContain("sales@sql3");
        assertThat(forced.notResumed())
                .anyMatch(left -> left.contains("at SQL3 stays suspended: it holds what was lost"));

        tells(other, "SQL1", true, null, Lsn.of(140), new LogPosition(Lsn.of(90), LAST));
        assertThat(over.measured(forced).get(0).words()).contains("SQL3 holds commits that SQL2 has not");
        tells(other, "SQL3", true, null, Lsn.of(100), new LogPosition(Lsn.of(90), LAST));
        assertThat(over.measured(forced).get(0).kind()).isEqualTo(MeasuredLoss.Kind.NONE);
        tells(other, "SQL3", false, null, Lsn.of(100), new LogPosition(Lsn.of(90), LAST));
        assertThat(over.measured(forced).get(0).words())
                .contains("SQL3, which may have led in between, is not suspended");
        tells(other, "SQL3", true, null, Lsn.of(140), LogPosition.UNKNOWN);
        assertThat(over.measured(forced).get(0).words()).contains("SQL3, which may have led in between, does not tell");
        other.at("sql3").silent = true;
        assertThat(over.measured(forced).get(0).words())
                .contains("SQL3, which may have led in between, does not answer");
    }

    @Test
    @DisplayName("a copy whose last commit no view tells stays suspended and is named, unless its log ends before")
    void force_whenACopyDoesNotTellItsLastCommit_leavesItAndNamesIt() {
        FakeSql other = new FakeSql("sql1", "sql2", "sql3", "sql4").database("sales");
        GroupFailover over = new AvailabilityGroupClient(other).failover("AG1");
        new AvailabilityGroupClient(other)
                .groups()
                .ensure(
                        "AG1",
                        spec -> spec.addReplica("sql1")
                                .addReplica("sql2")
                                .addReplica("sql3")
                                .addReplica("sql4")
                                .addDatabase("sales"));
        tells(other, "SQL1", true, null, Lsn.of(140), new LogPosition(Lsn.of(130), LAST));
        tells(other, "SQL2", false, Lsn.of(100), Lsn.of(120), LogPosition.UNKNOWN);
        tells(other, "SQL3", true, null, Lsn.of(140), LogPosition.UNKNOWN);
        tells(other, "SQL4", true, null, Lsn.of(100), LogPosition.UNKNOWN);
        ForcedFailover plan = over.planForced("sql2", null);
        FailoverOutcome forced = over.force(plan, plan.consent("a drill"), Duration.ofMinutes(1));
        assertThat(forced.resumed()).containsExactly("sales@sql4");
        assertThat(forced.notResumed())
                .hasSize(2)
                .anyMatch(left -> left.contains("at SQL1 stays suspended"))
                .anyMatch(left -> left.contains("sales at SQL3 stays suspended: it may hold what was lost"));

        tells(other, "SQL2", false, null, Lsn.of(120), LogPosition.UNKNOWN);
        tells(other, "SQL4", true, null, Lsn.of(100), new LogPosition(Lsn.of(90), LAST));
        other.primary = "SQL1";
        plan = over.planForced("sql2", null);
        forced = over.force(plan, plan.consent("a drill"), Duration.ofMinutes(1));
        assertThat(forced.resumed()).isEmpty();
        assertThat(forced.notResumed()).anyMatch(left -> left.contains("sales at SQL4 stays suspended"));
    }

    private static DatabaseReplicaState behind(DatabaseReplicaState one) {
        return new DatabaseReplicaState(
                one.replica(),
                one.local(),
                one.primary(),
                one.joined(),
                false,
                one.pendingSuspend(),
                one.synchronization(),
                one.health(),
                one.state(),
                one.suspended(),
                one.suspendReason(),
                one.sent(),
                one.received(),
                one.hardened(),
                one.redone(),
                one.committed(),
                one.endOfLog(),
                one.sendQueue(),
                one.sendRate(),
                one.redoQueue(),
                one.redoRate(),
                one.lag(),
                one.recovery());
    }
}

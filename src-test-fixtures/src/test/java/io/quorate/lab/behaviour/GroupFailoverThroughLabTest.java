package io.quorate.lab.behaviour;

import static io.quorate.lab.behaviour.SqlStory.GROUP;
import static io.quorate.lab.behaviour.SqlStory.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.call.Waiter;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.UnreachableException;
import io.quorate.lab.SqlLoss;
import io.quorate.sql.AvailabilityMode;
import io.quorate.sql.DatabaseLoss;
import io.quorate.sql.FailoverCheck;
import io.quorate.sql.FailoverOutcome;
import io.quorate.sql.ForcedFailover;
import io.quorate.sql.GroupSnapshot;
import io.quorate.sql.MeasuredLoss;
import io.quorate.sql.SynchronizationHealth;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Groups of the lab fail over, by plan, by themselves and by force; clients write numbered marks and count them afterwards. */
class GroupFailoverThroughLabTest {
    private static final String TABLE = "CREATE TABLE marks (id int NOT NULL PRIMARY KEY)";

    private static void mark(Connection writer, int from, int to) throws SQLException {
        for (int i = from; i <= to; i++) {
            SqlStory.execute(writer, "INSERT INTO marks VALUES (" + i + ")");
        }
    }

    private static List<String> marks(Connection connection) throws SQLException {
        return SqlStory.ask(connection, "SELECT id FROM marks ORDER BY id");
    }

    private static List<String> upTo(int last) {
        return IntStream.rangeClosed(1, last).mapToObj(String::valueOf).collect(Collectors.toList());
    }

    private static void healthy(SqlStory story) {
        Waiter.of(
                        story.lab.runtime(),
                        "the group is healthy",
                        () -> story.sql.groups().get(GROUP))
                .until(group -> group.health().equals(SynchronizationHealth.HEALTHY))
                .describedBy(String::valueOf)
                .every(Duration.ofSeconds(1))
                .await(LONG);
    }

    @Test
    @DisplayName(
            "a planned failover keeps every mark; clients find the new primary through the listener; there and back again")
    void to_whenInStep_losesNothingAndListenerFollows() throws SQLException {
        try (SqlStory story = SqlStory.start()) {
            story.built();
            try (Connection writer = story.through("orders", false)) {
                SqlStory.execute(writer, TABLE);
                mark(writer, 1, 20);
            }
            FailoverCheck check = story.sql.failover(GROUP).check("SQL2");
            assertThat(check.obstacles()).isEmpty();
            assertThat(check.from()).isEqualTo("SQL1");
            story.forget();
            FailoverOutcome outcome = story.sql.failover(GROUP).to("SQL2", LONG);
            assertThat(outcome.target()).isEqualTo("SQL2");
            assertThat(outcome.from()).isEqualTo("SQL1");
            assertThat(outcome.losses()).isEmpty();
            assertThat(outcome.role()).isLessThanOrEqualTo(outcome.whole());
            assertThat(story.changes()).hasSize(1);
            assertThat(story.sql.failover(GROUP).primary()).contains("SQL2");
            try (Connection writer = story.back("orders")) {
                assertThat(SqlStory.server(writer)).isEqualTo("SQL2");
                assertThat(marks(writer)).isEqualTo(upTo(20));
                mark(writer, 21, 30);
            }
            story.inStep();
            story.forget();
            assertThat(story.sql.failover(GROUP).to("SQL2", LONG).target()).isEqualTo("SQL2");
            assertThat(story.changes()).isEmpty();
            story.sql.failover(GROUP).to("SQL1", LONG);
            try (Connection writer = story.back("orders")) {
                assertThat(SqlStory.server(writer)).isEqualTo("SQL1");
                assertThat(marks(writer)).isEqualTo(upTo(30));
            }
            assertThat(story.lab.sql().losses()).isEmpty();
            assertThat(story.lab.violations()).isEmpty();
        }
    }

    @Test
    @DisplayName(
            "the primary's host loses power: another takes over by itself and every acknowledged mark is there; the old one comes back as a secondary;"
                    + " the group is removed with a consent alone")
    void power_whenThePrimaryLosesIt_groupFailsOverByItself() throws SQLException {
        try (SqlStory story = SqlStory.start()) {
            story.built();
            int acknowledged = 0;
            try (Connection writer = story.through("orders", false)) {
                SqlStory.execute(writer, TABLE);
                mark(writer, 1, 25);
                acknowledged = 25;
                story.lab.power("SQL1").off();
                assertThatThrownBy(() -> mark(writer, 26, 26)).isInstanceOf(SQLException.class);
            }
            try (Connection writer = story.back("orders")) {
                assertThat(SqlStory.server(writer)).isIn("SQL2", "SQL3");
                assertThat(marks(writer)).containsAll(upTo(acknowledged));
                mark(writer, 100, 105);
            }
            String primary = story.sql.failover(GROUP).primary().orElseThrow();
            assertThat(story.lab.sql().primary(GROUP)).contains(primary);
            assertThat(primary).isNotEqualTo("SQL1");

            assertThatThrownBy(() -> story.sql.failover(GROUP).to("SQL1", LONG))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessageContaining("SQL1");
            story.lab.power("SQL1").on();
            story.answers("SQL1");
            healthy(story);
            story.inStep();
            assertThat(story.sql.failover(GROUP).primary()).contains(primary);
            story.sql.failover(GROUP).to("SQL1", LONG);
            try (Connection writer = story.back("orders")) {
                assertThat(marks(writer)).containsAll(upTo(acknowledged)).contains("105");
            }
            assertThat(story.lab.sql().losses()).isEmpty();

            UUID id = story.sql.groups().get(GROUP).id();
            assertThatThrownBy(() -> story.sql.groups().remove(GROUP, null))
                    .isInstanceOf(ConsentRequiredException.class);
            assertThat(story.sql.groups().find(GROUP)).isPresent();
            assertThat(story.sql.groups().remove(GROUP, Consent.to(id.toString(), "the story ends")))
                    .isTrue();
            assertThat(story.sql.groups().find(GROUP)).isEmpty();
            assertThat(story.sql.groups().remove(GROUP, Consent.to(id.toString(), "the story ends")))
                    .isFalse();
            assertThat(story.lab.violations()).isEmpty();
        }
    }

    @Test
    @DisplayName(
            "by force: refused without a consent, or with one for another group; what is lost is named before and counted after;"
                    + " the old primary comes back suspended, and resuming it undoes what the new one lacks")
    void force_whenConsented_losesWhatItNamesAndNoMore() throws SQLException {
        try (SqlStory story = SqlStory.start()) {
            story.built(group -> {
                for (String host : SqlStory.HOSTS) {
                    group.addReplica(host, r -> r.mode(AvailabilityMode.ASYNCHRONOUS_COMMIT));
                }
                group.databases(SqlStory.DATABASES);
                group.listener(
                        SqlStory.LISTENER,
                        l -> l.addAddress("10.66.1.50", "255.255.255.0").addAddress("10.66.2.50", "255.255.255.0"));
            });
            List<String> acknowledged = new ArrayList<>();
            try (Connection writer = story.through("orders", false)) {
                SqlStory.execute(writer, TABLE);
                mark(writer, 1, 10);
                acknowledged.addAll(upTo(10));
                story.lab.advance(Duration.ofSeconds(30));
                for (String host : List.of("SQL2", "SQL3")) {
                    story.lab.sql().lag(host, Duration.ofHours(1));
                }
                mark(writer, 11, 15);
                acknowledged.addAll(upTo(15).subList(10, 15));
            }
            GroupSnapshot last = story.sql.failover(GROUP).snapshot().orElseThrow();
            story.lab.power("SQL1").off();
            story.lab.advance(Duration.ofSeconds(60));
            assertThat(story.sql.failover(GROUP).check("SQL2").obstacles()).isNotEmpty();

            ForcedFailover plan = story.sql.failover(GROUP).planForced("SQL2", last);
            assertThat(plan.refusals()).isEmpty();
            assertThat(plan.losses()).extracting(DatabaseLoss::database).containsExactlyInAnyOrder("orders", "stock");
            assertThat(plan.text()).contains("orders").contains("SQL2");
            story.forget();
            assertThatThrownBy(() -> story.sql.failover(GROUP).force(plan, null, LONG))
                    .isInstanceOf(ConsentRequiredException.class)
                    .hasMessageContaining("no consent");
            assertThatThrownBy(() -> story.sql
                            .failover(GROUP)
                            .force(
                                    plan,
                                    Consent.to(UUID.randomUUID().toString(), "wrong - accepted: " + plan.text()),
                                    LONG))
                    .isInstanceOf(ConsentRequiredException.class);
            assertThatThrownBy(() -> story.sql
                            .failover(GROUP)
                            .force(plan, Consent.to(plan.id().toString(), "without the loss"), LONG))
                    .isInstanceOf(ConsentRequiredException.class);
            assertThat(story.changes()).isEmpty();
            assertThat(story.lab.sql().losses()).isEmpty();

            FailoverOutcome outcome =
                    story.sql.failover(GROUP).force(plan, plan.consent("the first host is gone"), LONG);
            assertThat(outcome.target()).isEqualTo("SQL2");
            assertThat(outcome.resumed()).contains("orders@SQL3", "stock@SQL3");
            List<String> left;
            try (Connection writer = story.back("orders")) {
                assertThat(SqlStory.server(writer)).isEqualTo("SQL2");
                left = marks(writer);
            }
            assertThat(acknowledged).containsAll(left);
            int lost = acknowledged.size() - left.size();
            assertThat(lost).isPositive();
            assertThat(story.lab.sql().losses())
                    .allMatch(SqlLoss::forced)
                    .filteredOn(loss -> loss.database().equals("orders"))
                    .extracting(SqlLoss::acknowledged)
                    .containsExactly(lost);

            assertThat(story.sql.failover(GROUP).measured(outcome))
                    .as("while the old primary is gone")
                    .allMatch(loss -> loss.kind() == MeasuredLoss.Kind.UNKNOWN);
            story.lab.sql().clearFaults();
            story.lab.power("SQL1").on();
            Waiter.of(
                            story.lab.runtime(),
                            "the old primary is suspended",
                            () -> story.sql
                                    .groups()
                                    .get(GROUP)
                                    .database("orders")
                                    .orElseThrow()
                                    .on("SQL1"))
                    .until(state -> state.isPresent() && state.get().suspended())
                    .describedBy(String::valueOf)
                    .every(Duration.ofSeconds(1))
                    .await(LONG);
            story.answers("SQL1");
            Map<String, MeasuredLoss> measured = story.sql.failover(GROUP).measured(outcome).stream()
                    .collect(Collectors.toMap(MeasuredLoss::database, loss -> loss));
            assertThat(measured.get("orders").kind()).isEqualTo(MeasuredLoss.Kind.LOST);
            assertThat(measured.get("orders").lastLost())
                    .as("the last lost commit is later than the last one kept")
                    .isAfter(measured.get("orders").lastKept());
            assertThat(measured.get("stock").kind()).isEqualTo(MeasuredLoss.Kind.NONE);
            assertThat(story.sql.databases(GROUP).resumeAll()).contains("orders@SQL1", "stock@SQL1");
            assertThat(story.sql.failover(GROUP).measured(outcome))
                    .as("once it has undone what was lost")
                    .allMatch(loss -> loss.kind() == MeasuredLoss.Kind.UNKNOWN);
            healthy(story);
            assertThat(story.lab.violations()).isEmpty();
        }
    }
}

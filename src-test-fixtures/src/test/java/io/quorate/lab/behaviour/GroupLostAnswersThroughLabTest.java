package io.quorate.lab.behaviour;

import static io.quorate.lab.behaviour.SqlStory.GROUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.Secret;
import io.quorate.error.OutcomeUnknownException;
import io.quorate.sql.ForcedFailover;
import io.quorate.sql.GroupSpec;
import io.quorate.sql.SynchronizationHealth;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** The connection ends after an instance has done what it was told, and before it has said so: at each statement of a group's making. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GroupLostAnswersThroughLabTest {
    private static final boolean SWEEP = Boolean.getBoolean("quorate.sweep");
    private static final int WINDOWS = 13;
    private static final int CERTIFICATES = 40;

    private static void certificates(GroupSpec group) {
        SqlStory.wanted(group);
        group.certificates(Secret.of("Master-Key-Passw0rd!"), Secret.of("Peer-Login-Passw0rd!"));
    }

    @TestFactory
    @DisplayName(
            "an answer lost at any statement: nothing is done twice, nothing fails that was done, the next run settles")
    List<DynamicTest> ensure_whenAnAnswerIsLost_settles() {
        List<DynamicTest> tests = new ArrayList<>();
        for (int n = 1; n <= WINDOWS; n++) {
            if (SWEEP || n == 7) {
                tests.add(test("statement " + n, n, SqlStory::wanted));
            }
        }
        for (int n = 1; n <= CERTIFICATES; n++) {
            if (SWEEP) {
                tests.add(
                        test("statement " + n + " with certificates", n, GroupLostAnswersThroughLabTest::certificates));
            }
        }
        return tests;
    }

    private static DynamicTest test(String name, int number, Consumer<GroupSpec> spec) {
        return DynamicTest.dynamicTest(name, () -> lostAt(number, spec));
    }

    private static void lostAt(int number, Consumer<GroupSpec> spec) throws SQLException {
        try (SqlStory story = SqlStory.start()) {
            AtomicInteger count = new AtomicInteger();
            story.lab
                    .faults()
                    .when(
                            "answer of change " + number,
                            request -> SqlStory.changes(request) && count.incrementAndGet() == number)
                    .resetAfter();
            try {
                assertThat(story.sql.groups().ensure(GROUP, spec).changed()).isTrue();
            } catch (OutcomeUnknownException e) {
                assertThat(e).hasMessageContaining(GROUP);
                story.sql.groups().ensure(GROUP, spec);
            }
            assertThat(story.lab.faults().unfired()).isEmpty();
            story.inStep();
            // Granting what is granted changes nothing, and no view tells of it: that alone may be said again.
            assertThat(story.changes())
                    .filteredOn(change -> !change.endsWith("GRANT CREATE ANY DATABASE"))
                    .doesNotHaveDuplicates();
            story.forget();
            assertThat(story.sql.groups().ensure(GROUP, spec).changed()).isFalse();
            assertThat(story.changes()).isEmpty();
            assertThat(story.sql.groups().get(GROUP).health()).isEqualTo(SynchronizationHealth.HEALTHY);
            assertThat(story.lab.violations()).isEmpty();
        }
    }

    @Test
    @DisplayName(
            "an answer lost at a planned failover or a drop is read back; at a forced failover it is unknown, and nothing is sent again")
    void failoverAndRemove_whenTheAnswerIsLost_areSentOnce() throws SQLException {
        try (SqlStory story = SqlStory.start()) {
            story.built();
            story.forget();
            story.lab
                    .faults()
                    .onStatement("ALTER AVAILABILITY GROUP [ag1] FAILOVER")
                    .resetAfter();
            assertThat(story.sql.failover(GROUP).to("SQL2", SqlStory.LONG).target())
                    .isEqualTo("SQL2");
            assertThat(story.changes()).hasSize(1);
            assertThat(story.sql.failover(GROUP).primary()).contains("SQL2");
            story.inStep();

            story.forget();
            story.lab
                    .faults()
                    .onStatement("ALTER AVAILABILITY GROUP [ag1] FORCE_FAILOVER_ALLOW_DATA_LOSS")
                    .resetAfter();
            story.lab.power("SQL2").off();
            String next = survivor(story);
            ForcedFailover plan = story.sql.failover(GROUP).planForced(next, null);
            assertThat(plan.refusals()).isEmpty();
            assertThatThrownBy(() -> story.sql.failover(GROUP).force(plan, plan.consent("a drill"), SqlStory.LONG))
                    .isInstanceOf(OutcomeUnknownException.class);
            assertThat(story.changes()).hasSize(1);
            assertThat(story.sql.failover(GROUP).primary()).contains(next);
            story.lab.power("SQL2").on();
            story.answers("SQL2");
            story.sql.databases(GROUP).resumeAll();
            story.inStep();

            story.forget();
            String id = story.sql.groups().get(GROUP).id().toString();
            story.lab.faults().onStatement("DROP AVAILABILITY GROUP").resetAfter();
            assertThat(story.sql.groups().remove(GROUP, Consent.to(id, "the drill ends")))
                    .isTrue();
            assertThat(story.sql.groups().find(GROUP)).isEmpty();
            assertThat(story.changes()).doesNotHaveDuplicates();
            assertThat(story.lab.faults().unfired()).isEmpty();
            assertThat(story.lab.violations()).isEmpty();
        }
    }

    /** Returns one that is no primary once the group has come to rest. */
    private static String survivor(SqlStory story) {
        story.lab.advance(Duration.ofMinutes(1));
        String primary = story.lab.sql().primary(GROUP).orElse("");
        return primary.equals("SQL3") ? "SQL1" : "SQL3";
    }
}

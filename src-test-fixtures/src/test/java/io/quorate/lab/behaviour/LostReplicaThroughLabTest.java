package io.quorate.lab.behaviour;

import static io.quorate.lab.behaviour.SqlStory.GROUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.call.Ensured;
import io.quorate.error.ConflictException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.NotFoundException;
import io.quorate.error.OutcomeUnknownException;
import io.quorate.sql.AvailabilityGroup;
import io.quorate.sql.AvailabilityReplica;
import io.quorate.sql.LeftReplica;
import io.quorate.sql.LostReplica;
import io.quorate.sql.RoutingList;
import io.quorate.sql.SynchronizationHealth;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A replica that is dead is removed or replaced, one that may live is not, and what comes back is tidied up. */
class LostReplicaThroughLabTest {
    private static final boolean SWEEP = Boolean.getBoolean("quorate.sweep");
    private static final Duration AWHILE = Duration.ofMinutes(1);

    /** Statements that replace one: two of the account's, endpoint, replica, join, two grants, lists of all, removal. */
    private static final int REPLACING = 9;

    private static void dies(SqlStory story, String host) {
        story.lab.power(host).off();
        story.lab.advance(AWHILE);
    }

    @Test
    @DisplayName(
            "a dead replica goes with a consent alone, and from the others' lists; when it comes back, its part of the group is dropped there"
                    + " and nowhere else, and the copies it keeps are named")
    void removeLost_whenItIsDead_removesItAndTidiesUpWhenItIsBack() throws SQLException {
        try (SqlStory story = SqlStory.start()) {
            story.built();
            dies(story, "SQL3");
            LostReplica lost = story.sql.replicas(GROUP).lost("SQL3");
            assertThat(lost.refusals()).isEmpty();
            assertThat(lost.evidence())
                    .hasSize(2)
                    .anyMatch(e -> e.contains("SQL1"))
                    .anyMatch(e -> e.contains("SQL3"));
            assertThat(lost.identity()).isEqualTo("SQL3@ag1");
            story.forget();
            for (Consent wrong : new Consent[] {null, Consent.to("SQL2@ag1", "another one")}) {
                assertThatThrownBy(() -> story.sql.replicas(GROUP).removeLost(lost, wrong))
                        .isInstanceOf(ConsentRequiredException.class)
                        .hasMessageContaining("SQL3");
            }
            assertThat(story.changes()).isEmpty();
            assertThat(story.sql.replicas(GROUP).removeLost(lost, lost.consent("it burnt")))
                    .isTrue();
            assertThat(story.changes()).hasSize(3);
            assertThat(story.changes().get(2)).contains("REMOVE REPLICA ON N'SQL3'");
            story.forget();
            assertThat(story.sql.replicas(GROUP).removeLost(lost, lost.consent("again")))
                    .isFalse();
            assertThat(story.changes()).isEmpty();
            AvailabilityGroup group = story.sql.groups().get(GROUP);
            assertThat(group.replicas())
                    .extracting(AvailabilityReplica::name)
                    .containsExactlyInAnyOrder("SQL1", "SQL2");
            assertThat(group.health()).isEqualTo(SynchronizationHealth.HEALTHY);
            assertThatThrownBy(() -> story.sql.replicas(GROUP).lost("SQL3")).isInstanceOf(NotFoundException.class);

            story.lab.power("SQL3").on();
            story.lab.advance(AWHILE);
            story.answers("SQL3");
            LeftReplica left = story.sql.replicas(GROUP).left("SQL3").orElseThrow();
            assertThat(left.shows()).isTrue();
            assertThat(left.refusals()).isEmpty();
            assertThat(left.databases()).containsExactlyInAnyOrderElementsOf(SqlStory.DATABASES);
            story.forget();
            assertThatThrownBy(() -> story.sql.replicas(GROUP).forget(left, Consent.to("ag1@SQL2", "another one")))
                    .isInstanceOf(ConsentRequiredException.class);
            assertThat(story.changes()).isEmpty();
            assertThat(story.sql.replicas(GROUP).forget(left, left.consent("it is replaced")))
                    .isTrue();
            assertThat(story.sql.replicas(GROUP).forget(left, left.consent("it is replaced")))
                    .isFalse();
            assertThat(story.changes()).containsExactly("SQL3: DROP AVAILABILITY GROUP [ag1]");
            assertThat(story.sql.replicas(GROUP).left("SQL3"))
                    .hasValueSatisfying(rest -> assertThat(rest.shows()).isFalse())
                    .hasValueSatisfying(rest -> assertThat(rest.databases()).hasSize(2));
            assertThat(story.sql.replicas(GROUP).left("SQL2")).isEmpty();
            assertThat(story.sql.groups().get(GROUP).health()).isEqualTo(SynchronizationHealth.HEALTHY);
            assertThat(story.lab.violations()).isEmpty();
        }
    }

    @Test
    @DisplayName(
            "one that is alive, the primary, one that answers though nobody is connected to it, or one of which nobody can tell, is not"
                    + " removed even with its consent")
    void removeLost_whenItMayLive_isRefused() throws SQLException {
        try (SqlStory story = SqlStory.start()) {
            story.built();
            refused(story, "SQL3", "is alive");
            refused(story, "SQL1", "is the primary");
            story.lab.cutLink("SQL1", "SQL3");
            story.lab.advance(AWHILE);
            refused(story, "SQL3", "answers at SQL3");
            story.lab.healLink("SQL1", "SQL3");
            story.lab.advance(AWHILE);
            story.inStep();

            story.lab.power("SQL3").off();
            refused(story, "SQL3", "is alive");
            story.lab.advance(AWHILE);
            assertThat(story.sql.replicas(GROUP).lost("SQL3", "SQL2").refusals())
                    .anyMatch(why -> why.contains("the instance at SQL2 is SQL2, not SQL3"));
            assertThat(story.sql.replicas(GROUP).lost("SQL3", "SQL9").refusals())
                    .anyMatch(why -> why.contains("cannot be told"));

            story.lab.power("SQL1").off();
            story.lab.advance(AWHILE);
            refused(story, "SQL3", "no primary of group ag1 answers");
        }
    }

    private static void refused(SqlStory story, String server, String why) {
        LostReplica lost = story.sql.replicas(GROUP).lost(server);
        assertThat(lost.refusals()).anyMatch(one -> one.contains(why));
        story.forget();
        assertThatThrownBy(() -> story.sql.replicas(GROUP).removeLost(lost, lost.consent("it looks dead")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining(why);
        assertThat(story.changes()).isEmpty();
    }

    @TestFactory
    @DisplayName(
            "a dead replica is replaced by another instance with the same options, whatever answer is lost on the way; a second run sends"
                    + " nothing")
    List<DynamicTest> replaceLost_whenAnAnswerIsLost_goesOnFromWhatIsThere() {
        List<DynamicTest> tests = new ArrayList<>();
        for (int n = 0; n <= REPLACING; n++) {
            int number = n;
            if (n == 7 || SWEEP && n % 4 == 0) {
                tests.add(DynamicTest.dynamicTest("statement " + n, () -> replaced(number)));
            }
        }
        return tests;
    }

    private static void replaced(int lostAnswer) throws SQLException {
        try (SqlStory story = SqlStory.start(List.of("SQL1", "SQL2", "SQL3", "SQL4"), "true", (host, spec) -> {})) {
            story.built();
            AvailabilityReplica before =
                    story.sql.groups().get(GROUP).replica("SQL3").orElseThrow();
            dies(story, "SQL3");
            LostReplica lost = story.sql.replicas(GROUP).lost("SQL3");
            story.forget();
            AtomicInteger count = new AtomicInteger();
            if (lostAnswer > 0) {
                story.lab
                        .faults()
                        .when(
                                "answer of change " + lostAnswer,
                                request -> SqlStory.changes(request) && count.incrementAndGet() == lostAnswer)
                        .optional()
                        .resetAfter();
            }
            Ensured<AvailabilityGroup> done;
            try {
                done = story.sql.replicas(GROUP).replaceLost(lost, "SQL4", lost.consent("it burnt"));
            } catch (OutcomeUnknownException e) {
                done = story.sql.replicas(GROUP).replaceLost(lost, "SQL4", lost.consent("it burnt"));
            }
            assertThat(done.changed()).isTrue();
            story.inStep();
            AvailabilityGroup group = story.sql.groups().get(GROUP);
            assertThat(group.replicas())
                    .extracting(AvailabilityReplica::name)
                    .containsExactlyInAnyOrder("SQL1", "SQL2", "SQL4");
            AvailabilityReplica now = group.replica("SQL4").orElseThrow();
            assertThat(now.mode()).isEqualTo(before.mode());
            assertThat(now.failover()).isEqualTo(before.failover());
            assertThat(now.secondaryConnections()).isEqualTo(before.secondaryConnections());
            assertThat(now.routing()).isEqualTo(before.routing());
            assertThat(now.routingUrl()).isEqualTo("TCP://SQL4:1433");
            assertThat(group.replica("SQL1").orElseThrow().routing()).isEqualTo(RoutingList.of("SQL2", "SQL4"));
            story.forget();
            assertThat(story.sql
                            .replicas(GROUP)
                            .replaceLost(lost, "SQL4", lost.consent("again"))
                            .changed())
                    .isFalse();
            assertThat(story.changes()).isEmpty();
            assertThat(group.health()).isEqualTo(SynchronizationHealth.HEALTHY);
            assertThat(story.lab.violations()).isEmpty();
        }
    }
}

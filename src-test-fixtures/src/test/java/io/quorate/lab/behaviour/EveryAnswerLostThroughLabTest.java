package io.quorate.lab.behaviour;

import static io.quorate.lab.behaviour.SqlStory.GROUP;
import static io.quorate.lab.behaviour.SqlStory.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Consent;
import io.quorate.error.OutcomeUnknownException;
import io.quorate.lab.LongForm;
import io.quorate.sql.AllowedConnections;
import io.quorate.sql.AvailabilityMode;
import io.quorate.sql.FailoverMode;
import io.quorate.sql.ForcedFailover;
import io.quorate.sql.GroupSpec;
import io.quorate.sql.RoutingList;
import io.quorate.sql.SynchronizationHealth;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The connection ends after every single statement of a group's life was carried out, and before that was said: each statement's first answer is lost. */
class EveryAnswerLostThroughLabTest {

    /** Cuts the connection after each statement that is heard for the first time. Returns those. */
    private static Set<String> cutting(SqlStory story) {
        Set<String> cut = ConcurrentHashMap.newKeySet();
        story.lab.faults().clear();
        story.listen();
        story.lab
                .faults()
                .when(
                        "first answer of each change",
                        request -> SqlStory.changes(request)
                                && cut.add(request.host() + ": "
                                        + request.commands().get(0)))
                .always()
                .resetAfter();
        return cut;
    }

    private static void once(SqlStory story) {
        // Granting what is granted changes nothing, and no view tells of it: that alone may be said again.
        assertThat(story.changes())
                .filteredOn(change -> !change.endsWith("GRANT CREATE ANY DATABASE"))
                .doesNotHaveDuplicates();
    }

    private static void settled(SqlStory story, Consumer<GroupSpec> wish) {
        story.inStep();
        story.lab.faults().clear();
        story.listen();
        assertThat(story.sql.groups().ensure(GROUP, wish).changed()).isFalse();
        assertThat(story.changes()).isEmpty();
        assertThat(story.sql.groups().get(GROUP).health()).isEqualTo(SynchronizationHealth.HEALTHY);
    }

    private static void more(GroupSpec group) {
        for (String host : SqlStory.HOSTS) {
            group.addReplica(host, r -> {
                r.secondaryConnections(AllowedConnections.READ_ONLY)
                        .routingUrl("TCP://" + host + ":1433")
                        .routing(RoutingList.of(SqlStory.HOSTS.stream()
                                .filter(h -> !h.equals(host))
                                .toArray(String[]::new)));
                if (host.equals("SQL3")) {
                    r.mode(AvailabilityMode.ASYNCHRONOUS_COMMIT)
                            .failover(FailoverMode.MANUAL)
                            .backupPriority(70)
                            .sessionTimeout(Duration.ofSeconds(20));
                }
            });
        }
        group.databases(SqlStory.DATABASES).addDatabase("extra");
        group.listener(
                SqlStory.LISTENER,
                l -> l.addAddress("10.66.1.50", "255.255.255.0").addAddress("10.66.2.50", "255.255.255.0"));
        group.failureConditionLevel(4)
                .healthCheckTimeout(Duration.ofSeconds(45))
                .databaseFailover(true);
    }

    @LongForm
    @Test
    @DisplayName(
            "a group is made, changed, failed over by plan and by force, resumed and dropped, every first answer lost: nothing is done twice,"
                    + " nothing fails that was done, and of the forced failover alone the outcome is unknown")
    void life_whenEveryAnswerIsLost_goesOn() throws Exception {
        try (SqlStory story = SqlStory.start("false", (host, spec) -> spec.tls(false))) {
            Set<String> cut = cutting(story);
            assertThat(story.sql.groups().ensure(GROUP, SqlStory::wanted).changed())
                    .isTrue();
            assertThat(cut).hasSizeGreaterThanOrEqualTo(13);
            once(story);
            settled(story, SqlStory::wanted);

            story.lab.sql().makeDatabase("SQL1", "extra");
            cut = cutting(story);
            assertThat(story.sql
                            .groups()
                            .ensure(GROUP, EveryAnswerLostThroughLabTest::more)
                            .changed())
                    .isTrue();
            assertThat(cut).hasSizeGreaterThanOrEqualTo(8);
            once(story);
            settled(story, EveryAnswerLostThroughLabTest::more);

            cut = cutting(story);
            assertThat(story.sql.failover(GROUP).to("SQL2", LONG).target()).isEqualTo("SQL2");
            assertThat(cut).hasSize(1);
            once(story);
            story.inStep();

            cut = cutting(story);
            ForcedFailover plan = story.sql.failover(GROUP).planForced("SQL1", null);
            assertThat(plan.from()).isEqualTo("SQL2");
            assertThat(catchThrowableOfType(
                            OutcomeUnknownException.class,
                            () -> story.sql.failover(GROUP).force(plan, plan.consent("a drill"), LONG)))
                    .hasMessageContaining(GROUP);
            assertThat(story.changes()).hasSize(1);
            assertThat(story.sql.failover(GROUP).primary()).contains("SQL1");
            assertThat(story.sql.failover(GROUP).measured(plan))
                    .as("what the plan knew suffices to measure it")
                    .hasSize(3);
            assertThat(story.sql.databases(GROUP).resumeAll()).hasSize(6);
            assertThat(cut).hasSize(7);
            once(story);
            story.inStep();

            String id = story.sql.groups().get(GROUP).id().toString();
            cut = cutting(story);
            assertThat(story.sql.groups().remove(GROUP, Consent.to(id, "its life ends")))
                    .isTrue();
            assertThat(cut).hasSize(1);
            once(story);
            assertThat(story.sql.groups().find(GROUP)).isEmpty();
            assertThat(story.lab.sql().losses()).isEmpty();
            assertThat(story.lab.violations()).isEmpty();
        }
    }
}

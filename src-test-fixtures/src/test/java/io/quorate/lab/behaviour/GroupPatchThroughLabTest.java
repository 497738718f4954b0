package io.quorate.lab.behaviour;

import static io.quorate.lab.behaviour.SqlStory.GROUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.error.ConflictException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.lab.LongForm;
import io.quorate.sql.AvailabilityReplica;
import io.quorate.sql.FailoverMode;
import io.quorate.sql.GroupPatch;
import io.quorate.sql.PatchOutcome;
import io.quorate.sql.PatchPlan;
import io.quorate.sql.PatchSpec;
import io.quorate.sql.SqlInstance;
import io.quorate.sql.SqlVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A group's instances are patched one after another, and it serves all the while. */
class GroupPatchThroughLabTest {
    private static final String NEW = "16.0.4165.4";

    /** What a caller would say: SQL1 and SQL2 are failed over to automatically, SQL3 by hand. */
    private static Consumer<PatchSpec> spec(Consumer<SqlInstance> step) {
        return patch -> patch.version(NEW)
                .automatic("SQL1", "SQL2")
                .by(step)
                .returnTo("SQL1")
                .within(Duration.ofMinutes(20));
    }

    private static SqlStory story() throws SQLException {
        SqlStory story = SqlStory.start("true", (host, instance) -> instance.version(2022));
        story.built(group -> {
            SqlStory.wanted(group);
        });
        story.sql
                .replicas(GROUP)
                .update(
                        "SQL3",
                        io.quorate.sql.command.ReplicaSetting.of(
                                io.quorate.sql.command.ReplicaOption.FAILOVER_MODE, FailoverMode.MANUAL));
        story.inStep();
        return story;
    }

    private static FailoverMode mode(SqlStory story, String server) {
        return story.sql.replicas(GROUP).get(server).failover();
    }

    private static void asBefore(SqlStory story) {
        story.inStep();
        assertThat(story.sql.instances().list())
                .extracting(SqlInstance::version)
                .containsOnly(SqlVersion.of(NEW));
        assertThat(story.sql.replicas(GROUP).list())
                .filteredOn(replica -> replica.failover().equals(FailoverMode.AUTOMATIC))
                .extracting(AvailabilityReplica::name)
                .containsExactlyInAnyOrder("SQL1", "SQL2");
        assertThat(story.sql.failover(GROUP).primary()).contains("SQL1");
        assertThat(story.lab.sql().losses()).isEmpty();
        assertThat(story.lab.violations()).isEmpty();
    }

    @Test
    @DisplayName(
            "secondaries first, each out of automatic failover while it is patched; then over to a patched one, the old primary, and back;"
                    + " a second run sends nothing; every mark is there")
    void run_whenNobodyIsPatched_patchesOneAfterAnother() throws SQLException {
        try (SqlStory story = story()) {
            try (Connection writer = story.through("orders", false)) {
                SqlStory.execute(
                        writer, "CREATE TABLE marks (id int NOT NULL PRIMARY KEY)", "INSERT INTO marks VALUES (7)");
            }
            List<String> steps = new ArrayList<>();
            GroupPatch patch = story.sql.patch(GROUP);
            PatchPlan plan = patch.plan(spec(one -> {}));
            assertThat(plan.obstacles()).isEmpty();
            assertThat(plan.waiting()).containsExactly("SQL3", "SQL2", "SQL1");
            assertThat(plan.failover()).isTrue();
            assertThat(plan.alone()).isEmpty();
            PatchOutcome done = patch.run(
                    spec(one -> {
                        steps.add(one.name() + " " + mode(story, one.name()) + " under "
                                + story.sql.failover(GROUP).primary().orElse("nobody"));
                        story.lab.sql().patch(one.name(), NEW);
                    }),
                    null);
            assertThat(done.done()).isTrue();
            assertThat(steps)
                    .containsExactly("SQL3 MANUAL under SQL1", "SQL2 MANUAL under SQL1", "SQL1 MANUAL under SQL2");
            assertThat(done.patched()).containsExactly("SQL3", "SQL2", "SQL1");
            assertThat(done.failovers()).containsExactly("SQL2", "SQL1");
            asBefore(story);
            try (Connection writer = story.back("orders")) {
                assertThat(SqlStory.ask(writer, "SELECT id FROM marks")).containsExactly("7");
            }
            story.forget();
            PatchOutcome again = patch.run(spec(one -> steps.add("again")), null);
            assertThat(again.patched()).isEmpty();
            assertThat(story.changes()).isEmpty();
            assertThat(steps).hasSize(3);
        }
    }

    @LongForm
    @Test
    @DisplayName(
            "cut off before, in and after each patch, and by hand between, the next run goes on from what the instances show")
    void run_whenItIsCutOff_goesOnFromWhatIsThere() throws SQLException {
        try (SqlStory story = story()) {
            GroupPatch patch = story.sql.patch(GROUP);
            PatchOutcome ready = patch.run(
                    spec -> spec.version(NEW).automatic("SQL1", "SQL2").returnTo("SQL1"), null);
            assertThat(ready.done()).isFalse();
            assertThat(ready.waitsFor().name()).isEqualTo("SQL3");
            story.lab.sql().patch("SQL3", NEW);
            story.lab.advance(Duration.ofMinutes(2));
            story.answers("SQL3");
            List<String> patched = new ArrayList<>();
            for (int n = 0; n < 2; n++) {
                assertThatThrownBy(() -> patch.run(spec(GroupPatchThroughLabTest::breaksOff), null))
                        .isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(() -> patch.run(
                                spec(one -> {
                                    story.lab.sql().patch(one.name(), NEW);
                                    patched.add(one.name());
                                    breaksOff(one);
                                }),
                                null))
                        .isInstanceOf(IllegalStateException.class);
                assertThat(mode(story, "SQL3")).isEqualTo(FailoverMode.MANUAL);
                story.lab.advance(Duration.ofMinutes(2));
                story.answers(patched.get(n));
            }
            assertThat(patched).containsExactly("SQL2", "SQL1");
            PatchOutcome done = patch.run(spec(GroupPatchThroughLabTest::breaksOff), null);
            assertThat(done.done()).isTrue();
            assertThat(done.patched()).isEmpty();
            asBefore(story);
        }
    }

    private static void breaksOff(SqlInstance one) {
        throw new IllegalStateException("the program ends at " + one.name());
    }

    @Test
    @DisplayName(
            "without a synchronized partner it takes a consent, asked for before anything is done; with too few for a commit, or an instance"
                    + " that does not answer, it is refused")
    void run_whenAPatchWouldLeaveNoPartner_needsConsent() throws SQLException {
        try (SqlStory story = story()) {
            GroupPatch patch = story.sql.patch(GROUP);
            for (String database : SqlStory.DATABASES) {
                story.sql.databases(GROUP).suspend("SQL3", database);
            }
            assertThat(patch.plan(spec(one -> {})).alone()).contains("SQL2");
            story.forget();
            assertThatThrownBy(() -> patch.run(spec(GroupPatchThroughLabTest::breaksOff), null))
                    .isInstanceOf(ConsentRequiredException.class)
                    .hasMessageContaining("no synchronized partner");
            assertThat(story.changes()).isEmpty();
            story.sql.databases(GROUP).resumeAll();
            story.inStep();
            story.lab.power("SQL3").off();
            story.lab.advance(Duration.ofMinutes(1));
            assertThatThrownBy(() -> patch.run(spec(GroupPatchThroughLabTest::breaksOff), null))
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining("SQL3 does not answer");
        }
    }
}

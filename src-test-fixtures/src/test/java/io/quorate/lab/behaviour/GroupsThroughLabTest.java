package io.quorate.lab.behaviour;

import static io.quorate.lab.behaviour.SqlStory.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Secret;
import io.quorate.call.Ensured;
import io.quorate.lab.LongForm;
import io.quorate.lab.SqlSpec;
import io.quorate.lab.Sweep;
import io.quorate.sql.AvailabilityDatabase;
import io.quorate.sql.AvailabilityGroup;
import io.quorate.sql.AvailabilityReplica;
import io.quorate.sql.DatabaseReplicaState;
import io.quorate.sql.GroupPlan;
import io.quorate.sql.GroupSpec;
import io.quorate.sql.SynchronizationHealth;
import io.quorate.sql.SynchronizationState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Groups build themselves on instances of the lab, through the real driver. */
class GroupsThroughLabTest {
    private static final BiConsumer<String, SqlSpec> SHARED = (host, spec) -> {};
    private static final BiConsumer<String, SqlSpec> SEPARATE = (host, spec) -> spec.account("LAB\\svc-" + host);

    /** Builds the group and tells what that took: everything in step, nothing to do any more, a query an instance to see it. */
    private static int statements(SqlStory story, String golden, Consumer<GroupSpec> spec) {
        GroupPlan plan = story.sql.groups().plan(GROUP, spec);
        assertThat(plan.obstacles()).isEmpty();
        assertThat(story.changes()).isEmpty();
        Ensured<AvailabilityGroup> made = story.sql.groups().ensure(GROUP, spec);
        assertThat(made.changed()).isTrue();
        assertThat(made.value().primary()).isEqualTo("SQL1");
        List<String> sent = story.changes();
        GoldenStatements.check(golden, sent);
        story.inStep();

        AvailabilityGroup group = story.sql.groups().get(GROUP);
        assertThat(group.health()).isEqualTo(SynchronizationHealth.HEALTHY);
        assertThat(group.replicas())
                .extracting(AvailabilityReplica::name)
                .containsExactlyInAnyOrder("SQL1", "SQL2", "SQL3");
        assertThat(group.databases())
                .extracting(AvailabilityDatabase::name)
                .containsExactlyInAnyOrderElementsOf(SqlStory.DATABASES);
        assertThat(group.databases())
                .flatExtracting(AvailabilityDatabase::replicas)
                .hasSize(6)
                .extracting(DatabaseReplicaState::synchronization)
                .containsOnly(SynchronizationState.SYNCHRONIZED);

        story.forget();
        Ensured<AvailabilityGroup> again = story.sql.groups().ensure(GROUP, spec);
        assertThat(again.changed()).isFalse();
        assertThat(story.changes()).isEmpty();
        assertThat(story.questions()).containsExactlyInAnyOrderElementsOf(SqlStory.HOSTS);
        return sent.size();
    }

    @Test
    @DisplayName(
            "three replicas, two databases, a listener in two subnets: made by one call in 18 statements, a second one sends none;"
                    + " clients write through the listener and read where the routing list leads")
    void ensure_whenNothingIsThere_makesItAndSettles() throws SQLException {
        try (SqlStory story = SqlStory.start("true", SHARED)) {
            assertThat(statements(story, "shared", SqlStory::wanted)).isLessThanOrEqualTo(18);
            try (Connection writer = story.through("orders", false)) {
                assertThat(SqlStory.server(writer)).isEqualTo("SQL1");
                SqlStory.execute(
                        writer, "CREATE TABLE marks (id int NOT NULL PRIMARY KEY)", "INSERT INTO marks VALUES (7)");
            }
            try (Connection reader = story.through("orders", true)) {
                assertThat(SqlStory.server(reader)).isEqualTo("SQL2");
                assertThat(story.redone(reader, "SELECT id FROM marks", 1)).containsExactly("7");
            }
        }
    }

    @LongForm
    @Test
    void ensure_whenEachInstanceHasAnAccountOfItsOwn_takesAtMost22Statements() throws SQLException {
        try (SqlStory story = SqlStory.start("true", SEPARATE)) {
            assertThat(statements(story, "separate", SqlStory::wanted)).isLessThanOrEqualTo(22);
        }
    }

    @Test
    void ensure_whenEndpointsKnowEachOtherByCertificates_takesAtMost40Statements() throws SQLException {
        try (SqlStory story = SqlStory.start("true", SHARED)) {
            assertThat(statements(story, "certificates", group -> {
                        SqlStory.wanted(group);
                        group.certificates(Secret.of("Master-Key-Passw0rd!"), Secret.of("Peer-Login-Passw0rd!"));
                    }))
                    .isLessThanOrEqualTo(40);
        }
    }

    static List<String> encryptions() {
        return Sweep.WHOLE ? List.of("strict", "false") : List.of("strict");
    }

    @ParameterizedTest
    @MethodSource("encryptions")
    void ensure_whateverTheEncryption_makesItAndSettles(String encrypt) throws SQLException {
        try (SqlStory story = SqlStory.start(encrypt, SHARED)) {
            assertThat(statements(story, "shared", SqlStory::wanted)).isLessThanOrEqualTo(18);
        }
    }
}

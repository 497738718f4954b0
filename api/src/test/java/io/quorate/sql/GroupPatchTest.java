package io.quorate.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.error.ConflictException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.sql.command.FailOver;
import io.quorate.sql.command.SetReplicaOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rolling patch of a group's instances. */
class GroupPatchTest {
    private static final SqlVersion OLD = SqlVersion.of("15.0.4410.1");
    private static final SqlVersion NEW = SqlVersion.of("16.0.4165.4");

    private final FakeSql sql = new FakeSql("sql1", "sql2", "sql3").database("sales");
    private final GroupPatch patch = new AvailabilityGroupClient(sql).patch("AG1");

    @BeforeEach
    void build() {
        sql.hosts.values().forEach(one -> one.version = OLD);
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

    private Consumer<PatchSpec> spec(Consumer<SqlInstance> step) {
        return patch ->
                patch.version(NEW.toString()).automatic("SQL1", "SQL2", "SQL3").by(step);
    }

    @Test
    @DisplayName(
            "an upgrade fails over to the newer version only when all others have it, and never back to an older one")
    void run_whenItIsAnUpgrade_failsOverOnlyWhenAllOthersHaveIt() {
        List<String> order = new ArrayList<>();
        PatchOutcome done = patch.run(
                spec(one -> {
                    order.add(one.name() + " under " + sql.primary);
                    sql.at(one.host()).version = NEW;
                }),
                null);
        assertThat(done.done()).isTrue();
        assertThat(order).containsExactly("SQL2 under SQL1", "SQL3 under SQL1", "SQL1 under SQL2");
        assertThat(sql.sent).filteredOn(FailOver.class::isInstance).hasSize(1);
        assertThat(sql.sent).filteredOn(SetReplicaOption.class::isInstance).hasSize(6);
        assertThat(sql.group.replicas())
                .extracting(AvailabilityReplica::failover)
                .containsOnly(FailoverMode.AUTOMATIC);
        sql.sent.clear();
        assertThat(patch.run(spec(one -> order.add("again")), null).done()).isTrue();
        assertThat(sql.sent).isEmpty();
        assertThat(order).hasSize(3);
    }

    @Test
    void run_whenAnInstanceCountsAsPatchedAndCannotFollow_isRefused() {
        sql.at("sql1").version = NEW;
        assertThatThrownBy(() -> patch.run(
                        patch -> patch.version(OLD.toString()).automatic().by(one -> {}), null))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("41191");
        assertThat(sql.sent).isEmpty();
    }

    @Test
    void run_whenCommitsWouldWait_isRefusedBeforeThePatch() {
        AvailabilityGroup is = sql.group;
        sql.group = new AvailabilityGroup(
                is.name(),
                is.id(),
                is.clusterType(),
                is.basic(),
                is.distributed(),
                is.contained(),
                is.backupPreference(),
                is.failureConditionLevel(),
                is.healthCheckTimeout(),
                is.databaseFailover(),
                is.dtcPerDatabase(),
                2,
                is.sequenceNumber(),
                is.connectionOptions(),
                is.primary(),
                is.health(),
                is.replicas(),
                is.databases(),
                is.listeners());
        assertThatThrownBy(() -> patch.run(
                        spec(one -> {
                            throw new AssertionError("patched " + one.name());
                        }),
                        null))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("a commit waits for 2");
        assertThat(sql.sent).isEmpty();
    }

    @Test
    void run_inAGroupOfTwo_takesTheConsentOfItsId() {
        sql.group = sql.group.without("SQL3");
        sql.joined.remove("SQL3");
        Consumer<PatchSpec> spec = patch ->
                patch.version(NEW.toString()).automatic("SQL1", "SQL2").by(one -> sql.at(one.host()).version = NEW);
        assertThat(patch.plan(spec).alone()).containsExactly("SQL2", "SQL1");
        assertThatThrownBy(() -> patch.run(spec, null)).isInstanceOf(ConsentRequiredException.class);
        assertThat(sql.sent).isEmpty();
        assertThat(patch.run(spec, patch.plan(spec).consent("at night")).patched())
                .containsExactly("SQL2", "SQL1");
    }

    @Test
    void spec_whenItDoesNotSayWhoIsAutomatic_isRefused() {
        assertThatThrownBy(() -> patch.plan(patch -> patch.version("16.0.1.1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("automatically");
    }
}

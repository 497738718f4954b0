package io.quorate.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.Secret;
import io.quorate.call.Ensured;
import io.quorate.error.ConflictException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.NotFoundException;
import io.quorate.error.RejectedException;
import io.quorate.error.UnreachableException;
import io.quorate.sql.command.DropGroup;
import io.quorate.sql.command.ReplicaOption;
import io.quorate.sql.command.ReplicaSetting;
import io.quorate.sql.command.SetReplicaOption;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Groups that build themselves. */
class AvailabilityGroupsTest {
    private static final Consumer<GroupSpec> STORY = spec -> spec.addReplica("sql1")
            .addReplica("sql2")
            .addReplica("sql3")
            .databases(List.of("sales", "stock"))
            .listener(
                    "ag1",
                    listener ->
                            listener.addAddress("10.0.1.9", "255.255.255.0").addAddress("10.0.2.9", "255.255.255.0"));

    private final FakeSql sql =
            new FakeSql("sql1", "sql2", "sql3").database("sales").database("stock");
    private final AvailabilityGroups groups = new AvailabilityGroupClient(sql).groups();

    @Test
    @DisplayName("a second time nothing is sent, and each instance is asked once")
    void ensure_twice_sendsNothingTheSecondTime() {
        Ensured<AvailabilityGroup> first = groups.ensure("AG1", STORY);
        assertThat(first.changed()).isTrue();
        assertThat(first.value().databases()).hasSize(2);
        assertThat(sql.sent).hasSize(16);
        sql.sent.clear();
        sql.queries = 0;

        Ensured<AvailabilityGroup> second = groups.ensure("AG1", STORY);

        assertThat(second.changed()).isFalse();
        assertThat(sql.sent).isEmpty();
        assertThat(sql.queries).isEqualTo(3);
    }

    @Test
    @DisplayName("certificates cross once they are there: 40 statements, none of them twice")
    void ensure_byCertificate_takesTwoRounds() {
        Consumer<GroupSpec> spec = STORY.andThen(one -> one.certificates(Secret.of("m"), Secret.of("p")));

        groups.ensure("AG1", spec);

        assertThat(sql.sent).hasSize(40).doesNotHaveDuplicates();
        assertThat(groups.ensure("AG1", spec).changed()).isFalse();
    }

    @Test
    @DisplayName("a group that was created and not joined is gone on from")
    void ensure_whenHalfIsThere_goesOn() {
        groups.ensure("AG1", STORY);
        sql.joined.remove("SQL3");
        sql.copies.values().forEach(on -> on.remove("SQL3"));
        sql.granted.remove("SQL3");
        sql.sent.clear();

        groups.ensure("AG1", STORY);

        assertThat(sql.sent)
                .extracting(command -> command.name())
                .containsExactly("sql.group.join", "sql.group.grant-create", "sql.group.grant-create");
    }

    @Test
    @DisplayName(
            "seeding that failed begins again: the mode is set away and back, for set to the same it would not be sent")
    void ensure_whenSeedingFailed_beginsAgain() {
        groups.ensure("AG1", STORY);
        sql.copies.get("sales").remove("SQL2");
        sql.seedings.add(new SeedingProgress(
                "AG1", "sales", "SQL2", "FAILED", "Seeding Check Message Timeout", 19495, 1, null, null, null));
        sql.sent.clear();

        groups.ensure("AG1", STORY);

        assertThat(sql.sent)
                .filteredOn(command -> command instanceof SetReplicaOption)
                .containsExactly(
                        new SetReplicaOption("AG1", "SQL2", new ReplicaSetting(ReplicaOption.SEEDING_MODE, "MANUAL")),
                        new SetReplicaOption(
                                "AG1", "SQL2", new ReplicaSetting(ReplicaOption.SEEDING_MODE, "AUTOMATIC")));
        assertThat(sql.copies.get("sales")).contains("SQL2");
    }

    @Test
    void ensure_whenSomethingContradicts_changesNothingAndListsAll() {
        sql.at("sql2").hadr = false;
        sql.at("sql3").edition = "Express Edition";

        assertThatThrownBy(() -> groups.ensure("AG1", STORY))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("Always On is not enabled at SQL2")
                .hasMessageContaining("SQL3 is Express Edition");
        assertThat(sql.sent).isEmpty();
    }

    @Test
    @DisplayName("what a failed creation leaves over is dropped, and the failure comes out")
    void ensure_whenCreationFails_dropsWhatIsLeft() {
        sql.createFails = FakeSql.refused("could not create and could not roll back");

        assertThatThrownBy(() -> groups.ensure("AG1", STORY))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("could not roll back; what was left of it at sql1 was dropped");
        assertThat(sql.sent.get(sql.sent.size() - 1)).isInstanceOf(DropGroup.class);
        assertThat(sql.joined).isEmpty();
    }

    @Test
    void ensure_whenAHostIsNotTheEndpoints_saysSo() {
        assertThatThrownBy(() -> groups.ensure("AG1", spec -> spec.addReplica("sql9")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sql9 is none of the endpoint's hosts");
    }

    @Test
    void create_whenItIsThere_isAConflict() {
        groups.create("AG1", STORY);

        assertThatThrownBy(() -> groups.create("AG1", STORY)).isInstanceOf(ConflictException.class);
    }

    @Test
    @DisplayName("a dead instance does not keep the others from being listed")
    void list_whenOneIsSilent_tellsWhatTheOthersKnow() {
        groups.ensure("AG1", STORY);
        sql.at("sql1").silent = true;

        assertThat(groups.list()).extracting(AvailabilityGroup::name).containsExactly("AG1");
        assertThat(groups.find("ag1")).isPresent();
    }

    @Test
    @DisplayName("a group that no answering instance has may be on the silent one: it is neither absent nor removed")
    void find_whenOneIsSilentAndNobodyElseHasIt_cannotTell() {
        groups.ensure("AG1", STORY);
        assertThatThrownBy(() -> groups.get("AG2")).isInstanceOf(NotFoundException.class);
        sql.at("sql1").silent = true;

        assertThatThrownBy(() -> groups.find("AG2")).isInstanceOf(UnreachableException.class);
        assertThatThrownBy(() -> groups.get("AG2")).isInstanceOf(UnreachableException.class);
        assertThatThrownBy(() -> groups.remove("AG2", null)).isInstanceOf(UnreachableException.class);
    }

    @Test
    void remove_needsTheGroupsId() {
        AvailabilityGroup group = groups.create("AG1", STORY);

        assertThatThrownBy(() -> groups.remove("AG1", null)).isInstanceOf(ConsentRequiredException.class);
        assertThat(groups.remove("AG1", Consent.to(group.id().toString(), "test")))
                .isTrue();
        assertThat(groups.find("AG1")).isEmpty();
        assertThat(groups.remove("AG1", null)).isFalse();
    }
}

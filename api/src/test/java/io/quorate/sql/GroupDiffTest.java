package io.quorate.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Secret;
import io.quorate.spi.Command;
import io.quorate.sql.command.BackUpDatabase;
import io.quorate.sql.command.GroupOption;
import io.quorate.sql.command.GroupSetting;
import io.quorate.sql.command.SetGroupOption;
import io.quorate.sql.command.SetReplicaOption;
import io.quorate.sql.command.SetRoutingList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What lies between instances as they are and a group as it is wanted. */
class GroupDiffTest {
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

    private GroupPlan plan(Consumer<GroupSpec> spec) {
        return new AvailabilityGroupClient(sql).groups().plan("AG1", spec);
    }

    private static List<String> names(GroupPlan plan) {
        return plan.steps().stream().map(step -> step.order().command().name()).toList();
    }

    private static List<Command<?>> commands(GroupPlan plan) {
        List<Command<?>> commands = new java.util.ArrayList<>();
        plan.steps().forEach(step -> commands.add(step.order().command()));
        return commands;
    }

    @Test
    @DisplayName(
            "three replicas, two databases and a listener with one shared account take 16 statements, in a legal order")
    void plan_whenAccountIsShared_isShort() {
        GroupPlan plan = plan(STORY);

        assertThat(plan.obstacles()).isEmpty();
        assertThat(names(plan))
                .containsExactly(
                        "sql.endpoint.create",
                        "sql.endpoint.create",
                        "sql.endpoint.create",
                        "sql.login.create-windows",
                        "sql.endpoint.grant",
                        "sql.login.create-windows",
                        "sql.endpoint.grant",
                        "sql.login.create-windows",
                        "sql.endpoint.grant",
                        "sql.group.create",
                        "sql.group.join",
                        "sql.group.join",
                        "sql.group.grant-create",
                        "sql.group.grant-create",
                        "sql.group.grant-create",
                        "sql.listener.add");
        assertThat(plan.steps()).noneMatch(GroupStep::later);
        assertThat(sql.sent).isEmpty();
    }

    @Test
    void plan_whenAccountsDiffer_takes22Statements() {
        sql.hosts.values().forEach(one -> one.account = "LAB\\" + one.host);

        assertThat(plan(STORY).steps()).hasSize(22);
    }

    @Test
    @DisplayName(
            "with certificates it takes 40 statements; those that carry a certificate that is not there yet are marked")
    void plan_whenByCertificate_takes40Statements() {
        GroupPlan plan =
                plan(STORY.andThen(spec -> spec.certificates(Secret.of("Master-1"), Secret.of("Canary-7f3a"))));

        assertThat(plan.obstacles()).isEmpty();
        assertThat(plan.steps()).hasSize(40);
        assertThat(plan.steps().stream().filter(GroupStep::later))
                .hasSize(6)
                .allMatch(step -> step.order().command().name().equals("sql.certificate.import"));
        assertThat(plan.toString()).doesNotContain("Canary-7f3a").doesNotContain("Master-1");
    }

    @Test
    void plan_whenBackupIsMissing_takesItFirstWhereAsked() {
        sql.at("sql1").databases.put("sales", FakeSql.database("sales", false, RecoveryModel.FULL));

        assertThat(plan(STORY).obstacles()).singleElement().asString().contains("sales", "no full backup");
        GroupPlan asked = plan(STORY.andThen(spec -> spec.initialBackup("B:\\")));
        assertThat(asked.obstacles()).isEmpty();
        assertThat(commands(asked)).contains(new BackUpDatabase("sql1", "sales", "B:\\sales.bak", false));
    }

    @Test
    void plan_whenSeededByHand_goesThroughTheShare() {
        Consumer<GroupSpec> byHand = spec -> spec.addReplica("sql1")
                .addReplica("sql2", replica -> replica.seeding(SeedingMode.MANUAL))
                .addDatabase("sales");

        assertThat(plan(byHand).obstacles()).singleElement().asString().contains("SQL2", "seeds manually");
        assertThat(names(plan(byHand.andThen(spec -> spec.seedThrough("\\\\nas\\seed")))))
                .endsWith(
                        "sql.database.backup",
                        "sql.database.restore",
                        "sql.database.backup-log",
                        "sql.database.restore-log",
                        "sql.database.join");
    }

    private GroupPlan after(Consumer<GroupSpec> first, Consumer<GroupSpec> then) {
        new AvailabilityGroupClient(sql).groups().ensure("AG1", first);
        return plan(then);
    }

    @Test
    @DisplayName(
            "to commit asynchronously a replica first goes to MANUAL; back again it is first synchronous, then AUTOMATIC")
    void plan_whenModesChange_keepsALegalOrder() {
        Consumer<GroupSpec> pair = spec -> spec.addReplica("sql1").addReplica("sql2");
        Consumer<GroupSpec> away = spec -> spec.addReplica("sql1")
                .addReplica(
                        "sql2",
                        replica -> replica.mode(AvailabilityMode.ASYNCHRONOUS_COMMIT)
                                .failover(FailoverMode.MANUAL));

        assertThat(settings(after(pair, away)))
                .containsExactly("FAILOVER_MODE = MANUAL", "AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT");

        FakeSql other = new FakeSql("sql1", "sql2");
        AvailabilityGroups groups = new AvailabilityGroupClient(other).groups();
        groups.ensure("AG1", away);
        assertThat(settings(groups.plan("AG1", pair)))
                .containsExactly("AVAILABILITY_MODE = SYNCHRONOUS_COMMIT", "FAILOVER_MODE = AUTOMATIC");
    }

    private static List<String> settings(GroupPlan plan) {
        return commands(plan).stream()
                .map(command -> ((SetReplicaOption) command).setting().toString())
                .toList();
    }

    @Test
    @DisplayName("all routing URLs come before the first routing list, one property a statement")
    void plan_whenRoutingIsWanted_setsUrlsFirst() {
        Consumer<GroupSpec> pair = spec -> spec.addReplica("sql1").addReplica("sql2");
        RoutingList list = new RoutingList(List.of(List.of("SQL1", "SQL2")));
        Consumer<GroupSpec> routed =
                spec -> spec.addReplica("sql1", replica -> replica.routing(list).routingUrl("TCP://sql1.lab:1433"))
                        .addReplica("sql2", replica -> replica.routing(list).routingUrl("TCP://sql2.lab:1433"));

        GroupPlan plan = after(pair, routed);

        assertThat(names(plan))
                .containsExactly("sql.replica.set", "sql.replica.set", "sql.replica.route", "sql.replica.route");
        assertThat(commands(plan)).contains(new SetRoutingList("AG1", "SQL1", list));
    }

    @Test
    void plan_whenOptionsDiffer_setsEachByItself() {
        Consumer<GroupSpec> pair = spec -> spec.addReplica("sql1").addReplica("sql2");

        GroupPlan plan =
                after(pair, pair.andThen(spec -> spec.databaseFailover(true).failureConditionLevel(4)));

        assertThat(commands(plan))
                .containsExactly(
                        new SetGroupOption("AG1", GroupSetting.of(GroupOption.FAILURE_CONDITION_LEVEL, 4)),
                        new SetGroupOption("AG1", GroupSetting.of(GroupOption.DB_FAILOVER, true)));
    }

    @Test
    @DisplayName("what is there and contradicts the wish is named and never changed")
    void plan_whenGroupContradicts_namesIt() {
        GroupPlan plan = after(
                STORY,
                spec -> spec.clusterType(ClusterType.NONE)
                        .addReplica("sql1")
                        .addReplica("sql2")
                        .listener("other", ListenerSpec::dhcp));

        assertThat(plan.obstacles())
                .anyMatch(why -> why.contains("cluster type WSFC, not NONE"))
                .anyMatch(why -> why.contains("further replica, SQL3"))
                .anyMatch(why -> why.contains("listener ag1, not other"));
    }

    @Test
    void plan_whenTwoLead_namesBothWithTheirNumbers() {
        new AvailabilityGroupClient(sql).groups().ensure("AG1", STORY);
        sql.at("sql2").role = ReplicaRole.PRIMARY;

        assertThat(plan(STORY).obstacles())
                .singleElement()
                .asString()
                .contains("several primaries", "SQL1 (sequence number 20)", "SQL2 (sequence number 20)");
    }
}

package io.quorate.lab.rule.sql;

import static io.quorate.lab.rule.sql.SqlRoom.asynchronous;
import static io.quorate.lab.rule.sql.SqlRoom.automatic;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.lab.ddl.DatabaseStatement;
import io.quorate.lab.ddl.EndpointStatement;
import io.quorate.lab.ddl.GroupAction;
import io.quorate.lab.ddl.GroupOptions.ClusterType;
import io.quorate.lab.ddl.GroupStatement;
import io.quorate.lab.ddl.LoginStatement;
import io.quorate.lab.ddl.PermissionStatement;
import io.quorate.lab.ddl.Replica;
import io.quorate.lab.ddl.Replica.SeedingMode;
import io.quorate.lab.sql.SqlLogin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GroupModelTest {
    private static final List<String> DATABASES = List.of("Sales", "Stock");

    @Test
    void group_ofThreeReplicasAndTwoDatabases_seedsAndSynchronises() {
        try (SqlRoom room = new SqlRoom(3)) {
            room.group(DATABASES, null, automatic("SQL1"), automatic("SQL2"), asynchronous("SQL3"));

            assertThat(room.role("SQL1")).isEqualTo("PRIMARY");
            assertThat(room.role("SQL2")).isEqualTo("SECONDARY");
            assertThat(room.sync("SQL2", "Sales")).isEqualTo("SYNCHRONIZED");
            assertThat(room.sync("SQL3", "Stock")).isEqualTo("SYNCHRONIZING");
            assertThat(room.rows("SQL1", "sys.dm_hadr_database_replica_states")).hasSize(6);
            assertThat(room.rows("SQL2", "sys.dm_hadr_database_replica_states")).hasSize(2);
            assertThat(room.rows("SQL2", "sys.dm_hadr_automatic_seeding"))
                    .allMatch(r -> r.get("current_state").equals("COMPLETED"));
            assertThat(room.rows("SQL3", "sys.availability_group_listener_ip_addresses"))
                    .extracting(r -> r.get("state_desc"))
                    .containsExactly("ONLINE", "OFFLINE", "OFFLINE");
            assertThat(room.write("SQL1", "Sales", "m1")).isZero();
            assertThat(room.write("SQL2", "Sales", "m2")).isEqualTo(3906);
            room.pass(Duration.ofSeconds(1));
            assertThat(room.markers("SQL3", "Sales")).containsExactly("m1");
        }
    }

    @Test
    void create_whenADatabaseHasNoBackup_isRolledBackAndSaysWhy() {
        try (SqlRoom room = new SqlRoom(2)) {
            room.endpoints();
            room.say("SQL1", new DatabaseStatement.Create("Sales", null, List.of(), List.of(), null, false));

            List<Integer> heard = room.say(
                    "SQL1",
                    new GroupStatement.Create(
                            "AG1",
                            SqlRoom.options(null, null),
                            List.of("Sales"),
                            List.of(automatic("SQL1"), automatic("SQL2")),
                            null));

            assertThat(heard).containsExactly(1475, 41152);
            assertThat(room.rows("SQL1", "sys.availability_groups")).isEmpty();
        }
    }

    @Test
    void seeding_whenNotGranted_failsAndStartsWithTheGrant() {
        try (SqlRoom room = new SqlRoom(2)) {
            room.endpoints();
            room.database("SQL1", "Sales");
            room.say(
                    "SQL1",
                    new GroupStatement.Create(
                            "AG1",
                            SqlRoom.options(null, null),
                            List.of("Sales"),
                            List.of(automatic("SQL1"), automatic("SQL2")),
                            null));
            room.alter("SQL2", new GroupAction.Join(null));
            room.pass(Duration.ofSeconds(20));

            Map<String, ?> seed =
                    room.rows("SQL1", "sys.dm_hadr_automatic_seeding").get(0);
            assertThat(seed.get("error_code")).isEqualTo(19506);
            assertThat(seed.get("current_state")).isEqualTo("FAILED");

            room.alter("SQL2", new GroupAction.CreateAnyDatabase(true));
            room.pass(Duration.ofSeconds(20));
            assertThat(room.sync("SQL2", "Sales")).isEqualTo("SYNCHRONIZED");
        }
    }

    @Test
    void seeding_byBackup_needsTheWholeLog() {
        try (SqlRoom room = new SqlRoom(2)) {
            room.endpoints();
            room.database("SQL1", "Sales");
            String share = "\\\\nas\\sql\\";
            room.say("SQL1", SqlRoom.backup("Sales", share + "full.bak", false));
            room.write("SQL1", "Sales", "m1");
            room.say("SQL1", SqlRoom.backup("Sales", share + "log.trn", true));
            Replica manual = new Replica("SQL2", null, null, null, SeedingMode.MANUAL, null, null, null, null);
            room.say(
                    "SQL1",
                    new GroupStatement.Create(
                            "AG1",
                            SqlRoom.options(null, null),
                            List.of("Sales"),
                            List.of(automatic("SQL1"), automatic("SQL2")),
                            null));
            room.alter("SQL1", new GroupAction.ModifyReplicas(List.of(manual)));
            room.alter("SQL2", new GroupAction.Join(null));
            DatabaseStatement.JoinGroup join = new DatabaseStatement.JoinGroup("Sales", "AG1");

            assertThat(room.say("SQL2", join)).containsExactly(911);
            assertThat(room.say("SQL2", SqlRoom.restore("Sales", share + "full.bak", false)))
                    .isEmpty();
            assertThat(room.say("SQL2", join)).containsExactly(1478);
            assertThat(room.say("SQL2", SqlRoom.restore("Sales", share + "log.trn", true)))
                    .isEmpty();
            assertThat(room.say("SQL2", join)).isEmpty();
            assertThat(room.say("SQL2", join)).containsExactly(41145);
            room.pass(Duration.ofSeconds(1));
            assertThat(room.sync("SQL2", "Sales")).isEqualTo("SYNCHRONIZED");
            assertThat(room.markers("SQL2", "Sales")).containsExactly("m1");
        }
    }

    @Test
    void join_whenTheEndpointsDoNotAgree_isRefused() {
        try (SqlRoom room = new SqlRoom(2, 1, 16, "NT SERVICE\\MSSQLSERVER")) {
            room.endpoints();
            room.say(
                    "SQL1",
                    new GroupStatement.Create(
                            "AG1",
                            SqlRoom.options(null, null),
                            List.of(),
                            List.of(automatic("SQL1"), automatic("SQL2")),
                            null));
            assertThat(room.alter("SQL2", new GroupAction.Join(null))).containsExactly(35250);
            assertThat(room.alter("SQL2", new GroupAction.Join(ClusterType.NONE)))
                    .containsExactly(47100);

            for (String at : List.of("SQL1", "SQL2")) {
                String other = "LAB\\" + (at.equals("SQL1") ? "SQL2$" : "SQL1$");
                room.say(at, new LoginStatement.CreateWindowsLogin(other, null, null));
                room.say(
                        at,
                        new PermissionStatement(
                                PermissionStatement.Verb.GRANT,
                                List.of("CONNECT"),
                                new PermissionStatement.Securable("ENDPOINT", List.of("Hadr_endpoint")),
                                List.of(other),
                                false,
                                false,
                                null));
            }
            assertThat(room.alter("SQL2", new GroupAction.Join(null))).isEmpty();
            assertThat(room.alter("SQL2", new GroupAction.Join(null))).containsExactly(41106);
        }
    }

    @Test
    void endpoint_whenItStops_endsTheSessionAndAFaultIsCountedOff() {
        try (SqlRoom room = new SqlRoom(2)) {
            room.group(DATABASES, null, automatic("SQL1"), automatic("SQL2"));
            room.say(
                    "SQL2",
                    new EndpointStatement.Alter("Hadr_endpoint", EndpointStatement.State.STOPPED, null, null, null));
            room.pass(Duration.ofSeconds(1));
            assertThat(room.sync("SQL2", "Sales")).isEqualTo("NOT SYNCHRONIZING");
            room.say(
                    "SQL2",
                    new EndpointStatement.Alter("Hadr_endpoint", EndpointStatement.State.STARTED, null, null, null));
            room.pass(Duration.ofSeconds(1));
            assertThat(room.sync("SQL2", "Sales")).isEqualTo("SYNCHRONIZED");

            room.sql.faults().fail("SQL2", "FAILOVER", 41190, 1);
            assertThat(room.alter("SQL2", new GroupAction.Failover())).containsExactly(41190);
            assertThat(room.alter("SQL2", new GroupAction.Failover())).isEmpty();
            assertThat(room.role("SQL2")).isEqualTo("PRIMARY");
        }
    }

    @Test
    void drop_leavesThePrimarysDatabasesOpenAndTheOthersRestoring() {
        try (SqlRoom room = new SqlRoom(2)) {
            room.group(DATABASES, null, automatic("SQL1"), automatic("SQL2"));
            assertThat(room.say("SQL1", new GroupStatement.Drop("AG1"))).isEmpty();
            assertThat(room.say("SQL1", new GroupStatement.Drop("AG1"))).containsExactly(15151);
            assertThat(room.write("SQL1", "Sales", "m1")).isZero();
            assertThat(room.hosts.get("SQL2").closed("Sales", false).number()).isEqualTo(927);
        }
    }

    @Test
    void views_ofEachVersion_haveItsColumnsAndValuesThatFit() {
        for (int major = 13; major <= 17; major++) {
            try (SqlRoom room = new SqlRoom(3, 1, major)) {
                room.group(DATABASES, null, automatic("SQL1"), automatic("SQL2"), asynchronous("SQL3"));
                room.write("SQL1", "Sales", "m1");
                for (String at : room.hosts.keySet()) {
                    room.hosts
                            .get(at)
                            .views()
                            .forEach(v -> v.rows().get().forEach(r -> {
                                assertThat(r).hasSameSizeAs(v.columns());
                                for (int i = 0; i < r.size(); i++) {
                                    ViewValues.check(v, i, r.get(i));
                                }
                            }));
                }
                Map<String, ?> group =
                        room.rows("SQL1", "sys.availability_groups").get(0);
                assertThat(group.containsKey("is_contained")).isEqualTo(major >= 16);
                assertThat(group.containsKey("cluster_type")).isEqualTo(major >= 14);
                assertThat(group.containsKey("cluster_connection_options")).isEqualTo(major >= 17);
            }
        }
    }

    @Test
    void login_thatReadsOnly_isLedByTheRoutingListThroughTheListenerOnly() {
        try (SqlRoom room = new SqlRoom(3)) {
            room.group(DATABASES, null, automatic("SQL1"), automatic("SQL2"), asynchronous("SQL3"));
            Replica list = new Replica(
                    "SQL1",
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    new Replica.PrimaryRole(null, List.of(List.of("SQL2", "SQL3"), List.of("SQL1")), null),
                    null);
            assertThat(room.alter("SQL1", new GroupAction.ModifyReplicas(List.of(list))))
                    .isEmpty();
            LabSqlHost direct = room.hosts.get("SQL1");
            LabSqlHost door = direct.throughListener();
            SqlLogin reader = login("Sales", true);

            assertThat(direct.routed(reader)).isNull();
            assertThat(door.routed(login("Sales", false))).isNull();
            assertThat(door.routed(login("master", true))).isNull();
            assertThat(door.routed(reader).host()).isEqualTo("SQL2.lab.example");
            assertThat(door.routed(reader).host()).isEqualTo("SQL3.lab.example");
            room.estate.powerOff("SQL2");
            room.pass(Duration.ofSeconds(11));
            assertThat(door.routed(reader).host()).isEqualTo("SQL3.lab.example");
            assertThat(room.hosts.get("SQL3").closed("Sales", false).number()).isEqualTo(978);
            assertThat(room.hosts.get("SQL3").closed("Sales", true)).isNull();
            assertThat(direct.refuses(reader)).isNull();
            assertThat(direct.refuses(new SqlLogin("admin", "no".toCharArray(), "", false, "", ""))
                            .number())
                    .isEqualTo(18456);
        }
    }

    private static SqlLogin login(String database, boolean readIntent) {
        return new SqlLogin("admin", "pw".toCharArray(), database, readIntent, "test", "client");
    }
}

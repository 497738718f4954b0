package io.quorate.lab.rule.sql;

import static io.quorate.lab.rule.sql.SqlRoom.automatic;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.lab.ddl.Bytes;
import io.quorate.lab.ddl.CertificateStatement;
import io.quorate.lab.ddl.EndpointStatement;
import io.quorate.lab.ddl.EndpointStatement.Authentication;
import io.quorate.lab.ddl.EndpointStatement.Encryption;
import io.quorate.lab.ddl.GroupAction;
import io.quorate.lab.ddl.GroupStatement;
import io.quorate.lab.ddl.Hidden;
import io.quorate.lab.ddl.LoginStatement;
import io.quorate.lab.ddl.PermissionStatement;
import io.quorate.lab.sql.SqlLogin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointTrustTest {

    private static EndpointStatement.Create byCertificate(String certificate) {
        return new EndpointStatement.Create(
                "Hadr_endpoint",
                null,
                EndpointStatement.State.STARTED,
                5022,
                null,
                new EndpointStatement.Mirroring(
                        List.of(Authentication.CERTIFICATE),
                        certificate,
                        Encryption.REQUIRED,
                        List.of("AES"),
                        EndpointStatement.Role.ALL));
    }

    private static CertificateStatement.CreateCertificate certificate(String name) {
        return new CertificateStatement.CreateCertificate(name, null, null, "CN=" + name, null, null, null);
    }

    @Test
    void certificates_whenTheyAreExchanged_letTheReplicasSpeak() {
        try (SqlRoom room = new SqlRoom(2, 1, 16, "NT SERVICE\\MSSQLSERVER")) {
            assertThat(room.say("SQL1", certificate("c_SQL1"))).containsExactly(15581);
            for (String at : room.hosts.keySet()) {
                assertThat(room.say(at, new CertificateStatement.CreateMasterKey(new Hidden("Key-Passw0rd!"))))
                        .isEmpty();
                assertThat(room.say(at, certificate("c_" + at))).isEmpty();
                assertThat(room.say(at, byCertificate("c_" + at))).isEmpty();
                assertThat(room.say(at, byCertificate("c_" + at))).containsExactly(7862);
            }
            room.say(
                    "SQL1",
                    new GroupStatement.Create(
                            "AG1",
                            SqlRoom.options(null, null),
                            List.of(),
                            List.of(automatic("SQL1"), automatic("SQL2")),
                            null));
            trust(room, "SQL1", "SQL2");
            assertThat(room.alter("SQL2", new GroupAction.Join(null))).containsExactly(35250);
            trust(room, "SQL2", "SQL1");
            assertThat(room.alter("SQL2", new GroupAction.Join(null))).isEmpty();
            assertThat(room.rows("SQL1", "sys.database_mirroring_endpoints").get(0))
                    .containsEntry("connection_auth_desc", "CERTIFICATE")
                    .containsEntry("encryption_algorithm_desc", "AES");
            assertThat(room.rows("SQL1", "sys.server_permissions"))
                    .anyMatch(r -> r.get("permission_name").equals("CONNECT")
                            && Integer.valueOf(105).equals(r.get("class")));
        }
    }

    /** Takes the other's certificate in, for a log-in of its own that may connect. */
    private static void trust(SqlRoom room, String at, String other) {
        Object id = room.rows(other, "sys.certificates").get(0).get("certificate_id");
        byte[] encoded = (byte[]) room.hosts.get(other).function("certencoded", List.of(id), "admin");
        String login = "l_" + other;
        LoginStatement.Password password = new LoginStatement.Password(new Hidden("Login-Passw0rd!"), null, false);
        assertThat(room.say(at, new LoginStatement.CreateSqlLogin(login, password, null, null, null, null, null)))
                .isEmpty();
        assertThat(room.say(at, new LoginStatement.CreateUser(login, login, false, null, null, null)))
                .isEmpty();
        assertThat(room.say(
                        at,
                        new CertificateStatement.ImportCertificate(
                                "c_" + other, login, null, new Bytes(encoded), null, null)))
                .isEmpty();
        assertThat(room.say(
                        at,
                        new PermissionStatement(
                                PermissionStatement.Verb.GRANT,
                                List.of("CONNECT"),
                                new PermissionStatement.Securable("ENDPOINT", List.of("Hadr_endpoint")),
                                List.of(login),
                                false,
                                false,
                                null)))
                .isEmpty();
    }

    @Test
    void login_withItsSidAndHash_isTheSameElsewhere() {
        try (SqlRoom room = new SqlRoom(2)) {
            LoginStatement.Password plain = new LoginStatement.Password(new Hidden("App-Passw0rd!"), null, false);
            room.say("SQL1", new LoginStatement.CreateSqlLogin("app", plain, null, null, null, null, null));
            Map<String, ?> made = room.rows("SQL1", "sys.sql_logins").stream()
                    .filter(r -> "app".equals(r.get("name")))
                    .findFirst()
                    .orElseThrow();
            Bytes sid = new Bytes((byte[]) made.get("sid"));
            LoginStatement.Password hashed =
                    new LoginStatement.Password(null, new Bytes((byte[]) made.get("password_hash")), false);
            assertThat(room.say("SQL2", new LoginStatement.CreateSqlLogin("app", hashed, sid, null, null, null, null)))
                    .isEmpty();
            assertThat(room.say("SQL2", new LoginStatement.CreateSqlLogin("app", hashed, sid, null, null, null, null)))
                    .containsExactly(15025);
            assertThat(room.say("SQL2", new LoginStatement.CreateSqlLogin("app2", hashed, sid, null, null, null, null)))
                    .containsExactly(15433);
            SqlLogin login = new SqlLogin("app", "App-Passw0rd!".toCharArray(), "", false, "", "");
            assertThat(room.hosts.get("SQL2").refuses(login)).isNull();
            assertThat(room.say("SQL2", new LoginStatement.EnableLogin("app", false)))
                    .isEmpty();
            assertThat(room.hosts.get("SQL2").refuses(login).number()).isEqualTo(18456);
            assertThat(room.world.trace()).doesNotContain("Passw0rd");
        }
    }

    @Test
    void group_onALabCluster_followsItsQuorum() {
        try (SqlRoom room = new SqlRoom(3)) {
            room.world.change("cluster", () -> room.estate.createCluster("C1", List.of("SQL1", "SQL2", "SQL3")));
            room.pass(Duration.ofSeconds(30));
            room.group(List.of("Sales"), null, automatic("SQL1"), automatic("SQL2"), automatic("SQL3"));
            room.write("SQL1", "Sales", "m1");
            room.estate.powerOff("SQL1");
            room.pass(Duration.ofMinutes(2));
            assertThat(room.role("SQL2")).isEqualTo("PRIMARY");
            assertThat(room.write("SQL2", "Sales", "m2")).isZero();
            room.estate.powerOn("SQL1");
            room.pass(Duration.ofMinutes(10));
            assertThat(room.markers("SQL1", "Sales")).containsExactly("m1", "m2");
            assertThat(room.rows("SQL1", "sys.dm_hadr_cluster").get(0)).containsEntry("cluster_name", "C1");
        }
    }
}

package io.quorate.lab.ddl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.lab.ddl.GroupOptions.ClusterType;
import io.quorate.lab.ddl.Replica.AvailabilityMode;
import io.quorate.lab.ddl.Replica.FailoverMode;
import io.quorate.lab.ddl.Replica.SeedingMode;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DdlTest {

    @Test
    @DisplayName("a CREATE is read whole: names undoubled, options, replicas with roles and routing, listener")
    void parse_ofACreate_readsEverything() throws DdlRejection {
        GroupStatement.Create create = (GroupStatement.Create) parse("""
                CREATE AVAILABILITY GROUP [a]]g] WITH (CLUSTER_TYPE = WSFC, FAILURE_CONDITION_LEVEL = 2, HEALTH_CHECK_TIMEOUT = 4294967295)
                FOR DATABASE [Or''ders], Cash
                REPLICA ON N'SQL1\\PROD' WITH (ENDPOINT_URL = N'TCP://sql1:5022', FAILOVER_MODE = AUTOMATIC,
                    AVAILABILITY_MODE = SYNCHRONOUS_COMMIT, SEEDING_MODE = AUTOMATIC, BACKUP_PRIORITY = 0, SESSION_TIMEOUT = 20,
                    PRIMARY_ROLE (READ_ONLY_ROUTING_LIST = ((N'SQL2', N'SQL1\\PROD'))),
                    SECONDARY_ROLE (ALLOW_CONNECTIONS = READ_ONLY, READ_ONLY_ROUTING_URL = N'TCP://sql1:1433')),
                  N'SQL2' WITH (ENDPOINT_URL = N'TCP://sql2:5022', FAILOVER_MODE = MANUAL, AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT,
                    SECONDARY_ROLE (READ_ONLY_ROUTING_URL = N'TCP://sql2:1433'))
                LISTENER N'ag-1' (WITH IP ((N'10.0.0.1', N'255.0.0.0'), (N'::1')), PORT = 5000)""");
        assertThat(create.name()).isEqualTo("a]g");
        assertThat(create.databases()).containsExactly("Or''ders", "Cash");
        assertThat(create.options().clusterType()).isEqualTo(ClusterType.WSFC);
        assertThat(create.options().healthCheckTimeout()).isEqualTo(4_294_967_295L);
        assertThat(create.options().databaseFailover()).isNull();
        Replica first = create.replicas().get(0);
        assertThat(first.server()).isEqualTo("SQL1\\PROD");
        assertThat(first.failoverMode()).isEqualTo(FailoverMode.AUTOMATIC);
        assertThat(first.seedingMode()).isEqualTo(SeedingMode.AUTOMATIC);
        assertThat(first.backupPriority()).isZero();
        assertThat(first.primaryRole().routingList()).containsExactly(List.of("SQL2", "SQL1\\PROD"));
        assertThat(first.secondaryRole().readOnlyRoutingUrl()).isEqualTo("TCP://sql1:1433");
        assertThat(create.replicas().get(1).availabilityMode()).isEqualTo(AvailabilityMode.ASYNCHRONOUS_COMMIT);
        assertThat(create.listener().addresses())
                .containsExactly(new Listener.Address("10.0.0.1", "255.0.0.0"), new Listener.Address("::1", null));
        assertThat(create.listener().port()).isEqualTo(5000);
    }

    @Test
    void parse_ofAModify_namesTheOneOptionAlone() throws DdlRejection {
        GroupStatement.Alter alter = (GroupStatement.Alter)
                parse(
                        "ALTER AVAILABILITY GROUP ag1 MODIFY REPLICA ON 'SQL2' WITH (PRIMARY_ROLE (READ_ONLY_ROUTING_LIST = NONE))");
        GroupAction.ModifyReplicas modify = (GroupAction.ModifyReplicas) alter.action();
        Replica replica = modify.replicas().get(0);
        assertThat(replica.primaryRole().routingList()).isEmpty();
        assertThat(replica.primaryRole().allowConnections()).isNull();
        assertThat(replica.endpointUrl()).isNull();
        assertThat(replica.availabilityMode()).isNull();
    }

    @Test
    void parse_ofAnEndpoint_readsWhatItDemands() throws DdlRejection {
        EndpointStatement.Create create = (EndpointStatement.Create)
                parse(
                        "CREATE ENDPOINT e STATE = STARTED AS TCP (LISTENER_PORT = 5022, LISTENER_IP = (10.1.2.3)) FOR DATABASE_MIRRORING"
                                + " (AUTHENTICATION = CERTIFICATE [c 1] WINDOWS KERBEROS, ENCRYPTION = REQUIRED ALGORITHM AES RC4, ROLE = ALL)");
        assertThat(create.address()).isEqualTo("10.1.2.3");
        assertThat(create.mirroring().certificate()).isEqualTo("c 1");
        assertThat(create.mirroring().authentication())
                .containsExactly(
                        EndpointStatement.Authentication.CERTIFICATE, EndpointStatement.Authentication.KERBEROS);
        assertThat(create.mirroring().algorithms()).containsExactly("AES", "RC4");
        assertThat(((EndpointStatement.Create) parse(
                                "CREATE ENDPOINT e AS TCP (LISTENER_PORT = 5022) FOR DATABASE_MIRRORING (ROLE = ALL)"))
                        .state())
                .isEqualTo(EndpointStatement.State.STOPPED);
    }

    @Test
    @DisplayName("a syntax error names the word and the line; a word that is a keyword has a number of its own")
    void parse_ofASyntaxError_namesWordAndLine() {
        assertThatThrownBy(() -> parse("ALTER AVAILABILITY GROUP ag1\nADD REPLICAS\nON 'a'"))
                .isInstanceOfSatisfying(DdlRejection.class, e -> {
                    assertThat(e.number()).isEqualTo(102);
                    assertThat(e.severity()).isEqualTo(15);
                    assertThat(e.line()).isEqualTo(2);
                    assertThat(e.syntax()).isTrue();
                })
                .hasMessage("Incorrect syntax near 'REPLICAS'.");
        assertThatThrownBy(() -> parse("ALTER AVAILABILITY GROUP ag1 TABLE"))
                .hasMessage("Incorrect syntax near the keyword 'TABLE'.");
        assertThatThrownBy(() -> parse("ALTER AVAILABILITY GROUP ag1 FAILOVER WITH (X)"))
                .isInstanceOfSatisfying(
                        DdlRejection.class, e -> assertThat(e.number()).isEqualTo(319));
    }

    @Test
    @DisplayName("what is a statement, and refused, fails alone; what is none fails its whole batch")
    void syntax_tellsWhatFailsTheBatch() {
        assertThatThrownBy(() -> parse("ALTER AVAILABILITY GROUP ag1 SET (FAILURE_CONDITION_LEVEL = 9)"))
                .isInstanceOfSatisfying(
                        DdlRejection.class, e -> assertThat(e.syntax()).isFalse());
    }

    @Test
    @DisplayName("no password, private key or hash is printed: by a statement, nor by why one is refused")
    void toString_ofWhatHoldsASecret_hidesIt() throws DdlRejection {
        String secret = "Canary-4711-pass";
        String hash = "0x0200" + "C4".repeat(68);
        for (String text : List.of(
                "CREATE MASTER KEY ENCRYPTION BY PASSWORD = '" + secret + "'",
                "OPEN MASTER KEY DECRYPTION BY PASSWORD = '" + secret + "'",
                "ALTER MASTER KEY REGENERATE WITH ENCRYPTION BY PASSWORD = '" + secret + "'",
                "CREATE CERTIFICATE c ENCRYPTION BY PASSWORD = '" + secret + "' WITH SUBJECT = 's'",
                "CREATE CERTIFICATE c FROM BINARY = 0x30 WITH PRIVATE KEY (BINARY = 0xC4C4, DECRYPTION BY PASSWORD = '"
                        + secret + "')",
                "BACKUP CERTIFICATE c TO FILE = 'c' WITH PRIVATE KEY (FILE = 'k', ENCRYPTION BY PASSWORD = '" + secret
                        + "')",
                "CREATE LOGIN a WITH PASSWORD = '" + secret + "'",
                "CREATE LOGIN a WITH PASSWORD = " + hash + " HASHED",
                "ALTER LOGIN a WITH PASSWORD = '" + secret + "' OLD_PASSWORD = '" + secret + "'",
                "CREATE USER a WITH PASSWORD = '" + secret + "'",
                "EXEC sp_addlinkedsrvlogin 's', @rmtpassword = '" + secret + "'")) {
            assertThat(parse(text).toString()).doesNotContain(secret).doesNotContainIgnoringCase("C4C4");
            for (String broken : List.of(
                    text + " x",
                    text.replace("'" + secret + "'", "'" + secret),
                    text.replace("PASSWORD = '", "PASSWORD '"),
                    text.replace("'" + secret + "'", "\"" + secret + "\""),
                    text.replace("'" + secret + "'", "\"" + secret),
                    text.replace("'" + secret + "'", "Canary_4711_pass"),
                    text.replace("= '" + secret + "'", "Canary_4711_pass"),
                    text.replace("PASSWORD = 0x", "PASSWORD 0x"),
                    text.replace("HASHED", ""))) {
                try {
                    parse(broken);
                } catch (DdlRejection e) {
                    assertThat(e.getMessage())
                            .doesNotContain(secret, "Canary_4711_pass")
                            .doesNotContainIgnoringCase("C4C4");
                }
            }
        }
    }

    @Test
    void of_namesVersionsByYearAndProductVersion() {
        assertThat(SqlVersion.of("16.0.4135.4")).isEqualTo(SqlVersion.V2022);
        assertThat(SqlVersion.of("2025")).isEqualTo(SqlVersion.V2025);
        assertThatThrownBy(() -> SqlVersion.of("2014")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Statement parse(String text) throws DdlRejection {
        return Ddl.parse(text, SqlVersion.V2022, SqlEdition.DEVELOPER);
    }
}

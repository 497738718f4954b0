package io.quorate.lab.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session says to batches. */
class SqlSessionTest {
    private final FakeHost host = new FakeHost("SQL1");
    private final SqlInstance instance = host.instance();
    private final SqlSession session = Heard.in(instance, "db1");

    @AfterEach
    void close() {
        instance.close();
    }

    private Heard run(String batch, SqlParameter... parameters) {
        return Heard.of(session, batch, parameters);
    }

    private static SqlLogin login(String password, String database, boolean readIntent) {
        return new SqlLogin("sa", password.toCharArray(), database, readIntent, "test", "CLIENT1");
    }

    @Test
    void login_isRefusedRoutedOrLetIn() {
        assertThat(instance.login(login("wrong", "", false)))
                .isInstanceOfSatisfying(
                        SqlEntry.Refused.class,
                        r -> assertThat(r.why().number()).isEqualTo(18456));
        assertThat(instance.login(login("right", "db2", true))).isEqualTo(new SqlEntry.Routed("127.0.0.2", 1433));
        assertThat(instance.login(login("right", "nosuch", false)))
                .isInstanceOfSatisfying(
                        SqlEntry.Refused.class,
                        r -> assertThat(r.why().number()).isEqualTo(4060));
        host.closed.put("db2", new SqlMessage(983, 14, 1, "Unable to access availability database 'db2'.", 1));
        assertThat(instance.login(login("right", "db2", false)))
                .isInstanceOfSatisfying(
                        SqlEntry.Refused.class,
                        r -> assertThat(r.why().number()).isEqualTo(983));
        assertThat(session.database()).isEqualTo("db1");
    }

    @Test
    void statement_ofTheCatalogue_isCarriedOutByTheHost() {
        Heard heard = run(
                "ALTER AVAILABILITY GROUP [AG1] JOIN WITH (CLUSTER_TYPE = NONE)\nALTER AVAILABILITY GROUP [AG1] GRANT CREATE ANY DATABASE\n"
                        + "ALTER DATABASE [x] SET HADR AVAILABILITY GROUP = [AG1];\nGRANT ALTER ANY AVAILABILITY GROUP TO [app]\nDROP AVAILABILITY GROUP AG1");

        assertThat(heard.messages).isEmpty();
        assertThat(host.executed).hasSize(5);
        assertThat(host.ddl)
                .containsExactly(
                        "ALTER AVAILABILITY GROUP [AG1] JOIN WITH (CLUSTER_TYPE = NONE)",
                        "ALTER AVAILABILITY GROUP [AG1] GRANT CREATE ANY DATABASE",
                        "ALTER DATABASE [x] SET HADR AVAILABILITY GROUP = [AG1]",
                        "GRANT ALTER ANY AVAILABILITY GROUP TO [app]",
                        "DROP AVAILABILITY GROUP AG1");
        assertThat(heard.ends).hasSize(5);
    }

    @Test
    void statement_thatIsNone_failsTheBatchBeforeAnythingRuns() {
        Heard heard = run("INSERT INTO nosuch VALUES (1)\nALTER AVAILABILITY GROUP BROKEN");

        assertThat(heard.messages).containsExactly(new SqlMessage(102, 15, 1, "Incorrect syntax near 'BROKEN'.", 2));
        assertThat(host.executed).isEmpty();
    }

    @Test
    void error_ofAHost_isToldWithItsLine_andTheBatchGoesOn() {
        host.executeSays = new SqlMessage(41142, 16, 34, "The availability replica is not ready.", 1);

        Heard heard = run("SELECT 1\nALTER AVAILABILITY GROUP AG1 FAILOVER\nSELECT 2");

        assertThat(heard.messages)
                .containsExactly(new SqlMessage(41142, 16, 34, "The availability replica is not ready.", 2));
        assertThat(heard.rows).hasSize(2);
    }

    @Test
    void error_lateInABatch_comesAfterTheResultsBefore() {
        Heard heard = run(
                "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL)\nINSERT INTO t VALUES (1, 1)\nSELECT id FROM t\n"
                        + "INSERT t VALUES (1, 2)\nINSERT t VALUES (2, NULL)\nSELECT COUNT(*) FROM t");

        assertThat(heard.errors()).containsExactly(2627, 515);
        assertThat(heard.messages.stream().map(SqlMessage::line)).containsExactly(4, 5);
        assertThat(heard.messages.get(1).text()).contains("'n'").contains("dbo.t");
        assertThat(heard.rows).isEqualTo(List.of(List.of(1), List.of(1)));
        assertThat(run("SELECT @@ERROR").value()).isEqualTo(0);
    }

    @Test
    void view_readInATransaction_isWholeAfterItsRollback() {
        String count = "SELECT COUNT(*) FROM sys.databases";
        Object all = run(count).value();
        assertThat(all).isNotEqualTo(0);

        run("CREATE TABLE v (id int)");
        assertThat(run("BEGIN TRAN; SELECT COUNT(*) FROM sys.tables").value()).isEqualTo(1);
        run("ROLLBACK");
        assertThat(run("SELECT COUNT(*) FROM sys.tables").value()).isEqualTo(1);
        run(
                "BEGIN TRAN; SAVE TRAN a; SELECT name FROM INFORMATION_SCHEMA.COLUMNS; SELECT COUNT(*) FROM sys.schemas; ROLLBACK TRAN a");
        assertThat(run("SELECT COUNT(*) FROM sys.schemas").value()).isEqualTo(1);
        run("ROLLBACK");
        assertThat(run("SELECT COUNT(*) FROM sys.schemas").value()).isEqualTo(1);
        assertThat(run(count).value()).isEqualTo(all);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "208:SELECT * FROM nosuch",
                "207:SELECT nosuch FROM sys.databases",
                "102:SELECT FROM WHERE",
                "102:SELECT * FROM sys.databases WHERE",
                "105:SELECT 'x",
                "911:USE nosuch",
                "137:SELECT @nosuch",
                "195:SELECT NOSUCHFUNCTION(1)",
                "8134:SELECT 1/0",
                "245:SELECT CAST('x' AS int)",
                "241:SELECT CAST('2026-13-13' AS datetime)",
                "3902:COMMIT",
                "3903:ROLLBACK TRANSACTION",
                "2812:EXEC nosuchprocedure",
                "7202:SELECT * FROM other.db1.dbo.t",
                "209:SELECT name FROM sys.databases a JOIN sys.databases b ON a.name = b.name",
                "50000:MERGE INTO t USING u ON 1 = 1",
                "50000:CREATE VIEW v AS SELECT 1 AS a",
                "50000:SELECT * FROM sys.databases FOR XML AUTO",
                "50000:SELECT * FROM sys.databases d CROSS APPLY (SELECT 1 AS a) x",
                "50000:DBCC CHECKDB",
                "195:SET NOSUCHOPTION ON",
                "2715:DECLARE @x nosuchtype"
            })
    void error_hasItsNumber_andNoWordOfTheEngine(String example) {
        Heard heard = run(example.substring(example.indexOf(':') + 1));

        assertThat(heard.errors()).containsExactly(Integer.valueOf(example.substring(0, example.indexOf(':'))));
        assertThat(heard.messages.get(0).text())
                .doesNotContainIgnoringCase("h2")
                .doesNotContain("SQL statement:");
        assertThat(run("SELECT 1").value()).isEqualTo(1);
    }

    @Test
    void statement_thatIsNotSimulated_isCounted() {
        run("MERGE INTO t USING u ON 1 = 1");
        run("SELECT 1 FOR JSON PATH");

        assertThat(instance.notSimulated()).isEqualTo(2);
    }

    @Test
    void insert_tellsItsIdentity_andWhatItWrote() {
        run(
                "CREATE TABLE dbo.marker (id bigint IDENTITY(100,1) NOT NULL CONSTRAINT pk PRIMARY KEY CLUSTERED (id ASC), "
                        + "note nvarchar(20) NULL, at datetime2 NOT NULL DEFAULT SYSUTCDATETIME(), g uniqueidentifier DEFAULT (NEWID()))");

        Heard heard = run(
                "INSERT INTO dbo.marker (note) OUTPUT inserted.id, inserted.note, inserted.at VALUES (@P0), (N'b')",
                new SqlParameter("@P0", SqlType.NVARCHAR, "a"));

        assertThat(heard.messages).isEmpty();
        assertThat(heard.rows.get(0)).isEqualTo(List.of(100L, "a", host.now));
        assertThat(heard.rows.get(1).get(0)).isEqualTo(101L);
        assertThat(heard.ends).containsExactly(2L);
        assertThat(run("SELECT SCOPE_IDENTITY()").value()).isEqualTo(new BigDecimal("101"));
        assertThat(run("SELECT @@IDENTITY").value()).isEqualTo(new BigDecimal("101"));
        assertThat(run("INSERT marker (id, note) VALUES (7, 'x')").errors()).containsExactly(544);
        assertThat(run("SET IDENTITY_INSERT dbo.marker ON; INSERT marker (id, note) VALUES (7, 'x')").messages)
                .isEmpty();
        assertThat(run("SELECT COUNT(*), COUNT(DISTINCT g) FROM db1.dbo.marker").rows)
                .isEqualTo(List.of(List.of(3, 3)));
        assertThat(run("SELECT * FROM marker WHERE id = 7").columns.get(0))
                .extracting(SqlColumn::name)
                .containsExactly("id", "note", "at", "g");
    }

    @Test
    void update_andDelete_countTheirRows() {
        run("CREATE TABLE t (id int NOT NULL PRIMARY KEY, n int, s varchar(5))");
        run("INSERT t (id, n, s) SELECT database_id, 0, 'x' FROM sys.databases");

        assertThat(run("UPDATE t SET n = n + 1, s = NULL WHERE id > 1; SELECT @@ROWCOUNT")
                        .value())
                .isEqualTo(2);
        assertThat(run("UPDATE t SET n = 9 OUTPUT inserted.id, inserted.n WHERE id = 5").rows)
                .isEqualTo(List.of(List.of(5, 9)));
        assertThat(run("DELETE t OUTPUT deleted.* WHERE id = 1").rows).isEqualTo(List.of(List.of(1, 0, "x")));
        assertThat(run("DELETE TOP (1) FROM t").ends).containsExactly(1L);
        assertThat(run("UPDATE t SET s = 'too long a text'").errors()).containsExactly(2628);
        assertThat(run("TRUNCATE TABLE t; SELECT COUNT(*) FROM t").value()).isEqualTo(0);
        assertThat(run("INSERT INTO t VALUES (1, 2)").errors()).containsExactly(213);
        assertThat(run("DROP TABLE t; DROP TABLE IF EXISTS t").messages).isEmpty();
        assertThat(run("SELECT * FROM t").errors()).containsExactly(208);
    }

    @Test
    void constraint_isKept() {
        run(
                "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (id int, p int REFERENCES p (id), n int CHECK (n > 0)); "
                        + "CREATE UNIQUE INDEX ux ON c (id); INSERT p VALUES (1)");

        assertThat(run("INSERT c VALUES (1, 2, 1)").errors()).containsExactly(547);
        assertThat(run("INSERT c VALUES (1, 1, 0)").errors()).containsExactly(547);
        assertThat(run("INSERT c VALUES (1, 1, 1)").errors()).isEmpty();
        assertThat(run("INSERT c VALUES (1, 1, 1)").errors()).containsExactly(2601);
        assertThat(run("DELETE p").errors()).containsExactly(547);
        assertThat(run("ALTER TABLE c ADD note nvarchar(10) NULL; SELECT note FROM c").rows)
                .hasSize(1);
        assertThat(run("CREATE TABLE p (id int)").errors()).containsExactly(2714);
    }

    @Test
    void table_isMadeOnce_whenAskedForConditionally() {
        String batch =
                "IF OBJECT_ID(N'dbo.m', N'U') IS NULL\nBEGIN\n  CREATE TABLE dbo.m (id int)\n  PRINT 'made'\nEND\nELSE PRINT 'there'\n"
                        + "IF NOT EXISTS (SELECT 1 FROM sys.tables WHERE name = 'm') CREATE TABLE dbo.m (id int)";

        assertThat(run(batch).messages).extracting(SqlMessage::text).containsExactly("made");
        assertThat(run(batch).messages).extracting(SqlMessage::text).containsExactly("there");
    }

    @Test
    void transaction_isAllOrNothing() {
        run("CREATE TABLE t (id int PRIMARY KEY)");

        assertThat(run("BEGIN TRAN; INSERT t VALUES (1); SELECT @@TRANCOUNT; ROLLBACK; SELECT COUNT(*) FROM t").rows)
                .isEqualTo(List.of(List.of(1), List.of(0)));
        assertThat(
                        run("BEGIN TRAN; INSERT t VALUES (1); SAVE TRAN s; INSERT t VALUES (2); ROLLBACK TRAN s; COMMIT; SELECT id FROM t")
                                .rows)
                .isEqualTo(List.of(List.of(1)));
        run("BEGIN TRAN; BEGIN TRAN; INSERT t VALUES (3); COMMIT");
        assertThat(run("IF @@TRANCOUNT > 0 COMMIT TRAN").messages).isEmpty();
        assertThat(run("SELECT COUNT(*), @@TRANCOUNT FROM t").rows).isEqualTo(List.of(List.of(2, 0)));
        assertThat(host.logs.get("db1")).hasSize(3);
    }

    @Test
    void transaction_beginsByItself_whereImplicit() {
        run("CREATE TABLE t (id int PRIMARY KEY)");
        run("set implicit_transactions on");
        run("INSERT t VALUES (1)");

        assertThat(host.logs.get("db1")).hasSize(1);
        assertThat(run("SELECT @@TRANCOUNT").value()).isEqualTo(1);
        run("IF @@TRANCOUNT > 0 COMMIT TRAN");
        assertThat(host.logs.get("db1")).hasSize(2);
        run("set implicit_transactions off");
    }

    @Test
    void error_endsTransactionAndBatch_whereXactAbortIsOn() {
        run("CREATE TABLE t (id int PRIMARY KEY)");

        Heard heard = run("SET XACT_ABORT ON; BEGIN TRAN; INSERT t VALUES (1); INSERT t VALUES (1); SELECT 'never'");
        assertThat(heard.errors()).containsExactly(2627);
        assertThat(heard.rows).isEmpty();
        assertThat(run("SELECT COUNT(*), @@TRANCOUNT FROM t").rows).isEqualTo(List.of(List.of(0, 0)));

        heard = run(
                "SET XACT_ABORT OFF; BEGIN TRAN; INSERT t VALUES (1); INSERT t VALUES (1); COMMIT; SELECT COUNT(*) FROM t");
        assertThat(heard.errors()).containsExactly(2627);
        assertThat(heard.rows).isEqualTo(List.of(List.of(1)));
    }

    @Test
    void commit_thatTheHostRefuses_leavesNothing() {
        run("CREATE TABLE t (id int PRIMARY KEY)");
        host.commitSays = new SqlMessage(
                596, 21, 1, "Cannot continue the execution because the session is in the kill state.", 1);

        Heard heard = run("INSERT t VALUES (1)");

        assertThat(heard.errors()).containsExactly(596);
        assertThat(heard.ends).containsExactly("done");
        host.commitSays = null;
        assertThat(run("SELECT COUNT(*) FROM t").value()).isEqualTo(0);
    }

    @Test
    void write_toASecondary_isRefused() {
        run("CREATE TABLE t (id int)");
        host.readOnly.put(
                "db1",
                new SqlMessage(3906, 16, 2, "Failed to update database \"db1\" because the database is read-only.", 1));

        for (String write :
                List.of("INSERT t VALUES (1)", "UPDATE t SET id = 1", "DELETE t", "CREATE TABLE u (id int)")) {
            assertThat(run("\n" + write).messages)
                    .containsExactly(new SqlMessage(
                            3906, 16, 2, "Failed to update database \"db1\" because the database is read-only.", 2));
        }
        assertThat(run("SELECT COUNT(*) FROM t").value()).isEqualTo(0);
    }

    @Test
    void read_ofAClosedDatabase_saysWhy() {
        host.closed.put(
                "db2",
                new SqlMessage(
                        976, 14, 1, "The target database, 'db2', is participating in an availability group.", 1));

        assertThat(run("SELECT * FROM db2.dbo.t").errors()).containsExactly(976);
        assertThat(run("USE db2").errors()).containsExactly(976);
        assertThat(session.database()).isEqualTo("db1");
    }

    @Test
    void use_changesTheDatabase() {
        Heard heard = run("USE [db2]; SELECT DB_NAME()");

        assertThat(heard.databases).containsExactly("db2");
        assertThat(heard.value()).isEqualTo("db2");
        assertThat(session.database()).isEqualTo("db2");
    }

    @Test
    void variables_andParameters_areTyped() {
        assertThat(run(
                                "DECLARE @a int = 2, @b nvarchar(10); SET @b = N'x' + CAST(@a AS nvarchar(5)); SET @a += 3 SELECT @a AS a, @b AS b, @P0 AS c",
                                new SqlParameter("@P0", SqlType.UNIQUEIDENTIFIER, FakeHost.GROUP))
                        .rows)
                .isEqualTo(List.of(List.of(5, "x2", FakeHost.GROUP)));
        assertThat(
                        run("DECLARE @n nvarchar(60), @c int\nSELECT @n = name, @c = database_id FROM sys.databases WHERE database_id = 5 SELECT @n, @c")
                                .rows)
                .isEqualTo(List.of(List.of("db1", 5)));
        LocalDateTime time = LocalDateTime.parse("2026-02-03T04:05:06.7");
        assertThat(run(
                                "SELECT @t, @b, @n, @x",
                                new SqlParameter("@t", SqlType.DATETIME2, time),
                                new SqlParameter("@b", SqlType.BIT, true),
                                new SqlParameter("@n", SqlType.NUMERIC, new BigDecimal("1.50")),
                                new SqlParameter("@x", SqlType.NVARCHAR, "it's"))
                        .rows)
                .isEqualTo(List.of(List.of(time, true, new BigDecimal("1.50"), "it's")));
    }

    @Test
    void procedures_ofClients_work() {
        assertThat(run("EXEC sp_executesql N'SELECT @a + 1', N'@a int', @a = 41")
                        .value())
                .isEqualTo(42);
        assertThat(
                        run("EXECUTE sys.sp_executesql @stmt = N'SELECT name FROM sys.databases WHERE database_id = @id', @params = N'@id int', @id = 6")
                                .value())
                .isEqualTo("db2");
        run("EXEC sp_set_session_context @key = N'external_cluster', @value = N'yes'");
        assertThat(run("SELECT SESSION_CONTEXT(N'external_cluster')").value()).isEqualTo("yes");
        assertThat(run("sp_server_diagnostics").rows).hasSize(5);
    }

    @Test
    void control_ofABatch_flows() {
        assertThat(run("DECLARE @i int = 0 WHILE @i < 3 BEGIN SET @i = @i + 1 END SELECT @i")
                        .value())
                .isEqualTo(3);
        assertThat(run("IF 1 = 2 SELECT 'a' ELSE IF 1 = 1 SELECT 'b' ELSE SELECT 'c'").rows)
                .isEqualTo(List.of(List.of("b")));
        assertThat(
                        run("BEGIN TRY SELECT 1/0 END TRY BEGIN CATCH SELECT ERROR_NUMBER(), ERROR_SEVERITY(), ERROR_LINE() END CATCH")
                                .rows)
                .isEqualTo(List.of(List.of(8134, 16, 1)));
        assertThat(run("BEGIN TRY RAISERROR(N'bad %s', 16, 3, N'thing') END TRY BEGIN CATCH THROW END CATCH SELECT 1")
                        .messages)
                .containsExactly(new SqlMessage(50000, 16, 3, "bad thing", 1));
        Heard heard = run(
                "RAISERROR('word', 10, 1) WITH NOWAIT; RAISERROR('error', 16, 2); SELECT 1; THROW 51000, 'end', 1; SELECT 2");
        assertThat(heard.messages.stream().map(SqlMessage::number)).containsExactly(50000, 50000, 51000);
        assertThat(heard.rows).hasSize(1);
        assertThat(run("SELECT 1 RETURN SELECT 2").rows).hasSize(1);
        LocalDateTime before = host.now;
        run("WAITFOR DELAY '00:00:05.250'");
        assertThat(host.now).isEqualTo(before.plus(Duration.ofMillis(5250)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET TRANSACTION ISOLATION LEVEL READ COMMITTED",
                "set quoted_identifier on",
                "SET DEADLOCK_PRIORITY LOW",
                "SET LOCK_TIMEOUT 5000",
                "SET ANSI_NULLS, ANSI_WARNINGS ON",
                "SET DATEFORMAT mdy",
                "set ansi_nulls on\nset ansi_null_dflt_on on\nset textsize 2147483647\nset language us_english",
                "SET ARITHABORT ON;SET CONCAT_NULL_YIELDS_NULL ON",
                "SET STATISTICS IO OFF",
                "SET ROWCOUNT 0"
            })
    void setting_ofADriver_isTaken(String batch) {
        Heard heard = run(batch);

        assertThat(heard.messages).isEmpty();
        assertThat(heard.ends).containsOnly("done");
    }

    @Test
    void session_endsWithItsDatabasesEpoch_andItsTransactionIsUndone() {
        run("CREATE TABLE t (id int)");
        run("BEGIN TRAN; INSERT t VALUES (1)");
        assertThat(session.ended()).isFalse();

        host.epochs.put("db1", 1L);

        assertThat(session.ended()).isTrue();
        assertThat(run("COMMIT").ends).isEmpty();
        assertThat(host.logs.get("db1")).hasSize(1);
        SqlSession other = Heard.in(instance, "db1");
        assertThat(Heard.of(other, "INSERT t VALUES (2); SELECT COUNT(*) FROM t")
                        .value())
                .isEqualTo(1);
        assertThat(Heard.of(Heard.in(instance, "master"), "SELECT 1").value()).isEqualTo(1);
    }

    @Test
    void writer_waitsForTheOther_orGivesUp() {
        run("CREATE TABLE t (id int)");
        run("BEGIN TRAN; INSERT t VALUES (1)");
        SqlSession other = Heard.in(instance, "db1");

        assertThat(Heard.of(other, "SET LOCK_TIMEOUT 40; INSERT t VALUES (2)").errors())
                .containsExactly(1222);
        assertThat(Heard.of(other, "SELECT COUNT(*) FROM t").value()).isEqualTo(0);
        session.close();
        assertThat(Heard.of(other, "INSERT t VALUES (2); SELECT COUNT(*) FROM t")
                        .value())
                .isEqualTo(1);
    }

    @Test
    void password_isInNoMessage() {
        Heard heard = run("CREATE LOGIN x WITH PASSWORD = N'S3cretWord!' BROKEN");

        assertThat(heard.errors()).isNotEmpty();
        assertThat(heard.messages.toString()).doesNotContain("S3cretWord");
    }

    @Test
    void uniqueIdentifiers_andBytes_comeBack() {
        run(
                "CREATE TABLE t (g uniqueidentifier, b varbinary(max), d datetime, n decimal(10,2), f float, y tinyint, x bit, c money)");
        UUID id = FakeHost.FIRST;
        run(
                "INSERT t VALUES (@P0, 0xAB01, '2026-01-02 03:04:05', 1.5, 2.5, 200, 1, 3)",
                new SqlParameter("@P0", SqlType.UNIQUEIDENTIFIER, id));

        Heard heard = run("SELECT * FROM t");
        assertThat(heard.columns.get(0).stream().map(SqlColumn::type))
                .containsExactly(
                        SqlType.UNIQUEIDENTIFIER,
                        SqlType.VARBINARY,
                        SqlType.DATETIME,
                        SqlType.NUMERIC,
                        SqlType.FLOAT,
                        SqlType.TINYINT,
                        SqlType.BIT,
                        SqlType.NUMERIC);
        assertThat(heard.value()).isEqualTo(id);
        assertThat((byte[]) heard.rows.get(0).get(1)).containsExactly(0xAB, 1);
        assertThat(heard.rows.get(0).get(5)).isEqualTo(200);
    }
}

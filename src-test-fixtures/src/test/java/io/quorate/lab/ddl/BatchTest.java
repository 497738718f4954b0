package io.quorate.lab.ddl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BatchTest {

    @Test
    @DisplayName("statements are told apart without semicolons, with their lines")
    void split_withoutSemicolons_findsEachStatement() throws DdlRejection {
        List<Batch.Piece> pieces =
                Batch.split("USE master\nSET NOCOUNT ON -- quiet\nALTER AVAILABILITY GROUP [ag1] FAILOVER\n\nSELECT 1");
        assertThat(pieces)
                .extracting(Batch.Piece::text)
                .containsExactly("USE master", "SET NOCOUNT ON", "ALTER AVAILABILITY GROUP [ag1] FAILOVER", "SELECT 1");
        assertThat(pieces).extracting(Batch.Piece::line).containsExactly(1, 2, 3, 5);
        assertThat(pieces).extracting(Batch.Piece::known).containsExactly(false, false, true, false);
        assertThat(pieces.get(2).words()).containsExactly("ALTER", "AVAILABILITY", "GROUP");
    }

    @Test
    @DisplayName("two changes of a group after each other, as the documentation writes them, are two")
    void split_ofAJoinAndAGrant_findsBoth() throws DdlRejection {
        assertThat(
                        Batch.split(
                                "ALTER AVAILABILITY GROUP [ag1] JOIN\nALTER AVAILABILITY GROUP [ag1] GRANT CREATE ANY DATABASE\n"
                                        + "RESTORE DATABASE a FROM DISK = 'x' WITH NORECOVERY RESTORE LOG a FROM DISK = 'y' WITH NORECOVERY"))
                .extracting(Batch.Piece::line)
                .containsExactly(1, 2, 3, 3);
    }

    @Test
    @DisplayName("words that begin statements elsewhere stand inside these, and do not cut them")
    void split_ofStatementsWithSuchWordsInside_keepsThemWhole() throws DdlRejection {
        for (String one : List.of(
                "ALTER AVAILABILITY GROUP [ag1] GRANT CREATE ANY DATABASE",
                "ALTER AVAILABILITY GROUP [ag1] DENY CREATE ANY DATABASE",
                "ALTER AVAILABILITY GROUP [ag1] SET (ROLE = SECONDARY)",
                "ALTER DATABASE [Orders] SET HADR AVAILABILITY GROUP = [ag1]",
                "ALTER DATABASE Orders SET SINGLE_USER WITH ROLLBACK IMMEDIATE",
                "GRANT SELECT, INSERT, UPDATE, DELETE, EXECUTE ON t TO app WITH GRANT OPTION",
                "GRANT ALTER ANY AVAILABILITY GROUP, CREATE ANY DATABASE TO app",
                "REVOKE GRANT OPTION FOR CONNECT ON ENDPOINT::e FROM app CASCADE",
                "ALTER SERVER ROLE sysadmin DROP MEMBER app",
                "ALTER TABLE dbo.t DROP COLUMN c",
                "ALTER MASTER KEY DROP ENCRYPTION BY SERVICE MASTER KEY",
                "DROP TABLE IF EXISTS t",
                "CREATE TABLE t (a int REFERENCES o ON DELETE CASCADE, b int) ",
                "INSERT INTO t (a) SELECT a FROM o",
                "INSERT t EXEC p",
                "INSERT INTO t VALUES (1), (2)",
                "UPDATE t SET a = 1 WHERE b = 2",
                "UPDATE t SET a = CASE WHEN b = 1 THEN 2 ELSE 3 END",
                "SELECT 1 UNION ALL SELECT 2 EXCEPT SELECT 3",
                "SELECT a FROM t ORDER BY a OFFSET 1 ROWS FETCH NEXT 5 ROWS ONLY",
                "WITH c AS (SELECT 1 AS a) SELECT a FROM c",
                "WITH c AS (SELECT 1 AS a) INSERT INTO t SELECT a FROM c",
                "MERGE t USING o ON t.a = o.a WHEN MATCHED THEN UPDATE SET b = 1 WHEN NOT MATCHED THEN INSERT (a) VALUES (1)",
                "DECLARE c CURSOR FOR SELECT a FROM t",
                "CREATE PROCEDURE p AS BEGIN SELECT 1; UPDATE t SET a = 1 END",
                "CREATE OR ALTER VIEW v AS SELECT 1 AS a",
                "EXEC msdb.dbo.sp_add_job @job_name = N'x; DROP y'",
                "BACKUP LOG Orders TO DISK = N'a' WITH NORECOVERY",
                "CREATE LOGIN [a;b] WITH PASSWORD = 'x;y'",
                "BEGIN TRANSACTION t1",
                "SELECT [select], \"from\" FROM [update]")) {
            assertThat(Batch.split(one)).as(one).hasSize(1);
            List<Batch.Piece> three = Batch.split("PRINT 'a' " + (one.startsWith("WITH") ? ";" : "") + one);
            assertThat(three).as(one).hasSize(2);
        }
    }

    @Test
    void split_ofControl_givesItsWordsAsPieces() throws DdlRejection {
        assertThat(
                        Batch.split(
                                "IF NOT EXISTS (SELECT 1 FROM sys.endpoints) BEGIN CREATE LOGIN a FROM CERTIFICATE c END ELSE PRINT 'x'"))
                .extracting(Batch.Piece::text)
                .containsExactly(
                        "IF NOT EXISTS (SELECT 1 FROM sys.endpoints)",
                        "BEGIN",
                        "CREATE LOGIN a FROM CERTIFICATE c",
                        "END",
                        "ELSE",
                        "PRINT 'x'");
        assertThat(Batch.split("BEGIN TRY SELECT 1 END TRY BEGIN CATCH THROW END CATCH"))
                .extracting(Batch.Piece::text)
                .containsExactly("BEGIN TRY", "SELECT 1", "END TRY", "BEGIN CATCH", "THROW", "END CATCH");
    }

    @Test
    void split_ofNothing_isEmpty() throws DdlRejection {
        assertThat(Batch.split(" ;; -- nothing\n/* at all */")).isEmpty();
    }

    @Test
    void split_whenAQuoteDoesNotEnd_isRefusedWithItsLine() {
        assertThatThrownBy(() -> Batch.split("SELECT 1\nSELECT 'x")).isInstanceOfSatisfying(DdlRejection.class, e -> {
            assertThat(e.number()).isEqualTo(105);
            assertThat(e.line()).isEqualTo(2);
            assertThat(e.syntax()).isTrue();
        });
    }

    @Test
    @DisplayName("what the checker reads is known by its first words, so that the rest goes elsewhere")
    void known_tellsTheCheckersStatementsFromOthers() throws DdlRejection {
        assertThat(
                        Batch.split(
                                "CREATE TABLE t (a int);DROP VIEW v;ALTER DATABASE SCOPED CONFIGURATION SET MAXDOP = 1;EXEC ('x');KILL 5"))
                .noneMatch(Batch.Piece::known);
        assertThat(
                        Batch.split(
                                "CREATE USER u;OPEN MASTER KEY DECRYPTION BY PASSWORD = 'x';RECONFIGURE;EXEC p;RESTORE LOG a WITH RECOVERY"))
                .allMatch(Batch.Piece::known);
    }
}

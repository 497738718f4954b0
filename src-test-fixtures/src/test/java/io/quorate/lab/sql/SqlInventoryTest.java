package io.quorate.lab.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an inventory or an administrator's tool asks over the views is answered as the server would. */
class SqlInventoryTest {
    private final SqlInstance instance = new FakeHost("SQL1").instance();
    private final SqlSession session = Heard.in(instance, "");

    @AfterEach
    void close() {
        instance.close();
    }

    static List<InventoryQueries.Case> queries() {
        return InventoryQueries.ALL;
    }

    @ParameterizedTest
    @MethodSource("queries")
    void query_ofATool_answersItsRows(InventoryQueries.Case asked) {
        Heard heard = Heard.of(session, asked.query());

        assertThat(heard.messages).isEmpty();
        assertThat(heard.rows.stream()
                        .map(r -> r.stream().map(String::valueOf).collect(Collectors.joining("|")))
                        .toList())
                .isEqualTo(asked.rows());
        assertThat(heard.ends).containsExactly((long) asked.rows().size());
    }

    @Test
    void list_ofQueries_isLongEnough() {
        assertThat(InventoryQueries.ALL).hasSizeGreaterThanOrEqualTo(60);
    }

    @Test
    void columns_keepTheTypesOfTheirViews() {
        Heard heard = Heard.of(
                session,
                "SELECT g.group_id, g.name, g.basic_features, g.cluster_type, g.failure_condition_level, g.sequence_number, "
                        + "d.create_date, d.owner_sid, r.last_hardened_lsn, SERVERPROPERTY('Edition') AS e, "
                        + "SERVERPROPERTY('EngineEdition') AS n, SYSUTCDATETIME() AS t, GETDATE() AS d, c.value_in_use, COUNT(*) OVER () AS c "
                        + "FROM sys.availability_groups g CROSS JOIN sys.databases d CROSS JOIN sys.configurations c "
                        + "JOIN sys.dm_hadr_database_replica_states r ON r.group_id = g.group_id WHERE d.name = N'MASTER' AND r.is_local = 1");

        assertThat(heard.messages).isEmpty();
        assertThat(heard.columns.get(0).stream().map(SqlColumn::type))
                .containsExactly(
                        SqlType.UNIQUEIDENTIFIER,
                        SqlType.NVARCHAR,
                        SqlType.BIT,
                        SqlType.TINYINT,
                        SqlType.INT,
                        SqlType.BIGINT,
                        SqlType.DATETIME,
                        SqlType.VARBINARY,
                        SqlType.NUMERIC,
                        SqlType.SQL_VARIANT,
                        SqlType.SQL_VARIANT,
                        SqlType.DATETIME2,
                        SqlType.DATETIME,
                        SqlType.SQL_VARIANT,
                        SqlType.INT);
        List<?> row = heard.rows.get(0);
        assertThat(row.get(0)).isEqualTo(FakeHost.GROUP);
        assertThat(row.get(2)).isEqualTo(false);
        assertThat(row.get(3)).isEqualTo(0);
        assertThat(row.get(8)).isEqualTo(new BigDecimal("34000000012300001"));
        assertThat(row.get(10)).isEqualTo(3);
        assertThat(row.get(13)).isEqualTo(8);
        assertThat(row.get(14)).isEqualTo(1);
        assertThat(row.get(11)).isEqualTo(LocalDateTime.parse("2026-01-05T08:00:00.1234567"));
        assertThat(row.get(12)).hasToString("2026-01-05T08:00:00.123");
    }

    @Test
    void batch_ofAnInventory_answersEachResultInOrder() {
        Heard heard = Heard.of(
                session,
                "SET NOCOUNT ON; SELECT @@SERVERNAME, SERVERPROPERTY('ProductVersion') SELECT name FROM sys.databases ORDER BY name\n"
                        + "SELECT g.name FROM sys.availability_groups AS g; SELECT COUNT(*) FROM sys.availability_replicas");

        assertThat(heard.messages).isEmpty();
        assertThat(heard.columns).hasSize(4);
        assertThat(heard.rows).hasSize(6);
        assertThat(heard.ends).containsExactly("done", "done", "done", "done", "done");
    }

    @Test
    void batch_withAColumnThatTheVersionLacks_runsNothing() {
        Heard heard = Heard.of(
                session,
                "SELECT name FROM sys.databases;\nSELECT cluster_connection_options FROM sys.availability_groups");

        assertThat(heard.columns).isEmpty();
        assertThat(heard.messages)
                .containsExactly(new SqlMessage(207, 16, 1, "Invalid column name 'cluster_connection_options'.", 2));
    }
}

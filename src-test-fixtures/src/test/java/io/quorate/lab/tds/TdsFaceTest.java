package io.quorate.lab.tds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.lab.Traffic;
import io.quorate.lab.sql.SqlColumn;
import io.quorate.lab.sql.SqlEntry;
import io.quorate.lab.sql.SqlMessage;
import io.quorate.lab.sql.SqlParameter;
import io.quorate.lab.sql.SqlType;
import java.math.BigDecimal;
import java.sql.BatchUpdateException;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application does, through the real driver. */
class TdsFaceTest {
    private static TdsRig rig;

    @BeforeAll
    static void up() throws Exception {
        rig = new TdsRig(o -> o.encryption(TdsEncryption.NOT_SUPPORTED));
    }

    @AfterAll
    static void down() {
        rig.close();
    }

    @BeforeEach
    void forget() {
        rig.door.batches.clear();
        rig.door.parameters.clear();
        rig.door.logins.clear();
        rig.door.instead = login -> null;
        rig.door.hanging = new CountDownLatch(1);
    }

    private static void still(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(1);
        }
    }

    private static SQLException failing(ThrowingCallable call) {
        return catchThrowableOfType(SQLException.class, call);
    }

    // log-in

    @Test
    void connect_tellsTheInstanceWhoComesAndWhatFor() throws Exception {
        try (Connection connection = rig.connect(
                "applicationIntent", "ReadOnly", "applicationName", "orders app", "workstationID", "web1")) {
            assertThat(connection.getCatalog()).isEqualTo("orders");
            assertThat(connection.getMetaData().getDatabaseMajorVersion()).isEqualTo(16);
            assertThat(connection.getMetaData().getDatabaseProductVersion()).isEqualTo("16.00.4135");
        }
        var login = rig.door.logins.get(0);
        assertThat(login.user()).isEqualTo(ScriptedDoor.USER);
        assertThat(login.readIntent()).isTrue();
        assertThat(login.database()).isEqualTo("orders");
        assertThat(login.application()).isEqualTo("orders app");
        assertThat(login.host()).isEqualTo("web1");
        assertThat(login.server()).isEqualTo("127.0.0.1");
        assertThat(login.at()).isEqualTo(rig.face.address());
        // It is wiped once the door has let him in, which he may hear of before.
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (login.password()[0] != 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        assertThat(login.password()).containsOnly('\0');
        try (Connection connection = rig.connect()) {
            assertThat(rig.door.logins.get(1).readIntent()).isFalse();
            still(connection);
        }
    }

    @Test
    void connect_whenThePasswordIsWrong_is18456() {
        long refused = rig.face.traffic().refusedLogins();
        SQLException e = failing(() -> rig.connect("password", "wrong"));
        assertThat(e.getErrorCode()).isEqualTo(18456);
        assertThat(e.getSQLState()).isEqualTo("S0001");
        assertThat((Throwable) e).hasMessageContaining("Login failed for user 'quorate'");
        assertThat(rig.face.traffic().refusedLogins()).isEqualTo(refused + 1);
    }

    @Test
    void connect_whenItOnlyReads_isRoutedToAnotherInstance() throws Exception {
        try (TdsRig secondary = new TdsRig(o -> o.encryption(TdsEncryption.NOT_SUPPORTED))) {
            rig.door.instead =
                    login -> login.readIntent() ? new SqlEntry.Routed("127.0.0.1", secondary.face.port()) : null;
            try (Connection connection = rig.connect("applicationIntent", "ReadOnly")) {
                still(connection);
            }
            assertThat(secondary.door.logins).hasSize(1);
            assertThat(secondary.door.logins.get(0).readIntent()).isTrue();
            assertThat(secondary.door.batches).contains("SELECT 1");
            assertThat(rig.face.traffic().get(TdsFace.ROUTED)).isPositive();
        }
    }

    @Test
    void connect_whenRoutingRunsInCircles_isGivenUpByTheDriver() {
        rig.door.instead = login -> new SqlEntry.Routed("127.0.0.1", rig.face.port());
        assertThatThrownBy(() -> rig.connect("applicationIntent", "ReadOnly")).isInstanceOf(SQLException.class);
        assertThat(rig.door.logins.size()).isBetween(2, 12);
    }

    // statements

    private static final ScriptedDoor.Script ECHO = (session, values, answer) -> {
        answer.columns(ScriptedDoor.column(values.get(0).type()));
        answer.row(Collections.singletonList(values.get(0).value()));
        answer.counted(1);
    };

    @ParameterizedTest
    @ValueSource(strings = {"prepexec", "prepare"})
    void prepared_inAllItsCalls_bringsItsParameters(String method) throws Exception {
        try (Connection connection = rig.connect("prepareMethod", method);
                PreparedStatement statement = connection.prepareStatement("SELECT ? AS " + method)) {
            rig.door.on("SELECT @P0 AS " + method, ECHO);
            for (int i = 1; i <= 4; i++) {
                statement.setInt(1, i);
                try (ResultSet rows = statement.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getInt(1)).isEqualTo(i);
                }
            }
        }
        assertThat(rig.door.parameters.stream().filter(p -> !p.isEmpty()))
                .containsExactly(
                        List.of(new SqlParameter("@P0", SqlType.INT, 1)),
                        List.of(new SqlParameter("@P0", SqlType.INT, 2)),
                        List.of(new SqlParameter("@P0", SqlType.INT, 3)),
                        List.of(new SqlParameter("@P0", SqlType.INT, 4)));
    }

    @Test
    void prepared_whenManyAreGivenBack_forgetsThemAndGoesOn() throws Exception {
        try (Connection connection =
                rig.connect("statementPoolingCacheSize", "0", "serverPreparedStatementDiscardThreshold", "1")) {
            for (int i = 0; i < 5; i++) {
                try (PreparedStatement statement = connection.prepareStatement("SELECT ? AS again" + i)) {
                    rig.door.on("SELECT @P0 AS again" + i, ECHO);
                    for (int j = 0; j < 3; j++) {
                        statement.setString(1, "v" + j);
                        try (ResultSet rows = statement.executeQuery()) {
                            assertThat(rows.next()).isTrue();
                            assertThat(rows.getString(1)).isEqualTo("v" + j);
                        }
                    }
                }
            }
            still(connection);
        }
        assertThat(rig.door.batches).noneMatch(b -> b.toLowerCase(Locale.ROOT).contains("unprepare"));
    }

    @Test
    void prepared_asABatch_runsEachAndCountsEach() throws Exception {
        rig.door.on("INSERT INTO t VALUES (@P0)", (session, values, answer) -> {
            if (values.get(0).value().equals("bad")) {
                answer.message(new SqlMessage(2627, 14, 1, "Violation of PRIMARY KEY constraint.", 1));
            } else {
                answer.counted(1);
            }
        });
        try (Connection connection = rig.connect();
                PreparedStatement statement = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
            for (String value : List.of("a", "b", "c")) {
                statement.setString(1, value);
                statement.addBatch();
            }
            assertThat(statement.executeBatch()).containsExactly(1, 1, 1);
            statement.setString(1, "bad");
            statement.addBatch();
            assertThatThrownBy(statement::executeBatch)
                    .isInstanceOf(BatchUpdateException.class)
                    .hasMessageContaining("PRIMARY KEY");
            still(connection);
        }
    }

    @Test
    void call_ofAProcedure_isHandedOnAsABatch() throws Exception {
        try (Connection connection = rig.connect();
                CallableStatement call = connection.prepareCall("{call sys.sp_set_session_context(?, ?)}")) {
            call.setString(1, "external_cluster");
            call.setString(2, "yes");
            call.execute();
            still(connection);
        }
        assertThat(rig.door.batches.get(0)).startsWith("EXEC sys.sp_set_session_context ");
        assertThat(rig.door.parameters.get(0).stream().map(SqlParameter::value))
                .containsExactly("external_cluster", "yes");
    }

    // values

    private static Object row(SqlType type, Object value, Connection connection) throws SQLException {
        String batch = "SELECT value of " + type;
        rig.door.on(batch, (session, values, answer) -> {
            answer.columns(List.of(
                    new SqlColumn("before", SqlType.INT),
                    new SqlColumn("it", type),
                    new SqlColumn("after", SqlType.NVARCHAR)));
            answer.row(Arrays.asList(7, value, "end"));
            answer.row(Arrays.asList(8, null, "end"));
            answer.counted(2);
        });
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(batch)) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(7);
            Object read = rows.getObject("it");
            assertThat(rows.getString(3)).isEqualTo("end");
            assertThat(rows.next()).isTrue();
            assertThat(rows.getObject(2)).isNull();
            assertThat(rows.getString(3)).isEqualTo("end");
            assertThat(rows.next()).isFalse();
            return read;
        }
    }

    @Test
    void rows_ofEachType_arriveAsTheyAre() throws Exception {
        UUID id = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
        LocalDateTime time = LocalDateTime.of(2026, 11, 28, 23, 59, 59, 123_456_700);
        byte[] bytes = {0, 1, -1};
        String long20k = "ä€😀x".repeat(5_000);
        byte[] long9k = new byte[9_000];
        Arrays.fill(long9k, (byte) 0x5A);
        try (Connection connection = rig.connect()) {
            assertThat(row(SqlType.BIT, true, connection)).isEqualTo(true);
            assertThat(row(SqlType.TINYINT, 255, connection)).isEqualTo((short) 255);
            assertThat(row(SqlType.SMALLINT, -32768, connection)).isEqualTo((short) -32768);
            assertThat(row(SqlType.INT, Integer.MIN_VALUE, connection)).isEqualTo(Integer.MIN_VALUE);
            assertThat(row(SqlType.BIGINT, Long.MIN_VALUE, connection)).isEqualTo(Long.MIN_VALUE);
            assertThat(row(SqlType.FLOAT, -0.125, connection)).isEqualTo(-0.125);
            BigDecimal lsn = new BigDecimal("9999999999999999999999999");
            assertThat(row(SqlType.NUMERIC, lsn, connection)).isEqualTo(lsn);
            assertThat(row(SqlType.NUMERIC, new BigDecimal("-12.345"), connection))
                    .isEqualTo(new BigDecimal("-12.345"));
            assertThat(row(SqlType.NVARCHAR, "Größe", connection)).isEqualTo("Größe");
            assertThat(row(SqlType.NVARCHAR, "", connection)).isEqualTo("");
            assertThat(row(SqlType.NVARCHAR, long20k, connection)).isEqualTo(long20k);
            assertThat(row(SqlType.VARBINARY, bytes, connection)).isEqualTo(bytes);
            assertThat(row(SqlType.VARBINARY, long9k, connection)).isEqualTo(long9k);
            assertThat(row(SqlType.UNIQUEIDENTIFIER, id, connection))
                    .isEqualTo(id.toString().toUpperCase(Locale.ROOT));
            assertThat(row(SqlType.DATETIME2, time, connection)).isEqualTo(Timestamp.valueOf(time));
            assertThat(row(SqlType.DATETIME2, LocalDateTime.of(1, 1, 1, 0, 0), connection)
                            .toString())
                    .startsWith("0001-01-01");
            assertThat(row(SqlType.DATETIME, LocalDateTime.of(2026, 1, 5, 8, 0, 0, 3_333_333), connection))
                    .isEqualTo(Timestamp.valueOf("2026-01-05 08:00:00.003"));
            assertThat(row(SqlType.SQL_VARIANT, "Enterprise Edition", connection))
                    .isEqualTo("Enterprise Edition");
            assertThat(row(SqlType.SQL_VARIANT, 1, connection)).isEqualTo(1);
            assertThat(row(SqlType.SQL_VARIANT, 1L << 40, connection)).isEqualTo(1L << 40);
            assertThat(row(SqlType.SQL_VARIANT, bytes, connection)).isEqualTo(bytes);
        }
    }

    private static SqlParameter sent(Connection connection, Object value, int type) throws SQLException {
        rig.door.parameters.clear();
        try (PreparedStatement statement = connection.prepareStatement("SET ?")) {
            if (value == null) {
                statement.setNull(1, type);
            } else {
                statement.setObject(1, value, type);
            }
            statement.execute();
        }
        return rig.door.parameters.get(0).get(0);
    }

    @Test
    void parameters_ofEachType_arriveAsTheyAre() throws Exception {
        String long20k = "ä€😀x".repeat(5_000);
        LocalDateTime time = LocalDateTime.of(2026, 11, 28, 23, 59, 59, 123_456_700);
        try (Connection connection = rig.connect()) {
            assertThat(sent(connection, true, Types.BIT)).isEqualTo(new SqlParameter("@P0", SqlType.BIT, true));
            assertThat(sent(connection, 200, Types.TINYINT).value()).isEqualTo(200);
            assertThat(sent(connection, -5, Types.SMALLINT).value()).isEqualTo(-5);
            assertThat(sent(connection, Integer.MIN_VALUE, Types.INTEGER))
                    .isEqualTo(new SqlParameter("@P0", SqlType.INT, Integer.MIN_VALUE));
            assertThat(sent(connection, Long.MAX_VALUE, Types.BIGINT))
                    .isEqualTo(new SqlParameter("@P0", SqlType.BIGINT, Long.MAX_VALUE));
            assertThat(sent(connection, 0.1f, Types.REAL).value()).isEqualTo((double) 0.1f);
            assertThat(sent(connection, -0.1, Types.DOUBLE)).isEqualTo(new SqlParameter("@P0", SqlType.FLOAT, -0.1));
            assertThat(sent(connection, new BigDecimal("-123.4500"), Types.DECIMAL))
                    .isEqualTo(new SqlParameter("@P0", SqlType.NUMERIC, new BigDecimal("-123.4500")));
            assertThat(sent(connection, "ä€", Types.VARCHAR))
                    .isEqualTo(new SqlParameter("@P0", SqlType.NVARCHAR, "ä€"));
            assertThat(sent(connection, "ä", Types.NCHAR).value()).isEqualTo("ä");
            assertThat(sent(connection, long20k, Types.NVARCHAR).value()).isEqualTo(long20k);
            assertThat((byte[])
                            sent(connection, new byte[] {1, 2}, Types.VARBINARY).value())
                    .containsExactly(1, 2);
            assertThat((byte[]) sent(connection, new byte[9_000], Types.LONGVARBINARY)
                            .value())
                    .hasSize(9_000);
            assertThat(sent(connection, java.sql.Date.valueOf("2026-11-28"), Types.DATE)
                            .value())
                    .isEqualTo(LocalDateTime.of(2026, 11, 28, 0, 0));
            assertThat(sent(connection, Timestamp.valueOf(time), Types.TIMESTAMP))
                    .isEqualTo(new SqlParameter("@P0", SqlType.DATETIME2, time));
            assertThat(sent(connection, OffsetDateTime.of(time, ZoneOffset.ofHours(2)), Types.TIMESTAMP_WITH_TIMEZONE)
                            .value())
                    .isEqualTo(time);
            assertThat(sent(connection, null, Types.INTEGER).value()).isNull();
            assertThat(sent(connection, null, Types.NVARCHAR).value()).isNull();
            assertThat(sent(connection, null, Types.VARBINARY).value()).isNull();
            assertThat(sent(connection, null, Types.DECIMAL).value()).isNull();
            assertThat(sent(connection, null, Types.TIMESTAMP).value()).isNull();
        }
        try (Connection connection = rig.connect("sendStringParametersAsUnicode", "false")) {
            assertThat(sent(connection, "ä€", Types.VARCHAR).value()).isEqualTo("ä€");
            assertThat(sent(connection, "x".repeat(20_000), Types.VARCHAR).value())
                    .isEqualTo("x".repeat(20_000));
        }
    }

    @Test
    void parameter_ofXml_isRefusedByNameAndCounted() throws Exception {
        try (Connection connection = rig.connect();
                PreparedStatement statement = connection.prepareStatement("SET ?")) {
            SQLXML xml = connection.createSQLXML();
            xml.setString("<a/>");
            statement.setSQLXML(1, xml);
            assertThatThrownBy(statement::execute).hasMessageContaining("parameters of type xml");
            still(connection);
        }
        assertThat(rig.face.traffic().notSimulated()).containsKey("parameters of type xml");
    }

    // errors and words

    @Test
    void error_tellsNumberStateSeverityAndLine() throws Exception {
        rig.door.on(
                "CREATE AVAILABILITY GROUP",
                (session, values, answer) ->
                        answer.message(new SqlMessage(47106, 16, 3, "Cannot join availability group.", 4)));
        try (Connection connection = rig.connect();
                Statement statement = connection.createStatement()) {
            SQLException e = failing(() -> statement.execute("CREATE AVAILABILITY GROUP"));
            assertThat(e.getErrorCode()).isEqualTo(47106);
            assertThat(e.getSQLState()).isEqualTo("S0003");
            Object error = e.getClass().getMethod("getSQLServerError").invoke(e);
            assertThat(error.getClass().getMethod("getErrorSeverity").invoke(error))
                    .isEqualTo(16);
            assertThat(error.getClass().getMethod("getErrorState").invoke(error))
                    .isEqualTo(3);
            assertThat(error.getClass().getMethod("getLineNumber").invoke(error))
                    .isEqualTo(4L);
            assertThat(error.getClass().getMethod("getServerName").invoke(error))
                    .isEqualTo("SQL1");
            still(connection);
        }
    }

    @Test
    void words_ofSeverityTen_areWarnings() throws Exception {
        rig.door.on("RESTORE", (session, values, answer) -> {
            answer.message(new SqlMessage(35486, 10, 1, "The secondary is not yet synchronised.", 1));
            answer.done();
        });
        try (Connection connection = rig.connect();
                Statement statement = connection.createStatement()) {
            assertThat(statement.execute("RESTORE")).isFalse();
            assertThat(statement.getWarnings().getErrorCode()).isEqualTo(35486);
            assertThat((Throwable) statement.getWarnings()).hasMessageContaining("not yet synchronised");
        }
    }

    @Test
    void error_lateInABatch_isHeardBehindTheResults() throws Exception {
        rig.door.on("three", (session, values, answer) -> {
            answer.columns(ScriptedDoor.column(SqlType.INT));
            answer.row(List.of(1));
            answer.counted(1);
            answer.counted(5);
            answer.message(new SqlMessage(41190, 16, 2, "Availability group is not ready.", 3));
        });
        try (Connection connection = rig.connect();
                Statement statement = connection.createStatement()) {
            assertThat(statement.execute("three")).isTrue();
            try (ResultSet rows = statement.getResultSet()) {
                assertThat(rows.next()).isTrue();
            }
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(5);
            SQLException e = failing(statement::getMoreResults);
            assertThat(e.getErrorCode()).isEqualTo(41190);
            still(connection);
        }
    }

    @Test
    void error_insideARowSet_endsIt() throws Exception {
        rig.door.on("rows then error", (session, values, answer) -> {
            answer.columns(ScriptedDoor.column(SqlType.NVARCHAR));
            answer.row(List.of("first"));
            answer.message(new SqlMessage(1205, 13, 51, "Deadlock.", 1));
        });
        try (Connection connection = rig.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("rows then error")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("first");
            assertThat(failing(rows::next).getErrorCode()).isEqualTo(1205);
        }
    }

    @Test
    void batch_ofSeveralResults_isReadOneAfterAnother() throws Exception {
        rig.door.on("several", (session, values, answer) -> {
            for (int i = 1; i <= 3; i++) {
                answer.columns(ScriptedDoor.column(SqlType.INT));
                for (int j = 0; j < i; j++) {
                    answer.row(List.of(i));
                }
                answer.counted(i);
            }
        });
        try (Connection connection = rig.connect();
                Statement statement = connection.createStatement()) {
            boolean result = statement.execute("several");
            for (int i = 1; i <= 3; i++) {
                assertThat(result).isTrue();
                try (ResultSet rows = statement.getResultSet()) {
                    for (int j = 0; j < i; j++) {
                        assertThat(rows.next()).isTrue();
                        assertThat(rows.getInt(1)).isEqualTo(i);
                    }
                    assertThat(rows.next()).isFalse();
                }
                result = statement.getMoreResults();
            }
            assertThat(result).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(-1);
        }
    }

    @Test
    void use_changesTheDatabaseThatTheDriverKnows() throws Exception {
        try (Connection connection = rig.connect()) {
            connection.setCatalog("stock");
            assertThat(connection.getCatalog()).isEqualTo("stock");
            try (Statement statement = connection.createStatement()) {
                statement.execute("USE msdb");
            }
            assertThat(connection.getCatalog()).isEqualTo("msdb");
        }
    }

    // attention

    @Test
    void query_whenItTakesTooLong_isCancelledAndTheConnectionStays() throws Exception {
        try (Connection connection = rig.connect();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            assertThatThrownBy(() -> statement.execute("HANG")).isInstanceOf(SQLTimeoutException.class);
            still(connection);
            assertThatThrownBy(() -> statement.execute("HANG")).isInstanceOf(SQLTimeoutException.class);
            still(connection);
        }
        assertThat(rig.door.sessions.get(rig.door.sessions.size() - 1).cancelled)
                .isTrue();
    }

    @Test
    void query_whenACallTakesTooLong_isCancelledAndTheConnectionStays() throws Exception {
        rig.door.on("SELECT @P0 hang", (session, values, answer) -> session.run("HANG", List.of(), answer));
        try (Connection connection = rig.connect();
                PreparedStatement statement = connection.prepareStatement("SELECT ? hang")) {
            statement.setInt(1, 1);
            statement.setQueryTimeout(1);
            assertThatThrownBy(statement::executeQuery).isInstanceOf(SQLTimeoutException.class);
            still(connection);
        }
    }

    @Test
    void query_whenItIsCancelledByAnotherThread_endsAndTheConnectionStays() throws Exception {
        try (Connection connection = rig.connect();
                Statement statement = connection.createStatement()) {
            Thread canceller = new Thread(() -> {
                try {
                    assertThat(rig.door.hanging.await(60, TimeUnit.SECONDS)).isTrue();
                    statement.cancel();
                } catch (InterruptedException | SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            canceller.start();
            assertThatThrownBy(() -> statement.execute("HANG")).isInstanceOf(SQLException.class);
            canceller.join();
            still(connection);
        }
    }

    @Test
    void session_whenTheClientGoesWhileABatchRuns_isCancelledAndClosed() throws Exception {
        Connection connection = rig.connect();
        Statement statement = connection.createStatement();
        Thread asking = new Thread(
                () -> assertThatThrownBy(() -> statement.execute("HANG")).isInstanceOf(SQLException.class));
        asking.start();
        assertThat(rig.door.hanging.await(60, TimeUnit.SECONDS)).isTrue();
        connection.abort(Runnable::run);
        asking.join();
        ScriptedDoor.Session session = rig.door.sessions.get(rig.door.sessions.size() - 1);
        Soon.until(() -> session.closed);
        assertThat(session.cancelled).isTrue();
    }

    // transactions

    @Test
    void transaction_isBegunCommittedAndRolledBack() throws Exception {
        try (Connection connection = rig.connect()) {
            ScriptedDoor.Session session = rig.door.sessions.get(rig.door.sessions.size() - 1);
            connection.setAutoCommit(false);
            still(connection);
            Savepoint savepoint = connection.setSavepoint("before");
            connection.rollback(savepoint);
            connection.commit();
            still(connection);
            connection.rollback();
            connection.setAutoCommit(true);
            still(connection);
            assertThat(session.ended).isFalse();
        }
        assertThat(rig.door.batches)
                .anyMatch(b -> b.contains("COMMIT TRAN"))
                .anyMatch(b -> b.contains("ROLLBACK TRAN"));
    }

    @Test
    void session_thatTheServerEnded_isCut() throws Exception {
        try (Connection connection = rig.connect()) {
            ScriptedDoor.Session session = rig.door.sessions.get(rig.door.sessions.size() - 1);
            session.ended = true;
            SQLException e = failing(() -> still(connection));
            assertThat(e.getSQLState()).startsWith("08");
        }
        try (Connection connection = rig.connect()) {
            ScriptedDoor.Session session = rig.door.sessions.get(rig.door.sessions.size() - 1);
            session.ended = true;
            rig.face.cutEnded();
            Soon.until(() -> session.closed);
            assertThat(connection.isValid(5)).isFalse();
        }
    }

    @Test
    void traffic_countsWhatCame() throws Exception {
        Traffic traffic = rig.face.traffic();
        long logins = traffic.get(Traffic.LOGINS);
        long batches = traffic.requests("tds Batch");
        try (Connection connection = rig.connect()) {
            still(connection);
            assertThat(traffic.openConnections()).isPositive();
        }
        assertThat(traffic.get(Traffic.LOGINS)).isEqualTo(logins + 1);
        assertThat(traffic.requests("tds Batch")).isEqualTo(batches + 1);
    }
}

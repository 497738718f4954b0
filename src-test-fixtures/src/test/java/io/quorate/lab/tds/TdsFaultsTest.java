package io.quorate.lab.tds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.lab.Traffic;
import io.quorate.lab.sql.SqlMessage;
import io.quorate.lab.sql.SqlType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong by declaration, as the real driver meets it. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TdsFaultsTest {
    private static final String ORDER = "ALTER AVAILABILITY GROUP [ag] FAILOVER";
    private static TdsRig rig;

    @BeforeAll
    static void start() throws Exception {
        rig = new TdsRig(o -> o.encryption(TdsEncryption.NOT_SUPPORTED));
        rig.door.on(ORDER, (session, values, answer) -> answer.done());
    }

    @AfterAll
    static void end() {
        rig.close();
    }

    @BeforeEach
    void forget() throws Exception {
        rig.door.batches.clear();
        rig.door.hanging = new CountDownLatch(1);
        rig.face.up();
    }

    @AfterEach
    void clear() {
        assertThat(rig.faults.unfired()).isEmpty();
        rig.faults.clear();
    }

    private static SQLException failing(ThrowingCallable call) {
        return catchThrowableOfType(SQLException.class, call);
    }

    /** Waits for no answer longer than a moment, once it is there. */
    private static Connection impatient() throws SQLException {
        Connection connection = rig.connect();
        connection.setNetworkTimeout(Runnable::run, 300);
        return connection;
    }

    private static void order(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(ORDER);
        }
    }

    private static void still(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1")) {
            assertThat(rows.next()).isTrue();
        }
    }

    private static ScriptedDoor.Session last() {
        return rig.door.sessions.get(rig.door.sessions.size() - 1);
    }

    // errors

    @ParameterizedTest
    @CsvSource({"18456, 14", "983, 14", "4060, 11"})
    void login_isRefusedAsOftenAsDeclared(int number, int severity) throws Exception {
        rig.faults.onAction("tds Login").host("SQL1").times(2).error(number);
        for (int i = 0; i < 2; i++) {
            SQLException e = failing(rig::connect);
            assertThat(e.getErrorCode()).isEqualTo(number);
            Object error = e.getClass().getMethod("getSQLServerError").invoke(e);
            assertThat(error.getClass().getMethod("getErrorSeverity").invoke(error))
                    .isEqualTo(severity);
        }
        rig.connect().close();
    }

    @Test
    void statement_isRefusedAsOftenAsDeclaredAndNotCarriedOut() throws Exception {
        rig.faults.onStatement("alter  availability group").times(2).error(41190);
        try (Connection connection = rig.connect()) {
            still(connection);
            for (int i = 0; i < 2; i++) {
                assertThat(failing(() -> order(connection)).getErrorCode()).isEqualTo(41190);
            }
            assertThat(rig.door.batches).doesNotContain(ORDER);
            order(connection);
            assertThat(rig.door.batches).contains(ORDER);
        }
    }

    @Test
    void statement_withinABatch_isMet() throws Exception {
        rig.faults.onStatement("ALTER AVAILABILITY GROUP").error(35250);
        try (Connection connection = rig.connect();
                Statement statement = connection.createStatement()) {
            assertThat(failing(() -> statement.execute("USE master; " + ORDER)).getErrorCode())
                    .isEqualTo(35250);
        }
    }

    @Test
    void statement_thatIsDoneButAnsweredByAnError_isDone() throws Exception {
        rig.faults.onStatement("ALTER AVAILABILITY GROUP").doneButError(41131);
        try (Connection connection = rig.connect()) {
            assertThat(failing(() -> order(connection)).getErrorCode()).isEqualTo(41131);
            assertThat(rig.door.batches).containsOnlyOnce(ORDER);
            still(connection);
        }
    }

    @Test
    void statement_thatFindsNoMemory_isNotCarriedOut() throws Exception {
        rig.faults.onStatement("ALTER").quota();
        try (Connection connection = rig.connect()) {
            assertThat(failing(() -> order(connection)).getErrorCode()).isEqualTo(701);
            assertThat(rig.door.batches).isEmpty();
        }
    }

    // lost connections

    @Test
    void statement_whoseConnectionIsCutBeforeIt_isNotCarriedOut() throws Exception {
        rig.faults.onStatement("ALTER").resetBefore();
        try (Connection connection = rig.connect()) {
            assertThat(failing(() -> order(connection)).getSQLState()).startsWith("08");
            Soon.until(() -> last().closed);
            assertThat(rig.door.batches).isEmpty();
        }
    }

    @Test
    void statement_whoseAnswerIsLostWithTheConnection_isCarriedOut() throws Exception {
        rig.faults.onStatement("ALTER").resetAfter();
        try (Connection connection = rig.connect()) {
            assertThat(failing(() -> order(connection)).getSQLState()).startsWith("08");
            assertThat(rig.door.batches).containsExactly(ORDER);
        }
    }

    @Test
    void statement_whoseAnswerNeverComes_isCarriedOut() throws Exception {
        rig.faults.onStatement("ALTER").lostAnswer();
        try (Connection connection = impatient()) {
            assertThat(failing(() -> order(connection)).getMessage()).containsIgnoringCase("timed out");
            assertThat(rig.door.batches).containsExactly(ORDER);
        }
    }

    @Test
    void statement_thatHangs_isNotCarriedOutAndNotCancelled() throws Exception {
        rig.faults.onStatement("ALTER").hung();
        try (Connection connection = rig.connect("socketTimeout", "1600");
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            assertThatThrownBy(() -> statement.execute(ORDER)).isInstanceOf(SQLException.class);
            assertThat(rig.door.batches).isEmpty();
        }
    }

    @Test
    void statement_thatIsCarriedOutLate_isCarriedOutAfterTheConnectionIsGone() throws Exception {
        rig.faults.onStatement("ALTER").late(Duration.ofMinutes(5));
        Duration before = rig.world.time().now();
        try (Connection connection = rig.connect()) {
            assertThat(failing(() -> order(connection)).getSQLState()).startsWith("08");
        }
        Soon.until(() -> rig.door.batches.contains(ORDER));
        assertThat(rig.world.time().now()).isGreaterThanOrEqualTo(before.plusMinutes(5));
    }

    @Test
    void login_whoseAnswerIsCut_hasLoggedIn() throws Exception {
        int before = rig.door.sessions.size();
        rig.faults.onAction("tds Login").resetAfter();
        assertThat(failing(rig::connect).getSQLState()).startsWith("08");
        assertThat(rig.door.sessions).hasSize(before + 1);
        assertThat(last().closed).isTrue();
        rig.connect().close();
    }

    @Test
    void login_thatHangs_isGivenUpByTheClient() {
        rig.faults.onAction("tds Login").hung();
        assertThatThrownBy(() -> rig.connect("loginTimeout", "1")).isInstanceOf(SQLException.class);
    }

    // time

    @Test
    void statement_thatIsAnsweredLate_takesTheLabsTimeAndNotOurs() throws Exception {
        rig.faults.onStatement("ALTER").delayed(Duration.ofHours(2));
        Duration before = rig.world.time().now();
        try (Connection connection = rig.connect()) {
            order(connection);
            still(connection);
        }
        assertThat(rig.world.time().now()).isGreaterThanOrEqualTo(before.plusHours(2));
    }

    @Test
    void batch_thatWaitsInTheLabsTime_isAnsweredWhenItIsOver() throws Exception {
        rig.door.on("WAITFOR", (session, values, answer) -> {
            try {
                rig.world.clock().sleep(Duration.ofMinutes(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            answer.done();
        });
        Duration before = rig.world.time().now();
        try (Connection connection = rig.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("WAITFOR");
        }
        assertThat(rig.world.time().now()).isEqualTo(before.plusMinutes(10));
    }

    @Test
    void batch_thatRuns_holdsTheLabsTime() throws Exception {
        AtomicReference<Duration> during = new AtomicReference<>();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        rig.door.on("WORK", (session, values, answer) -> {
            inside.countDown();
            try {
                assertThat(go.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            during.set(rig.world.time().now());
            answer.done();
        });
        Duration before = rig.world.time().now();
        Thread sleeper;
        try (Connection connection = rig.connect();
                Statement statement = connection.createStatement()) {
            Thread working = new Thread(() -> {
                try {
                    statement.execute("WORK");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            working.start();
            assertThat(inside.await(60, TimeUnit.SECONDS)).isTrue();
            sleeper = new Thread(() -> {
                try {
                    rig.world.clock().sleep(Duration.ofHours(1));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            sleeper.start();
            Soon.until(() -> sleeper.getState() == Thread.State.TIMED_WAITING);
            go.countDown();
            working.join();
        }
        sleeper.join();
        assertThat(during.get()).isEqualTo(before);
        assertThat(rig.world.time().now()).isEqualTo(before.plusHours(1));
    }

    // power and network

    @Test
    void power_whenItIsCut_resetsWhatRunsAndRefusesUntilItIsBack() throws Exception {
        int port = rig.face.port();
        try (Connection connection = rig.connect();
                Statement statement = connection.createStatement()) {
            Thread cutter = new Thread(() -> {
                try {
                    assertThat(rig.door.hanging.await(60, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                rig.face.down();
            });
            cutter.start();
            assertThat(failing(() -> statement.execute("HANG")).getSQLState()).startsWith("08");
            cutter.join();
        }
        Soon.until(() -> last().closed);
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .hasMessageContaining("refused");
        rig.face.up();
        assertThat(rig.face.port()).isEqualTo(port);
        rig.connect().close();
    }

    @Test
    void connection_thatIsRefused_neverLogsIn() throws Exception {
        rig.faults.any().host("SQL1").always().refused(); // the driver tries a reset prelogin again
        int logins = rig.door.logins.size();
        assertThatThrownBy(rig::connect).isInstanceOf(SQLException.class);
        assertThat(rig.door.logins).hasSize(logins);
        rig.faults.clear();
        rig.connect().close();
    }

    @Test
    void blackHole_neitherMakesNorRefusesConnectionsUntilItEnds() throws Exception {
        try (Connection connection = impatient()) {
            rig.face.blackHole(true);
            assertThat(failing(() -> order(connection)).getMessage()).containsIgnoringCase("timed out");
            assertThat(rig.door.batches).isEmpty();
            try (Socket socket = new Socket()) {
                assertThatThrownBy(() -> socket.connect(rig.face.address(), 300))
                        .isInstanceOf(SocketTimeoutException.class);
            }
        } finally {
            rig.face.blackHole(false);
        }
        rig.connect().close();
    }

    @Test
    void blackHole_whileItGoesDownAndUp_leavesItAnswering() throws Exception {
        for (int i = 0; i < 12; i++) {
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
                rig.face.down();
                try {
                    rig.face.up();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            rig.face.blackHole(true);
            rig.face.blackHole(false);
            other.get(60, TimeUnit.SECONDS);
            try (Socket socket = new Socket()) {
                socket.connect(rig.face.address(), 30_000);
            }
        }
    }

    @Test
    void blackHole_byAnInterruptedThread_isOne() throws Exception {
        Thread.currentThread().interrupt();
        rig.face.blackHole(true);
        assertThat(Thread.interrupted()).isTrue();
        try (Socket socket = new Socket()) {
            assertThatThrownBy(() -> socket.connect(rig.face.address(), 300))
                    .isInstanceOf(SocketTimeoutException.class);
        }
        rig.face.blackHole(false);
        rig.connect().close();
    }

    @Test
    void silence_takesConnectionsAndAnswersNoRequest() throws Exception {
        try (Connection connection = impatient()) {
            rig.face.silence(true);
            assertThat(failing(() -> order(connection)).getMessage()).containsIgnoringCase("timed out");
            assertThat(rig.door.batches).isEmpty();
        } finally {
            rig.face.silence(false);
        }
        rig.connect().close();
    }

    @Test
    void listener_movesFromOneInstanceToAnother() throws Exception {
        InetSocketAddress address;
        try (Socket probe = new Socket()) {
            probe.bind(new InetSocketAddress("127.0.0.9", 0));
            address = new InetSocketAddress("127.0.0.9", probe.getLocalPort());
        }
        String url = "jdbc:sqlserver://127.0.0.9:" + address.getPort() + ";encrypt=false;connectRetryCount=0";
        try (TdsRig other = new TdsRig(o -> o.encryption(TdsEncryption.NOT_SUPPORTED))) {
            rig.face.listen(address);
            try (Connection connection = DriverManager.getConnection(url, ScriptedDoor.USER, ScriptedDoor.PASSWORD);
                    Connection direct = rig.connect()) {
                assertThat(rig.door.logins.get(rig.door.logins.size() - 2).at()).isEqualTo(address);
                rig.face.unlisten(address);
                assertThat(failing(() -> still(connection)).getSQLState()).startsWith("08");
                still(direct);
            }
            other.face.listen(address);
            try (Connection connection = DriverManager.getConnection(url, ScriptedDoor.USER, ScriptedDoor.PASSWORD)) {
                still(connection);
                assertThat(other.door.logins).hasSize(1);
            }
        }
    }

    @Test
    void connections_beyondTheLimit_areReset() throws Exception {
        TdsLimits few = new TdsLimits(2, 1 << 20, 1 << 20, Duration.ofSeconds(15), Duration.ofSeconds(15));
        try (TdsRig small = new TdsRig(
                        o -> o.encryption(TdsEncryption.NOT_SUPPORTED).limits(few));
                Connection first = small.connect();
                Connection second = small.connect()) {
            assertThatThrownBy(small::connect).isInstanceOf(SQLException.class);
            still(first);
            still(second);
        }
    }

    @Test
    void answer_thatIsTooLong_isAnErrorAndTheConnectionStays() throws Exception {
        TdsLimits small = new TdsLimits(8, 1 << 20, 1 << 20, Duration.ofSeconds(15), Duration.ofSeconds(15));
        try (TdsRig limited = new TdsRig(
                        o -> o.encryption(TdsEncryption.NOT_SUPPORTED).limits(small));
                Connection connection = limited.connect();
                Statement statement = connection.createStatement()) {
            limited.door.on("huge", (session, values, answer) -> {
                answer.columns(ScriptedDoor.column(SqlType.NVARCHAR));
                answer.row(List.of("x".repeat(1 << 20)));
                answer.counted(1);
            });
            assertThat(failing(() -> statement.execute("huge")).getErrorCode()).isEqualTo(50000);
            still(connection);
        }
    }

    @Test
    void error_ofTheLabItself_isToldAndEndsTheConnection() throws Exception {
        rig.door.on("broken", (session, values, answer) -> {
            throw new IllegalStateException("a bug");
        });
        rig.door.on(
                "fatal",
                (session, values, answer) ->
                        answer.message(new SqlMessage(596, 21, 1, "Cannot continue the execution.", 1)));
        for (String batch : List.of("broken", "fatal")) {
            try (Connection connection = rig.connect();
                    Statement statement = connection.createStatement()) {
                assertThat(failing(() -> statement.execute(batch)).getErrorCode())
                        .isIn(50000, 596);
                assertThatThrownBy(() -> still(connection)).isInstanceOf(SQLException.class);
            }
        }
        assertThat(rig.face.traffic().get(Traffic.LOGINS)).isPositive();
    }

    @Test
    void close_leavesNoThread() throws Exception {
        TdsRig other = new TdsRig("SQL9", o -> o);
        other.face.listen(new InetSocketAddress("127.0.0.10", 0));
        Connection idle = other.connect("encrypt", "true", "trustServerCertificate", "true");
        Connection busy = other.connect();
        Statement statement = busy.createStatement();
        Thread asking = new Thread(
                () -> assertThatThrownBy(() -> statement.execute("HANG")).isInstanceOf(SQLException.class));
        asking.start();
        assertThat(other.door.hanging.await(60, TimeUnit.SECONDS)).isTrue();
        List<Thread> before = labThreads("SQL9");
        assertThat(before).hasSizeGreaterThan(5);
        other.close();
        asking.join();
        assertThat(labThreads("SQL9")).isEmpty();
        assertThat(other.door.sessions).allMatch(s -> s.closed);
        idle.close();
        busy.close();
        assertThatThrownBy(() -> other.face.up()).hasMessageContaining("closed");
    }

    private static List<Thread> labThreads(String machine) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().startsWith("quorate-lab-" + machine + "-"))
                .toList();
    }
}

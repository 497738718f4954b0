package io.quorate.mssql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Secret;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.sql.command.AddDatabase;
import io.quorate.sql.command.BackUpLog;
import io.quorate.sql.command.CreateMasterKey;
import io.quorate.sql.command.CreateSqlLogin;
import io.quorate.sql.command.DropGroup;
import io.quorate.sql.command.GetInventory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The way to an instance: log-in, time, interrupts, lost answers, kept connections. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SqlLinkTest {
    private static final BackUpLog BACKUP = new BackUpLog("sql1", "Sales", "NUL");

    private final FakeInstance fake = new FakeInstance();
    private final MssqlBackend backend = fake.backend();

    @AfterEach
    void close() {
        backend.close();
        assertThat(fake.stub.open.get()).as("no connection stays").isZero();
    }

    private void database() {
        fake.row(Section.DATABASES, "name", "Sales", "database_id", 5, "state_desc", "ONLINE");
    }

    private Fault fault(Runnable deed) {
        Fault fault = catchThrowableOfType(Fault.class, deed::run);
        assertThat(fault).isNotNull();
        return fault;
    }

    @Test
    @DisplayName(
            "the driver is told: master, no repetition of its own, no trust but ours, the address and the name in the certificate")
    void login_saysWhatIsWanted() {
        FakeInstance.send(backend, new GetInventory("sql1"));

        Properties said = fake.stub.logins.get(0);
        assertThat(said)
                .containsEntry("serverName", "127.0.0.1")
                .containsEntry("portNumber", "1433")
                .containsEntry("databaseName", "master")
                .containsEntry("applicationIntent", "ReadWrite")
                .containsEntry("connectRetryCount", "0")
                .containsEntry("transparentNetworkIPResolution", "false")
                .containsEntry("encrypt", "true")
                .containsEntry("trustServerCertificate", "false")
                .containsEntry("hostNameInCertificate", "127.0.0.1")
                .containsEntry("trustManagerClass", "io.quorate.mssql.driver.QuorateTrust")
                .containsEntry("socketFactoryClass", "io.quorate.mssql.driver.QuorateSockets")
                .containsEntry("user", "admin")
                .doesNotContainKeys("instanceName", "serverSpn", "socketTimeout");
    }

    @Test
    void connection_isKeptAndUsedAgain() {
        for (int i = 0; i < 5; i++) {
            FakeInstance.send(backend, new GetInventory("sql1"));
        }
        assertThat(fake.stub.logins).hasSize(1);
        assertThat(fake.stub.batches).as("one round trip each").hasSize(5);
    }

    @Test
    @DisplayName("a wrong password is refused once and says so, without the password")
    void login_whenItIsRefused_isNeverRepeated() {
        fake.stub.refusal =
                new StubSql.ServerError(18456, 14, 8, "Login failed for admin with " + FakeInstance.PASSWORD);

        Fault fault = fault(() -> FakeInstance.send(backend, new GetInventory("sql1")));

        assertThat(fault.refusesLogin()).isTrue();
        assertThat(fault.kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
        assertThat(fault).hasMessageContaining("18456 (severity 14, state 8, fatal)");
        assertThat(fault.toString()).doesNotContain(FakeInstance.PASSWORD);
        assertThat(fake.stub.logins).hasSize(1);
    }

    @Test
    void login_whenNobodyListens_wasNeverSent() {
        fake.stub.refusal = new SQLException("refused", "08S01", new java.net.ConnectException("Connection refused"));

        Fault fault = fault(() -> FakeInstance.send(backend, new GetInventory("sql1")));

        assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
        assertThat(fault.kind()).isEqualTo(ErrorKind.UNREACHABLE);
        assertThat(fault.hint()).contains("listen");
    }

    @Test
    @DisplayName("a statement whose connection ends is in doubt; a look before it is not")
    void statement_whenTheConnectionEnds_isInDoubt() {
        database();
        fake.outcome = new StubSql.Event.Ends();
        Fault lost = fault(() -> FakeInstance.send(backend, BACKUP));
        assertThat(lost.phase()).isEqualTo(FaultPhase.UNANSWERED);
        assertThat(lost.kind()).isEqualTo(ErrorKind.UNREACHABLE);

        fake.stub.server = sql -> List.of(new StubSql.Event.Ends());
        Fault before = fault(() -> FakeInstance.send(backend, BACKUP));
        assertThat(before.phase()).as("only the look was lost").isEqualTo(FaultPhase.NEVER_SENT);
        assertThat(fake.stub.logins)
                .as("a connection that ended is not used again")
                .hasSize(2);
    }

    @Test
    void statement_whenSeverityEndsTheConnection_isInDoubt() {
        database();
        fake.outcome = StubSql.fails(596, 21);
        assertThat(fault(() -> FakeInstance.send(backend, BACKUP)).phase()).isEqualTo(FaultPhase.UNANSWERED);
        fake.outcome = null;
        FakeInstance.send(backend, BACKUP);
        assertThat(fake.stub.logins).hasSize(2);
    }

    @Test
    @DisplayName("an error late in a batch is heard, and what follows it, too; the telling one decides")
    void errors_lateInABatch_areHeard() {
        database();
        StubSql stub = fake.stub;
        var inventory = stub.server;
        stub.server = sql -> sql.startsWith("BACKUP")
                ? List.of(
                        new StubSql.Event.Count(1),
                        new StubSql.Event.Rows(List.of("a"), List.of(Map.of("a", 1))),
                        StubSql.fails(3013),
                        StubSql.fails(1205))
                : inventory.apply(sql);

        Fault fault = fault(() -> FakeInstance.send(backend, BACKUP));

        assertThat(fault.code()).isEqualTo("1205");
        assertThat(fault.phase()).isEqualTo(FaultPhase.TRANSIENT);
        assertThat(fault.getSuppressed()).hasSize(1);
        assertThat(fault.getSuppressed()[0]).hasMessageContaining("3013");
    }

    @Test
    @DisplayName("what is so already is success, once it shows")
    void change_whenItIsSoAlready_isDone() {
        fake.group("PRIMARY");
        fake.row(Section.DATABASES, "name", "Sales", "database_id", 5, "recovery_model_desc", "FULL");
        StubSql stub = fake.stub;
        var inventory = stub.server;
        stub.server = sql -> {
            if (sql.contains("ADD DATABASE")) {
                fake.database("SYNCHRONIZED", true);
                return List.of(StubSql.fails(35280));
            }
            return inventory.apply(sql);
        };

        FakeInstance.send(backend, new AddDatabase("AG1", "Sales"));
    }

    @Test
    @DisplayName("severity 10 is no error, and tells why a statement that was taken does not show")
    void warnings_areSurfaced() {
        StubSql stub = fake.stub;
        var inventory = stub.server;
        stub.server = sql -> sql.startsWith("CREATE MASTER")
                ? List.of(
                        new StubSql.Event.Says(new StubSql.ServerWarning(41131, 10, 1, "timed out")),
                        new StubSql.Event.Count(-1))
                : inventory.apply(sql);

        Fault fault = fault(() -> backend.send(
                new CreateMasterKey("sql1", Secret.of("x-1234")), FakeInstance.call(Duration.ofSeconds(2))));

        assertThat(fault.code()).isEqualTo("41131");
        assertThat(fault).hasMessageContaining("severity 10");
    }

    @Test
    @DisplayName("a redirect forgets the connection")
    void connection_whenTheRoleChanged_isNotUsedAgain() {
        database();
        fake.outcome = StubSql.fails(3906);
        fault(() -> FakeInstance.send(backend, BACKUP));
        fake.outcome = null;
        FakeInstance.send(backend, BACKUP);
        assertThat(fake.stub.logins).hasSize(2);

        fake.outcome = StubSql.fails(54321);
        fault(() -> FakeInstance.send(backend, BACKUP));
        FakeInstance.send(backend, new GetInventory("sql1"));
        assertThat(fake.stub.logins).as("a plain error does not end it").hasSize(2);
    }

    @Test
    @DisplayName("a silent server ends by the deadline, whether it hears a cancel or not, and the outcome is in doubt")
    void statement_whenTheServerIsSilent_endsByTheDeadline() {
        for (boolean hears : new boolean[] {true, false}) {
            FakeInstance silent = new FakeInstance();
            silent.row(Section.DATABASES, "name", "Sales", "database_id", 5, "state_desc", "ONLINE");
            silent.outcome = new StubSql.Event.Hangs(hears);
            try (MssqlBackendCloser own = new MssqlBackendCloser(silent.backend())) {
                Fault fault = fault(() -> own.backend().send(BACKUP, FakeInstance.call(Duration.ofMillis(700))));
                for (int seconds = 2; silent.stub.hanging.getCount() > 0 && seconds < 60; seconds *= 2) {
                    // What a busy machine has not sent in that time is sent with more.
                    Duration more = Duration.ofSeconds(seconds);
                    fault = fault(() -> own.backend().send(BACKUP, FakeInstance.call(more)));
                }
                assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
                assertThat(fault.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
                assertThat(silent.stub.cancels.get()).as("it was asked first").isPositive();
                assertThat(silent.stub.timeouts).contains(1);
            }
            await(() -> silent.stub.open.get() == 0);
        }
    }

    private record MssqlBackendCloser(MssqlBackend backend) implements AutoCloseable {
        @Override
        public void close() {
            backend.close();
        }
    }

    private static void await(java.util.function.BooleanSupplier so) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!so.getAsBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(so.getAsBoolean()).isTrue();
    }

    @Test
    @DisplayName("an interrupt is heard within a second, the flag stays, the connection does not")
    void statement_whenItsThreadIsInterrupted_endsSoon() throws Exception {
        database();
        for (boolean hears : new boolean[] {true, false}) {
            FakeInstance silent = new FakeInstance();
            silent.row(Section.DATABASES, "name", "Sales", "database_id", 5, "state_desc", "ONLINE");
            silent.outcome = new StubSql.Event.Hangs(hears);
            MssqlBackend own = silent.backend();
            AtomicReference<Throwable> heard = new AtomicReference<>();
            AtomicReference<Boolean> flag = new AtomicReference<>();
            Thread caller = new Thread(() -> {
                try {
                    own.send(BACKUP, FakeInstance.call(Duration.ofMinutes(5)));
                } catch (Fault fault) {
                    heard.set(fault);
                }
                flag.set(Thread.currentThread().isInterrupted());
            });
            caller.start();
            assertThat(silent.stub.hanging.await(60, TimeUnit.SECONDS)).isTrue();
            caller.interrupt();
            caller.join(60_000);
            assertThat(heard.get()).isInstanceOf(Fault.class).hasMessageContaining("interrupted");
            assertThat(((Fault) heard.get()).phase()).isEqualTo(FaultPhase.UNANSWERED);
            assertThat(flag.get()).isTrue();
            own.close();
            await(() -> silent.stub.open.get() == 0);
        }
    }

    @Test
    @DisplayName("a close is heard by who waits")
    void statement_whenTheClientIsClosed_endsSoon() throws Exception {
        FakeInstance silent = new FakeInstance();
        silent.row(Section.DATABASES, "name", "Sales", "database_id", 5, "state_desc", "ONLINE");
        silent.outcome = new StubSql.Event.Hangs(false);
        MssqlBackend own = silent.backend();
        AtomicReference<Throwable> heard = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                own.send(BACKUP, FakeInstance.call(Duration.ofMinutes(5)));
            } catch (Fault fault) {
                heard.set(fault);
            }
        });
        caller.start();
        assertThat(silent.stub.hanging.await(60, TimeUnit.SECONDS)).isTrue();
        own.close();
        caller.join(60_000);
        assertThat(heard.get()).isInstanceOf(Fault.class).hasMessageContaining("closed");
        await(() -> silent.stub.open.get() == 0);
        assertThat(fault(() -> own.send(BACKUP, FakeInstance.call(Duration.ofSeconds(5))))
                        .phase())
                .isEqualTo(FaultPhase.NEVER_SENT);
    }

    @Test
    @DisplayName("neither the server nor the driver gets a secret into a fault, whatever they repeat")
    void secrets_whenTheServerRepeatsThem_areTakenOut() {
        String secret = "Kanarienvogel'9";
        String hash = "0x0200FEEDFACECAFE";
        for (Throwable told : List.of(
                new StubSql.ServerError(102, 15, 1, "Incorrect syntax near 'Kanarienvogel''9'"),
                new StubSql.ServerError(15118, 16, 1, "bad " + secret + " and " + hash),
                new SQLException("driver says " + secret + hash, "08S01"))) {
            fake.outcome = new StubSql.Event.Fails((SQLException) told);
            Fault one = fault(() -> FakeInstance.send(backend, new CreateMasterKey("sql1", Secret.of(secret))));
            Fault two = fault(
                    () -> FakeInstance.send(backend, new CreateSqlLogin("sql1", "app", Secret.of(hash), true, null)));
            java.io.StringWriter all = new java.io.StringWriter();
            one.printStackTrace(new java.io.PrintWriter(all));
            assertThat(all.toString()).doesNotContain("Kanarienvogel");
            java.io.StringWriter hashed = new java.io.StringWriter();
            two.printStackTrace(new java.io.PrintWriter(hashed));
            assertThat(hashed.toString()).doesNotContain("FEEDFACE");
        }
    }

    @Test
    void deadline_whenItIsOver_nothingIsSent() {
        Fault fault = fault(() -> backend.send(new GetInventory("sql1"), FakeInstance.call(Duration.ZERO)));
        assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
        assertThat(fake.stub.logins).isEmpty();
    }

    @Test
    @DisplayName("a group of another id is not dropped")
    void drop_whenTheIdIsAnother_isAConflict() {
        fake.group("PRIMARY");
        Fault fault =
                fault(() -> FakeInstance.send(backend, new DropGroup("sql1", "AG1", java.util.UUID.randomUUID())));
        assertThat(fault.kind()).isEqualTo(ErrorKind.CONFLICT);
        assertThat(fake.statements).isEmpty();
    }
}

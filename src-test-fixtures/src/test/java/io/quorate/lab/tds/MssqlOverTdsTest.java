package io.quorate.lab.tds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.lab.http.LabAuthority;
import io.quorate.lab.sql.SqlEntry;
import io.quorate.lab.sql.SqlMessage;
import io.quorate.lab.sql.SqlType;
import io.quorate.mssql.MssqlBackendProvider;
import io.quorate.spi.Backend;
import io.quorate.spi.Call;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.sql.EndpointAnswer;
import io.quorate.sql.command.GetEndpointAnswer;
import io.quorate.sql.command.GetInventory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The SQL Server backend with Microsoft's driver, on the lab's wire. */
class MssqlOverTdsTest {
    private TdsRig rig;

    @BeforeEach
    void up() throws Exception {
        rig = new TdsRig();
        answer((session, values, answer) -> answer.message(new SqlMessage(102, 15, 1, "not here", 1)));
    }

    @AfterEach
    void down() {
        rig.close();
    }

    /** The real world, in which every name leads here. */
    private record Here() implements QuorateRuntime {
        private static final QuorateRuntime REAL = QuorateRuntime.system();

        @Override
        public Instant now() {
            return REAL.now();
        }

        @Override
        public long nanos() {
            return REAL.nanos();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
            REAL.sleep(time);
        }

        @Override
        public RandomGenerator random() {
            return REAL.random();
        }

        @Override
        public SocketFactory sockets() {
            return REAL.sockets();
        }

        @Override
        public InetSocketAddress resolve(String host, int port) throws UnknownHostException {
            return new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port);
        }
    }

    private static Backend open(String host, int port, Trust trust, String password, Map<String, String> options) {
        return new MssqlBackendProvider()
                .open(
                        new Endpoint(
                                "sql",
                                "sqlserver",
                                Map.of("sql1", URI.create("sqlserver://" + host + ":" + port)),
                                Credentials.basic(ScriptedDoor.USER, Secret.of(password)),
                                trust,
                                options),
                        new Here());
    }

    private Backend open(Trust trust, String encrypt) {
        return open(TdsRig.HOST, rig.face.port(), trust, ScriptedDoor.PASSWORD, Map.of("encrypt", encrypt));
    }

    private Trust authority() {
        return Trust.authorities(rig.authority.certificate());
    }

    private static Object ask(Backend backend, Duration time) {
        return backend.send(
                new GetInventory("sql1"), new Call("c1", "sql1", Deadline.in(time, QuorateRuntime.system())));
    }

    private static Fault fault(Backend backend) {
        return fault(backend, Duration.ofSeconds(60));
    }

    private static Fault fault(Backend backend, Duration time) {
        Fault fault = catchThrowableOfType(Fault.class, () -> ask(backend, time));
        assertThat(fault).isNotNull();
        return fault;
    }

    private static void with(Backend backend, Consumer<Backend> work) {
        try {
            work.accept(backend);
        } finally {
            backend.close();
        }
    }

    /** Says what the inventory's batch answers from now on. */
    private void answer(ScriptedDoor.Script script) {
        rig.door.otherwise = script;
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "strict"})
    @DisplayName("with a trusted authority and the right name it logs in once, to master, to write")
    void login_whenTheServerIsTrusted_isAnAdministrators(String encrypt) {
        with(open(authority(), encrypt), backend -> {
            Fault fault = fault(backend);
            assertThat(fault.code()).as("it got through to the server").isEqualTo("102");
            assertThat(rig.door.logins).singleElement().satisfies(login -> {
                assertThat(login.database()).isEqualTo("master");
                assertThat(login.application()).isEqualTo("Quorate");
                assertThat(login.readIntent()).isFalse();
            });
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "strict"})
    @DisplayName("whoever cannot prove who he is gets no password, and the message names his certificate")
    void login_whenTheServerIsNotTrusted_sendsNoPassword(String encrypt) {
        with(open(Trust.authorities(new LabAuthority("another").certificate()), encrypt), backend -> {
            Fault fault = fault(backend);
            assertThat(fault.kind()).isEqualTo(ErrorKind.UNTRUSTED);
            assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
            assertThat(fault).hasMessageContaining("SHA-256");
        });
        with(
                open(
                        "sql2.lab.example",
                        rig.face.port(),
                        authority(),
                        ScriptedDoor.PASSWORD,
                        Map.of("encrypt", encrypt)),
                backend -> {
                    Fault fault = fault(backend);
                    assertThat(fault.kind()).isEqualTo(ErrorKind.UNTRUSTED);
                    assertThat(fault).hasMessageContaining("does not name sql2.lab.example");
                });
        with(
                open(Trust.pin("00".repeat(32)), encrypt),
                backend -> assertThat(fault(backend).kind()).isEqualTo(ErrorKind.UNTRUSTED));
        assertThat(rig.door.logins).isEmpty();
    }

    @Test
    @DisplayName("a pinned certificate is enough, whatever its name")
    void login_whenTheCertificateIsPinned_isTaken() {
        AtomicReference<String> shown = new AtomicReference<>();
        with(
                open(Trust.pin("00".repeat(32)), "true"),
                backend -> shown.set(fault(backend).getMessage().replaceAll("(?s).*SHA-256 ([0-9a-f]{64}).*", "$1")));
        with(
                open("elsewhere.example", rig.face.port(), Trust.pin(shown.get()), ScriptedDoor.PASSWORD, Map.of()),
                backend -> assertThat(fault(backend).code()).isEqualTo("102"));
    }

    @Test
    void login_whenEncryptionIsOffAndAllowed_works() {
        Map<String, String> options = Map.of("encrypt", "false", "allowPlaintext", "true");
        with(
                open("127.0.0.1", rig.face.port(), Trust.platform(), ScriptedDoor.PASSWORD, options),
                backend -> assertThat(fault(backend).code()).isEqualTo("102"));
    }

    @Test
    @DisplayName("a server without TLS gets no password from who wants it")
    void login_whenTheServerHasNoTls_isRefusedByUs() throws Exception {
        try (TdsRig plain = new TdsRig(o -> o.encryption(TdsEncryption.NOT_SUPPORTED))) {
            with(open(TdsRig.HOST, plain.face.port(), authority(), ScriptedDoor.PASSWORD, Map.of()), backend -> {
                assertThat(fault(backend).phase()).isEqualTo(FaultPhase.NEVER_SENT);
                assertThat(plain.door.logins).isEmpty();
            });
        }
    }

    @Test
    @DisplayName("a refused log-in is tried once, though the driver would try again; its password is in no word")
    void login_whenItIsRefused_isTriedOnce() {
        with(open(TdsRig.HOST, rig.face.port(), authority(), "wrong-password", Map.of()), backend -> {
            Fault fault = fault(backend);
            assertThat(fault.refusesLogin()).isTrue();
            assertThat(fault).hasMessageContaining("18456 (severity 14, state 1, fatal)");
            assertThat(fault.toString()).doesNotContain("wrong-password");
        });
        for (int number : new int[] {983, 4060, 18401}) {
            rig.door.logins.clear();
            rig.door.instead = login -> new SqlEntry.Refused(new SqlMessage(number, 14, 1, "not now", 1));
            with(open(authority(), "true"), backend -> {
                Fault fault = fault(backend);
                assertThat(fault.phase()).as("number %d", number).isEqualTo(FaultPhase.REFUSED);
                assertThat(fault.code()).isEqualTo(String.valueOf(number));
            });
            assertThat(rig.door.logins).hasSize(1);
        }
    }

    @Test
    @DisplayName("number, severity and state come through the driver, late errors and words of information, too")
    void errors_comeThroughTheDriver() {
        with(open(authority(), "true"), backend -> {
            answer((session, values, answer) -> {
                answer.message(new SqlMessage(41131, 10, 1, "only a word", 1));
                answer.columns(ScriptedDoor.column(SqlType.INT));
                answer.row(List.of(1));
                answer.counted(1);
                answer.message(new SqlMessage(3013, 16, 1, "terminating abnormally", 2));
                answer.message(new SqlMessage(47106, 16, 3, "timed out", 3));
            });
            Fault fault = fault(backend);
            assertThat(fault.code()).isEqualTo("47106");
            assertThat(fault).hasMessageContaining("47106 (severity 16, state 3, transient): timed out");
            assertThat(fault.phase()).isEqualTo(FaultPhase.TRANSIENT);
            assertThat(fault.getSuppressed()).hasSize(1);
            assertThat(fault)
                    .hasMessageContaining("3013 (severity 16, state 1,")
                    .hasMessageContaining("41131 (severity 10, state 1, transient): only a word");
        });
        assertThat(rig.door.logins).as("it works on the same connection").hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "strict"})
    @DisplayName(
            "words of information are heard before, between and after results; the driver itself drops those among rows")
    void notices_areHeard_beforeBetweenAndAfterResults(String encrypt) {
        List<String> heard = new ArrayList<>();
        with(open(authority(), encrypt), backend -> {
            answer((session, values, answer) -> {
                answer.message(new SqlMessage(50101, 0, 1, "before", 1));
                answer.columns(ScriptedDoor.column(SqlType.INT));
                answer.row(List.of(1));
                answer.counted(1);
                answer.message(new SqlMessage(50103, 10, 3, "between", 2));
                answer.columns(ScriptedDoor.column(SqlType.INT));
                answer.counted(0);
                answer.message(new SqlMessage(50104, 10, 4, "after", 3));
                answer.done();
            });
            Fault fault = catchThrowableOfType(
                    Fault.class,
                    () -> backend.send(
                            new GetInventory("sql1"),
                            new Call(
                                    "c1",
                                    "sql1",
                                    Deadline.in(Duration.ofSeconds(60), QuorateRuntime.system()),
                                    heard::add)));
            assertThat(fault).as("the answer is none of an inventory").hasMessageContaining("2 results");
        });
        assertThat(heard)
                .hasSize(3)
                .anyMatch(line -> line.startsWith("50101 (severity 0, state 1,") && line.endsWith("before"))
                .anyMatch(line -> line.startsWith("50103 (severity 10, state 3,") && line.endsWith("between"))
                .anyMatch(line -> line.startsWith("50104 (severity 10, state 4,") && line.endsWith("after"));
    }

    @Test
    @DisplayName("an error among the rows of a result, or after several, is heard with number, severity and state")
    void errors_areHeardWhereverTheyStand() {
        with(open(authority(), "true"), backend -> {
            answer((session, values, answer) -> {
                answer.columns(ScriptedDoor.column(SqlType.INT));
                answer.row(List.of(1));
                answer.message(new SqlMessage(8134, 16, 1, "among the rows", 1));
            });
            assertThat(fault(backend)).hasMessageContaining("8134 (severity 16, state 1,");
            answer((session, values, answer) -> {
                for (int i = 0; i < 3; i++) {
                    answer.columns(ScriptedDoor.column(SqlType.INT));
                    answer.row(List.of(i));
                    answer.counted(1);
                }
                answer.message(new SqlMessage(50104, 10, 4, "a word", 3));
                answer.message(new SqlMessage(35250, 16, 7, "not active", 4));
                answer.message(new SqlMessage(50105, 10, 5, "a last word", 5));
            });
            assertThat(fault(backend))
                    .hasMessageContaining("35250 (severity 16, state 7, transient): not active")
                    .hasMessageContaining("50104 (severity 10, state 4,")
                    .hasMessageContaining("50105 (severity 10, state 5,");
        });
        assertThat(rig.door.logins).as("it works on the same connection").hasSize(1);
    }

    private static void hang(ScriptedDoor.Session session, CountDownLatch hanging) {
        hanging.countDown();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(100);
        while (!session.cancelled && !session.closed && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    @DisplayName("a statement that takes too long is cancelled at the server, and ends by the deadline")
    void statement_whenItTakesTooLong_isCancelled() {
        with(open(authority(), "true"), backend -> {
            assertThat(fault(backend).code()).as("it is logged in").isEqualTo("102");
            AtomicReference<ScriptedDoor.Session> at = new AtomicReference<>();
            answer((session, values, answer) -> {
                at.set(session);
                hang(session, new CountDownLatch(1));
            });
            Fault fault = fault(backend, Duration.ofSeconds(1));
            for (int seconds = 2; at.get() == null && seconds < 60; seconds *= 2) {
                // what a busy machine has not asked in that time is asked once more
                fault = fault(backend, Duration.ofSeconds(seconds));
            }
            assertThat(fault.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
            assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
            Soon.until(() -> at.get().cancelled || at.get().closed);
        });
    }

    @Test
    @DisplayName("an interrupt ends a statement soon, the flag stays")
    void statement_whenItsThreadIsInterrupted_endsSoon() throws Exception {
        Backend backend = open(authority(), "true");
        CountDownLatch hanging = new CountDownLatch(1);
        answer((session, values, answer) -> hang(session, hanging));
        AtomicReference<Fault> heard = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            heard.set(fault(backend, Duration.ofMinutes(3)));
            flag.set(Thread.currentThread().isInterrupted());
        });
        caller.start();
        assertThat(hanging.await(60, TimeUnit.SECONDS)).isTrue();
        caller.interrupt();
        caller.join(60_000);
        assertThat(heard.get()).hasMessageContaining("interrupted");
        assertThat(flag.get()).isTrue();
        backend.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"deadline", "interrupt", "close"})
    @DisplayName("a server that accepts and stays silent holds nobody, whatever ends the wait; nothing was sent")
    void login_whenTheServerIsSilent_ends(String by) throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            Backend backend = open(TdsRig.HOST, silent.getLocalPort(), authority(), "pass-word", Map.of());
            AtomicReference<Fault> heard = new AtomicReference<>();
            Duration time = by.equals("deadline") ? Duration.ofMillis(800) : Duration.ofMinutes(3);
            boolean begun = false;
            for (; !begun && time.toMinutes() < 6; time = time.multipliedBy(2)) {
                Duration given = time;
                Thread caller = new Thread(() -> heard.set(fault(backend, given)));
                caller.start();
                try (var accepted = accepted(silent, caller)) {
                    // A busy machine that has not begun in that time gets more.
                    begun = accepted != null && accepted.getInputStream().read() >= 0;
                    if (by.equals("interrupt")) {
                        caller.interrupt();
                    } else if (by.equals("close")) {
                        backend.close();
                    }
                    caller.join(60_000);
                }
            }
            assertThat(begun).isTrue();
            assertThat(heard.get()).isNotNull();
            assertThat(heard.get().phase()).isEqualTo(FaultPhase.NEVER_SENT);
            assertThat(heard.get())
                    .hasMessageContaining(
                            switch (by) {
                                case "interrupt" -> "interrupted";
                                case "close" -> "closed";
                                default -> "in time";
                            });
            backend.close();
        }
    }

    /** Returns the connection that a caller makes; null if it has ended without one. */
    private static @Nullable Socket accepted(ServerSocket server, Thread caller) throws IOException {
        server.setSoTimeout(100);
        while (true) {
            try {
                return server.accept();
            } catch (SocketTimeoutException e) {
                if (!caller.isAlive()) {
                    return null;
                }
            }
        }
    }

    private static EndpointAnswer.Reach probe(Backend backend, int port, Duration time) {
        Call call = new Call("c1", "sql1", Deadline.in(time, QuorateRuntime.system()));
        return ((EndpointAnswer) backend.send(new GetEndpointAnswer("sql1", "mirror.lab.example", port), call)).reach();
    }

    @Test
    @DisplayName(
            "a mirroring endpoint is looked for by a connection alone: it answers, refuses, or is silent until the time is over")
    void endpoint_isLookedFor() throws Exception {
        InetAddress here = InetAddress.getByName("127.0.0.1");
        with(open(authority(), "true"), backend -> {
            try {
                int closed;
                try (ServerSocket open = new ServerSocket(0, 5, here)) {
                    closed = open.getLocalPort();
                    assertThat(probe(backend, closed, Duration.ofMinutes(1))).isEqualTo(EndpointAnswer.Reach.ANSWERS);
                }
                assertThat(probe(backend, closed, Duration.ofMinutes(1))).isEqualTo(EndpointAnswer.Reach.REFUSED);
                try (BlackHole silent = new BlackHole(new InetSocketAddress(here, 0))) {
                    assertThat(probe(backend, silent.port(), Duration.ofMillis(1500)))
                            .isEqualTo(EndpointAnswer.Reach.SILENT);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(rig.door.logins).as("the instance is not asked").isEmpty();
    }

    @Test
    @DisplayName("who looks for a silent endpoint and is interrupted ends soon, and has nothing for an answer")
    void endpoint_whenTheThreadIsInterrupted_endsSoon() throws Exception {
        Backend backend = open(authority(), "true");
        try (BlackHole silent = new BlackHole(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0))) {
            AtomicReference<Object> heard = new AtomicReference<>();
            Thread caller = new Thread(() -> heard.set(
                    catchThrowableOfType(Fault.class, () -> probe(backend, silent.port(), Duration.ofMinutes(1)))));
            caller.start();
            caller.interrupt();
            caller.join(60_000);
            assertThat(heard.get()).isInstanceOf(Fault.class);
        } finally {
            backend.close();
        }
    }

    @Test
    @DisplayName("a kept connection that the server has ended meanwhile is not used")
    void connection_whenTheServerEndedIt_isReplaced() {
        with(open(authority(), "true"), backend -> {
            assertThat(fault(backend).code()).isEqualTo("102");
            assertThat(fault(backend).code()).isEqualTo("102");
            assertThat(rig.door.logins).hasSize(1);
            rig.face.resetConnections();
            sleep();
            assertThat(fault(backend).code()).isEqualTo("102");
            assertThat(rig.door.logins).hasSize(2);
        });
    }

    /** Longer than a connection that was used just now is taken without a look. */
    private static void sleep() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(60);
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}

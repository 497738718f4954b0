package io.quorate.nexenta.rest;

import static io.quorate.nexenta.rest.CannedNas.coded;
import static io.quorate.nexenta.rest.CannedNas.cut;
import static io.quorate.nexenta.rest.CannedNas.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Deadline;
import io.quorate.nexenta.CutShort;
import io.quorate.nexenta.WireRuntime;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one appliance's log-in, turns and connections promise to all that use it at once. */
class NefHostTest {
    private static final NefRequest READ = NefRequest.get("pools");
    private static final NefRequest CHANGE = NefRequest.post("pools");
    private static final String LOGIN = "POST /auth/login";

    private final WireRuntime runtime = new WireRuntime();
    private final List<Thread> callers = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(body -> {
        Thread thread = new Thread(body);
        callers.add(thread);
        return thread;
    });
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();
    private CannedNas nas;
    private NefHost host;

    @BeforeEach
    void start() {
        nas = new CannedNas();
        host = nas.host(runtime);
    }

    @AfterEach
    void stop() {
        gate.countDown();
        host.close();
        nas.close();
        threads.shutdownNow();
    }

    private Deadline soon() {
        return Deadline.in(Duration.ofSeconds(20), runtime);
    }

    private static Fault fails(Runnable action) {
        Fault fault = catchThrowableOfType(Fault.class, action::run);
        assertThat(fault).isNotNull();
        return fault;
    }

    private static void is(Fault fault, FaultPhase phase, ErrorKind kind) {
        assertThat(fault.phase()).as(fault.getMessage()).isEqualTo(phase);
        assertThat(fault.kind()).as(fault.getMessage()).isEqualTo(kind);
    }

    /** Holds an answer back until the gate opens. */
    private CannedNas.Answer held(CannedNas.Answer answer) {
        waiting.incrementAndGet();
        try {
            gate.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        waiting.decrementAndGet();
        return answer;
    }

    private void awaitHeld(int wanted) throws InterruptedException {
        for (int i = 0; i < 6_000 && waiting.get() < wanted; i++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(waiting.get()).isEqualTo(wanted);
    }

    /** Waits until so many of the callers are inside a method. */
    private void awaitInside(String type, String method, int wanted) throws InterruptedException {
        assertThat(CutShort.eventually(() ->
                        callers.stream().filter(CutShort.inside(type, method)).count() == wanted))
                .as("%d in %s.%s", wanted, type, method)
                .isTrue();
    }

    private List<Future<?>> changes(int count) {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(threads.submit(() -> host.change(CHANGE, soon())));
        }
        return all;
    }

    // turns

    @Test
    @DisplayName("four changes are under way at most; a fifth whose time runs out was refused before it began")
    void change_besideFourOthers_waitsItsTurn() throws Exception {
        host.read(READ, soon());
        nas.answers = line -> line.startsWith("POST") ? held(ok("{}")) : ok("{}");
        List<Future<?>> four = changes(4);
        awaitHeld(4);
        Fault fault = fails(() -> host.change(CHANGE, Deadline.in(Duration.ofMillis(20), runtime)));
        is(fault, FaultPhase.REFUSED, ErrorKind.BUSY);
        host.read(READ, soon());
        gate.countDown();
        for (Future<?> one : four) {
            one.get(60, TimeUnit.SECONDS);
        }
        host.change(CHANGE, soon());
        assertThat(nas.count("POST /pools")).isEqualTo(5);
    }

    @Test
    @DisplayName("who waits for its turn hears a close and an interrupt, and has sent nothing")
    void change_waitingForItsTurn_hearsCloseAndInterrupt() throws Exception {
        host.read(READ, soon());
        nas.answers = line -> held(ok("{}"));
        changes(4);
        awaitHeld(4);
        Thread.currentThread().interrupt();
        Fault interrupted = fails(() -> host.change(CHANGE, soon()));
        assertThat(Thread.interrupted()).isTrue();
        is(interrupted, FaultPhase.NEVER_SENT, ErrorKind.UNREACHABLE);
        assertThat(interrupted).hasMessageContaining("waiting for other changes");
        Future<Fault> fifth = threads.submit(() -> fails(() -> host.change(CHANGE, soon())));
        awaitInside("NefHost", "takeTurn", 1);
        host.close();
        Fault closed = fifth.get(60, TimeUnit.SECONDS);
        is(closed, FaultPhase.NEVER_SENT, ErrorKind.UNREACHABLE);
        assertThat(closed).hasMessageContaining("was closed while other changes were under way");
    }

    // log-in

    @Test
    @DisplayName("eight at once share one log-in")
    void read_byManyAtFirst_logsInOnce() throws Exception {
        nas.logins = count -> held(ok("{\"token\":\"t\"}"));
        List<Future<HttpReply>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(threads.submit(() -> host.read(READ, soon())));
        }
        awaitHeld(1);
        awaitInside("NefLogin", "join", 7);
        gate.countDown();
        for (Future<HttpReply> one : all) {
            assertThat(one.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
        }
        assertThat(nas.count(LOGIN)).isEqualTo(1);
        assertThat(nas.count("GET /pools")).isEqualTo(8);
    }

    @Test
    @DisplayName("a refused log-in is refused to all that wait for it, and not repeated for them")
    void read_byManyWhoseLogInIsRefused_spendsOneAttempt() throws Exception {
        nas.logins = count -> held(coded(401, "EAUTH"));
        List<Future<Fault>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(threads.submit(() -> fails(() -> host.read(READ, soon()))));
        }
        awaitHeld(1);
        awaitInside("NefLogin", "join", 3);
        gate.countDown();
        for (Future<Fault> one : all) {
            Fault fault = one.get(60, TimeUnit.SECONDS);
            is(fault, FaultPhase.LASTING, ErrorKind.ACCESS_DENIED);
            assertThat(fault.refusesLogin()).isTrue();
        }
        assertThat(nas.count(LOGIN)).isEqualTo(1);
    }

    @Test
    @DisplayName("who waits for another's log-in hears an interrupt, and has sent nothing")
    void read_waitingForALogIn_hearsAnInterrupt_andItsDeadline() throws Exception {
        nas.logins = count -> held(ok("{\"token\":\"t\"}"));
        Future<HttpReply> first = threads.submit(() -> host.read(READ, soon()));
        awaitHeld(1);
        Thread.currentThread().interrupt();
        Fault interrupted = fails(() -> host.read(READ, soon()));
        assertThat(Thread.interrupted()).isTrue();
        is(interrupted, FaultPhase.NEVER_SENT, ErrorKind.UNREACHABLE);
        is(
                fails(() -> host.read(READ, Deadline.in(Duration.ofMillis(20), runtime))),
                FaultPhase.NEVER_SENT,
                ErrorKind.DEADLINE_EXCEEDED);
        gate.countDown();
        assertThat(first.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("a token that has died is renewed once, by whoever finds out first; one that dies at once is refused")
    void read_withADeadToken_renewsItOnce() {
        nas.answers = line -> nas.count(LOGIN) < 2 ? coded(401, "EAUTH") : ok("{}");
        host.read(READ, soon());
        assertThat(nas.count(LOGIN)).isEqualTo(2);
        nas.answers = line -> coded(401, "EAUTH");
        Fault fault = fails(() -> host.read(READ, soon()));
        is(fault, FaultPhase.LASTING, ErrorKind.ACCESS_DENIED);
        assertThat(fault).hasMessageContaining("refuses the token it gave");
        assertThat(nas.count(LOGIN)).isEqualTo(3);
    }

    @Test
    @DisplayName(
            "a log-in that is not answered says nothing of the account; the request was not sent, and the next one logs in")
    void read_whoseLogInIsLost_isNeverSent() {
        nas.logins = count -> cut();
        Fault fault = fails(() -> host.read(READ, soon()));
        is(fault, FaultPhase.NEVER_SENT, ErrorKind.UNREACHABLE);
        assertThat(fault).hasMessageStartingWith("while logging in: ");
        assertThat(fault.refusesLogin()).isFalse();
        nas.logins = count -> coded(503, "EBUSY");
        Fault busy = fails(() -> host.read(READ, soon()));
        is(busy, FaultPhase.TRANSIENT, ErrorKind.BUSY);
        assertThat(busy.refusesLogin()).isFalse();
        nas.logins = count -> ok("{\"token\":\"t\"}");
        assertThat(host.read(READ, soon()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "t\u007f", "tök", "7", "null"})
    @DisplayName("what cannot be a header's value is no token")
    void read_withATokenThatIsNone_isABadReply(String token) {
        boolean bare = token.equals("7") || token.equals("null");
        nas.logins = count -> ok(bare ? "{\"token\":" + token + "}" : "{\"token\":\"" + token + "\"}");
        assertThat(fails(() -> host.read(READ, soon())).kind()).isEqualTo(ErrorKind.BAD_REPLY);
        assertThat(nas.count("GET /pools")).isZero();
    }

    @Test
    void read_withTheLongestToken_takesIt_andNoneLonger() {
        nas.logins = count -> ok("{\"token\":\"!~" + "x".repeat(16_382) + "\"}");
        assertThat(host.read(READ, soon()).status()).isEqualTo(200);
        nas.logins = count -> ok("{\"token\":\"" + "x".repeat(16_385) + "\"}");
        try (NefHost other = nas.host(runtime)) {
            assertThat(fails(() -> other.read(READ, soon())).kind()).isEqualTo(ErrorKind.BAD_REPLY);
        }
    }

    // connections

    @Test
    @DisplayName("requests after one another go over one connection, and a closed client opens none")
    void read_again_keepsItsConnection() {
        for (int i = 0; i < 5; i++) {
            host.read(READ, soon());
        }
        assertThat(runtime.connections()).isEqualTo(1);
        host.close();
        is(fails(() -> host.read(READ, soon())), FaultPhase.NEVER_SENT, ErrorKind.UNREACHABLE);
        assertThat(runtime.connections()).isEqualTo(1);
        assertThat(host.closed()).isTrue();
        assertThat(host.address()).startsWith("127.0.0.1:");
    }

    @Test
    @DisplayName("a request in flight ends with a close, and nobody knows what became of a change")
    void close_whileAChangeIsInFlight_endsIt() throws Exception {
        host.read(READ, soon());
        nas.answers = line -> held(ok("{}"));
        Future<Fault> one = threads.submit(() -> fails(() -> host.change(CHANGE, soon())));
        awaitHeld(1);
        host.close();
        is(one.get(60, TimeUnit.SECONDS), FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE);
    }

    @Test
    @DisplayName("a change never meets a connection that the appliance has closed meanwhile")
    void change_overAConnectionThatDied_takesANewOne() throws Exception {
        host.read(READ, soon());
        nas.answers = line -> cut();
        fails(() -> host.read(READ, soon()));
        nas.answers = line -> ok("{}");
        host.change(CHANGE, soon());
        assertThat(runtime.connections()).isEqualTo(2);
    }
}

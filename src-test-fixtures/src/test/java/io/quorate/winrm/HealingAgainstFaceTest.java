package io.quorate.winrm;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.Trust;
import io.quorate.lab.Lab;
import io.quorate.lab.LabBuilder;
import io.quorate.lab.LoginSpec;
import io.quorate.lab.ScriptedLab;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsPipelineState;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.psrp.RunspacePoolOptions;
import io.quorate.winrm.wsman.HttpCarrier;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A session outlives what happens to it: full quotas, idle time, restarts, cut connections. Counted at the lab's face, over real sockets. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class HealingAgainstFaceTest {
    private static final boolean SWEEP = Boolean.getBoolean("quorate.sweep");
    private static final PsPipeline HELLO = PsPipeline.of(PsCommand.of("M\\Get-Hello"));

    /** Where a cut may hit a conversation of twenty commands: opening, sixty requests of theirs, standing Receives in between. */
    private static final int CUTS = 66;

    private final AtomicInteger effects = new AtomicInteger();

    private Lab lab(UnaryOperator<LabBuilder> details) {
        return ScriptedLab.start(
                (pipeline, sink) -> {
                    effects.incrementAndGet();
                    sink.output(
                            PsValue.string(pipeline.statements().get(0).get(0).name()));
                },
                details);
    }

    private static WinRmSession session(Lab lab, int runspaces) {
        return session(lab, "https://HV1:5986/wsman", Credentials.basic(lab.username(), lab.password()), runspaces);
    }

    private static WinRmSession sealedSession(Lab lab, int runspaces) {
        return session(lab, "http://HV1:5985/wsman", Credentials.ntlm(lab.username(), lab.password()), runspaces);
    }

    private static WinRmSession session(Lab lab, String address, Credentials credentials, int runspaces) {
        return new WinRmSession(
                new HttpCarrier(
                        URI.create(address), credentials, new Trust.Authorities(lab.caCertificates()), lab.runtime()),
                SessionOptions.DEFAULT.withRunspaces(RunspacePoolOptions.upTo(runspaces)),
                lab.runtime());
    }

    private static void run(WinRmSession session, Lab lab) {
        assertThat(session.run(HELLO, soon(lab)).state()).isEqualTo(PsPipelineState.COMPLETED);
    }

    private static Deadline soon(Lab lab) {
        return Deadline.in(Duration.ofMinutes(2), lab.runtime());
    }

    private static boolean eventually(BooleanSupplier condition) {
        long end = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
        return condition.getAsBoolean();
    }

    private static void assertNothingLeft(Lab lab) {
        assertThat(lab.openShells()).as(lab.describe()).isZero();
        assertThat(lab.openCommands()).as(lab.describe()).isZero();
        assertThat(eventually(() -> lab.parkedReceives() == 0 && lab.openConnections() == 0))
                .as(lab.describe())
                .isTrue();
    }

    @Test
    @Timeout(value = 40, unit = TimeUnit.MINUTES)
    @DisplayName("several times as many commands as a shell may hold: nobody notices, and one shell does for all")
    void manyMoreCommandsThanTheQuota() {
        // more than the 64 that may wait to be freed
        int quota = SWEEP ? 1_000 : 70;
        int many = (SWEEP ? 10 : 2) * quota;
        try (Lab lab = lab(builder -> builder.maxCommandsPerShell(quota))) {
            try (WinRmSession session = session(lab, 1)) {
                for (int i = 0; i < many; i++) {
                    run(session, lab);
                }
                assertThat(effects).hasValue(many);
                assertThat(lab.requests("Create")).isEqualTo(1);
                assertThat(eventually(() -> lab.openCommands() == 0)).isTrue();
            }
            assertNothingLeft(lab);
        }
    }

    @Test
    @DisplayName("a quota that is used up though the Signals were lost: the next call gets another shell")
    void quotaUsedUpByLostSignals() {
        try (Lab lab = lab(builder -> builder.maxCommandsPerShell(5))) {
            try (WinRmSession session = session(lab, 1)) {
                lab.faults().onAction("Signal").optional().always().faulted(2150859174L);
                int refused = 0;
                for (int i = 0; i < 20; i++) {
                    try {
                        run(session, lab);
                    } catch (Fault fault) {
                        assertThat(fault.phase()).isEqualTo(FaultPhase.REFUSED);
                        assertThat(fault.hint())
                                .contains("MaxConcurrentCommandsPerShell")
                                .contains("WSMan:\\localhost\\Plugin\\Microsoft.PowerShell\\Quotas");
                        refused++;
                        int signals = refused;
                        assertThat(eventually(() -> lab.requests("Signal") >= signals))
                                .isTrue();
                    }
                }
                assertThat(refused).isLessThanOrEqualTo(8);
                assertThat(effects.get()).isEqualTo(20 - refused);
            }
            assertNothingLeft(lab);
        }
    }

    @Test
    @DisplayName("thirty idle minutes leave the shell as it was: the standing Receive keeps it")
    void idleForHalfAnHour() {
        try (Lab lab = lab(builder -> builder)) {
            try (WinRmSession session = session(lab, 8)) {
                run(session, lab);
                assertThat(eventually(() -> lab.parkedReceives() == 1)).isTrue();
                for (int minute = 0; minute < 30; minute++) {
                    lab.advance(Duration.ofMinutes(1));
                    assertThat(eventually(() -> lab.parkedReceives() == 1)).isTrue();
                }
                run(session, lab);
                assertThat(lab.requests("Create")).isEqualTo(1);
                assertThat(lab.requests("Reconnect")).isZero();
            }
            assertNothingLeft(lab);
        }
    }

    @Test
    @DisplayName(
            "a network that is away for half an hour: the shell is disconnected, and taken up again at the next call")
    void networkAwayForHalfAnHour() {
        try (Lab lab = lab(builder -> builder)) {
            try (WinRmSession session = session(lab, 8)) {
                run(session, lab);
                assertThat(eventually(() -> lab.parkedReceives() == 1)).isTrue();
                lab.faults().onAction("Receive").optional().always().resetBefore();
                lab.advance(Duration.ofMinutes(2));
                assertThat(eventually(() -> lab.parkedReceives() == 0)).isTrue();
                lab.advance(Duration.ofMinutes(28));
                lab.faults().clear();

                run(session, lab);

                assertThat(lab.requests("Create")).isEqualTo(1);
                assertThat(lab.requests("Reconnect")).isGreaterThanOrEqualTo(1);
                assertThat(eventually(() -> lab.parkedReceives() == 1)).isTrue();
                assertThat(effects).hasValue(2);
            }
            assertNothingLeft(lab);
        }
    }

    @Test
    @DisplayName("a standing Receive that is cut comes back by itself")
    void standingReceiveComesBack() {
        try (Lab lab = lab(builder -> builder)) {
            try (WinRmSession session = session(lab, 8)) {
                run(session, lab);
                assertThat(eventually(() -> lab.parkedReceives() == 1)).isTrue();
                lab.faults().onAction("Receive").times(3).resetBefore();
                lab.advance(Duration.ofSeconds(61));
                assertThat(eventually(() -> {
                            lab.advance(Duration.ofSeconds(5));
                            return lab.faults().pending().isEmpty() && lab.parkedReceives() == 1;
                        }))
                        .isTrue();
                run(session, lab);
                assertThat(lab.requests("Create")).isEqualTo(1);
            }
            assertNothingLeft(lab);
        }
    }

    @Test
    @DisplayName("WinRM restarted between two commands: the second runs in a new shell")
    void restartedBetween() {
        try (Lab lab = lab(builder -> builder)) {
            try (WinRmSession session = session(lab, 8)) {
                for (int i = 0; i < 5; i++) {
                    run(session, lab);
                    lab.winRmService("HV1").restart(Duration.ZERO);
                    lab.advance(Duration.ofSeconds(1));
                }
                run(session, lab);
                assertThat(effects).hasValue(6);
                assertThat(lab.openShells()).isEqualTo(1);
            }
            assertNothingLeft(lab);
        }
    }

    @Test
    @DisplayName("WinRM restarted under a command: what became of it is not known, and the next runs in a new shell")
    void restartedUnder() throws Exception {
        CountDownLatch runs = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Lab lab = ScriptedLab.start((pipeline, sink) -> {
            if (effects.incrementAndGet() == 2) {
                runs.countDown();
                await(goOn);
            }
        })) {
            try (WinRmSession session = session(lab, 8)) {
                run(session, lab);
                Thread restarts = new Thread(() -> {
                    await(runs);
                    lab.winRmService("HV1").restart(Duration.ZERO);
                    goOn.countDown();
                });
                restarts.start();
                try {
                    session.run(HELLO, soon(lab));
                    throw new AssertionError("it cannot be known");
                } catch (Fault fault) {
                    assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
                }
                restarts.join();
                run(session, lab);
                assertThat(effects).hasValue(3);
            }
            assertNothingLeft(lab);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("it did not come");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @Timeout(value = 40, unit = TimeUnit.MINUTES)
    @DisplayName(
            "a connection cut at each request of a conversation: every command runs once, or its fault says what is known; nothing is left")
    void cutAtEveryRequest() {
        for (int cut = 1; cut <= CUTS; cut += SWEEP ? 1 : 32) {
            for (boolean done : new boolean[] {false, true}) {
                cutAt(cut, done);
            }
        }
    }

    private void cutAt(int cut, boolean done) {
        effects.set(0);
        AtomicInteger seen = new AtomicInteger();
        try (Lab lab = lab(builder -> builder)) {
            var fault = lab.faults()
                    .when(
                            "request " + cut,
                            request -> !request.action().equals("connect") && seen.incrementAndGet() == cut)
                    .optional();
            if (done) {
                fault.resetAfter();
            } else {
                fault.resetBefore();
            }
            int completed = 0;
            int unknown = 0;
            try (WinRmSession session = session(lab, 8)) {
                for (int i = 0; i < 20; i++) {
                    try {
                        run(session, lab);
                        completed++;
                    } catch (Fault e) {
                        assertThat(e.phase()).as("cut %d", cut).isIn(FaultPhase.UNANSWERED, FaultPhase.NEVER_SENT);
                        unknown += e.phase() == FaultPhase.UNANSWERED ? 1 : 0;
                    }
                }
            }
            assertThat(completed).as("cut %d done %s", cut, done).isGreaterThanOrEqualTo(19);
            assertThat(effects.get()).as("cut %d done %s", cut, done).isBetween(completed, completed + unknown);
            assertNothingLeft(lab);
        }
    }

    @Test
    @Timeout(value = 40, unit = TimeUnit.MINUTES)
    @DisplayName(
            "sessions closed while commands run in them, sealed ones too: each ends with a result or a fault, and nothing is left")
    void closeAgainstExecute() throws Exception {
        int rounds = Integer.getInteger("quorate.rounds", SWEEP ? 1_000 : 12);
        try (Lab lab = lab(builder -> builder.logins(LoginSpec::http))) {
            ConcurrentLinkedQueue<Object> odd = new ConcurrentLinkedQueue<>();
            int callers = 3;
            for (int round = 0; round < rounds; round++) {
                WinRmSession session = round % 2 == 0 ? session(lab, 3) : sealedSession(lab, 3);
                CountDownLatch started = new CountDownLatch(1);
                Thread[] threads = new Thread[callers];
                for (int i = 0; i < callers; i++) {
                    threads[i] = new Thread(() -> {
                        try {
                            while (true) {
                                session.run(HELLO, soon(lab));
                                started.countDown();
                            }
                        } catch (Fault fault) {
                            started.countDown();
                            if ("HTTP 401".equals(fault.code()) || fault.getMessage() == null) {
                                odd.add(fault);
                            }
                        } catch (RuntimeException e) {
                            odd.add(e);
                        }
                    });
                    threads[i].start();
                }
                await(started);
                session.close();
                for (Thread thread : threads) {
                    thread.join(60_000);
                    assertThat(thread.isAlive()).as("a caller hangs").isFalse();
                }
            }
            assertThat(odd).isEmpty();
            assertThat(lab.refusedLogins()).isZero();
            assertThat(eventually(() -> lab.openShells() == 0))
                    .as(lab.describe())
                    .isTrue();
            assertNothingLeft(lab);
        }
    }
}

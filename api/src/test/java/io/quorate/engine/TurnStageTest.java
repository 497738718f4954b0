package io.quorate.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.BreakerSettings;
import io.quorate.BulkheadSettings;
import io.quorate.Endpoint;
import io.quorate.FunctionBackend;
import io.quorate.QuorateRuntime;
import io.quorate.Rig;
import io.quorate.ScriptedBackend;
import io.quorate.TestCommand;
import io.quorate.Trust;
import io.quorate.call.AuditRecord;
import io.quorate.call.Ensured;
import io.quorate.call.Order;
import io.quorate.cluster.Failback;
import io.quorate.cluster.command.PauseNode;
import io.quorate.cluster.command.ResumeNode;
import io.quorate.error.BusyException;
import io.quorate.error.ConflictException;
import io.quorate.error.DeadlineExceededException;
import io.quorate.error.QuorateException;
import io.quorate.error.UnreachableException;
import io.quorate.spi.Command;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Observation;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One change at a time reaches an object, however many threads ask for it; reads go on. */
@Timeout(60)
class TurnStageTest {
    private final FunctionBackend backend = new FunctionBackend();
    private final List<AuditRecord> audit = Collections.synchronizedList(new ArrayList<>());
    private final AtomicReference<Runnable> onAudit = new AtomicReference<>(() -> {});
    private final Engine engine = new Engine(
            QuorateRuntime.system(),
            List.of(new Site(
                    new Endpoint(
                            "rack",
                            "script",
                            Map.of("HV1", URI.create("script://HV1")),
                            null,
                            Trust.platform(),
                            Map.of()),
                    backend,
                    QuorateRuntime.system(),
                    host -> new HostSettings(
                            Rig.steady(1),
                            new BreakerSettings(50, Duration.ofSeconds(30)),
                            BulkheadSettings.defaults()))),
            line -> {
                audit.add(line);
                onAudit.getAndSet(() -> {}).run();
            },
            null);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        goOn.countDown();
    }

    private <R> R run(Command<R> command) {
        return engine.give(Order.create("rack", command)).value();
    }

    /** Gives an order on another thread. */
    private static FutureTask<Object> elsewhere(java.util.concurrent.Callable<Object> work) {
        FutureTask<Object> task = new FutureTask<>(work);
        new Thread(task).start();
        return task;
    }

    /** A change that is under way until the test lets it go on. */
    private FutureTask<Object> underWay(Command<?> command) throws InterruptedException {
        backend.answer = (sent, call) -> {
            if (sent.equals(command) && begun.getCount() > 0) {
                begun.countDown();
                hold();
            }
            return "done";
        };
        FutureTask<Object> task = elsewhere(() -> run(command));
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        return task;
    }

    private void hold() {
        try {
            assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw Fault.unanswered(ErrorKind.UNREACHABLE).cause(e).because("interrupted");
        }
    }

    @Test
    void change_whileAnotherIsUnderWay_waitsForIt() throws Exception {
        FutureTask<Object> first = underWay(TestCommand.of(Safety.CONVERGE));
        FutureTask<Object> second = elsewhere(() -> run(TestCommand.of(Safety.GUARDED)));
        while (engine.waiting() == 0) {
            Thread.onSpinWait();
        }
        assertThat(audit).hasSize(1);
        goOn.countDown();
        first.get(30, TimeUnit.SECONDS);
        second.get(30, TimeUnit.SECONDS);
        assertThat(audit)
                .extracting(AuditRecord::step)
                .containsExactly(
                        AuditRecord.Step.INTENT,
                        AuditRecord.Step.OUTCOME,
                        AuditRecord.Step.INTENT,
                        AuditRecord.Step.OUTCOME);
    }

    @Test
    void read_whileAChangeIsUnderWay_doesNotWait() throws Exception {
        FutureTask<Object> first = underWay(TestCommand.of(Safety.CONVERGE));
        assertThat(run(TestCommand.of(Safety.READ))).isEqualTo("done");
        assertThat(first.isDone()).isFalse();
    }

    @Test
    @DisplayName("what ends another change does not wait for it")
    void resume_whileAPauseDrains_doesNotWait() throws Exception {
        AtomicBoolean resumed = new AtomicBoolean();
        PauseNode pause = new PauseNode("HV2", true, true, null, Duration.ofMinutes(10));
        backend.answer = (sent, call) -> {
            if (sent instanceof PauseNode) {
                begun.countDown();
                hold();
            } else {
                resumed.set(true);
            }
            return null;
        };
        FutureTask<Object> first = elsewhere(() -> run(pause));
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        ResumeNode resume = new ResumeNode("HV2", Failback.values()[0]);
        run(resume);
        assertThat(resumed).isTrue();
        assertThat(first.isDone()).isFalse();
        assertThat(resume.target()).isEqualTo(pause.target());
    }

    @Test
    @DisplayName(
            "waiting counts towards the deadline; nothing is looked at or sent, and the message names who is in the way")
    void change_whenItsTurnDoesNotCome_isTooLate() throws Exception {
        FutureTask<Object> first = underWay(TestCommand.of(Safety.CONVERGE));
        QuorateException late = null;
        Duration time = Duration.ofMillis(60);
        do {
            // A busy machine may come to its turn only when the time is over: then it gets more.
            Duration given = time;
            late = catchThrowableOfType(
                    QuorateException.class,
                    () -> run(TestCommand.of(Safety.GUARDED).within(given)));
            time = time.multipliedBy(2);
        } while (!String.valueOf(late).contains("another call") && time.toSeconds() < 20);
        assertThat(late)
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("another call of this client, test.thing.do, is changing thing T1")
                .hasMessageContaining("nothing was sent");
        assertThat(audit).hasSize(1);
        assertThat(first.isDone()).isFalse();
    }

    @Test
    void change_thatFails_givesItsTurnBack() {
        backend.answer = (sent, call) -> {
            throw ScriptedBackend.fault(FaultPhase.LASTING, ErrorKind.REJECTED);
        };
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> run(TestCommand.of(Safety.CONVERGE))).isInstanceOf(QuorateException.class);
        }
        backend.answer = (sent, call) -> {
            throw new IllegalStateException("a defect");
        };
        assertThatThrownBy(() -> run(TestCommand.of(Safety.CONVERGE))).isInstanceOf(QuorateException.class);
        backend.answer = (sent, call) -> "done";
        FutureTask<Object> other = elsewhere(() -> run(TestCommand.of(Safety.CONVERGE)));
        assertThat(catchThrowableOfType(Exception.class, () -> other.get(30, TimeUnit.SECONDS)))
                .isNull();
    }

    @Test
    void interrupt_ofACallThatWaits_isHeardAndKept() throws Exception {
        FutureTask<Object> first = underWay(TestCommand.of(Safety.CONVERGE));
        AtomicBoolean kept = new AtomicBoolean();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread second = new Thread(() -> {
            try {
                run(TestCommand.of(Safety.GUARDED));
            } catch (QuorateException e) {
                failure.set(e);
                kept.set(Thread.currentThread().isInterrupted());
            }
        });
        second.start();
        while (engine.waiting() == 0) {
            Thread.onSpinWait();
        }
        second.interrupt();
        second.join(30_000);
        assertThat(kept).isTrue();
        assertThat(failure.get()).isInstanceOf(BusyException.class).hasMessageContaining("interrupted while waiting");
        assertThat(first.isDone()).isFalse();
    }

    @Test
    void close_endsACallThatWaits() throws Exception {
        FutureTask<Object> first = underWay(TestCommand.of(Safety.CONVERGE));
        FutureTask<Object> second = elsewhere(() -> run(TestCommand.of(Safety.GUARDED)));
        while (engine.waiting() == 0) {
            Thread.onSpinWait();
        }
        engine.close();
        assertThatThrownBy(() -> second.get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(UnreachableException.class)
                .hasMessageContaining("the client was closed while the call waited");
        assertThat(first.isDone()).isFalse();
    }

    @Test
    @DisplayName("who changes the object from inside a change of it does not wait for himself")
    void change_fromInsideAChange_goesThrough() {
        backend.answer = (sent, call) -> "done";
        onAudit.set(() -> run(TestCommand.of(Safety.CONVERGE)));
        assertThat(run(TestCommand.of(Safety.CONVERGE))).isEqualTo("done");
        assertThat(audit).hasSize(4);
    }

    @Test
    void inTurn_holdsOthersOffUntilItIsDone_andItsOwnOrdersPass() throws Exception {
        backend.answer = (sent, call) -> "done";
        Target disk = new Target("sharing", "D1");
        FutureTask<Object> first = elsewhere(() -> engine.calls("rack").inTurn(disk, Duration.ofMinutes(1), () -> {
            run(TestCommand.of(Safety.CONVERGE));
            begun.countDown();
            hold();
            return engine.calls("rack").inTurn(disk, Duration.ofMinutes(1), () -> "inner");
        }));
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> engine.calls("rack").inTurn(disk, Duration.ofMillis(30), () -> "second"))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("is changing sharing D1")
                .hasMessageContaining("nothing was done");
        assertThat(run(TestCommand.of(Safety.CONVERGE))).isEqualTo("done");
        Engine rehearsal = engine.rehearsing(step -> {});
        assertThat(rehearsal.calls("rack").inTurn(disk, Duration.ofMillis(30), () -> "pretended"))
                .isEqualTo("pretended");
        goOn.countDown();
        assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("inner");
        assertThat(engine.calls("rack").inTurn(disk, Duration.ofMillis(30), () -> "third"))
                .isEqualTo("third");
    }

    // somebody else, over another client

    private final Rig rig = new Rig("HV1");

    @Test
    void ensure_whenSomebodyElseWasFaster_findsItSo() {
        rig.backend.seeing(Observation.absent(), Observation.present("theirs"));
        rig.backend.then(ScriptedBackend.fails(FaultPhase.LASTING, ErrorKind.CONFLICT));
        assertThat(rig.ensure(TestCommand.of(Safety.GUARDED))).isEqualTo(new Ensured<>("theirs", false));
        assertThat(rig.backend.sends()).isEqualTo(1);
    }

    @Test
    void create_whenSomebodyElseWasFaster_isAConflictStill() {
        rig.backend.seeing(Observation.absent(), Observation.present("theirs"));
        rig.backend.then(ScriptedBackend.fails(FaultPhase.LASTING, ErrorKind.CONFLICT));
        assertThatThrownBy(() -> rig.run(TestCommand.of(Safety.GUARDED))).isInstanceOf(ConflictException.class);
        assertThat(rig.backend.looks()).isEqualTo(1);
    }

    @Test
    void ensure_whenSomebodyElseMadeAnotherOne_isAConflictThatTellsIt() {
        Fault conflict = Fault.lasting(ErrorKind.CONFLICT).because("it is there, but smaller");
        rig.backend.seeing(Observation.absent(), Observation.unknown("it is there, but smaller", conflict));
        rig.backend.then(ScriptedBackend.fails(FaultPhase.LASTING, ErrorKind.CONFLICT));
        assertThatThrownBy(() -> rig.ensure(TestCommand.of(Safety.GUARDED)))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("it is there, but smaller");
    }

    @Test
    void ensure_whenItConflictsWithSomethingElse_isThatConflict() {
        rig.backend.seeing(Observation.absent(), Observation.absent());
        rig.backend.then(ScriptedBackend.fails(FaultPhase.LASTING, ErrorKind.CONFLICT));
        assertThatThrownBy(() -> rig.ensure(TestCommand.of(Safety.GUARDED)))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("it failed LASTING");
        assertThat(rig.backend.sends()).isEqualTo(1);
    }
}

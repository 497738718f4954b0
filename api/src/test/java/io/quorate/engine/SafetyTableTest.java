package io.quorate.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quorate.Rig;
import io.quorate.ScriptedBackend;
import io.quorate.TestCommand;
import io.quorate.call.AuditRecord;
import io.quorate.error.QuorateException;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Observation;
import io.quorate.spi.Safety;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cell of the safety table, first as a function, then as what the engine does. */
class SafetyTableTest {

    @ParameterizedTest
    @CsvSource({
        "READ,     NEVER_SENT, RETRY",
        "READ,     REFUSED, RETRY",
        "READ,     UNANSWERED, RETRY",
        "READ,     TRANSIENT,  RETRY",
        "READ,     LASTING, THROW",
        "CONVERGE, NEVER_SENT, RETRY",
        "CONVERGE, REFUSED, RETRY",
        "CONVERGE, UNANSWERED, RETRY",
        "CONVERGE, TRANSIENT,  RETRY",
        "CONVERGE, LASTING, THROW",
        "GUARDED,  NEVER_SENT, RETRY",
        "GUARDED,  REFUSED, RETRY",
        "GUARDED,  UNANSWERED, READ_BACK",
        "GUARDED,  TRANSIENT,  RETRY",
        "GUARDED,  LASTING, THROW",
        "ONCE,     NEVER_SENT, RETRY",
        "ONCE,     REFUSED, RETRY",
        "ONCE,     UNANSWERED, OUTCOME_UNKNOWN",
        "ONCE,     TRANSIENT,  THROW",
        "ONCE,     LASTING, THROW",
    })
    void decide_forEveryCell_isTheDesign(Safety safety, FaultPhase phase, SafetyTable.Decision expected) {
        assertThat(SafetyTable.decide(safety, phase)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(ErrorKind.class)
    void decide_thePhaseComesBeforeTheKind(ErrorKind kind) {
        boolean neverRepeated = Set.of(ErrorKind.UNTRUSTED, ErrorKind.ACCESS_DENIED, ErrorKind.UNSUPPORTED)
                .contains(kind);
        for (Safety safety : Safety.values()) {
            for (FaultPhase phase : FaultPhase.values()) {
                assertThat(SafetyTable.decide(safety, ScriptedBackend.fault(phase, kind)))
                        .as("%s %s %s", safety, phase, kind)
                        .isEqualTo(
                                neverRepeated && phase != FaultPhase.UNANSWERED
                                        ? SafetyTable.Decision.THROW
                                        : SafetyTable.decide(safety, phase));
            }
        }
    }

    /** safety, phase, done although it failed, sends, observes, effects, result or null, kind or null. */
    static Stream<Arguments> cells() {
        return Stream.of(
                // one failure, then all is well
                arguments(Safety.READ, FaultPhase.NEVER_SENT, false, 2, 0, "done", null),
                arguments(Safety.READ, FaultPhase.REFUSED, false, 2, 0, "done", null),
                arguments(Safety.READ, FaultPhase.UNANSWERED, false, 2, 0, "done", null),
                arguments(Safety.READ, FaultPhase.TRANSIENT, false, 2, 0, "done", null),
                arguments(Safety.READ, FaultPhase.LASTING, false, 1, 0, null, ErrorKind.REJECTED),
                arguments(Safety.CONVERGE, FaultPhase.NEVER_SENT, false, 2, 0, "done", null),
                arguments(Safety.CONVERGE, FaultPhase.REFUSED, false, 2, 0, "done", null),
                arguments(Safety.CONVERGE, FaultPhase.UNANSWERED, false, 2, 0, "done", null),
                arguments(Safety.CONVERGE, FaultPhase.TRANSIENT, false, 2, 0, "done", null),
                arguments(Safety.CONVERGE, FaultPhase.LASTING, false, 1, 0, null, ErrorKind.REJECTED),
                arguments(Safety.GUARDED, FaultPhase.NEVER_SENT, false, 2, 1, "done", null),
                arguments(Safety.GUARDED, FaultPhase.REFUSED, false, 2, 1, "done", null),
                // absent: before, after the loss and before sending again
                arguments(Safety.GUARDED, FaultPhase.UNANSWERED, false, 2, 3, "done", null),
                arguments(Safety.GUARDED, FaultPhase.UNANSWERED, true, 1, 2, "found", null),
                arguments(Safety.GUARDED, FaultPhase.TRANSIENT, false, 2, 1, "done", null),
                arguments(Safety.GUARDED, FaultPhase.LASTING, false, 1, 1, null, ErrorKind.REJECTED),
                arguments(Safety.ONCE, FaultPhase.NEVER_SENT, false, 2, 0, "done", null),
                arguments(Safety.ONCE, FaultPhase.REFUSED, false, 2, 0, "done", null),
                arguments(Safety.ONCE, FaultPhase.UNANSWERED, false, 1, 0, null, ErrorKind.OUTCOME_UNKNOWN),
                arguments(Safety.ONCE, FaultPhase.UNANSWERED, true, 1, 0, null, ErrorKind.OUTCOME_UNKNOWN),
                arguments(Safety.ONCE, FaultPhase.TRANSIENT, false, 1, 0, null, ErrorKind.REJECTED),
                arguments(Safety.ONCE, FaultPhase.LASTING, false, 1, 0, null, ErrorKind.REJECTED));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void run_forEveryCell_doesWhatTheTableSays(
            Safety safety,
            FaultPhase phase,
            boolean doneThough,
            int sends,
            int observes,
            @Nullable String result,
            @Nullable ErrorKind kind) {
        Rig rig = new Rig("HV1");
        rig.backend.then(doneThough ? rig.backend.doneButLost() : ScriptedBackend.fails(phase, ErrorKind.REJECTED));

        Throwable thrown = null;
        String got = null;
        try {
            got = rig.run(TestCommand.of(safety));
        } catch (QuorateException e) {
            thrown = e;
        }

        assertThat(got).isEqualTo(result);
        if (kind == null) {
            assertThat(thrown).isNull();
        } else {
            assertThat(thrown)
                    .isInstanceOfSatisfying(
                            QuorateException.class, e -> assertThat(e.kind()).isEqualTo(kind));
        }
        assertThat(rig.backend.sends()).isEqualTo(sends);
        assertThat(rig.backend.looks()).isEqualTo(observes);
        assertThat(rig.backend.effects()).isLessThanOrEqualTo(1);
        if (result != null) {
            assertThat(rig.backend.effects()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"NEVER_SENT,3", "REFUSED,3", "UNANSWERED,3", "TRANSIENT,3", "LASTING,1"})
    void run_whenItNeverWorks_stopsAfterTheAttemptsAllowed(FaultPhase phase, int sends) {
        for (Safety safety : new Safety[] {Safety.READ, Safety.CONVERGE, Safety.GUARDED}) {
            Rig rig = new Rig("HV1");
            for (int i = 0; i < 9; i++) {
                rig.backend.then(ScriptedBackend.fails(phase, ErrorKind.BUSY));
            }
            Throwable thrown = catchThrowable(() -> rig.run(TestCommand.of(safety)));

            assertThat(thrown).isInstanceOfSatisfying(QuorateException.class, e -> {
                assertThat(e.kind()).isEqualTo(ErrorKind.BUSY);
                assertThat(e.attempts()).isEqualTo(sends);
                assertThat(e.getSuppressed()).hasSize(sends - 1);
            });
            assertThat(rig.backend.sends()).isEqualTo(sends);
            assertThat(rig.backend.effects()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorKind.class,
            names = {"UNTRUSTED", "ACCESS_DENIED", "UNSUPPORTED"})
    void run_whenRefusedBeforeTheAnswerWasLost_asksTheHostOnceWhateverTheCell(ErrorKind kind) {
        for (Safety safety : Safety.values()) {
            for (FaultPhase phase : FaultPhase.values()) {
                if (phase == FaultPhase.UNANSWERED) {
                    continue;
                }
                Rig rig = new Rig("HV1");
                rig.backend.then(ScriptedBackend.fails(phase, kind));

                Throwable thrown = catchThrowable(() -> rig.run(TestCommand.of(safety)));

                assertThat(((QuorateException) thrown).kind()).isEqualTo(kind);
                assertThat(rig.backend.sends()).isEqualTo(1);
                assertThat(rig.backend.looks()).isEqualTo(safety == Safety.GUARDED ? 1 : 0);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ErrorKind.class)
    void run_whenDoneAndAnsweredByWhateverKind_staysInDoubt(ErrorKind kind) {
        for (Safety safety : Safety.values()) {
            Rig rig = new Rig("HV1");
            rig.backend.then(call -> {
                rig.backend.effects++;
                throw ScriptedBackend.fault(FaultPhase.UNANSWERED, kind);
            });
            if (safety == Safety.ONCE) {
                Throwable thrown = catchThrowable(() -> rig.run(TestCommand.of(safety)));
                assertThat(((QuorateException) thrown).kind()).isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
                assertThat(rig.backend.sends()).isEqualTo(1);
            } else {
                boolean again = safety != Safety.GUARDED;
                assertThat(rig.run(TestCommand.of(safety))).isEqualTo(again ? "done" : "found");
                assertThat(rig.backend.sends()).isEqualTo(again ? 2 : 1);
            }
            assertThat(rig.ended.get(0).kind()).isEqualTo(safety == Safety.ONCE ? ErrorKind.OUTCOME_UNKNOWN : null);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorKind.class,
            names = {"UNTRUSTED", "ACCESS_DENIED", "UNSUPPORTED"})
    void run_whenAnAnswerWasLostAndThenRefused_neverSaysThatItWasNotDone(ErrorKind kind) {
        for (Safety safety : new Safety[] {Safety.CONVERGE, Safety.GUARDED}) {
            Rig rig = new Rig("HV1");
            rig.backend.then(
                    ScriptedBackend.fails(FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE),
                    ScriptedBackend.fails(FaultPhase.LASTING, kind));

            Throwable thrown = catchThrowable(() -> rig.run(TestCommand.of(safety)));

            assertThat(thrown).isInstanceOfSatisfying(QuorateException.class, e -> {
                assertThat(e.kind()).isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
                assertThat(e.said()).contains("was lost").contains("it failed LASTING");
            });
            assertThat(rig.audit.get(1).outcome()).isEqualTo(AuditRecord.Outcome.UNKNOWN);
            assertThat(rig.backend.sends()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Safety.class)
    void run_whenEveryAnswerIsARefusalAfterTheSending_neverSaysThatItWasNotDone(Safety safety) {
        Rig rig = new Rig("HV1");
        for (int i = 0; i < 9; i++) {
            rig.backend.then(ScriptedBackend.fails(FaultPhase.UNANSWERED, ErrorKind.ACCESS_DENIED));
        }

        Throwable thrown = catchThrowable(() -> rig.run(TestCommand.of(safety)));

        assertThat(((QuorateException) thrown).kind())
                .isEqualTo(safety == Safety.READ ? ErrorKind.ACCESS_DENIED : ErrorKind.OUTCOME_UNKNOWN);
        assertThat(rig.backend.sends()).isEqualTo(safety == Safety.ONCE ? 1 : 3);
    }

    @Test
    void run_whenTheLogInIsRefusedAfterALoss_isNotTriedAgainForALook() {
        Rig rig = new Rig("HV1");
        rig.backend.then(
                ScriptedBackend.fails(FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE), ScriptedBackend.refusesLogin());

        Throwable thrown = catchThrowable(() -> rig.run(TestCommand.of(Safety.GUARDED)));

        assertThat(((QuorateException) thrown).kind()).isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
        assertThat(rig.backend.log)
                .filteredOn(l -> !l.startsWith("audit"))
                .last()
                .isEqualTo("send HV1");
    }

    @Test
    void run_whenAnotherCertificateMeetsTheReconnection_readsBackFromTheWellHost() {
        Rig rig = new Rig("HV1", "HV2");
        rig.backend.then(call -> {
            rig.backend.effects++;
            rig.backend.dead.put("HV1", ScriptedBackend.fault(FaultPhase.NEVER_SENT, ErrorKind.UNTRUSTED));
            throw ScriptedBackend.fault(FaultPhase.UNANSWERED, ErrorKind.UNTRUSTED);
        });

        assertThat(rig.run(TestCommand.of(Safety.GUARDED))).isEqualTo("found");
        assertThat(rig.backend.effects()).isEqualTo(1);
    }

    @Test
    void run_whenReadingBackCannotTellAtFirst_looksAgainUntilItCan() {
        Rig rig = new Rig("HV1");
        rig.backend.seeing(
                Observation.absent(),
                Observation.unknown("starting", null),
                Observation.unknown("starting", ScriptedBackend.fault(FaultPhase.TRANSIENT, ErrorKind.BUSY)),
                Observation.unknown("starting", null),
                Observation.unknown("starting", null),
                Observation.present("mine"));
        rig.backend.then(rig.backend.doneButLost());

        assertThat(rig.run(TestCommand.of(Safety.GUARDED))).isEqualTo("mine");

        assertThat(rig.backend.sends()).isEqualTo(1);
        assertThat(rig.backend.effects()).isEqualTo(1);
        assertThat(rig.runtime.sleeps)
                .containsExactly(
                        Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8));
    }

    @Test
    void run_whenReadingBackNeverTells_endsWithUnknownOutcomeByTheDeadline() {
        Rig rig = new Rig("HV1");
        rig.backend.seeing(Observation.absent());
        rig.backend.observing = command -> Observation.unknown("cluster service is down", null);
        rig.backend.then(rig.backend.doneButLost());

        Throwable thrown = catchThrowable(() -> rig.run(TestCommand.of(Safety.GUARDED)));

        assertThat(thrown).isInstanceOfSatisfying(QuorateException.class, e -> {
            assertThat(e.kind()).isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
            assertThat(e.said()).contains("cluster service is down").contains("it failed UNANSWERED");
        });
        assertThat(rig.backend.sends()).isEqualTo(1);
        assertThat(rig.runtime.passed()).isLessThanOrEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void run_whenReadingBackIsDenied_asksNoMore() {
        Rig rig = new Rig("HV1");
        rig.backend.seeing(
                Observation.absent(),
                Observation.unknown("denied", ScriptedBackend.fault(FaultPhase.LASTING, ErrorKind.ACCESS_DENIED)));
        rig.backend.then(rig.backend.doneButLost());

        Throwable thrown = catchThrowable(() -> rig.run(TestCommand.of(Safety.GUARDED)));

        assertThat(((QuorateException) thrown).kind()).isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
        assertThat(rig.backend.looks()).isEqualTo(2);
    }

    @Test
    void run_whenItIsDoneLateDuringThePause_findsItAndDoesNotSendAgain() {
        Rig rig = new Rig("HV1");
        rig.runtime.onSleep = () -> rig.backend.effects = 1;
        rig.backend.then(ScriptedBackend.fails(FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE));

        assertThat(rig.run(TestCommand.of(Safety.GUARDED))).isEqualTo("found");

        assertThat(rig.backend.sends()).isEqualTo(1);
        assertThat(rig.backend.effects()).isEqualTo(1);
    }

    @Test
    void run_whenItIsDoneLateAndTheRepetitionConflicts_takesItForItsOwn() {
        Rig rig = new Rig("HV1");
        rig.backend.then(ScriptedBackend.fails(FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE), call -> {
            rig.backend.effects++; // the first request arrives just before the second
            throw ScriptedBackend.fault(FaultPhase.LASTING, ErrorKind.CONFLICT);
        });

        assertThat(rig.run(TestCommand.of(Safety.GUARDED))).isEqualTo("found");

        assertThat(rig.backend.sends()).isEqualTo(2);
        assertThat(rig.backend.effects()).isEqualTo(1);
    }

    @Test
    void run_whenTheFirstAttemptConflicts_isAConflict() {
        Rig rig = new Rig("HV1");
        rig.backend.then(ScriptedBackend.fails(FaultPhase.LASTING, ErrorKind.CONFLICT));

        Throwable thrown = catchThrowable(() -> rig.run(TestCommand.of(Safety.GUARDED)));

        assertThat(((QuorateException) thrown).kind()).isEqualTo(ErrorKind.CONFLICT);
        assertThat(rig.backend.looks()).isEqualTo(1);
    }

    @Test
    void run_whenItIsDoneLateAndNobodyAnswersAnyMore_looksOnceMoreBeforeItFails() {
        Rig rig = new Rig("HV1");
        rig.backend.then(
                ScriptedBackend.fails(FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE),
                ScriptedBackend.fails(FaultPhase.NEVER_SENT, ErrorKind.UNREACHABLE),
                call -> {
                    rig.backend.effects++;
                    throw ScriptedBackend.fault(FaultPhase.NEVER_SENT, ErrorKind.UNREACHABLE);
                });

        assertThat(rig.run(TestCommand.of(Safety.GUARDED))).isEqualTo("found");
        assertThat(rig.backend.effects()).isEqualTo(1);
    }

    @Test
    void run_whenHungUntilItsDeadline_leavesTimeToReadBack() {
        Rig rig = new Rig("HV1");
        rig.backend.then(call -> {
            rig.backend.effects++;
            rig.runtime.pass(call.deadline().remaining());
            throw ScriptedBackend.fault(FaultPhase.UNANSWERED, ErrorKind.DEADLINE_EXCEEDED);
        });

        assertThat(rig.run(TestCommand.of(Safety.GUARDED).within(Duration.ofSeconds(20))))
                .isEqualTo("found");
        assertThat(rig.backend.given).containsExactly(Duration.ofSeconds(15));
    }

    @Test
    void run_whenTheBackendHasADefect_treatsTheAnswerAsLost() {
        Rig rig = new Rig("HV1");
        rig.backend.then(call -> {
            throw new IllegalStateException("oops");
        });

        Throwable thrown = catchThrowable(() -> rig.run(TestCommand.of(Safety.ONCE)));

        assertThat(((QuorateException) thrown).kind()).isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
        assertThat(thrown).hasRootCauseMessage("oops");
    }
}

package io.quorate.engine;

import static io.quorate.ScriptedBackend.fails;
import static io.quorate.ScriptedBackend.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Rig;
import io.quorate.ScriptedBackend;
import io.quorate.TestCommand;
import io.quorate.call.AuditRecord;
import io.quorate.error.ConflictException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.DeadlineExceededException;
import io.quorate.error.FailedAttempt;
import io.quorate.error.OutcomeUnknownException;
import io.quorate.error.QuorateException;
import io.quorate.error.UnreachableException;
import io.quorate.error.UnsupportedException;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Observation;
import io.quorate.spi.Safety;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An exception tells all an administrator needs: what, where, how often, how long, what was said, what to try, what went before. */
class FailuresTest {
    private final Rig rig = new Rig("HV1", "HV2");

    private QuorateException failure(TestCommand command) {
        return catchThrowableOfType(QuorateException.class, () -> rig.run(command));
    }

    private static ScriptedBackend.Answer says(FaultPhase phase, ErrorKind kind, String code, String hint) {
        return call -> {
            throw Fault.in(phase, kind).code(code).hint(hint).because("no");
        };
    }

    @Test
    void failure_tellsWhatWhereHowOftenAndHowLong() {
        rig.backend.then(fails(FaultPhase.REFUSED, ErrorKind.BUSY), call -> {
            rig.runtime.pass(Duration.ofSeconds(3));
            throw fault(FaultPhase.LASTING, ErrorKind.REJECTED);
        });
        QuorateException e = failure(TestCommand.of(Safety.ONCE));
        assertThat(e.operation()).isEqualTo("test.thing.do");
        assertThat(e.object()).isEqualTo("thing T1");
        assertThat(e.host()).isEqualTo("HV2");
        assertThat(e.wire()).isEqualTo("script");
        assertThat(e.endpoint()).isEqualTo("rack");
        assertThat(e.attempts()).isEqualTo(2);
        assertThat(e.elapsed()).isEqualTo(Duration.ofSeconds(4));
        assertThat(e.said()).isEqualTo("it failed LASTING");
        assertThat(e.code()).isEqualTo("0x1");
        assertThat(e.hint()).isEqualTo("look there");
        assertThat(e.callId())
                .matches("[0-9a-f]{16}")
                .isEqualTo(rig.audit.get(0).callId());
    }

    @Test
    void failure_carriesTheAttemptsBeforeTheLastOne_each() {
        rig.backend.then(
                says(FaultPhase.REFUSED, ErrorKind.BUSY, "c1", "h1"),
                call -> {
                    rig.runtime.pass(Duration.ofSeconds(2));
                    throw Fault.refused(ErrorKind.BUSY).because("not yet");
                },
                fails(FaultPhase.LASTING, ErrorKind.REJECTED));
        List<FailedAttempt> before = Arrays.stream(
                        failure(TestCommand.of(Safety.ONCE)).getSuppressed())
                .map(FailedAttempt.class::cast)
                .toList();
        assertThat(before).extracting(FailedAttempt::number).containsExactly(1, 2);
        assertThat(before).extracting(FailedAttempt::host).containsExactly("HV1", "HV2");
        assertThat(before).extracting(FailedAttempt::code).containsExactly("c1", null);
        assertThat(before).extracting(FailedAttempt::kind).containsOnly(ErrorKind.BUSY);
        assertThat(before.get(1)).hasMessageContaining("not yet").hasMessageContaining("2");
        assertThat(before.get(0).getCause()).isInstanceOf(Fault.class);
    }

    @Test
    void unsupported_whenOnlyTheReasonIsKnown_hasNoHint_elseTheRemediesAreTheHint() {
        rig.backend.missing = List.of("no such cmdlet");
        assertThat(failure(TestCommand.of(Safety.READ)).hint()).isNull();
        rig.backend.missing = List.of("no such cmdlet", "install it", "or use another host");
        QuorateException e = failure(TestCommand.of(Safety.READ));
        assertThat(e.hint()).isEqualTo("install it; or use another host");
        assertThat(e.said()).isEqualTo("no such cmdlet");
    }

    @Test
    void unsupported_saidByTheOtherSide_offersItsHintAsTheRemedy() {
        rig.backend.then(says(FaultPhase.LASTING, ErrorKind.UNSUPPORTED, "c", "update the host"));
        assertThat(failure(TestCommand.of(Safety.ONCE)))
                .isInstanceOfSatisfying(
                        UnsupportedException.class,
                        e -> assertThat(e.remedies()).containsExactly("update the host"));
        rig.backend.then(says(FaultPhase.LASTING, ErrorKind.UNSUPPORTED, "c", null));
        assertThat(failure(TestCommand.of(Safety.ONCE)))
                .isInstanceOfSatisfying(
                        UnsupportedException.class,
                        e -> assertThat(e.remedies()).isEmpty());
    }

    @Test
    void unreachable_namesTheHostsThatDidNotAnswer_andNotThoseThatDid() {
        rig.backend.then(
                fails(FaultPhase.TRANSIENT, ErrorKind.BUSY),
                fails(FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE),
                fails(FaultPhase.LASTING, ErrorKind.UNREACHABLE));
        assertThat(failure(TestCommand.of(Safety.CONVERGE)))
                .isInstanceOfSatisfying(
                        UnreachableException.class, e -> assertThat(e.hosts()).containsExactly("HV2"));
    }

    @Test
    void failureAfterALostAnswer_saysThatItMayBeDone_besideWhatTheOtherSideSuggests() {
        rig.backend.then(
                fails(FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE),
                says(FaultPhase.LASTING, ErrorKind.REJECTED, "c", "free some space"));
        assertThat(failure(TestCommand.of(Safety.CONVERGE)).hint())
                .isEqualTo("free some space; an answer was lost, so it may have been done; repeating the call is safe");

        rig.backend.seeing(Observation.absent(), Observation.absent(), Observation.absent(), Observation.absent());
        rig.backend.then(
                fails(FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE),
                says(FaultPhase.LASTING, ErrorKind.REJECTED, "c", null));
        assertThat(failure(TestCommand.of(Safety.GUARDED)).hint())
                .isEqualTo("the answer to an earlier attempt was lost; look at the object before repeating the call");
    }

    @Test
    void failureAfterAnErrorThatLeavesItOpen_speaksOfNoLostAnswer() {
        ScriptedBackend.Answer open = call -> {
            throw Fault.unanswered(ErrorKind.UNREACHABLE)
                    .answered()
                    .code("0x800706BA")
                    .because("the RPC server is unavailable");
        };
        rig.backend.observing = command -> Observation.absent();
        rig.backend.then(open, open, open);
        QuorateException guarded = failure(TestCommand.of(Safety.GUARDED));
        assertThat(guarded).isInstanceOf(UnreachableException.class);
        assertThat(guarded.attempts()).isEqualTo(3);
        assertThat(guarded.hint())
                .isEqualTo("an error leaves open what was done, though it was not there afterwards;"
                        + " look at the object before repeating the call");

        rig.backend.then(open, open, open);
        assertThat(failure(TestCommand.of(Safety.CONVERGE)).hint())
                .isEqualTo("an error leaves open what was done, so it may have been done; repeating the call is safe");
    }

    @Test
    void failureOfARead_neverSaysThatSomethingMayBeDone() {
        rig.backend.then(
                fails(FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE),
                says(FaultPhase.LASTING, ErrorKind.NOT_FOUND, "c", null));
        assertThat(failure(TestCommand.of(Safety.READ)).hint()).isNull();
    }

    @Test
    void unknownOutcome_whenItWasAnswered_isNoLostAnswer() {
        rig.backend.then(says(FaultPhase.UNANSWERED, ErrorKind.OUTCOME_UNKNOWN, null, null));
        assertThat(failure(TestCommand.of(Safety.ONCE)))
                .isInstanceOfSatisfying(
                        OutcomeUnknownException.class, e -> assertThat(e.said()).isEqualTo("no"));
    }

    @Test
    void unknownOutcome_saysWhatWasSaid_andToLookFirst() {
        rig.backend.then(says(FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE, "1460", "check the cable"));
        assertThat(failure(TestCommand.of(Safety.ONCE))).isInstanceOfSatisfying(OutcomeUnknownException.class, e -> {
            assertThat(e.said()).isEqualTo("the answer was lost: no");
            assertThat(e.code()).isEqualTo("1460");
            assertThat(e.hint()).isEqualTo("check the cable; look at the object before repeating the call");
            assertThat(e.getCause()).isInstanceOf(Fault.class);
        });
    }

    @Test
    void refusalAfterALostAnswer_isUnknown_andTellsWhichOfTheTwoItWas() {
        rig.backend.then(
                fails(FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE),
                says(FaultPhase.LASTING, ErrorKind.ACCESS_DENIED, "5", null));
        QuorateException e = failure(TestCommand.of(Safety.CONVERGE));
        assertThat(e).isInstanceOf(OutcomeUnknownException.class);
        assertThat(e.said()).isEqualTo("the answer to an earlier attempt was lost, and now: no");
        assertThat(e.hint()).isEqualTo("an answer was lost, so it may have been done; repeating the call is safe");
    }

    @Test
    void tooLate_afterALostAnswer_saysSo_andKeepsTheLastCodeAndHint() {
        rig.backend.then(call -> {
            rig.runtime.pass(Duration.ofMillis(4500));
            throw Fault.unanswered(ErrorKind.UNREACHABLE)
                    .code("1460")
                    .hint("wait")
                    .because("silence");
        });
        QuorateException e = failure(TestCommand.of(Safety.CONVERGE).within(Duration.ofSeconds(5)));
        assertThat(e).isInstanceOf(DeadlineExceededException.class);
        assertThat(e.code()).isEqualTo("1460");
        assertThat(e.hint()).isEqualTo("wait; an answer was lost, so it may have been done");
        assertThat(e.said()).endsWith("for another attempt; last: silence");
    }

    @Test
    void tooLate_beforeAnythingWasSent_saysNoMoreThanThat() {
        QuorateException e = failure(TestCommand.of(Safety.CONVERGE).within(Duration.ZERO));
        assertThat(e.said()).isEqualTo("the deadline of 0 s leaves no time");
        assertThat(e.hint()).isNull();
        assertThat(e.code()).isNull();
        assertThat(e.attempts()).isZero();
    }

    @Test
    void close_duringACall_keepsTheLastCodeAndHint() {
        rig.backend.then(says(FaultPhase.REFUSED, ErrorKind.BUSY, "1238", "wait"));
        rig.runtime.onSleep = rig.engine::close;
        QuorateException e = failure(TestCommand.of(Safety.ONCE));
        assertThat(e.code()).isEqualTo("1238");
        assertThat(e.hint()).isEqualTo("wait");
        assertThat(e.getCause()).hasMessageContaining("last: no");
    }

    @Test
    void close_afterARefusal_isStillThatRefusal() {
        rig.backend.then(call -> {
            rig.engine.close();
            throw Fault.unanswered(ErrorKind.ACCESS_DENIED).because("refused");
        });
        assertThat(failure(TestCommand.of(Safety.CONVERGE)))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("the answer was lost: refused");
    }

    @Test
    void conflict_thatWasThereBefore_saysWhatToDo_withItsCode() {
        Fault conflict = Fault.lasting(ErrorKind.CONFLICT).code("EEXIST").because("smaller");
        rig.backend.observing = command -> Observation.unknown("it is smaller", conflict);
        QuorateException e = failure(TestCommand.of(Safety.GUARDED));
        assertThat(e).isInstanceOf(ConflictException.class);
        assertThat(e.code()).isEqualTo("EEXIST");
        assertThat(e.hint()).isEqualTo("nothing was changed; decide which of the two is meant");
    }

    @Test
    void look_thatCannotTell_keepsCodeAndHint_andNeedsNone() {
        rig.backend.observing = command -> Observation.unknown(
                "denied",
                Fault.lasting(ErrorKind.REJECTED).code("5").hint("ask").because("denied"));
        QuorateException e = failure(TestCommand.of(Safety.GUARDED));
        assertThat(e.code()).isEqualTo("5");
        assertThat(e.hint()).isEqualTo("ask");

        rig.backend.observing = command -> Observation.unknown("joining", null);
        QuorateException none = failure(TestCommand.of(Safety.GUARDED));
        assertThat(none.code()).isNull();
        assertThat(none.hint()).isNull();
    }

    @Test
    void look_thatTakesAllTheTime_isTooLate() {
        rig.backend.looks.add(call -> {
            rig.runtime.pass(Duration.ofMinutes(2));
            return Observation.unknown("joining", null);
        });
        assertThat(failure(TestCommand.of(Safety.GUARDED)))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("leaves no time");
        assertThat(rig.backend.sends()).isZero();
    }

    @Test
    void consent_thatIsMissing_isToldBeforeAnythingElse() {
        ConsentRequiredException e =
                catchThrowableOfType(ConsentRequiredException.class, () -> rig.run(new TestCommand.Eviction()));
        assertThat(e.said()).isEqualTo("it can lose data or service and no consent was given");
        assertThat(e.hint()).isEqualTo("pass Consent.to(\"id-of-HV3\", reason) if that object is meant");
    }

    @Test
    void audit_tellsTheIntentWithoutAHost_andTheOutcomeWithWhatHappened() {
        rig.backend.then(call -> {
            rig.runtime.pass(Duration.ofSeconds(3));
            throw Fault.lasting(ErrorKind.REJECTED).code("5").because("no " + Rig.PASSWORD);
        });
        failure(TestCommand.of(Safety.ONCE));
        AuditRecord intent = rig.audit.get(0);
        AuditRecord outcome = rig.audit.get(1);
        assertThat(intent.host()).isNull();
        assertThat(intent.message()).isNull();
        assertThat(intent.error()).isNull();
        assertThat(intent.code()).isNull();
        assertThat(intent.attempts()).isZero();
        assertThat(outcome.at()).isEqualTo(intent.at().plusSeconds(3));
        assertThat(outcome.took()).isEqualTo(Duration.ofSeconds(3));
        assertThat(outcome.message()).contains("no <hidden>");
    }

    @Test
    void audit_whenTheCallEndsByAnError_isUnknown_andTheErrorIsTheCallers() {
        rig.backend.then(call -> {
            throw new StackOverflowError("deep");
        });
        assertThat(catchThrowableOfType(StackOverflowError.class, () -> rig.run(TestCommand.of(Safety.ONCE))))
                .hasMessage("deep");
        AuditRecord outcome = rig.audit.get(1);
        assertThat(outcome.outcome()).isEqualTo(AuditRecord.Outcome.UNKNOWN);
        assertThat(outcome.message()).isEqualTo("deep");
        assertThat(outcome.error()).isNull();
        assertThat(rig.ended.get(0).failure()).isInstanceOf(StackOverflowError.class);
    }

    @Test
    void audit_whenAGuardedCallLostAnAnswerAndFoundNothing_saysThatItFailed() {
        rig.backend.seeing(Observation.absent(), Observation.absent(), Observation.absent(), Observation.absent());
        rig.backend.then(
                fails(FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE), fails(FaultPhase.LASTING, ErrorKind.REJECTED));
        failure(TestCommand.of(Safety.GUARDED));
        assertThat(rig.audit.get(1).outcome()).isEqualTo(AuditRecord.Outcome.FAILED);
    }

    @Test
    void conflict_afterAnAttemptThatReachedTheOtherSide_isTakenForOurOwnDoing_ifItIsThere() {
        rig.backend.seeing(Observation.absent(), Observation.present("ours"));
        rig.backend.then(fails(FaultPhase.TRANSIENT, ErrorKind.BUSY), fails(FaultPhase.LASTING, ErrorKind.CONFLICT));
        assertThat(rig.run(TestCommand.of(Safety.GUARDED))).isEqualTo("ours");
        assertThat(rig.backend.sends()).isEqualTo(2);
    }

    @Test
    void rejection_afterAnAttemptThatReachedTheOtherSide_isARejection_whateverIsThere() {
        rig.backend.seeing(Observation.absent(), Observation.present("somebody else's"));
        rig.backend.then(fails(FaultPhase.TRANSIENT, ErrorKind.BUSY), fails(FaultPhase.LASTING, ErrorKind.REJECTED));
        assertThat(failure(TestCommand.of(Safety.GUARDED)).kind()).isEqualTo(ErrorKind.REJECTED);
        assertThat(rig.backend.looks()).isEqualTo(1);
    }

    @Test
    void answerThatCannotBeRead_isAskedForTwice_andNoMore() {
        rig.backend.then(
                fails(FaultPhase.TRANSIENT, ErrorKind.BAD_REPLY),
                fails(FaultPhase.TRANSIENT, ErrorKind.BAD_REPLY),
                fails(FaultPhase.TRANSIENT, ErrorKind.BAD_REPLY));
        assertThat(failure(TestCommand.of(Safety.CONVERGE)).kind()).isEqualTo(ErrorKind.BAD_REPLY);
        assertThat(rig.backend.sends()).isEqualTo(2);
    }
}

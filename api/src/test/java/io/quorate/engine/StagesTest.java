package io.quorate.engine;

import static io.quorate.ScriptedBackend.fails;
import static io.quorate.ScriptedBackend.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Consent;
import io.quorate.Rig;
import io.quorate.TestCommand;
import io.quorate.call.AuditRecord;
import io.quorate.call.Ensured;
import io.quorate.call.Order;
import io.quorate.error.AccessDeniedException;
import io.quorate.error.ConflictException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.OutcomeUnknownException;
import io.quorate.error.RejectedException;
import io.quorate.error.UnsupportedException;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Observation;
import io.quorate.spi.Safety;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Consent, observation, audit, capability and listener. */
class StagesTest {
    private final Rig rig = new Rig("HV1");

    @Test
    void consent_whenMissing_namesTheIdentityAndSendsNothing() {
        ConsentRequiredException e =
                catchThrowableOfType(ConsentRequiredException.class, () -> rig.run(new TestCommand.Eviction()));
        assertThat(e.identity()).isEqualTo("id-of-HV3");
        assertThat(e).hasMessageContaining("Consent.to(\"id-of-HV3\", reason)");
        assertThat(rig.backend.log).isEmpty();
    }

    @Test
    void consent_whenForAnotherObject_isRefused() {
        assertThatThrownBy(() -> rig.run(new TestCommand.Eviction(), Consent.to("id-of-HV2", "broken")))
                .isInstanceOf(ConsentRequiredException.class)
                .hasMessageContaining("the consent is for id-of-HV2, not for id-of-HV3");
        assertThat(rig.backend.log).isEmpty();
    }

    @Test
    void consent_whenItCovers_goesToTheAuditLogWithItsReason() {
        rig.run(new TestCommand.Eviction(), Consent.to("ID-OF-HV3", "mainboard is dead"));

        assertThat(rig.backend.log).containsExactly("audit INTENT", "send HV1", "audit OUTCOME DONE");
        assertThat(rig.audit).allSatisfy(line -> {
            assertThat(line.reason()).isEqualTo("mainboard is dead");
            assertThat(line.identity()).isEqualTo("id-of-HV3");
        });
    }

    @Test
    void observe_whenSomethingElseIsThere_isAConflictThatTellsIt() {
        Rig two = new Rig("HV1", "HV2");
        two.backend.observing = command -> somethingElse();
        assertThatThrownBy(() -> two.ensure(TestCommand.of(Safety.GUARDED)))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("it is there, but smaller")
                .hasMessageContaining("nothing was changed");
        assertThat(two.backend.log).containsExactly("look HV1");
    }

    @Test
    void readBack_whenSomethingElseIsThere_isAConflictAtOnce() {
        rig.backend.seeing(Observation.absent());
        rig.backend.observing = command -> somethingElse();
        rig.backend.then(fails(FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE));
        assertThatThrownBy(() -> rig.run(TestCommand.of(Safety.GUARDED)))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("an answer was lost")
                .hasMessageContaining("it is there, but smaller");
        assertThat(rig.backend.sends()).isEqualTo(1);
        assertThat(rig.backend.looks()).isEqualTo(2);
    }

    private static Observation<String> somethingElse() {
        Fault conflict = Fault.lasting(ErrorKind.CONFLICT).because("it is there, but smaller");
        return Observation.unknown("it is there, but smaller", conflict);
    }

    @Test
    void observe_whenThereAlready_isAConflict() {
        rig.backend.effects = 1;
        assertThatThrownBy(() -> rig.run(TestCommand.of(Safety.GUARDED))).isInstanceOf(ConflictException.class);
        assertThat(rig.backend.log).containsExactly("look HV1");
    }

    @Test
    void observe_whenThereAlreadyAndThatIsFine_returnsIt() {
        rig.backend.effects = 1;
        assertThat(rig.ensure(TestCommand.of(Safety.GUARDED)).value()).isEqualTo("found");
        assertThat(rig.backend.log).containsExactly("look HV1");
    }

    @Test
    void ensure_tellsWhetherItHadToBeBroughtAbout() {
        Order<String> wanted = Order.ensure("rack", TestCommand.of(Safety.GUARDED));
        assertThat(rig.engine.give(wanted)).isEqualTo(new Ensured<>("done", true));
        rig.backend.effects = 1;
        assertThat(rig.engine.give(wanted)).isEqualTo(new Ensured<>("found", false));
        assertThat(rig.backend.sends()).isEqualTo(1);
    }

    @Test
    void observe_whenItCannotBeTold_failsWithTheCauseAndSendsNothing() {
        rig.backend.observing =
                command -> Observation.unknown("denied", fault(FaultPhase.LASTING, ErrorKind.ACCESS_DENIED));

        assertThatThrownBy(() -> rig.run(TestCommand.of(Safety.GUARDED)))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("cannot be told whether it is there already, so nothing was sent");
        assertThat(rig.backend.log).containsExactly("look HV1");
    }

    @Test
    void observe_whenItCannotBeToldWithoutACause_isRejectedAfterTheAttemptsAllowed() {
        rig.backend.observing = command -> Observation.unknown("joining", null);

        assertThatThrownBy(() -> rig.run(TestCommand.of(Safety.GUARDED))).isInstanceOf(RejectedException.class);
        assertThat(rig.backend.looks()).isEqualTo(3);
        assertThat(rig.backend.sends()).isZero();
    }

    @Test
    void capability_whenMissing_listsTheRemediesBeforeAnythingIsSent() {
        rig.backend.missing = List.of("it acts on another machine", "set delegatedConfiguration");

        UnsupportedException e =
                catchThrowableOfType(UnsupportedException.class, () -> rig.run(TestCommand.of(Safety.GUARDED)));
        assertThat(e.remedies()).containsExactly("it acts on another machine", "set delegatedConfiguration");
        assertThat(e.said()).isEqualTo("it acts on another machine");
        assertThat(e.hint()).isEqualTo("set delegatedConfiguration");
        assertThat(rig.backend.log).isEmpty();
    }

    @Test
    void audit_ofARead_isNotKept() {
        rig.run(TestCommand.of(Safety.READ));
        assertThat(rig.audit).isEmpty();
    }

    @Test
    void audit_whenTheOutcomeIsUnknown_saysSo() {
        rig.backend.then(rig.backend.doneButLost());
        assertThatThrownBy(() -> rig.run(TestCommand.of(Safety.ONCE))).isInstanceOf(OutcomeUnknownException.class);
        assertThat(rig.audit).extracting(AuditRecord::outcome).containsExactly(null, AuditRecord.Outcome.UNKNOWN);
    }

    @Test
    void audit_whenConvergeLostAnAnswerAndFails_doesNotClaimItWasNotDone() {
        rig.backend.then(rig.backend.doneButLost(), fails(FaultPhase.LASTING, ErrorKind.REJECTED));
        assertThatThrownBy(() -> rig.run(TestCommand.of(Safety.CONVERGE)))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("it may have been done; repeating the call is safe");
        assertThat(rig.audit.get(1).outcome()).isEqualTo(AuditRecord.Outcome.UNKNOWN);
    }

    @Test
    void audit_whenItFails_keepsKindCodeAndHost() {
        rig.backend.then(fails(FaultPhase.LASTING, ErrorKind.REJECTED));
        assertThatThrownBy(() -> rig.run(TestCommand.of(Safety.CONVERGE))).isInstanceOf(RejectedException.class);
        AuditRecord line = rig.audit.get(1);
        assertThat(line.outcome()).isEqualTo(AuditRecord.Outcome.FAILED);
        assertThat(line.error()).isEqualTo(ErrorKind.REJECTED);
        assertThat(line.code()).isEqualTo("0x1");
        assertThat(line.host()).isEqualTo("HV1");
        assertThat(line.attempts()).isEqualTo(1);
    }

    @Test
    void listener_hearsTheStory() {
        rig.backend.then(fails(FaultPhase.TRANSIENT, ErrorKind.BUSY));
        rig.run(TestCommand.of(Safety.READ));
        assertThat(rig.events).containsExactly("started test.thing.do", "failed 1 HV1 TRANSIENT", "ended well");
        assertThat(rig.ended.get(0).attempts()).isEqualTo(2);
        assertThat(rig.ended.get(0).host()).isEqualTo("HV1");
        assertThat(rig.ended.get(0).took().toSeconds()).isEqualTo(1);
    }

    @Test
    void close_closesOnceAndRefusesCalls() {
        rig.engine.close();
        rig.engine.close();
        assertThat(rig.backend.closes).isEqualTo(1);
        assertThatThrownBy(() -> rig.run(TestCommand.of(Safety.READ)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this Quorate is closed: nothing is sent any more");
    }

    @Test
    void audit_whenTheSinkFailsBefore_sendsNothing() {
        Rig closed = Rig.auditing(line -> {
            throw new IllegalStateException("disk full");
        });
        assertThatThrownBy(() -> closed.run(TestCommand.of(Safety.CONVERGE)))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("the audit log could not take the intent, so nothing was sent");
        assertThat(closed.backend.sends()).isZero();
        assertThat(closed.run(TestCommand.of(Safety.READ))).isEqualTo("done");
    }

    @Test
    void audit_whenTheSinkFailsAfterwards_keepsTheResult() {
        Rig closing = Rig.auditing(line -> {
            if (line.step() == AuditRecord.Step.OUTCOME) {
                throw new IllegalStateException("disk full");
            }
        });
        assertThat(closing.run(TestCommand.of(Safety.CONVERGE))).isEqualTo("done");
    }

    @Test
    void observe_whenTheOwnerIsSurelyNowhere_doesNotAskAgain() {
        assertThatThrownBy(() -> rig.run(TestCommand.of(Safety.GUARDED).placed(io.quorate.spi.Placement.owner())))
                .isInstanceOf(io.quorate.error.NotFoundException.class);
        assertThat(rig.backend.log).containsExactly("locate HV1");
    }
}

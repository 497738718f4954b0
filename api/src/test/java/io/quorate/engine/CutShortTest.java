package io.quorate.engine;

import static io.quorate.ScriptedBackend.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quorate.Rig;
import io.quorate.ScriptedBackend;
import io.quorate.TestCommand;
import io.quorate.call.AuditRecord;
import io.quorate.error.OutcomeUnknownException;
import io.quorate.error.QuorateException;
import io.quorate.error.UnreachableException;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Safety;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing is sent by a client that was closed, and nobody is told less of what was sent before. */
class CutShortTest {
    private final Rig rig = new Rig("HV1", "HV2");

    private ScriptedBackend.Answer closing(FaultPhase phase) {
        return call -> {
            rig.engine.close();
            throw Fault.in(phase, ErrorKind.UNREACHABLE).because("the session to HV1 was closed");
        };
    }

    @ParameterizedTest
    @EnumSource(Safety.class)
    void close_duringACall_endsItWithoutAnotherAttempt(Safety safety) {
        rig.backend.then(closing(FaultPhase.UNANSWERED));

        Throwable thrown = catchThrowable(() -> rig.run(TestCommand.of(safety)));

        assertThat(thrown)
                .isInstanceOf(
                        safety == Safety.GUARDED || safety == Safety.ONCE
                                ? OutcomeUnknownException.class
                                : UnreachableException.class)
                .hasMessageContaining("closed");
        assertThat(rig.backend.sends()).isEqualTo(1);
        assertThat(rig.backend.looks()).isEqualTo(safety == Safety.GUARDED ? 1 : 0);
        assertThat(rig.runtime.sleeps).isEmpty();
        if (safety != Safety.READ) {
            assertThat(rig.audit)
                    .extracting(AuditRecord::step)
                    .containsExactly(AuditRecord.Step.INTENT, AuditRecord.Step.OUTCOME);
            assertThat(rig.audit.get(1).outcome()).isEqualTo(AuditRecord.Outcome.UNKNOWN);
        }
    }

    @ParameterizedTest
    @EnumSource(Safety.class)
    void close_beforeAnythingWasSent_saysSo(Safety safety) {
        rig.backend.then(closing(FaultPhase.NEVER_SENT));

        Throwable thrown = catchThrowable(() -> rig.run(TestCommand.of(safety)));

        assertThat(thrown).isInstanceOf(UnreachableException.class).hasMessageContaining("closed");
        assertThat(rig.backend.sends()).isEqualTo(1);
    }

    @Test
    void close_duringThePause_endsTheCall() {
        rig.backend.then(fails(FaultPhase.REFUSED, ErrorKind.BUSY));
        rig.runtime.onSleep = rig.engine::close;

        Throwable thrown = catchThrowable(() -> rig.run(TestCommand.of(Safety.ONCE)));

        assertThat(thrown)
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("Quorate was closed during the call; last: it failed REFUSED");
        assertThat(rig.backend.sends()).isEqualTo(1);
    }

    @Test
    void exception_thatIsNotDeclared_isToldAsOurs_andAnInterruptIsKept() {
        rig.backend.then(call -> {
            throw CutShortTest.<RuntimeException>undeclared(new InterruptedException("by another language"));
        });

        Throwable thrown = catchThrowable(() -> rig.run(TestCommand.of(Safety.ONCE)));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(thrown).isInstanceOf(QuorateException.class);
        assertThat(rig.audit.get(1).outcome()).isEqualTo(AuditRecord.Outcome.UNKNOWN);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Exception> E undeclared(Exception checked) throws E {
        throw (E) checked;
    }

    @Test
    void waiter_whenTheClientIsClosed_looksOnceMoreAndIsToldSo() {
        rig.runtime.onSleep = rig.engine::close;

        Throwable thrown = catchThrowable(() -> io.quorate.call.Waiter.of(
                        rig.engine.runtime(), "nothing", () -> rig.run(TestCommand.of(Safety.READ)))
                .until(seen -> false)
                .every(Duration.ofMinutes(1))
                .await(Duration.ofHours(1)));

        assertThat(thrown)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this Quorate is closed: nothing is sent any more");
        assertThat(rig.backend.sends()).isEqualTo(1);
    }
}

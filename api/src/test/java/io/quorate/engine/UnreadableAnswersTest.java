package io.quorate.engine;

import static io.quorate.ScriptedBackend.fails;
import static io.quorate.ScriptedBackend.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Rig;
import io.quorate.ScriptedBackend;
import io.quorate.TestCommand;
import io.quorate.error.BadReplyException;
import io.quorate.error.OutcomeUnknownException;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Observation;
import io.quorate.spi.Safety;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An answer that can never be read is asked for twice at most, and what its command did is found out as for any lost answer. */
class UnreadableAnswersTest {
    private final Rig rig = new Rig("HV1");

    private ScriptedBackend.Answer doneButUnreadable() {
        return call -> {
            rig.backend.effects++;
            throw fault(FaultPhase.UNANSWERED, ErrorKind.BAD_REPLY);
        };
    }

    @ParameterizedTest
    @EnumSource(
            value = Safety.class,
            names = {"READ", "CONVERGE"})
    void command_thatMayBeRepeated_isRepeatedOnce(Safety safety) {
        rig.backend.then(doneButUnreadable(), doneButUnreadable(), doneButUnreadable());

        assertThatThrownBy(() -> rig.run(TestCommand.of(safety))).isInstanceOf(BadReplyException.class);

        assertThat(rig.backend.sends()).isEqualTo(2);
    }

    @Test
    void command_whoseSecondAnswerCanBeRead_succeeds() {
        rig.backend.then(fails(FaultPhase.UNANSWERED, ErrorKind.BAD_REPLY));

        assertThat(rig.run(TestCommand.of(Safety.READ))).isEqualTo("done");
    }

    @Test
    void guarded_isReadBackInsteadOfRepeated() {
        rig.backend.then(doneButUnreadable());

        assertThat(rig.run(TestCommand.of(Safety.GUARDED))).isEqualTo("found");

        assertThat(rig.backend.sends()).isEqualTo(1);
    }

    @Test
    void guarded_whoseLooksCannotBeReadEither_isUnknown() {
        rig.backend.seeing(Observation.absent());
        rig.backend.observing =
                command -> Observation.unknown("garbage", fault(FaultPhase.UNANSWERED, ErrorKind.BAD_REPLY));
        rig.backend.then(doneButUnreadable());

        assertThatThrownBy(() -> rig.run(TestCommand.of(Safety.GUARDED))).isInstanceOf(OutcomeUnknownException.class);

        assertThat(rig.backend.sends()).isEqualTo(1);
        assertThat(rig.backend.looks()).isEqualTo(3);
    }

    @Test
    void once_isUnknown() {
        rig.backend.then(doneButUnreadable());

        assertThatThrownBy(() -> rig.run(TestCommand.of(Safety.ONCE))).isInstanceOf(OutcomeUnknownException.class);

        assertThat(rig.backend.sends()).isEqualTo(1);
    }
}

package io.quorate.engine;

import static io.quorate.ScriptedBackend.fails;
import static io.quorate.ScriptedBackend.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Rig;
import io.quorate.TestCommand;
import io.quorate.error.NotFoundException;
import io.quorate.error.UnreachableException;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Placement;
import io.quorate.spi.Safety;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which host serves a call, and what happens when it does not. */
class PlacementTest {
    private final Rig rig = new Rig("HV1", "HV2", "HV3");

    private void dies(String... hosts) {
        for (String host : hosts) {
            rig.backend.dead.put(host, fault(FaultPhase.NEVER_SENT, ErrorKind.UNREACHABLE));
        }
    }

    @ParameterizedTest
    @EnumSource(Safety.class)
    void any_whenTheFirstHostIsDead_asksTheNextAtOnce(Safety safety) {
        dies("HV1");

        assertThat(rig.run(TestCommand.of(safety))).isEqualTo("done");

        assertThat(rig.runtime.sleeps).isEmpty();
        assertThat(rig.backend.log.stream().filter(l -> l.startsWith("send")))
                .last()
                .isEqualTo("send HV2");
        assertThat(rig.backend.effects()).isEqualTo(1);
    }

    @Test
    void any_whenAHostAnswered_staysWithIt() {
        dies("HV1");
        rig.run(TestCommand.of(Safety.READ));
        rig.backend.dead.clear();

        rig.run(TestCommand.of(Safety.READ));

        assertThat(rig.backend.log).containsExactly("send HV1", "send HV2", "send HV2");
    }

    @Test
    void any_whenAllHostsAreDead_triesAllInEachRoundAndNamesThem() {
        dies("HV1", "HV2", "HV3");

        UnreachableException e =
                catchThrowableOfType(UnreachableException.class, () -> rig.run(TestCommand.of(Safety.READ)));

        assertThat(e.hosts()).containsExactly("HV1", "HV2", "HV3");
        assertThat(e.attempts()).isEqualTo(9);
        assertThat(rig.runtime.sleeps).hasSize(2);
    }

    @Test
    void any_whenAReadIsNotAnswered_asksAnotherHostNext() {
        rig.backend.then(fails(FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE));

        rig.run(TestCommand.of(Safety.READ));

        assertThat(rig.backend.log).containsExactly("send HV1", "send HV2");
    }

    @Test
    void any_whenTheAnswerIsLost_readsBackFromAnotherHost() {
        rig.backend.then(rig.backend.doneButLost());

        assertThat(rig.run(TestCommand.of(Safety.GUARDED))).isEqualTo("found");

        assertThat(rig.backend.log).containsSubsequence("send HV1", "look HV2");
    }

    @Test
    void any_whenTheHostToReadBackFromHangs_leavesTimeToAskAnother() {
        rig.backend.seeing(io.quorate.spi.Observation.absent());
        rig.backend.looks.add(call -> {
            rig.runtime.pass(call.deadline().remaining());
            return io.quorate.spi.Observation.unknown("no answer", fault(FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE));
        });
        rig.backend.then(rig.backend.doneButLost());

        assertThat(rig.run(TestCommand.of(Safety.GUARDED))).isEqualTo("found");

        assertThat(rig.backend.log.stream().filter(l -> !l.startsWith("audit")))
                .containsExactly("look HV1", "send HV1", "look HV2", "look HV3");
        assertThat(rig.runtime.sleeps).isEmpty();
    }

    @Test
    void host_whenItIsDead_asksNoOther() {
        dies("HV2");

        assertThatThrownBy(() -> rig.run(TestCommand.of(Safety.READ).placed(Placement.on("hv2"))))
                .isInstanceOf(UnreachableException.class);

        assertThat(rig.backend.log).containsOnly("send HV2");
    }

    @Test
    void host_whenItIsNotTheEndpoints_saysSo() {
        assertThatThrownBy(() -> rig.run(TestCommand.of(Safety.READ).placed(Placement.on("HV9"))))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("HV9")
                .hasMessageContaining("HV1, HV2, HV3");
        assertThat(rig.backend.log).isEmpty();
    }

    @Test
    void owner_whenLocated_isRemembered() {
        rig.backend.owners.put("HV2", "hv3.corp.example");
        TestCommand command = TestCommand.of(Safety.CONVERGE).placed(Placement.owner());

        rig.run(command);
        rig.run(command);

        assertThat(rig.backend.log.stream().filter(l -> l.startsWith("locate")))
                .contains("locate HV1", "locate HV2")
                .doesNotHaveDuplicates();
        assertThat(rig.backend.log.stream().filter(l -> l.startsWith("send"))).containsExactly("send HV3", "send HV3");
    }

    @Test
    void owner_whenItMovedAway_isLocatedOnceMore() {
        rig.backend.owners.put("HV1", "HV1");
        TestCommand command = TestCommand.of(Safety.READ).placed(Placement.owner());
        rig.run(command);
        rig.backend.log.clear();
        rig.backend.owners.clear();
        rig.backend.owners.put("HV2", "HV2");
        rig.backend.then(fails(FaultPhase.LASTING, ErrorKind.NOT_FOUND));

        assertThat(rig.run(command)).isEqualTo("done");

        assertThat(rig.backend.log.get(0)).isEqualTo("send HV1");
        assertThat(rig.backend.log)
                .contains("locate HV2")
                .filteredOn(l -> l.startsWith("send"))
                .containsExactly("send HV1", "send HV2");
    }

    @Test
    void owner_whenNoHostKnowsIt_isNotFound() {
        assertThatThrownBy(() -> rig.run(TestCommand.of(Safety.ONCE).placed(Placement.owner())))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining(", looked for it in ")
                .hasMessageContaining("asked: HV1, HV2, HV3, in 2 rounds")
                .hasMessageNotContaining("nothing sent");
        assertThat(rig.backend.sends()).isZero();
        assertThat(rig.backend.log).filteredOn("locate HV2"::equals).hasSize(2);
    }

    @Test
    void owner_whenAHostCannotBeAskedAndNoneKnowsIt_isUnreachableAndNamesTheHost() {
        dies("HV2");

        UnreachableException e = catchThrowableOfType(
                UnreachableException.class,
                () -> rig.run(TestCommand.of(Safety.ONCE).placed(Placement.owner())));

        assertThat(e.hosts()).containsExactly("HV2");
        assertThat(e).hasMessageContaining("HV2 could not be asked");
        assertThat(rig.backend.sends()).isZero();
    }

    @Test
    void owner_whenAHostDies_isFoundAtItsNewOne() {
        rig.backend.owners.put("HV1", "HV1");
        TestCommand command = TestCommand.of(Safety.READ).placed(Placement.owner());
        rig.run(command);
        dies("HV1");
        rig.backend.owners.clear();
        rig.runtime.onSleep = () -> rig.backend.owners.put("HV3", "HV3");

        assertThat(rig.run(command)).isEqualTo("done");
        assertThat(rig.backend.log).last().isEqualTo("send HV3");
    }

    @Test
    void owner_whenTheAnswerToLocatingIsLost_isNoUnknownOutcome() {
        rig.backend.dead.put("HV1", fault(FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE));

        assertThatThrownBy(() -> rig.run(TestCommand.of(Safety.ONCE).placed(Placement.owner())))
                .isInstanceOf(UnreachableException.class);
    }

    @Test
    void owner_whenItMovesOnceMore_isNotFollowedForEver() {
        rig.backend.owners.put("HV1", "HV1");
        TestCommand command = TestCommand.of(Safety.READ).placed(Placement.owner());
        rig.run(command);
        rig.backend.log.clear();
        rig.backend.owners.clear();
        rig.backend.owners.put("HV2", "HV2");
        rig.backend.then(
                fails(FaultPhase.LASTING, ErrorKind.NOT_FOUND), fails(FaultPhase.TRANSIENT, ErrorKind.BUSY), call -> {
                    rig.backend.owners.clear();
                    rig.backend.owners.put("HV3", "HV3");
                    throw fault(FaultPhase.LASTING, ErrorKind.NOT_FOUND);
                });

        assertThatThrownBy(() -> rig.run(command)).isInstanceOf(NotFoundException.class);

        assertThat(rig.backend.log.stream().filter(l -> l.startsWith("send")))
                .containsExactly("send HV1", "send HV2", "send HV2");
    }

    @Test
    void owner_aLookAsksWhoItIsNow_becauseAFormerOwnerTruthfullySaysAbsent() {
        rig.backend.owners.put("HV1", "HV1");
        rig.run(TestCommand.of(Safety.CONVERGE).placed(Placement.owner()));
        rig.backend.owners.clear();
        rig.backend.owners.put("HV2", "HV2");
        rig.backend.log.clear();
        rig.backend.looks.add(call -> call.host().equals("HV2")
                ? io.quorate.spi.Observation.present("found")
                : io.quorate.spi.Observation.absent());

        assertThat(rig.ensure(TestCommand.of(Safety.GUARDED).placed(Placement.owner()))
                        .value())
                .isEqualTo("found");

        assertThat(rig.backend.log)
                .startsWith("locate HV1")
                .contains("locate HV2", "look HV2")
                .doesNotContain("look HV1", "look HV3");
    }

    @Test
    void gate_whenNamesAreAddresses_doesNotConfuseThem() {
        Rig byAddress = new Rig("10.0.0.1", "10.0.0.2");

        assertThatThrownBy(() -> byAddress.run(TestCommand.of(Safety.READ).placed(Placement.on("10.0.0.3"))))
                .isInstanceOf(UnreachableException.class);
        assertThatThrownBy(() -> byAddress.run(TestCommand.of(Safety.READ).placed(Placement.on("10"))))
                .isInstanceOf(UnreachableException.class);
    }
}

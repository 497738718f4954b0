package io.quorate.engine;

import static io.quorate.ScriptedBackend.fails;
import static io.quorate.ScriptedBackend.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.BreakerSettings;
import io.quorate.BulkheadSettings;
import io.quorate.RetrySettings;
import io.quorate.Rig;
import io.quorate.TestCommand;
import io.quorate.error.BusyException;
import io.quorate.error.NotFoundException;
import io.quorate.error.QuorateException;
import io.quorate.error.UnreachableException;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Owner;
import io.quorate.spi.Placement;
import io.quorate.spi.Safety;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who owns an object is asked, never guessed; what a host says of it is believed as far as the host itself is sure. */
class OwnerTest {
    private static final TestCommand READ = TestCommand.of(Safety.READ).placed(Placement.owner());

    private final Rig rig = new Rig(
            new HostSettings(
                    RetrySettings.never(), new BreakerSettings(1, Duration.ofSeconds(30)), BulkheadSettings.defaults()),
            "HV1",
            "HV2",
            "HV3");

    private QuorateException failure() {
        return catchThrowableOfType(QuorateException.class, () -> rig.run(READ));
    }

    @Test
    void copyOnOneHostAlone_isTheOne_andIsLookedForAgainNextTime() {
        rig.backend.knowing = host -> new Owner(host, false, true);
        rig.backend.owners.put("HV2", "HV2");
        rig.run(READ);
        rig.run(READ);
        assertThat(rig.backend.log.get(3)).isEqualTo("send HV2");
        assertThat(rig.backend.log.get(7)).isEqualTo("send HV2");
        assertThat(rig.backend.log)
                .filteredOn(l -> l.startsWith("locate"))
                .containsExactlyInAnyOrder(
                        "locate HV1", "locate HV2", "locate HV3", "locate HV1", "locate HV2", "locate HV3");
    }

    @Test
    void copiesOnTwoHosts_areNoOwner_andNothingIsSent() {
        rig.backend.knowing = host -> new Owner(host, false, true);
        rig.backend.owners.put("HV1", "HV1");
        rig.backend.owners.put("HV3", "HV3");
        QuorateException e = failure();
        assertThat(e).isInstanceOf(BusyException.class);
        assertThat(e.said()).isEqualTo("thing T1 is listed on HV1 and HV3, and nothing tells which is the one");
        assertThat(e.hint()).isEqualTo("if it does not migrate, let one host alone have it");
        assertThat(rig.backend.sends()).isZero();
    }

    @Test
    void copyThatIsKept_goesBeforeOthers_whereNobodyIsSure() {
        rig.backend.knowing = host -> new Owner(host, false, true, host.equals("HV3"));
        rig.backend.owners.put("HV1", "HV1");
        rig.backend.owners.put("HV2", "HV3");
        rig.backend.owners.put("HV3", "HV3");
        assertThat(rig.run(READ)).isEqualTo("done");
        assertThat(rig.backend.log).contains("locate HV1", "locate HV2", "locate HV3", "send HV3");
        assertThat(rig.backend.sends()).isEqualTo(1);
    }

    @Test
    void copy_countsForNothing_whereAnotherHostIsSure() {
        rig.backend.knowing = host -> new Owner(host, host.equals("HV2"), true);
        rig.backend.owners.put("HV1", "HV1");
        rig.backend.owners.put("HV2", "HV2");
        assertThat(rig.run(READ)).isEqualTo("done");
        assertThat(rig.backend.log).startsWith("locate HV1").contains("locate HV2", "send HV2");
        assertThat(rig.backend.sends()).isEqualTo(1);
    }

    @Test
    void ownerThatMoves_isLookedForEachTime() {
        rig.backend.knowing = host -> new Owner(host, true, true);
        rig.backend.owners.put("HV1", "HV1");
        rig.run(READ);
        rig.run(READ);
        assertThat(rig.backend.log).containsExactly("locate HV1", "send HV1", "locate HV1", "send HV1");
    }

    @Test
    void owner_thatIsNoneOfOurHosts_isNamed_withTheRemedy() {
        rig.backend.owners.put("HV1", "HV9");
        QuorateException e = failure();
        assertThat(e).isInstanceOf(UnreachableException.class);
        assertThat(e.said()).isEqualTo("thing T1 is on HV9, which is not one of the endpoint's: HV1, HV2, HV3");
        assertThat(e.hint()).isEqualTo("add HV9 to the endpoint");
        assertThat(rig.backend.sends()).isZero();
    }

    @Test
    void object_thatNobodyHas_isAskedForTwice_becauseItMayHaveMovedMeanwhile() {
        assertThat(failure()).isInstanceOf(NotFoundException.class);
        assertThat(rig.backend.log)
                .containsExactlyInAnyOrder(
                        "locate HV1", "locate HV2", "locate HV3", "locate HV1", "locate HV2", "locate HV3");
    }

    @Test
    void object_thatNeitherOfTwoHas_isAskedForThereAndBack() {
        Rig two = new Rig("HV1", "HV2");
        assertThat(catchThrowable(() -> two.run(READ))).isInstanceOf(NotFoundException.class);
        assertThat(two.backend.log)
                .as("the last one was asked just now")
                .containsExactly("locate HV1", "locate HV2", "locate HV1");
    }

    @Test
    void object_ofOneHostAlone_isAskedForOnce() {
        Rig one = new Rig("HV1");
        assertThat(catchThrowableOfType(NotFoundException.class, () -> one.run(READ))
                        .host())
                .isEqualTo("HV1");
        assertThat(one.backend.log).containsExactly("locate HV1");
    }

    @Test
    void object_thatGoesFromHostToHost_isBusy_andSaysSo() {
        rig.backend.owners.put("HV1", "HV1");
        rig.backend.then(
                call -> {
                    rig.backend.owners.clear();
                    rig.backend.owners.put("HV2", "HV2");
                    throw fault(FaultPhase.LASTING, ErrorKind.NOT_FOUND);
                },
                call -> {
                    rig.backend.owners.clear();
                    rig.backend.owners.put("HV3", "HV3");
                    throw Fault.lasting(ErrorKind.NOT_FOUND).code("404").because("gone");
                });
        QuorateException e = failure();
        assertThat(e).isInstanceOf(BusyException.class);
        assertThat(e.said()).isEqualTo("thing T1 moves from host to host: gone");
        assertThat(e.code()).isEqualTo("404");
    }

    @Test
    void object_thatItsOwnerDoesNotHaveAnyMore_norAnyOther_isNotFound() {
        rig.backend.owners.put("HV1", "HV1");
        rig.backend.then(fails(FaultPhase.LASTING, ErrorKind.NOT_FOUND));
        assertThat(failure()).isInstanceOf(NotFoundException.class).hasMessageContaining("it failed LASTING");
        assertThat(rig.backend.sends()).isEqualTo(1);
    }

    @Test
    void owner_whenAllHostsAreLeftAlone_saysHowLong_ofEach() {
        for (String host : new String[] {"HV1", "HV2", "HV3"}) {
            rig.backend.dead.put(host, fault(FaultPhase.NEVER_SENT, ErrorKind.UNREACHABLE));
        }
        QuorateException first = failure();
        assertThat(first.said())
                .isEqualTo("it cannot be told which host owns it: HV1 could not be asked (it failed NEVER_SENT);"
                        + " HV2 could not be asked (it failed NEVER_SENT);"
                        + " HV3 could not be asked (it failed NEVER_SENT)");
        assertThat(first.code()).isEqualTo("0x1");
        assertThat(first.hint()).isEqualTo("look there");
        rig.backend.log.clear();

        UnreachableException second = (UnreachableException) failure();
        assertThat(second.said())
                .startsWith("it cannot be told which host owns it: HV1 did not answer several times in a row and is"
                        + " left alone for another 30 s; HV2 ");
        assertThat(second.hint()).startsWith("find out why the host does not answer");
        assertThat(second.hosts()).containsExactly("HV1", "HV2", "HV3");

        UnreachableException any =
                catchThrowableOfType(UnreachableException.class, () -> rig.run(TestCommand.of(Safety.READ)));
        assertThat(any.said()).contains("HV1 did not answer", "; HV2 did not answer", "; HV3 did not answer");
        assertThat(any.hint()).startsWith("find out why the host does not answer");
        assertThat(any.hosts()).containsExactly("HV1", "HV2", "HV3");
        assertThat(rig.backend.log).isEmpty();
    }

    @Test
    void read_whenAllHostsFail_isToldByTheHostWhoseWordDecides() {
        Rig two = new Rig("HV1", "HV2");
        two.backend.dead.put("HV1", fault(FaultPhase.LASTING, ErrorKind.ACCESS_DENIED));
        two.backend.dead.put("HV2", fault(FaultPhase.LASTING, ErrorKind.UNREACHABLE));
        QuorateException e = catchThrowableOfType(QuorateException.class, () -> two.run(TestCommand.of(Safety.READ)));
        assertThat(e.kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
        assertThat(e.host()).isEqualTo("HV1");
        assertThat(catchThrowable(() -> two.run(TestCommand.of(Safety.READ).placed(Placement.on("HV1")))))
                .isInstanceOf(io.quorate.error.AccessDeniedException.class);
    }

    @Test
    void ownerThatIsSick_andNobodyElseKnows_failsAsItself_andTellsOfTheSearchBesides() {
        rig.backend.owners.put("HV1", "HV1");
        rig.run(READ);
        rig.backend.owners.clear();
        rig.backend.dead.put("HV1", fault(FaultPhase.NEVER_SENT, ErrorKind.UNTRUSTED));
        QuorateException e = failure();
        assertThat(e.kind()).isEqualTo(ErrorKind.UNTRUSTED);
        assertThat(e.getCause().getSuppressed())
                .singleElement()
                .satisfies(
                        search -> assertThat(search).hasMessageContaining("it cannot be told which host owns it: HV1"));
    }

    @Test
    void objectThatMovedAway_whileAHostCannotBeAsked_isNotCalledAbsent() {
        rig.backend.owners.put("HV1", "HV1");
        rig.run(READ);
        rig.backend.owners.clear();
        rig.backend.then(fails(FaultPhase.LASTING, ErrorKind.NOT_FOUND));
        rig.backend.dead.put("HV2", fault(FaultPhase.NEVER_SENT, ErrorKind.UNREACHABLE));
        assertThat(failure())
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("it cannot be told which host owns it: HV2 could not be asked");
    }

    @Test
    void newOwnerThatFails_failsAsItself_andIsLookedForAgainNextTime() {
        for (Fault fault : new Fault[] {
            fault(FaultPhase.LASTING, ErrorKind.REJECTED), fault(FaultPhase.TRANSIENT, ErrorKind.NOT_FOUND)
        }) {
            rig.backend.owners.clear();
            rig.backend.owners.put("HV1", "HV1");
            rig.backend.then(
                    call -> {
                        rig.backend.owners.clear();
                        rig.backend.owners.put("HV2", "HV2");
                        throw fault(FaultPhase.LASTING, ErrorKind.NOT_FOUND);
                    },
                    call -> {
                        throw fault;
                    });
            assertThat(failure().said()).isEqualTo(fault.getMessage());
            rig.backend.log.clear();
            rig.run(READ);
            assertThat(rig.backend.log.get(0)).startsWith("locate");
            rig.backend.then(fails(FaultPhase.LASTING, ErrorKind.REJECTED));
            failure();
        }
    }

    @Test
    void unreachable_namesTheHostsOfTheLastSearchOnly() {
        Rig patient = new Rig("HV1", "HV2");
        Fault away = fault(FaultPhase.NEVER_SENT, ErrorKind.UNREACHABLE);
        patient.backend.dead.put("HV1", away);
        patient.runtime.onSleep = () -> {
            patient.backend.dead.remove("HV1");
            patient.backend.dead.put("HV2", away);
        };
        UnreachableException e = catchThrowableOfType(UnreachableException.class, () -> patient.run(READ));
        assertThat(e.hosts()).containsExactly("HV2");
        assertThat(e.getSuppressed()).hasSize(1);
    }

    @Test
    void unreachable_whenTheOwnerIsFoundAndSilent_namesTheOwnerAlone() {
        for (boolean sure : new boolean[] {true, false}) {
            Rig two = new Rig(
                    new HostSettings(RetrySettings.never(), BreakerSettings.defaults(), BulkheadSettings.defaults()),
                    "HV1",
                    "HV2");
            two.backend.knowing = host -> new Owner(host, sure, true);
            two.backend.dead.put("HV1", fault(FaultPhase.NEVER_SENT, ErrorKind.UNREACHABLE));
            two.backend.owners.put("HV2", "HV2");
            two.backend.then(fails(FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE));
            UnreachableException e = catchThrowableOfType(UnreachableException.class, () -> two.run(READ));
            assertThat(e.hosts()).containsExactly("HV2");
        }
    }

    @Test
    void read_aWordAboutARight_tellsMoreThanARefusedLogIn() {
        Rig two = new Rig("HV1", "HV2");
        two.backend.dead.put("HV1", io.quorate.ScriptedBackend.loginRefused());
        two.backend.dead.put("HV2", fault(FaultPhase.LASTING, ErrorKind.ACCESS_DENIED));
        QuorateException e = catchThrowableOfType(QuorateException.class, () -> two.run(TestCommand.of(Safety.READ)));
        assertThat(e.host()).isEqualTo("HV2");
    }

    @Test
    void look_thatFailsAgainAndAgain_tellsOfTheLastRoundOnly() {
        Rig patient = new Rig("HV1");
        patient.backend.observing = command ->
                io.quorate.spi.Observation.unknown("silent", fault(FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE));
        QuorateException e =
                catchThrowableOfType(QuorateException.class, () -> patient.run(TestCommand.of(Safety.GUARDED)));
        assertThat(patient.backend.looks()).isEqualTo(3);
        assertThat(e.getSuppressed()).isEmpty();
    }

    @Test
    void conflict_afterARefusalThatDidNothing_isNotTakenForOurOwnDoing() {
        Rig one = new Rig("HV1");
        one.backend.seeing(io.quorate.spi.Observation.absent(), io.quorate.spi.Observation.present("somebody else's"));
        one.backend.then(fails(FaultPhase.REFUSED, ErrorKind.BUSY), fails(FaultPhase.LASTING, ErrorKind.CONFLICT));
        assertThat(catchThrowable(() -> one.run(TestCommand.of(Safety.GUARDED))))
                .isInstanceOf(io.quorate.error.ConflictException.class);
        assertThat(one.backend.looks()).isEqualTo(1);
    }
}

package io.quorate.engine;

import static io.quorate.ScriptedBackend.fault;
import static io.quorate.ScriptedBackend.loginRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Rig;
import io.quorate.TestCommand;
import io.quorate.error.FailedAttempt;
import io.quorate.error.QuorateException;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Placement;
import io.quorate.spi.Safety;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One sick host never hides the well one: reads and the search for an owner ask each host once. */
class SickHostTest {
    private static final TestCommand READ = TestCommand.of(Safety.READ);

    static Stream<Fault> sicknesses() {
        return Stream.of(
                fault(FaultPhase.NEVER_SENT, ErrorKind.UNTRUSTED),
                fault(FaultPhase.NEVER_SENT, ErrorKind.BAD_REPLY),
                fault(FaultPhase.NEVER_SENT, ErrorKind.UNREACHABLE),
                fault(FaultPhase.REFUSED, ErrorKind.BUSY),
                fault(FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE),
                fault(FaultPhase.UNANSWERED, ErrorKind.BAD_REPLY),
                fault(FaultPhase.UNANSWERED, ErrorKind.ACCESS_DENIED),
                fault(FaultPhase.TRANSIENT, ErrorKind.BUSY),
                fault(FaultPhase.LASTING, ErrorKind.REJECTED),
                fault(FaultPhase.LASTING, ErrorKind.UNREACHABLE),
                fault(FaultPhase.LASTING, ErrorKind.UNSUPPORTED),
                fault(FaultPhase.LASTING, ErrorKind.ACCESS_DENIED),
                loginRefused());
    }

    private static Rig sick(Fault fault, String... hosts) {
        Rig rig = new Rig("HV1", "HV2", "HV3");
        Arrays.stream(hosts).forEach(host -> rig.backend.dead.put(host, fault));
        return rig;
    }

    @ParameterizedTest
    @MethodSource("sicknesses")
    void read_isServedByTheWellHost_whicheverThatIs(Fault sickness) {
        Rig first = sick(sickness, "HV1");
        assertThat(first.run(READ)).isEqualTo("done");
        assertThat(first.backend.log).containsExactly("send HV1", "send HV2");

        Rig last = sick(sickness, "HV3");
        assertThat(last.run(READ)).isEqualTo("done");
        assertThat(last.backend.log).containsExactly("send HV1");

        Rig two = sick(sickness, "HV1", "HV2");
        assertThat(two.run(READ)).isEqualTo("done");
        assertThat(two.backend.log).containsExactly("send HV1", "send HV2", "send HV3");
        assertThat(two.events).filteredOn(e -> e.startsWith("failed")).hasSize(2);
        assertThat(two.runtime.sleeps).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("sicknesses")
    void look_isServedByTheWellHost(Fault sickness) {
        Rig rig = sick(sickness, "HV1", "HV2");
        rig.backend.effects = 1;

        assertThat(rig.ensure(TestCommand.of(Safety.GUARDED)).value()).isEqualTo("found");

        assertThat(rig.backend.log).containsExactly("look HV1", "look HV2", "look HV3");
    }

    @ParameterizedTest
    @MethodSource("sicknesses")
    void owner_isFoundByTheWellHost(Fault sickness) {
        for (Safety safety : Safety.values()) {
            Rig rig = sick(sickness, "HV1", "HV2");
            rig.backend.owners.put("HV3", "HV3");

            assertThat(rig.run(TestCommand.of(safety).placed(Placement.owner())))
                    .isEqualTo("done");

            assertThat(rig.backend.log).filteredOn(l -> l.startsWith("send")).containsExactly("send HV3");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Safety.class,
            names = {"READ", "GUARDED"},
            mode = EnumSource.Mode.EXCLUDE)
    void change_whoseOwnerIsSick_goesNowhereElse(Safety safety) {
        Rig rig = sick(fault(FaultPhase.NEVER_SENT, ErrorKind.UNTRUSTED), "HV1");
        rig.backend.owners.put("HV2", "HV1");

        QuorateException e = catchThrowableOfType(
                QuorateException.class, () -> rig.run(TestCommand.of(safety).placed(Placement.owner())));

        assertThat(e.kind()).isEqualTo(ErrorKind.UNTRUSTED);
        assertThat(rig.backend.log)
                .filteredOn(l -> l.startsWith("locate"))
                .contains("locate HV1", "locate HV2")
                .doesNotHaveDuplicates();
        assertThat(rig.backend.sends()).isZero();
        assertThat(rig.backend.effects()).isZero();
    }

    @Test
    void owner_thatIsOnlyRememberedAndSick_isLookedForAmongTheOthers() {
        Rig rig = new Rig("HV1", "HV2", "HV3");
        rig.backend.owners.put("HV1", "HV1");
        rig.run(READ.placed(Placement.owner()));
        rig.backend.log.clear();
        rig.backend.owners.clear();
        rig.backend.owners.put("HV2", "HV2");
        rig.backend.dead.put("HV1", fault(FaultPhase.NEVER_SENT, ErrorKind.UNTRUSTED));

        assertThat(rig.run(READ.placed(Placement.owner()))).isEqualTo("done");

        assertThat(rig.backend.log).startsWith("send HV1", "locate HV2").contains("send HV2");
    }

    @Test
    void owner_whenASickHostMayHaveIt_isNeverAbsent() {
        Rig rig = sick(fault(FaultPhase.LASTING, ErrorKind.ACCESS_DENIED), "HV2");

        QuorateException e =
                catchThrowableOfType(QuorateException.class, () -> rig.run(READ.placed(Placement.owner())));

        assertThat(e.kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
        assertThat(e).hasMessageContaining("it cannot be told which host owns it: HV2 could not be asked");
        assertThat(rig.backend.log).containsExactlyInAnyOrder("locate HV1", "locate HV2", "locate HV3");
    }

    @Test
    void read_whenAllAreSick_endsWithWhatTellsMostAndTheOthersBesides() {
        Rig rig = new Rig("HV1", "HV2", "HV3");
        rig.backend.dead.put("HV1", fault(FaultPhase.NEVER_SENT, ErrorKind.UNTRUSTED));
        rig.backend.dead.put("HV2", fault(FaultPhase.LASTING, ErrorKind.ACCESS_DENIED));
        rig.backend.dead.put("HV3", fault(FaultPhase.LASTING, ErrorKind.UNREACHABLE));

        QuorateException e = catchThrowableOfType(QuorateException.class, () -> rig.run(READ));

        assertThat(e.kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
        assertThat(hosts(e)).containsExactly("HV1", "HV3");
        assertThat(rig.backend.log).containsExactly("send HV1", "send HV2", "send HV3");
    }

    @Test
    void read_whenOneIsSickAndTheOtherAway_waitsForTheOtherAndLeavesTheSickAlone() {
        Rig rig = new Rig("HV1", "HV2");
        rig.backend.dead.put("HV1", loginRefused());
        rig.backend.dead.put("HV2", fault(FaultPhase.NEVER_SENT, ErrorKind.UNREACHABLE));
        rig.runtime.onSleep = () -> rig.backend.dead.remove("HV2");

        assertThat(rig.run(READ)).isEqualTo("done");

        assertThat(rig.backend.log).containsExactly("send HV1", "send HV2", "send HV2");
    }

    @Test
    void read_whenOneRefusesTheLoginAndTheOtherStaysAway_endsWithTheRefusal() {
        Rig rig = new Rig("HV1", "HV2");
        rig.backend.dead.put("HV1", loginRefused());
        rig.backend.dead.put("HV2", fault(FaultPhase.NEVER_SENT, ErrorKind.UNREACHABLE));

        QuorateException e = catchThrowableOfType(QuorateException.class, () -> rig.run(READ));

        assertThat(e.kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
        assertThat(e.host()).isEqualTo("HV1");
        assertThat(hosts(e)).contains("HV2");
        assertThat(rig.backend.log).as("refused once, not again").containsOnlyOnce("send HV1");
    }

    @Test
    void look_whenAllAreSick_failsAndTellsOfAll() {
        Rig rig = new Rig("HV1", "HV2", "HV3");
        for (String host : List.of("HV1", "HV2", "HV3")) {
            rig.backend.dead.put(host, fault(FaultPhase.LASTING, ErrorKind.ACCESS_DENIED));
        }

        QuorateException e =
                catchThrowableOfType(QuorateException.class, () -> rig.run(TestCommand.of(Safety.GUARDED)));

        assertThat(e.kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
        assertThat(e).hasMessageContaining("nothing was sent");
        assertThat(hosts(e)).containsExactly("HV2", "HV3");
        assertThat(rig.backend.log).containsExactly("look HV1", "look HV2", "look HV3");
    }

    @Test
    void read_ofWhatIsNotThere_isAnAnswerAndNoSickness() {
        Rig rig = sick(fault(FaultPhase.LASTING, ErrorKind.NOT_FOUND), "HV1");

        assertThat(catchThrowableOfType(QuorateException.class, () -> rig.run(READ))
                        .kind())
                .isEqualTo(ErrorKind.NOT_FOUND);
        assertThat(rig.backend.log).containsExactly("send HV1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CORP\\admin", "admin@corp.example", "corp.example\\admin"})
    void login_ofADomainThatIsRefused_isTriedNowhereElse(String user) {
        for (Placement placement : List.of(Placement.any(), Placement.owner())) {
            Rig rig = Rig.loggingInAs(user, "HV1", "HV2", "HV3");
            rig.backend.dead.put("HV1", loginRefused());

            QuorateException e = catchThrowableOfType(QuorateException.class, () -> rig.run(READ.placed(placement)));

            assertThat(e.kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
            assertThat(rig.backend.log).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", ".\\admin", "HV1\\admin", "hv2\\admin", "hv1.corp.example\\admin", "admin@HV1"})
    void login_ofOneHostThatIsRefused_isTriedOnceAtTheOthers(String user) {
        Rig rig = Rig.loggingInAs(user, "HV1", "HV2", "HV3");
        rig.backend.dead.put("HV1", loginRefused());

        assertThat(rig.run(READ)).isEqualTo("done");
        assertThat(rig.backend.log).containsExactly("send HV1", "send HV2");
    }

    @Test
    void right_thatADomainAccountLacksAtOneHost_isAskedForAtTheOthers() {
        Rig rig = Rig.loggingInAs("CORP\\admin", "HV1", "HV2");
        rig.backend.dead.put("HV1", fault(FaultPhase.LASTING, ErrorKind.ACCESS_DENIED));

        assertThat(rig.run(READ)).isEqualTo("done");
    }

    @Test
    void login_thatIsRefusedOnceInACall_isNotTriedAgainAtThatHostForAnythingElse() {
        Rig rig = sick(loginRefused(), "HV1");
        rig.backend.owners.put("HV2", "HV1");

        QuorateException e = catchThrowableOfType(
                QuorateException.class,
                () -> rig.run(TestCommand.of(Safety.CONVERGE).placed(Placement.owner())));

        assertThat(e.kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
        assertThat(rig.backend.log).filteredOn(l -> l.endsWith("HV1")).containsExactly("locate HV1");
    }

    private static List<String> hosts(QuorateException failure) {
        return Arrays.stream(failure.getSuppressed())
                .map(FailedAttempt.class::cast)
                .map(FailedAttempt::host)
                .toList();
    }
}

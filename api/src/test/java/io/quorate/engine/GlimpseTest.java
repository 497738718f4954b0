package io.quorate.engine;

import static io.quorate.ScriptedBackend.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quorate.Rig;
import io.quorate.TestCommand;
import io.quorate.error.NotFoundException;
import io.quorate.error.UnreachableException;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Glimpse;
import io.quorate.spi.Owner;
import io.quorate.spi.Placement;
import io.quorate.spi.Safety;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Where an object can be asked for alone, that comes first; a host's no proves nothing then. */
class GlimpseTest {
    private static final TestCommand READ = TestCommand.of(Safety.READ).placed(Placement.owner());
    private static final TestCommand SET = TestCommand.of(Safety.CONVERGE).placed(Placement.owner());

    private final Rig rig = new Rig("HV1", "HV2", "HV3");
    private final Map<String, Glimpse<String>> seen = new HashMap<>();

    @BeforeEach
    void glimpse() {
        rig.backend.glimpses = seen;
    }

    private static Glimpse<String> here(String host, boolean sure) {
        return new Glimpse<>(new Owner(host, sure, true), "seen on " + host);
    }

    @Test
    @DisplayName("what came along is the answer of a read, and the host is asked first the next time")
    void read_takesWhatCameAlong_andAsksThereFirstNextTime() {
        seen.put("HV2", here("HV2", true));
        assertThat(rig.run(READ)).isEqualTo("seen on HV2");
        assertThat(rig.run(READ)).isEqualTo("seen on HV2");
        assertThat(rig.backend.log)
                .startsWith("glimpse HV1")
                .endsWith("glimpse HV2")
                .filteredOn(line -> line.equals("glimpse HV1"))
                .hasSize(1);
        assertThat(rig.backend.sends()).isZero();
        assertThat(rig.ended).last().satisfies(call -> {
            assertThat(call.host()).isEqualTo("HV2");
            assertThat(call.attempts()).isEqualTo(1);
        });
    }

    @Test
    @DisplayName("a copy that is not sure is the answer only after all hosts were asked")
    void read_ofACopy_asksAll() {
        seen.put("HV1", here("HV1", false));
        assertThat(rig.run(READ)).isEqualTo("seen on HV1");
        assertThat(rig.backend.log).containsExactlyInAnyOrder("glimpse HV1", "glimpse HV2", "glimpse HV3");
        seen.put("HV3", here("HV3", true));
        assertThat(rig.run(READ)).isEqualTo("seen on HV3");
    }

    @Test
    @DisplayName("what one host tells of another's is no answer: that one is asked")
    void read_ofWhatAnotherHas_isSentThere() {
        seen.put("HV1", here("HV3", true));
        assertThat(rig.run(READ)).isEqualTo("done");
        assertThat(rig.backend.log).containsExactly("glimpse HV1", "send HV3");
    }

    @Test
    @DisplayName("a change is sent, whatever came along")
    void change_isSent() {
        seen.put("HV1", here("HV1", true));
        assertThat(rig.run(SET)).isEqualTo("done");
        assertThat(rig.backend.sends()).isEqualTo(1);
    }

    @Test
    @DisplayName("that nobody knows it is believed after two rounds that prove it")
    void absence_isProvedByLocating() {
        assertThat(catchThrowable(() -> rig.run(READ))).isInstanceOf(NotFoundException.class);
        assertThat(rig.backend.log)
                .containsExactlyInAnyOrder(
                        "glimpse HV1",
                        "glimpse HV2",
                        "glimpse HV3",
                        "locate HV1",
                        "locate HV2",
                        "locate HV3",
                        "locate HV1",
                        "locate HV2",
                        "locate HV3");
        rig.backend.log.clear();
        rig.backend.owners.put("HV2", "HV2");
        assertThat(rig.run(READ)).isEqualTo("done");
        assertThat(rig.backend.log).contains("glimpse HV1", "glimpse HV2", "glimpse HV3", "locate HV2", "send HV2");
    }

    @Test
    @DisplayName("a silent host is no host that says no")
    void silence_isNoAbsence() {
        rig.backend.dead.put("HV3", fault(FaultPhase.NEVER_SENT, ErrorKind.UNREACHABLE));
        assertThat(catchThrowable(() -> rig.run(READ))).isInstanceOf(UnreachableException.class);
        seen.put("HV2", here("HV2", true));
        assertThat(rig.run(READ)).isEqualTo("seen on HV2");
    }
}

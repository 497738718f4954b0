package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Consent;
import io.quorate.Quorate;
import io.quorate.error.QuorateException;
import io.quorate.lab.Lab;
import io.quorate.lab.Sweep;
import io.quorate.lab.kernel.Faults;
import io.quorate.vm.VirtualMachine;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One host answers oddly whatever it is asked; the other is well and serves what both can. */
class SickHostThroughLabTest {
    private static Lab shared;
    private static final Map<String, VirtualMachine> machines = new HashMap<>();

    @BeforeAll
    static void start() {
        shared = Lab.storyBuilder().start();
        try (Quorate quorate = shared.connect().build()) {
            cluster(quorate);
            for (String host : List.of("HV1", "HV2")) {
                machines.put(
                        host,
                        quorate.vms("lab")
                                .create("web-" + host, vm -> vm.on(host).path("C:\\VMs")));
            }
        }
    }

    @AfterEach
    void getWell() {
        shared.faults().clear();
    }

    @AfterAll
    static void stop() {
        shared.close();
    }

    private static void sick(Faults faults, String host, long answer) {
        Faults.Declaration creates =
                faults.onAction("Create").host(host).always().optional();
        if (answer > 100 && answer < 600) {
            creates.answered((int) answer);
        } else {
            creates.faulted(answer);
        }
    }

    private static void cluster(Quorate quorate) {
        quorate.cluster("lab").create("RACK1", "HV1");
        quorate.cluster("lab").nodes().add("HV2");
        quorate.cluster("lab").nodes().awaitUp("HV2", Duration.ofMinutes(2));
    }

    static Stream<Arguments> sicknesses() {
        return Sweep.of(
                4,
                Arguments.of("HV1", 401),
                Arguments.of("HV2", 401),
                Arguments.of("HV1", 403),
                Arguments.of("HV1", 404),
                Arguments.of("HV2", 500),
                Arguments.of("HV1", 503),
                Arguments.of("HV1", 5),
                Arguments.of("HV2", 1018),
                Arguments.of("HV1", 4711),
                Arguments.of("HV1", 2150858811L),
                Arguments.of("HV1", 2150859180L));
    }

    @ParameterizedTest(name = "{0} answers {1}")
    @MethodSource("sicknesses")
    @DisplayName("reads and the search for an owner are served by the well host, and the sick one is asked once")
    void sickHost_hidesNoWellOne(String sick, long answer) {
        String well = sick.equals("HV1") ? "HV2" : "HV1";
        VirtualMachine there = machines.get(well);
        sick(shared.faults(), sick, answer);
        try (Quorate quorate = shared.connect().build()) {
            long creates = shared.requests("Create");
            assertThat(quorate.cluster("lab").nodes().list())
                    .extracting(node -> node.name())
                    .containsExactly("HV1", "HV2");
            assertThat(shared.requests("Create") - creates).isEqualTo(sick.equals("HV1") ? 2 : 1);
            assertThat(quorate.vms("lab").get(there.id()).host()).isEqualTo(well);
            assertThat(quorate.vms("lab").start(there.id()).host()).isEqualTo(well);
            assertThat(quorate.vms("lab").find(there.id())).isPresent();
            // A list with a hole in it would look like machines that are gone.
            assertThatThrownBy(() -> quorate.vms("lab").list()).isInstanceOf(QuorateException.class);
            quorate.vms("lab").turnOff(there.id(), Consent.to(there.id().toString(), "a test"));
        }
        assertThat(shared.violations()).isEmpty();
    }

    @Test
    @DisplayName("what a sick host may have is never told as absent")
    void sickHost_thatMayHaveIt_isNoAbsence() {
        try (Lab lab = Lab.storyBuilder().start()) {
            VirtualMachine there;
            try (Quorate quorate = lab.connect().build()) {
                cluster(quorate);
                there = quorate.vms("lab").create("web1", vm -> vm.on("HV1").path("C:\\VMs"));
            }
            sick(lab.faults(), "HV1", 403);
            try (Quorate quorate = lab.connect().build()) {
                for (org.assertj.core.api.ThrowableAssert.ThrowingCallable read :
                        List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
                                () -> quorate.vms("lab").get(there.id()),
                                () -> quorate.vms("lab").find(there.id()),
                                () -> quorate.vms("lab").start(there.id()))) {
                    QuorateException e = catchThrowableOfType(QuorateException.class, read);
                    assertThat(e.kind()).isEqualTo(io.quorate.spi.ErrorKind.ACCESS_DENIED);
                }
            }
        }
    }

    @Test
    @DisplayName("when no host serves, what tells most is thrown and the others stand beside it")
    void allHostsSick_areAllTold() {
        try (Lab lab = Lab.storyBuilder().start()) {
            try (Quorate quorate = lab.connect().build()) {
                cluster(quorate);
            }
            sick(lab.faults(), "HV1", 404);
            sick(lab.faults(), "HV2", 403);
            try (Quorate quorate = lab.connect().build()) {
                QuorateException e = catchThrowableOfType(
                        QuorateException.class,
                        () -> quorate.cluster("lab").nodes().list());

                assertThat(e.kind()).isEqualTo(io.quorate.spi.ErrorKind.ACCESS_DENIED);
                assertThat(Arrays.toString(e.getSuppressed()))
                        .contains("attempt 1 at HV1")
                        .contains("HTTP 404");
            }
        }
    }
}

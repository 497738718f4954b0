package io.quorate.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.FunctionBackend;
import io.quorate.Size;
import io.quorate.error.ConflictException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.DeadlineExceededException;
import io.quorate.error.NotFoundException;
import io.quorate.error.UnreachableException;
import io.quorate.spi.Command;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.vm.command.ConfigureVirtualMachine;
import io.quorate.vm.command.CreateVirtualMachine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VirtualMachineClientTest {
    private static final UUID ONE = new UUID(0, 1);
    private static final UUID TWO = new UUID(0, 2);

    private final FunctionBackend backend = new FunctionBackend();
    private final VirtualMachineClient vms =
            new VirtualMachineClient(backend.engine("HV1", "HV2").calls("rack"));

    @Test
    void list_asksEveryHost() {
        backend.answer = (command, call) -> List.of(machine(call.host().equals("HV1") ? ONE : TWO, "web1", "Running"));
        assertThat(vms.list()).extracting(VirtualMachine::id).containsExactly(ONE, TWO);
    }

    @Test
    void list_whenAHostIsSilent_failsInsteadOfLeavingAHole() {
        backend.answer = (command, call) -> {
            if (call.host().equals("HV2")) {
                throw Fault.neverSent(ErrorKind.UNREACHABLE).because("refused");
            }
            return List.of();
        };
        assertThatThrownBy(vms::list).isInstanceOf(UnreachableException.class);
    }

    @Test
    void get_byANameThatTwoHave_listsTheirIds() {
        backend.answer = (command, call) -> List.of(machine(call.host().equals("HV1") ? ONE : TWO, "web1", "Running"));
        assertThatThrownBy(() -> vms.get("WEB1"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("virtual machine WEB1")
                .hasMessageContaining(ONE.toString())
                .hasMessageContaining(TWO.toString())
                .hasMessageContaining("address it by its id");
    }

    @Test
    void get_byANameThatNoneHas_isNotFound() {
        backend.answer = (command, call) -> List.of();
        assertThatThrownBy(() -> vms.get("web1"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("no host of the endpoint has it");
    }

    @Test
    void create_createsAndThenConfigures() {
        List<Command<?>> sent = new ArrayList<>();
        backend.answer = (command, call) -> {
            sent.add(command);
            return machine(ONE, "web1", "Off");
        };
        vms.create("web1", vm -> vm.on("HV2").path("C:\\V").cores(4).memory(Size.gib(8)));
        assertThat(sent)
                .containsExactly(
                        new CreateVirtualMachine("web1", "HV2", 2, Size.gib(8), "C:\\V", null, null, null),
                        new ConfigureVirtualMachine(ONE, 4, Size.gib(8)));
    }

    @Test
    void turnOff_withoutConsentForThisId_sendsNothing() {
        backend.answer = (command, call) -> {
            throw new AssertionError("sent");
        };
        assertThatThrownBy(() -> vms.turnOff(ONE, null)).isInstanceOf(ConsentRequiredException.class);
        assertThatThrownBy(() -> vms.turnOff(ONE, Consent.to("web1", "by name")))
                .isInstanceOf(ConsentRequiredException.class);
    }

    @Test
    void awaitRunning_waitsThroughTheTimeInWhichNobodyHasTheMachine() {
        List<String> states = new ArrayList<>(List.of("gone", "silent", "Starting", "Running"));
        backend.answer = (command, call) -> {
            String state = states.size() > 1 ? states.remove(0) : states.get(0);
            return switch (state) {
                case "gone" -> throw Fault.lasting(ErrorKind.NOT_FOUND).because("gone");
                case "silent" -> throw Fault.lasting(ErrorKind.UNREACHABLE).because("silent");
                default -> machine(ONE, "web1", state);
            };
        };
        assertThat(vms.awaitRunning(ONE, Duration.ofMinutes(1)).isRunning()).isTrue();
        assertThat(backend.runtime.passed()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void awaitRunning_whenItNeverRuns_tellsWhatWasSeenLast() {
        backend.answer = (command, call) -> machine(ONE, "web1", "PausedCritical");
        assertThatThrownBy(() -> vms.awaitRunning(ONE, Duration.ofSeconds(10)))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("virtual machine " + ONE + " runs")
                .hasMessageContaining("last seen: PausedCritical on HV1");
    }

    private static VirtualMachine machine(UUID id, String name, String state) {
        return new VirtualMachine(
                id,
                name,
                "HV1",
                VmState.of(state),
                null,
                Duration.ZERO,
                1,
                Size.gib(1),
                Size.bytes(0),
                2,
                false,
                "C:\\V\\" + name);
    }
}

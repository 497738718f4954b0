package io.quorate.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Deadline;
import io.quorate.FunctionBackend;
import io.quorate.Size;
import io.quorate.call.Calls;
import io.quorate.call.Waiter;
import io.quorate.cluster.command.GetCluster;
import io.quorate.error.QuorateException;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.vm.command.ConfigureVirtualMachine;
import io.quorate.vm.command.MigrateLive;
import io.quorate.vm.command.RenameVirtualMachine;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no machine can have is refused before anything is sent; what one can have is not. */
class MachineInputsTest {
    private static final UUID ID = new UUID(0, 1);
    private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    private static VmSpec ready() {
        return new VmSpec().on("HV1").path("C:\\VMs");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 1L << 20, 31L << 20, (32L << 20) + 1, 33L << 20, (1L << 30) + (1 << 20)})
    void memory_thatHyperVDoesNotTake_isRefused(long bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ready().memory(Size.bytes(bytes)).build("web1"))
                .withMessageContaining("memory is a multiple of 2 MiB, at least 32 MiB");
        assertThatIllegalArgumentException().isThrownBy(() -> new ConfigureVirtualMachine(ID, 1, Size.bytes(bytes)));
    }

    @ParameterizedTest
    @ValueSource(longs = {32L << 20, 34L << 20, 1L << 40})
    void memory_thatHyperVTakes_isTaken(long bytes) {
        assertThat(ready().memory(Size.bytes(bytes)).build("web1").memory()).isEqualTo(Size.bytes(bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "C:\\V\\a.vhdx,0,false",
        "C:\\V\\a.vhdx,1,false",
        "C:\\V\\a.vhdx,2097152,false",
        "C:\\V\\a.vhdx,2000000000,false",
        "C:\\V\\a.vhdx,3145728,true",
        "C:\\V\\a.vhdx,70368744177664,true",
        "C:\\V\\a.vhdx,70368745226240,false",
        "C:\\V\\a.vhd,2190433320960,true",
        "C:\\V\\a.vhd,2190434369536,false",
        "a.vhdx,3145728,true",
        "V\\a.vhdx,3145728,false",
        "C:a.vhdx,3145728,false",
        "\\a.vhdx,3145728,false",
        "C:\\V\\a.vhdx:s,3145728,false",
        "C:\\V\\NUL.vhdx,3145728,false",
        "C:\\V\\a*.vhdx,3145728,false",
        "\\\\fs1\\vms\\a.vhdx,3145728,true",
    })
    void disk_isOfASizeAndInAPlaceThatCanBe(String file, long bytes, boolean can) {
        VmSpec spec = ready().generation(1).newDisk(file, Size.bytes(bytes));
        if (can) {
            assertThat(spec.build("web1").newDisk()).isEqualTo(file);
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> spec.build("web1"))
                    .withMessageStartingWith("virtual machine web1: ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"VMs", "..\\VMs", "C:VMs", "\\VMs", "C:", "C:\\a:b", "", " ", "C:\\a?b", "C:\\con"})
    void path_thatMeansAnotherPlaceOnAnotherDay_isRefused(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new VmSpec().on("HV1").path(path).build("web1"))
                .withMessageContaining("not a path that can be used");
    }

    @Test
    void name_hasOneToAHundredCharacters_whateverTheyAre() {
        for (String name :
                new String[] {"a", "web::1", "*", "\"'`$(x)", "\u6f22\u5b57", "n".repeat(100), "a/b\\c", "CON"}) {
            assertThat(ready().build(name).virtualMachine()).isEqualTo(name);
            assertThat(new RenameVirtualMachine(ID, name).newName()).isEqualTo(name);
        }
        for (String name : new String[] {"", " ", "\t", "n".repeat(101)}) {
            assertThatIllegalArgumentException().isThrownBy(() -> ready().build(name));
            assertThatIllegalArgumentException().isThrownBy(() -> new RenameVirtualMachine(ID, name));
        }
    }

    @Test
    void processors_areAtLeastOne() {
        for (int cores : new int[] {0, -1, Integer.MIN_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ready().cores(cores).build("web1"));
            assertThatIllegalArgumentException().isThrownBy(() -> new ConfigureVirtualMachine(ID, cores, Size.gib(1)));
        }
    }

    @Test
    @DisplayName("a time that overflows is refused or means for ever, and never an ArithmeticException")
    void times_beyondAllMeasure() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MigrateLive(ID, "HV2", FOREVER));
        assertThat(Deadline.millis(FOREVER)).isEqualTo(Long.MAX_VALUE);

        FunctionBackend backend = new FunctionBackend();
        Calls calls = backend.engine("HV1").calls("rack");
        backend.answer = (command, call) -> {
            throw Fault.passing(ErrorKind.BUSY).because("later");
        };
        assertThatThrownBy(() -> calls.run(new GetCluster(), FOREVER)).isInstanceOf(QuorateException.class);
        assertThat(Waiter.of(backend.runtime, "x", () -> 1).await(FOREVER)).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> calls.run(new GetCluster(), Duration.ofSeconds(Long.MIN_VALUE)));
    }
}

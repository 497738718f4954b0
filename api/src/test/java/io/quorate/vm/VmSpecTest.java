package io.quorate.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.quorate.Consent;
import io.quorate.Size;
import io.quorate.spi.Placement;
import io.quorate.spi.Safety;
import io.quorate.vm.command.ConfigureVirtualMachine;
import io.quorate.vm.command.CreateVirtualMachine;
import io.quorate.vm.command.GetVirtualMachine;
import io.quorate.vm.command.MakeHighlyAvailable;
import io.quorate.vm.command.SaveVirtualMachine;
import io.quorate.vm.command.StartVirtualMachine;
import io.quorate.vm.command.TurnOffVirtualMachine;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VmSpecTest {
    private static final UUID ID = UUID.fromString("6f1a2c3d-0000-4000-8000-000000000001");

    @Test
    void build_takesDefaultsForWhatIsNotSaid() {
        CreateVirtualMachine command =
                new VmSpec().on("HV1").path("C:\\ClusterStorage\\Volume1").build("web1");
        assertThat(command.generation()).isEqualTo(2);
        assertThat(command.memory()).isEqualTo(Size.gib(1));
        assertThat(command.newDisk()).isNull();
        assertThat(command.placement()).isEqualTo(Placement.on("HV1"));
        assertThat(command.safety()).isEqualTo(Safety.GUARDED);
    }

    @Test
    void build_whenContradictory_saysWhatToDo() {
        refused(new VmSpec().path("C:\\VMs"), "virtual machine web1: say on which host");
        refused(new VmSpec().on("HV1"), "virtual machine web1: say under which path");
        refused(ready().generation(3), "no such generation: 3");
        refused(ready().cores(0), "at least one processor is needed, not 0");
        refused(ready().memory(Size.mib(31)), "memory is a multiple of 2 MiB, at least 32 MiB");
        refused(ready().memory(Size.mib(33)), "memory is a multiple of 2 MiB");
        refused(ready().newDisk("C:\\VMs\\web1.vhd", Size.gib(40)), "generation 2 boots from .vhdx disks only");
    }

    @Test
    void commandsOnAMachine_runWhereItIs() {
        assertThat(new StartVirtualMachine(ID).placement()).isEqualTo(Placement.owner());
        assertThat(new MakeHighlyAvailable(ID).placement()).isEqualTo(Placement.owner());
        assertThat(new GetVirtualMachine(ID).target()).hasToString("virtual machine " + ID);
    }

    @Test
    void turnOff_happensOnceAndIsBoundToTheId() {
        TurnOffVirtualMachine off = new TurnOffVirtualMachine(ID);
        assertThat(off.safety()).isEqualTo(Safety.ONCE);
        assertThat(Consent.to(ID.toString(), "drill").covers(off.identity())).isTrue();
    }

    @Test
    void rehearsed_pretendsTheWantedState() {
        assertThat(new StartVirtualMachine(ID).rehearsed().isRunning()).isTrue();
        assertThat(new SaveVirtualMachine(ID).rehearsed().state()).isEqualTo(VmState.SAVED);
        assertThat(new ConfigureVirtualMachine(ID, 4, Size.gib(8)).rehearsed().cores())
                .isEqualTo(4);
    }

    private static VmSpec ready() {
        return new VmSpec().on("HV1").path("C:\\VMs");
    }

    private static void refused(VmSpec spec, String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec.build("web1"))
                .withMessageContaining(text);
    }
}

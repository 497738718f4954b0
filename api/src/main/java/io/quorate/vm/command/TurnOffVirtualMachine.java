package io.quorate.vm.command;

import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VmState;
import io.quorate.spi.Destructive;
import io.quorate.spi.OnceCommand;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;

/**
 * Turns a virtual machine off as by pulling its plug: what its guest had not written is lost.
 *
 * @param id its id
 */
public record TurnOffVirtualMachine(UUID id)
        implements VirtualMachineCommand<VirtualMachine>, OnceCommand<VirtualMachine>, Destructive {
    public TurnOffVirtualMachine {
        Objects.requireNonNull(id, "id");
    }

    @Override
    public String name() {
        return "vm.turn-off";
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(5);
    }

    @Override
    public String identity() {
        return id.toString();
    }

    @Override
    public VirtualMachine rehearsed() {
        return Rehearsed.machine(id, VmState.OFF);
    }
}

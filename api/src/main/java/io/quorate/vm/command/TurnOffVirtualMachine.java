package io.quorate.vm.command;

import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.OnceCommand;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VmState;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
        return Rehearsed.machine(Rehearsed.machine(id), VmState.OFF);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.changed(new GetVirtualMachine(id), before -> Rehearsed.machine(before, VmState.OFF)));
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of("cluster group");
    }

    /** A machine that does not shut down is turned off meanwhile. */
    @Override
    public boolean cutsIn() {
        return true;
    }
}

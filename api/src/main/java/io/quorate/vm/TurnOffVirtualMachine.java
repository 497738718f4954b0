package io.quorate.vm;

import io.quorate.Consent;
import io.quorate.spi.Destructive;
import io.quorate.spi.Safety;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Turns a virtual machine off as by pulling its plug: what its guest had not written is lost.
 *
 * @param id its id
 * @param consent the caller's word, bound to the id
 */
public record TurnOffVirtualMachine(UUID id, @Nullable Consent consent)
        implements VirtualMachineCommand<VirtualMachine>, Destructive {
    public TurnOffVirtualMachine {
        Objects.requireNonNull(id, "id");
    }

    @Override
    public String name() {
        return "vm.turn-off";
    }

    @Override
    public Safety safety() {
        return Safety.ONCE;
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

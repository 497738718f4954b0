package io.quorate.vm.command;

import io.quorate.Size;
import io.quorate.spi.Placeholder;
import io.quorate.vm.Heartbeat;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VmState;
import java.time.Duration;
import java.util.UUID;

/** What a rehearsal pretends of a machine it has not looked at. */
final class Rehearsed {
    private Rehearsed() {}

    /** One that is off. */
    static VirtualMachine machine(UUID id) {
        return new VirtualMachine(
                id,
                Placeholder.TEXT,
                Placeholder.TEXT,
                VmState.OFF,
                null,
                Duration.ZERO,
                1,
                Size.gib(1),
                Size.bytes(0),
                2,
                false,
                Placeholder.TEXT);
    }

    /** One in another state; whoever runs has a guest that answers. */
    static VirtualMachine machine(VirtualMachine before, VmState state) {
        return new VirtualMachine(
                before.id(),
                before.name(),
                before.host(),
                state,
                state.equals(VmState.RUNNING) ? Heartbeat.OK_APPLICATIONS_HEALTHY : null,
                state.equals(before.state()) ? before.uptime() : Duration.ZERO,
                before.cores(),
                before.startupMemory(),
                state.equals(VmState.RUNNING) ? before.startupMemory() : Size.bytes(0),
                before.generation(),
                before.clustered(),
                before.path());
    }

    /** One in another place. */
    static VirtualMachine machine(VirtualMachine before, String host, boolean clustered) {
        return new VirtualMachine(
                before.id(),
                before.name(),
                host,
                before.state(),
                before.heartbeat(),
                before.uptime(),
                before.cores(),
                before.startupMemory(),
                before.assignedMemory(),
                before.generation(),
                clustered,
                before.path());
    }
}

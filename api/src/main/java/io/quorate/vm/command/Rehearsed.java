package io.quorate.vm.command;

import io.quorate.Size;
import io.quorate.vm.Heartbeat;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VmState;
import java.time.Duration;
import java.util.UUID;

/** What a rehearsal pretends of a machine it has not looked at. */
final class Rehearsed {
    static final String TEXT = "(rehearsed)";

    private Rehearsed() {}

    static VirtualMachine machine(UUID id, VmState state) {
        return new VirtualMachine(
                id,
                TEXT,
                TEXT,
                state,
                state.equals(VmState.RUNNING) ? Heartbeat.OK_APPLICATIONS_HEALTHY : null,
                Duration.ZERO,
                1,
                Size.gib(1),
                Size.bytes(0),
                2,
                false,
                TEXT);
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

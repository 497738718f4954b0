package io.quorate.replica.command;

import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VmState;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What another host says of a machine whose copy is to take over. */
final class Elsewhere {
    private Elsewhere() {}

    static @Nullable String runs(UUID id, String other, List<VirtualMachine> there) {
        return there.stream()
                        .anyMatch(vm -> vm.id().equals(id)
                                && !vm.state().equals(VmState.OFF)
                                && !vm.state().equals(VmState.SAVED))
                ? other + " says that it runs there"
                : null;
    }
}

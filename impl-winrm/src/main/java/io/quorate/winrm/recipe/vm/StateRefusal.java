package io.quorate.winrm.recipe.vm;

import io.quorate.spi.Fault;
import io.quorate.vm.VirtualMachine;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.WindowsErrors;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says what it is that Windows refuses to change of an adapter because of its machine's state. */
final class StateRefusal {
    private StateRefusal() {}

    /** Returns the refusal with what to do about it; where the state is on its way to another, it is a matter of time. */
    static @Nullable Fault explained(@Nullable Fault refusal, UUID machine, PowerShell shell) {
        if (refusal == null || !WindowsErrors.INVALID_STATE.equals(refusal.code())) {
            return refusal;
        }
        VirtualMachine vm = VmReads.get(machine, shell);
        if (vm.state().isPassing()) {
            return Answers.pending("the machine is " + vm.state());
        }
        return Fault.in(refusal.phase(), refusal.kind())
                .code(refusal.code())
                .cause(refusal)
                .hint(
                        "the machine is " + vm.state() + ", of generation " + vm.generation()
                                + ": an address is set while it is off, and one of generation 1 gets and loses adapters only then")
                .because(String.valueOf(refusal.getMessage()));
    }
}

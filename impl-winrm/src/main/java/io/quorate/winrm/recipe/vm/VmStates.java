package io.quorate.winrm.recipe.vm;

import io.quorate.vm.VmState;
import io.quorate.winrm.recipe.Decode;

/** The state of a virtual machine, for whoever reads machines besides something else. */
public final class VmStates {
    private VmStates() {}

    /** Reads it from the property {@code State}. */
    public static VmState read(Decode machine) {
        return VmState.of(machine.wordOr("State", VmWords.STATE, VmState.UNKNOWN.word()));
    }
}

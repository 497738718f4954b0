package io.quorate.winrm.recipe.vm;

import io.quorate.vm.MacAddress;
import io.quorate.vm.VirtualAdapter;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.PowerShell;
import java.util.Optional;

/** Refuses a MAC address that another adapter of a virtual machine on the host has. */
final class TakenMac {
    private TakenMac() {}

    /** Looks at all machines of the host. */
    static void refuse(MacAddress mac, Optional<String> own, PowerShell shell) {
        for (VirtualAdapter one : VirtualAdapterReads.list(shell.run(VirtualAdapterReads.hostMessage()))) {
            if (mac.equals(one.mac()) && !own.filter(one::hasId).isPresent()) {
                throw Answers.conflict(
                        mac + " is the address of the adapter " + one.name() + " of virtual machine "
                                + one.machineName() + " (" + one.machine() + ")"
                                + (one.virtualSwitch().isEmpty() ? "" : " on switch " + one.virtualSwitch()),
                        "two adapters with one address answer for each other: choose another one");
            }
        }
    }
}

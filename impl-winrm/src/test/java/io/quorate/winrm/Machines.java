package io.quorate.winrm;

import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import java.util.UUID;

/** What a host puts out of itself and its virtual machines. */
final class Machines {
    private Machines() {}

    static PsValue host() {
        return PsObject.of("Selected.Microsoft.HyperV.PowerShell.VMHost")
                .with("VirtualMachinePath", PsValue.string("C:\\VMs"))
                .with("ComputerName", PsValue.string("HV1"));
    }

    /** A machine whose name is so long. */
    static PsValue machine(int number, int length) {
        return PsObject.of("Selected.Microsoft.HyperV.PowerShell.VirtualMachine")
                .with("Id", new PsPrimitive(PsType.GUID, new UUID(7, number)))
                .with("Name", PsValue.string(number + "-" + "x".repeat(length)))
                .with("ComputerName", PsValue.string("HV1"))
                .with("ProcessorCount", PsValue.int64(4))
                .with("Generation", PsValue.int32(2));
    }
}

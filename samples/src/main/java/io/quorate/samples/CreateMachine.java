package io.quorate.samples;

import io.quorate.Consent;
import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.lab.Lab;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VirtualMachineClient;
import java.time.Duration;

/** Creates a virtual machine, starts it, waits for its guest and turns it off. */
public final class CreateMachine {
    private CreateMachine() {}

    public static void main(String[] args) {
        Arguments.none(
                CreateMachine.class,
                "Creates a virtual machine in the lab, starts it, waits for its guest and turns it off.",
                args);
        try (Lab lab = Lab.story();
                Quorate quorate = lab.connect().build()) {
            VirtualMachineClient vms = quorate.vms("lab");
            // @start region="create"
            VirtualMachine web1 = vms.create(
                    "web1", vm -> vm.on("HV1").path("C:\\VMs").cores(2).memory(Size.gib(4)));
            vms.start(web1.id());
            System.out.println(vms.awaitRunning(web1.id(), Duration.ofMinutes(5)));
            vms.turnOff(web1.id(), Consent.to(web1.id().toString(), "the sample is over"));
            // @end
            System.out.println(vms.get(web1.id()).state());
        }
    }
}

package io.quorate.vm.command;

import io.quorate.spi.ReadCommand;
import io.quorate.vm.VmIntegration;
import io.quorate.vm.VmIntegrations;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Reads the integration services of a virtual machine, on the host it is on.
 *
 * @param id the machine's id
 * @see VmIntegrations#list
 */
public record GetIntegration(UUID id)
        implements VirtualMachineCommand<List<VmIntegration>>, ReadCommand<List<VmIntegration>> {
    public GetIntegration {
        Objects.requireNonNull(id, "id");
    }

    @Override
    public String name() {
        return "vm.integration.get";
    }
}

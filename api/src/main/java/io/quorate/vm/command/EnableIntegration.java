package io.quorate.vm.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.spi.Placeholder;
import io.quorate.vm.IntegrationService;
import io.quorate.vm.VmIntegration;
import io.quorate.vm.VmIntegrations;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Has the host offer an integration service to a virtual machine. Whether the guest has it is the guest's affair.
 *
 * @param id the machine's id
 * @param service which one
 * @see VmIntegrations#ensure
 */
public record EnableIntegration(UUID id, IntegrationService service)
        implements VirtualMachineCommand<VmIntegration>, ConvergingCommand<VmIntegration> {
    public EnableIntegration {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(service, "service");
    }

    @Override
    public String name() {
        return "vm.integration.enable";
    }

    @Override
    public VmIntegration rehearsed() {
        return new VmIntegration(
                id, Placeholder.text(service + " of " + id), service, Placeholder.TEXT, true, Placeholder.TEXT, "");
    }

    @Override
    public List<Foretold<?>> foretold() {
        return AdapterInputs.both(
                List.of(Foretold.changed(
                        new GetIntegration(id),
                        before -> before.stream()
                                .map(one -> one.service() == service ? one.offered() : one)
                                .toList())),
                AdapterInputs.untouched(id));
    }
}

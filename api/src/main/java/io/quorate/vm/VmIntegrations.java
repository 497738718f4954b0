package io.quorate.vm;

import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.vm.command.EnableIntegration;
import io.quorate.vm.command.GetIntegration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * The integration services of one virtual machine, wherever it is: what its host offers and what its guest makes of it. A guest without them
 * has no driver for the machine's network adapters, or loses them: its interfaces disappear ({@link VirtualMachineClient#preflight} tells).
 * Installing them is the guest's affair.
 *
 * <p>Rights and common errors are those of {@link VirtualMachineClient}. Immutable and thread-safe; navigation does no I/O.
 */
public final class VmIntegrations {
    private final Calls calls;
    private final UUID machine;

    VmIntegrations(Calls calls, UUID machine) {
        this.calls = Objects.requireNonNull(calls, "calls");
        this.machine = Objects.requireNonNull(machine, "machine");
    }

    /** Lists them. Changes nothing. */
    public List<VmIntegration> list() {
        return calls.run(new GetIntegration(machine));
    }

    /** Finds one; empty if the host knows no such service. Changes nothing. */
    public Optional<VmIntegration> find(IntegrationService service) {
        return list().stream().filter(one -> one.service() == service).findFirst();
    }

    /**
     * Has the host offer a service; one that is offered is left alone. The guest answers, if it has it, some seconds later. May be repeated.
     *
     * @throws io.quorate.error.NotFoundException if the host knows no such service
     */
    public Ensured<VmIntegration> ensure(IntegrationService service) {
        return calls.ensure(new EnableIntegration(machine, service));
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("endpoint", calls.endpoint())
                .with("machine", machine)
                .toString();
    }
}

package io.quorate.vm.command;

import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import io.quorate.vm.VirtualMachine;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Reads those virtual machines of one host that have a name, ignoring case; names are not unique. The host picks them out
 * of its list, so that none proves that it has none of the name, as {@link ListVirtualMachines} without it does; what it tells does not grow with it.
 *
 * @param host the host to ask
 * @param virtualMachine the name
 */
public record FindVirtualMachines(String host, String virtualMachine)
        implements ReadCommand<List<VirtualMachine>>, HostCommand<List<VirtualMachine>> {
    public FindVirtualMachines {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(virtualMachine, "virtualMachine");
    }

    @Override
    public String name() {
        return "vm.named";
    }

    @Override
    public Target target() {
        return new Target("virtual machines of", host);
    }

    @Override
    public Set<String> lists() {
        return Set.of("virtual machine");
    }
}

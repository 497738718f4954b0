package io.quorate.vm.command;

import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import io.quorate.vm.VirtualMachine;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Lists the virtual machines of one host.
 *
 * @param host the host to ask
 */
public record ListVirtualMachines(String host)
        implements ReadCommand<List<VirtualMachine>>, HostCommand<List<VirtualMachine>> {
    public ListVirtualMachines {
        Objects.requireNonNull(host, "host");
    }

    @Override
    public String name() {
        return "vm.list";
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

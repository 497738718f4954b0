package io.quorate.vm.command;

import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import io.quorate.vm.VirtualAdapter;
import io.quorate.vm.VirtualMachineClient;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Lists the network adapters of all virtual machines of one host.
 *
 * @param host the host to ask
 * @see VirtualMachineClient#adapters(String)
 */
public record ListVirtualAdapters(String host)
        implements ReadCommand<List<VirtualAdapter>>, HostCommand<List<VirtualAdapter>> {
    public ListVirtualAdapters {
        Objects.requireNonNull(host, "host");
    }

    @Override
    public String name() {
        return "vm.adapter.list";
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

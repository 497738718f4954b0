package io.quorate.vm.command;

import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import io.quorate.vm.VirtualDisk;
import io.quorate.vm.VirtualMachineClient;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Lists the hard disks of all virtual machines of one host.
 *
 * @param host the host to ask
 * @see VirtualMachineClient#disks
 */
public record ListVirtualDisks(String host) implements ReadCommand<List<VirtualDisk>>, HostCommand<List<VirtualDisk>> {
    public ListVirtualDisks {
        Objects.requireNonNull(host, "host");
    }

    @Override
    public String name() {
        return "vm.disk.list";
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

package io.quorate.vm.command;

import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import io.quorate.vm.MacRange;
import io.quorate.vm.VirtualMachineClient;
import java.util.Objects;

/**
 * Reads the range that a host chooses dynamic MAC addresses from.
 *
 * @param host the host to ask
 * @see VirtualMachineClient#macRange
 */
public record GetMacRange(String host) implements ReadCommand<MacRange>, HostCommand<MacRange> {
    public GetMacRange {
        Objects.requireNonNull(host, "host");
    }

    @Override
    public String name() {
        return "vm.mac-range.get";
    }

    @Override
    public Target target() {
        return new Target("MAC addresses of", host);
    }
}

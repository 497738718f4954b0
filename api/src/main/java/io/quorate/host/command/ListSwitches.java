package io.quorate.host.command;

import io.quorate.host.VirtualSwitch;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Set;

/**
 * Lists the virtual switches of a host.
 *
 * @param host the host, as the endpoint names it
 * @see io.quorate.host.HostClient#switches
 */
public record ListSwitches(String host) implements ReadCommand<List<VirtualSwitch>>, HostCommand<List<VirtualSwitch>> {
    public ListSwitches {
        Inputs.checkHost(host);
    }

    @Override
    public String name() {
        return "host.switch.list";
    }

    @Override
    public Target target() {
        return new Target("host", host);
    }

    @Override
    public Set<String> lists() {
        return Set.of("virtual switch");
    }
}

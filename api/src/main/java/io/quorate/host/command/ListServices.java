package io.quorate.host.command;

import io.quorate.host.HostServices;
import io.quorate.host.WindowsService;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Set;

/**
 * Lists the services of a host.
 *
 * @param host the host, as the endpoint names it
 * @see HostServices#list
 */
public record ListServices(String host)
        implements ReadCommand<List<WindowsService>>, HostCommand<List<WindowsService>> {
    public ListServices {
        Inputs.checkHost(host);
    }

    @Override
    public String name() {
        return "host.service.list";
    }

    @Override
    public Target target() {
        return new Target("host", host);
    }

    @Override
    public Set<String> lists() {
        return Set.of("service");
    }
}

package io.quorate.host.command;

import io.quorate.host.HostServices;
import io.quorate.host.WindowsService;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;

/**
 * Reads a service of a host.
 *
 * @param host the host, as the endpoint names it
 * @param service the service's name
 * @see HostServices#get
 */
public record GetService(String host, String service)
        implements ReadCommand<WindowsService>, HostCommand<WindowsService> {
    public GetService {
        Inputs.checkHost(host);
        ServiceInputs.checkService(service);
    }

    @Override
    public String name() {
        return "host.service.get";
    }

    @Override
    public Target target() {
        return ServiceInputs.target(host, service);
    }
}

package io.quorate.host.command;

import io.quorate.host.HostServices;
import io.quorate.host.ServiceState;
import io.quorate.host.WindowsService;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Has a service run. Done when it does so already. Refused while it is disabled.
 *
 * @param host the host, as the endpoint names it
 * @param service the service's name
 * @see HostServices#ensureRunning
 */
public record StartService(String host, String service)
        implements GuardedCommand<WindowsService>, HostCommand<WindowsService> {
    public StartService {
        Inputs.checkHost(host);
        ServiceInputs.checkService(service);
    }

    @Override
    public String name() {
        return "host.service.start";
    }

    @Override
    public Target target() {
        return ServiceInputs.target(host, service);
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(5);
    }

    @Override
    public WindowsService rehearsed() {
        return ServiceInputs.rehearsed(host, service).in(ServiceState.RUNNING);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return ServiceInputs.foretold(host, service, before -> before.in(ServiceState.RUNNING));
    }

    @Override
    public Set<String> alsoChanges() {
        return ServiceInputs.alsoChanges(service);
    }
}

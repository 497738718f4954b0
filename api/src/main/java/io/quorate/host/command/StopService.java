package io.quorate.host.command;

import io.quorate.host.HostServices;
import io.quorate.host.ServiceState;
import io.quorate.host.WindowsService;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Has a service stopped, after the dependents that are named and run. Done when it is so already. Refused while another dependent runs.
 *
 * @param host the host, as the endpoint names it
 * @param service the service's name
 * @param dependents which of the services that depend on it may be stopped first
 * @see HostServices#ensureStopped(String, List, io.quorate.Consent)
 */
public record StopService(String host, String service, List<String> dependents)
        implements GuardedCommand<WindowsService>, Destructive, HostCommand<WindowsService> {
    public StopService {
        Inputs.checkHost(host);
        ServiceInputs.checkService(service);
        dependents = ServiceInputs.dependents(service, dependents);
    }

    @Override
    public String identity() {
        return ServiceInputs.identity(host, service, dependents);
    }

    @Override
    public String name() {
        return "host.service.stop";
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
        return ServiceInputs.rehearsed(host, service).in(ServiceState.STOPPED);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return ServiceInputs.foretold(host, service, before -> before.in(ServiceState.STOPPED));
    }

    @Override
    public Set<String> alsoChanges() {
        return ServiceInputs.alsoChanges(service);
    }
}

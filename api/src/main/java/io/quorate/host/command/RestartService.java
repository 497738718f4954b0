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
 * Restarts a service. Done when it runs in another process than before. Refused while a dependent runs that is not named.
 *
 * @param host the host, as the endpoint names it
 * @param service the service's name
 * @param dependents which of the services that depend on it may be restarted with it
 * @param processId its process before; 0 if it did not run
 * @see HostServices#restart(String, List, io.quorate.Consent)
 */
public record RestartService(String host, String service, List<String> dependents, long processId)
        implements GuardedCommand<WindowsService>, Destructive, HostCommand<WindowsService> {
    public RestartService {
        Inputs.checkHost(host);
        ServiceInputs.checkService(service);
        dependents = ServiceInputs.dependents(service, dependents);
        ServiceInputs.checkProcess(processId);
    }

    @Override
    public String identity() {
        return ServiceInputs.identity(host, service, dependents);
    }

    @Override
    public String name() {
        return "host.service.restart";
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

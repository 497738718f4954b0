package io.quorate.host.command;

import io.quorate.host.HostServices;
import io.quorate.host.ServiceStart;
import io.quorate.host.WindowsService;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Set;

/**
 * Sets when a service starts. Done when it is so already.
 *
 * @param host the host, as the endpoint names it
 * @param service the service's name
 * @param start automatically, manually, or never
 * @see HostServices#ensureStart
 */
public record SetServiceStart(String host, String service, ServiceStart start)
        implements GuardedCommand<WindowsService>, HostCommand<WindowsService> {
    public SetServiceStart {
        Inputs.checkHost(host);
        ServiceInputs.checkService(service);
        if (!start.equals(ServiceStart.AUTOMATIC)
                && !start.equals(ServiceStart.MANUAL)
                && !start.equals(ServiceStart.DISABLED)) {
            throw new IllegalArgumentException(
                    "a service is set to start automatically, manually or never, not " + start);
        }
    }

    @Override
    public String name() {
        return "host.service.start-mode";
    }

    @Override
    public Target target() {
        return ServiceInputs.target(host, service);
    }

    @Override
    public WindowsService rehearsed() {
        return ServiceInputs.rehearsed(host, service).starting(start);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return ServiceInputs.foretold(host, service, before -> before.starting(start));
    }

    @Override
    public Set<String> alsoChanges() {
        return ServiceInputs.alsoChanges(service);
    }
}

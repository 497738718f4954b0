package io.quorate.directory.command;

import io.quorate.directory.DomainController;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.List;

/**
 * Lists the domain's controllers, as one of them knows them.
 *
 * @param host the host, as the endpoint names it
 * @see io.quorate.directory.DirectoryClient#controllers
 */
public record ListControllers(String host)
        implements ReadCommand<List<DomainController>>, HostCommand<List<DomainController>> {
    public ListControllers {
        DirectoryInputs.checkHost(host);
    }

    @Override
    public String name() {
        return "directory.controller.list";
    }

    @Override
    public Target target() {
        return DirectoryInputs.machine(host);
    }
}

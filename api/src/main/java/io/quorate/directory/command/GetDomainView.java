package io.quorate.directory.command;

import io.quorate.directory.DomainView;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;

/**
 * Reads a machine's place in its domain and who answers for the domain there.
 *
 * @param host the host, as the endpoint names it
 * @see io.quorate.directory.DirectoryMachine#domain
 */
public record GetDomainView(String host) implements ReadCommand<DomainView>, HostCommand<DomainView> {
    public GetDomainView {
        DirectoryInputs.checkHost(host);
    }

    @Override
    public String name() {
        return "directory.view";
    }

    @Override
    public Target target() {
        return DirectoryInputs.machine(host);
    }
}

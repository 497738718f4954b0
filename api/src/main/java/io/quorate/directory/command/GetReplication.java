package io.quorate.directory.command;

import io.quorate.directory.ControllerReplication;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;

/**
 * Reads from whom a domain controller pulls, and how that went.
 *
 * @param host the host, as the endpoint names it
 * @see io.quorate.directory.DirectoryClient#replication
 */
public record GetReplication(String host)
        implements ReadCommand<ControllerReplication>, HostCommand<ControllerReplication> {
    public GetReplication {
        DirectoryInputs.checkHost(host);
    }

    @Override
    public String name() {
        return "directory.replication.get";
    }

    @Override
    public Target target() {
        return DirectoryInputs.machine(host);
    }
}

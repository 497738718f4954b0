package io.quorate.directory.command;

import io.quorate.directory.ComputerObject;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;

/**
 * Reads a computer object; fails with kind {@code NOT_FOUND} after a search without it.
 *
 * @param host a domain controller, as the endpoint names it
 * @param computer the object's name
 * @see io.quorate.directory.DirectoryComputers#find
 */
public record GetComputer(String host, String computer)
        implements ReadCommand<ComputerObject>, HostCommand<ComputerObject> {
    public GetComputer {
        DirectoryInputs.checkHost(host);
        DirectoryInputs.checkComputer(computer);
    }

    @Override
    public String name() {
        return "directory.computer.get";
    }

    @Override
    public Target target() {
        return DirectoryInputs.computer(computer);
    }
}

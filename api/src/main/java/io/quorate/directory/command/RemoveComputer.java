package io.quorate.directory.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Removes a computer object, its protection first. Done when there is none of that identity. Refused while it is enabled.
 *
 * @param host a domain controller, as the endpoint names it
 * @param computer the object's name
 * @param id its identity ({@code objectGUID})
 * @see io.quorate.directory.DirectoryComputers#remove
 */
public record RemoveComputer(String host, String computer, UUID id)
        implements ConvergingCommand<Boolean>, Destructive, HostCommand<Boolean> {
    public RemoveComputer {
        DirectoryInputs.checkHost(host);
        DirectoryInputs.checkComputer(computer);
        Objects.requireNonNull(id, "id");
    }

    @Override
    public String identity() {
        return id.toString();
    }

    @Override
    public String name() {
        return "directory.computer.remove";
    }

    @Override
    public Target target() {
        return DirectoryInputs.computer(computer);
    }

    @Override
    public Boolean rehearsed() {
        return true;
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.gone(new GetComputer(host, computer)));
    }
}

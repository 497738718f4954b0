package io.quorate.directory.command;

import io.quorate.directory.ComputerObject;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Placeholder;
import io.quorate.spi.Target;
import java.util.List;
import java.util.UUID;

/**
 * Has a computer object under the full control of an account. Done when the account's own entry says so. Refused for an enabled object, which may
 * be a machine's.
 *
 * @param host a domain controller, as the endpoint names it
 * @param computer the object's name
 * @param trustee the account's short name
 * @see io.quorate.directory.DirectoryComputers#ensure(String, String, String)
 */
public record GrantFullControl(String host, String computer, String trustee)
        implements GuardedCommand<ComputerObject>, HostCommand<ComputerObject> {
    public GrantFullControl {
        DirectoryInputs.checkHost(host);
        DirectoryInputs.checkComputer(computer);
        trustee = DirectoryInputs.account(trustee);
    }

    @Override
    public String name() {
        return "directory.computer.grant";
    }

    @Override
    public Target target() {
        return DirectoryInputs.computer(computer);
    }

    @Override
    public ComputerObject rehearsed() {
        return new ComputerObject(computer, Placeholder.TEXT, new UUID(0, 0), false, true);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.unchanged(new GetComputer(host, computer)));
    }
}

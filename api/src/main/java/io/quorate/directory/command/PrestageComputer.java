package io.quorate.directory.command;

import io.quorate.directory.ComputerObject;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Placeholder;
import io.quorate.spi.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Has a computer object, protected from accidental deletion. Done when there is such a one. One that is made is disabled. An enabled one that is
 * not protected is left alone unless the account has full control of it.
 *
 * @param host a domain controller, as the endpoint names it
 * @param computer the object's name
 * @param container the distinguished name of the container to make it in; null for the domain's own choice
 * @param trustee the short name of the account that is to take it
 * @see io.quorate.directory.DirectoryComputers#ensure(String, String, String)
 */
public record PrestageComputer(
        String host, String computer, @Nullable String container, String trustee)
        implements GuardedCommand<ComputerObject>, HostCommand<ComputerObject> {
    public PrestageComputer {
        DirectoryInputs.checkHost(host);
        DirectoryInputs.checkComputer(computer);
        if (container != null) {
            DirectoryInputs.checkPlace(container);
        }
        trustee = DirectoryInputs.account(trustee);
    }

    @Override
    public String name() {
        return "directory.computer.prestage";
    }

    @Override
    public Target target() {
        return DirectoryInputs.computer(computer);
    }

    @Override
    public ComputerObject rehearsed() {
        return new ComputerObject(
                computer,
                "CN=" + computer + "," + (container == null ? Placeholder.TEXT : container),
                Placeholder.uuid(computer),
                false,
                true);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.foundOr(new GetComputer(host, computer), rehearsed()));
    }
}

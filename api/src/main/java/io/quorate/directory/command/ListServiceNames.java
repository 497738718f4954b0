package io.quorate.directory.command;

import io.quorate.directory.NamedAccount;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Set;

/**
 * Lists the accounts of the domain that service principal names stand on.
 *
 * @param host a domain controller, as the endpoint names it
 * @see io.quorate.directory.DirectoryClient#serviceNames
 */
public record ListServiceNames(String host)
        implements ReadCommand<List<NamedAccount>>, HostCommand<List<NamedAccount>> {
    public ListServiceNames {
        DirectoryInputs.checkHost(host);
    }

    @Override
    public String name() {
        return "directory.names.list";
    }

    @Override
    public Target target() {
        return DirectoryInputs.machine(host);
    }

    @Override
    public Set<String> lists() {
        return Set.of("service principal name");
    }
}

package io.quorate.directory.command;

import io.quorate.directory.NamedAccount;
import io.quorate.directory.ServiceName;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Placeholder;
import io.quorate.spi.Target;
import java.util.List;

/**
 * Puts a service principal name on an account. Done when it stands there. Refused while it stands on another.
 *
 * @param host a domain controller, as the endpoint names it
 * @param serviceName the name
 * @param account the account's short name; a computer's ends in {@code $}
 * @see io.quorate.directory.DirectoryClient#mendServiceNames
 */
public record AddServiceName(String host, String serviceName, String account)
        implements GuardedCommand<NamedAccount>, HostCommand<NamedAccount> {
    public AddServiceName {
        DirectoryInputs.checkHost(host);
        account = DirectoryInputs.account(new ServiceName(serviceName, account).account());
    }

    @Override
    public String name() {
        return "directory.names.add";
    }

    @Override
    public Target target() {
        return new Target("service principal name", serviceName + " on " + account);
    }

    @Override
    public NamedAccount rehearsed() {
        return new NamedAccount(account, Placeholder.TEXT, List.of(serviceName));
    }

    @Override
    public List<Foretold<?>> foretold() {
        return DirectoryInputs.renamed(host, account, before -> before.with(serviceName));
    }
}

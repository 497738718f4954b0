package io.quorate.directory.command;

import io.quorate.directory.ServiceName;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;

/**
 * Takes a service principal name from an account: whoever logs in to that service by Kerberos there cannot any more. Done when it does not stand
 * there.
 *
 * @param host a domain controller, as the endpoint names it
 * @param serviceName the name
 * @param account the account's short name; a computer's ends in {@code $}
 * @see io.quorate.directory.DirectoryClient#mendServiceNames
 */
public record RemoveServiceName(String host, String serviceName, String account)
        implements ConvergingCommand<Boolean>, Destructive, HostCommand<Boolean> {
    public RemoveServiceName {
        DirectoryInputs.checkHost(host);
        account = DirectoryInputs.account(new ServiceName(serviceName, account).account());
    }

    @Override
    public String identity() {
        return serviceName + " on " + account;
    }

    @Override
    public String name() {
        return "directory.names.remove";
    }

    @Override
    public Target target() {
        return new Target("service principal name", serviceName + " on " + account);
    }

    @Override
    public Boolean rehearsed() {
        return true;
    }

    @Override
    public List<Foretold<?>> foretold() {
        return DirectoryInputs.renamed(host, account, before -> before.without(serviceName));
    }
}

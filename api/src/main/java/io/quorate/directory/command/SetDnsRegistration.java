package io.quorate.directory.command;

import io.quorate.directory.DnsInterface;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;

/**
 * Sets whether an interface registers the host's name with its addresses. Done when it is so already.
 *
 * @param host the host, as the endpoint names it
 * @param alias the interface's name
 * @param registers whether it does
 * @see io.quorate.directory.DirectoryMachine#ensureRegistering
 */
public record SetDnsRegistration(String host, String alias, boolean registers)
        implements GuardedCommand<DnsInterface>, HostCommand<DnsInterface> {
    public SetDnsRegistration {
        DirectoryInputs.checkHost(host);
        DirectoryInputs.checkAlias(alias);
    }

    @Override
    public String name() {
        return "directory.dns.registration";
    }

    @Override
    public Target target() {
        return DirectoryInputs.target(host, alias);
    }

    @Override
    public DnsInterface rehearsed() {
        return DirectoryInputs.rehearsed(host, alias).registering(registers);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return DirectoryInputs.foretold(host, alias, before -> before.registering(registers));
    }
}
